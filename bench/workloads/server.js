import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { largeProject } from "../prepare.js";
import { largeRows, sale, toSql } from "../schemas.js";
import { makeServer, noServer, tell } from "../server.js";
import { count, first, floor, trueup, work } from "./common.js";
import { approvals, changes } from "./large.js";

const byHand = { w4: "NOT NULL and CHECK: the request by hand", w6: "another key: the request by hand" };
const label = (what, how) => `${what === "w4" ? "NOT NULL and CHECK" : "another key"}: trueup apply, ${how}`;
const floors = { w4: "serverClauses", w6: "serverRebuild" };
const [none, kept] = ["without a backup", "with its backup"];

export const serverWorkloads = [
  {
    name: "W10",
    what: ({ rows }) => `W4 and W6 against a libSQL server on the same machine, ${count(rows)} rows`,
    prepare({ rows }) {
      if (noServer) return { skipped: noServer };
      const { folder, server, plan } = serverOf(rows);
      const { url } = server;
      const entries = Object.keys(floors).flatMap((what) => {
        const planned = plan(what);
        const check = () => changedOn(url, what, rows);
        const measured = { cwd: folder, server, check, before: server.reset, written: url };
        const apply = (...more) => trueup("apply", planned, url, "--allow-long", ...more);
        return [
          { ...measured, label: byHand[what], command: floor(floors[what], url) },
          { ...measured, label: label(what, none), command: apply("--backup", "none") },
          { ...measured, label: label(what, kept), command: apply(), times: 2 },
        ];
      });
      return { times: 3, entries, finish: server.stop };
    },
    asked: ["w4", "w6"].map((what) => ({
      text: `${what.toUpperCase()}: \`apply\` without a backup against the request by hand`,
      of: (m) => m(label(what, none)) / m(byHand[what]),
    })),
  },
];

/** A server with the large table, put back before each run, and plans against it. */
export function serverOf(rows) {
  const folder = join(work, `server-${rows}`);
  const server = makeServer(folder, 18_765);
  fill(folder, server, rows);
  const plan = (name) => {
    largeProject(folder, 1, sale(changes[name]));
    server.reset();
    const file = `plans/${name}.plan.sql`;
    rmSync(join(folder, file), { force: true });
    first(trueup("plan", server.url, "--out", file, ...approvals(name, rows)), folder);
    return file;
  };
  return { folder, server, plan };
}

/** The server's data with the large table in it, made once and kept. */
function fill(folder, server, rows) {
  if (existsSync(join(folder, "kept"))) return;
  rmSync(folder, { recursive: true, force: true });
  largeProject(folder, 1, sale());
  server.start();
  const [table, ...indexes] = toSql(sale());
  tell(server.url, [table, largeRows(rows), ...indexes]);
  server.stop("SIGTERM");
  renameSync(join(folder, "data"), join(folder, "kept"));
}

function changedOn(url, what, rows) {
  const of = "SELECT count(*) FROM sale";
  const keys = "SELECT group_concat(name || ' ' || pk, ',') FROM pragma_table_info('sale') WHERE pk > 0";
  const notNull = "SELECT \"notnull\" FROM pragma_table_info('sale') WHERE name = 'amount'";
  const [[[found]], [[key]], [[strict]]] = tell(url, [of, keys, notNull]);
  if (Number(found) !== rows) return `${rows - Number(found)} rows are lost`;
  return (what === "w4" ? Number(strict) === 1 : key === "id 2,customer 1") ? null : "the change is not there";
}
