import { execFileSync } from "node:child_process";
import { join } from "node:path";
import t from "tap";
import { Engine } from "../../src/database/engine.ts";
import { nothingBeside } from "../../src/model/beside.ts";
import { changeServer } from "../../src/target/server/change.ts";
import { putBackServer } from "../../src/target/server/put-back.ts";
import { changes, rows, schema } from "../kit/changes.ts";
import { temporaryFolder } from "../kit/database.ts";
import { quiet } from "../kit/target.ts";
import { planned } from "../kit/planned.ts";
import { ask, run, skipServer, startSqld } from "./sqld.ts";

const hooks = { onEvent: () => {}, now: () => new Date(), signal: null };
const state = `SELECT user_version, application_id, auto_vacuum, page_size, encoding,
    (SELECT group_concat(tbl || coalesce(idx, '') || stat) FROM (SELECT * FROM sqlite_stat1 ORDER BY tbl, idx))
  FROM pragma_user_version, pragma_application_id, pragma_auto_vacuum, pragma_page_size, pragma_encoding`;

t.test("the settings of a server's database stay as they were", { skip: skipServer, timeout: 900_000 }, async (t) => {
  const server = await startSqld();
  t.teardown(() => server.remove());
  await run(
    server.url,
    `${schema}${rows}`.split(";").filter((sql) => sql.trim() !== ""),
  );
  // A server accepts no ANALYZE and sets no number but its own; a database that was moved there has them.
  await server.stop("SIGTERM");
  const set = "PRAGMA user_version = 7; PRAGMA application_id = 99; ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)";
  execFileSync("sqlite3", [join(server.folder, "data", "dbs", "default", "data"), set]);
  await server.start();
  const engine = new Engine(":memory:");
  t.teardown(() => engine.close());
  engine.exec(`${schema}${rows}`);
  const before = await ask(server.url, state);
  t.match(before, [["7", "99", "0", "4096", "UTF-8"]]);
  const usual = { label: "prod", beside: nothingBeside, lockTimeout: 1000, keep: null, url: server.url, token: null };
  for (const [what, { to, decisions }] of Object.entries(changes)) {
    const place = { root: temporaryFolder(t), name: "prod" };
    const plan = await planned(engine, schema, to(schema), "UTF-8", decisions);
    const asked = { plan, seal: "sha256:1", planName: null, adminUrl: null, adminToken: null, allowLong: false };
    const outcome = await changeServer({ ...usual, ...asked, place, backup: "take" }, hooks);
    if (outcome.kind !== "applied" || outcome.backup === null) throw new Error(`${what}: ${JSON.stringify(outcome)}`);
    t.strictSame(await ask(server.url, state), before, what);
    const back = await putBackServer({ ...usual, place, backup: outcome.backup.path, discardWrites: false }, quiet);
    t.equal(back.kind, "restored");
    t.strictSame(await ask(server.url, state), before, `${what}, and back again`);
  }
});
