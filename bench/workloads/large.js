import { spawnSync } from "node:child_process";
import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { checkSale } from "../check.js";
import { peers } from "../peers/peers.js";
import { fresh, largeProject } from "../prepare.js";
import { sale } from "../schemas.js";
import { count, first, floor, remove, trueup, work } from "./common.js";

export const without = "trueup apply, without a backup";
export const backed = "trueup apply, with its backup";
const copied = "the fastest safe copy: cp, fsync";
const clauses = "floor: scan, ALTER, quick_check, commit";
const shell = "floor: start, safe copy, the three statements in the sqlite3 shell";
const script = "floor: start, safe copy, the three statements in a script";
const rebuilt = "floor: rebuild by hand, rows compared";
const putBack = "floor: start, cp, fsync, rename";
const checkedScript = "floor with the same checks: a copy read again and checked, what is dropped counted, quick_check";
const checkedCopy = "floor with the same checks: start, cp, fsync, checksum, quick_check";
const checkedBack = "floor with the same checks: checksum, what is replaced kept with a checksum, cp, fsync, rename";
const start = "node, libsql";

export const changes = {
  w4: { amount: "checked" },
  w5: { note: "remark", place: false, state: true },
  w6: { composite: ["customer", "id"] },
  // In the order of the rows, so that ten million of them need no hours.
  ordered: { composite: ["id", "customer"] },
  w7: { state: true },
  rename: { note: "remark" },
  view: { view: true },
  index: { index: true },
  drop: { place: false },
};

/** The large table with declarations that differ from it, and the plan that leads there. */
export function planned(name, rows) {
  const folder = largeProject(join(work, `large-${rows}`), rows, sale(changes[name]));
  fresh(folder);
  const plan = `plans/${name}.plan.sql`;
  rmSync(join(folder, plan), { force: true });
  first(trueup("plan", "live.db", "--out", plan, ...approvals(name, rows)), folder);
  const before = () => fresh(folder);
  const check = checkSale(rows, changes[name]);
  const live = join(folder, "live.db");
  const apply = (label, ...more) => ({
    label,
    command: trueup("apply", plan, "live.db", ...more),
    cwd: folder,
    before,
    check: () => check(live),
    written: live,
  });
  return {
    folder,
    plan,
    before,
    check: () => check(live),
    floorOf: (label, name) => ({ label, command: floor(name, live), before, check: () => check(live), written: live }),
    applies: [apply(without, "--backup", "none"), apply(backed)],
    copy: { label: copied, ...safeCopy(folder) },
    peers: () => {
      const request = { name: `sale-${rows}`, rows, from: sale(), to: sale(changes[name]), act: "push", check };
      return peers({ ...request, times: 2 });
    },
  };
}

export const approvals = (name, rows) =>
  changes[name].place === false ? ["--approve", `drop-column:sale.place:${rows}`, "--because", "measured"] : [];

const safeCopy = (folder) => ({
  command: ["bash", "-c", "cp kept.db copy.db && sync copy.db"],
  cwd: folder,
  before: () => remove(folder, "copy.db"),
});

/** The declarations of the large table are one file, so each workload is planned right before it is measured. */
export const largeWorkloads = [
  {
    name: "W4",
    what: ({ rows }) => `${count(rows)} rows: NOT NULL and a CHECK on an existing column`,
    short: ({ rows }) => `${count(rows)} rows: NOT NULL and a CHECK, with a backup`,
    ours: backed,
    prepare({ rows }) {
      const { floorOf, applies, copy, peers } = planned("w4", rows);
      return { times: 5, entries: [floorOf(clauses, "clauses"), ...applies, copy, ...peers()] };
    },
    asked: [
      { text: "`apply` without a backup against its floor", most: 1.5, of: (m) => m(without) / m(clauses) },
      { text: "the fastest peer that does it right against that", least: 4, of: (m) => m.peers() / m(without) },
      {
        text: "`apply` with its backup against without it plus the fastest safe copy",
        most: 1.3,
        of: (m) => m(backed) / (m(without) + m(copied)),
      },
    ],
  },
  {
    name: "W5",
    what: ({ rows }) => `${count(rows)} rows: add, rename and drop a column`,
    short: ({ rows }) => `${count(rows)} rows: a column added, one renamed, one dropped, with a backup`,
    ours: backed,
    prepare({ rows }) {
      const { folder, floorOf, before, check, applies, copy, peers } = planned("w5", rows);
      const begin = floor("start").join(" ");
      const statements = `ALTER TABLE sale ADD COLUMN state TEXT; ALTER TABLE sale RENAME COLUMN note TO remark; ALTER TABLE sale DROP COLUMN place`;
      const found = spawnSync("sqlite3", ["--version"]).status === 0;
      const change = found
        ? `sqlite3 live.db "BEGIN IMMEDIATE; ${statements}; COMMIT"`
        : floor("columns", "live.db").join(" ");
      const command = ["bash", "-c", `${found ? `${begin} && ` : ""}cp live.db copy.db && sync copy.db && ${change}`];
      const fresh = () => {
        copy.before();
        before();
      };
      const least = { label: found ? shell : script, command, cwd: folder, before: fresh, check };
      const checked = { ...floorOf(checkedScript, "columnsChecked"), cwd: folder, before: fresh };
      return { times: 5, entries: [least, checked, ...applies, copy, ...peers()] };
    },
    asked: [
      { text: "`apply` with its backup against the floor", most: 1.3, of: (m) => m(backed) / m(shell, script) },
      { text: "the same against the floor with the same checks", most: 1.3, of: (m) => m(backed) / m(checkedScript) },
      { text: "the fastest peer that does it right against that", of: (m) => m.peers() / m(backed) },
    ],
  },
  {
    name: "W6",
    what: ({ rows }) => `${count(rows)} rows: a rebuild (another primary key, of two columns)`,
    short: ({ rows }) => `${count(rows)} rows: another primary key, with a backup`,
    ours: backed,
    prepare({ rows }) {
      const { floorOf, applies, copy, peers } = planned("w6", rows);
      return { times: 3, entries: [floorOf(rebuilt, "rebuild"), ...applies, copy, ...peers()] };
    },
    asked: [
      { text: "`apply` without a backup against the floor", most: 1.3, of: (m) => m(without) / m(rebuilt) },
      { text: "the fastest peer that does it right against that", least: 1, of: (m) => m.peers() / m(without) },
    ],
  },
  {
    name: "W7",
    what: ({ rows }) => `${count(rows)} rows: the backup of a change that writes no rows, and the undo of it`,
    prepare({ rows }) {
      const { folder, applies, copy } = planned("w7", rows);
      const [, backup] = applies;
      const changed = () => {
        fresh(folder);
        first(backup.command, folder);
        copyFileSync(join(folder, "kept.db"), join(folder, "put-back.db"));
        remove(folder, "copy.db");
      };
      const undo = {
        label: "trueup undo",
        command: trueup("undo", "live.db", "--yes"),
        cwd: folder,
        before: changed,
      };
      const least = `${floor("start").join(" ")} && cp put-back.db copy.db && sync copy.db && mv copy.db live.db`;
      const floorOfUndo = { label: putBack, command: ["bash", "-c", least], cwd: folder, before: changed };
      const byHand = (label, name) => ({ label, command: floor(name, folder), cwd: folder, before: changed });
      const checked = [
        { label: start, command: floor("start"), cwd: folder },
        byHand(checkedCopy, "copy"),
        byHand(checkedBack, "putBack"),
      ];
      return { times: 5, entries: [copy, ...applies, floorOfUndo, undo, ...checked] };
    },
    asked: [
      {
        text: "what the backup adds to `apply` against the fastest safe copy",
        most: 1.3,
        of: (m) => (m(backed) - m(without)) / m(copied),
      },
      {
        text: "`undo` against start-up and the fastest safe copy",
        most: 1.3,
        of: (m) => m("trueup undo") / m(putBack),
      },
      {
        text: "what the backup adds against a copy with the same checks",
        most: 1.3,
        of: (m) => (m(backed) - m(without)) / (m(checkedCopy) - m(start)),
      },
      {
        text: "`undo` against the floor with the same checks",
        most: 1.3,
        of: (m) => m("trueup undo") / m(checkedBack),
      },
    ],
  },
];
