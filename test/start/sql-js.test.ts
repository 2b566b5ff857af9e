import { createRequire } from "node:module";
import t from "tap";
import { cases } from "../engines/cases.ts";
import { type Database, runCase } from "../engines/run-case.ts";

/**
 * The scenarios a second time, on an engine that is not libSQL: SQLite's own, in WebAssembly. It reads each database to the same
 * fingerprint, and each plan that was made for any engine leads there to the same end. `npm run engines` asks the others.
 */
const require = createRequire(import.meta.url);
const { Database: SqlJs } = await (
  require("sql.js") as () => Promise<{ Database: new () => Database["db"] & Database }>
)();

function open(): Database {
  const db = new SqlJs();
  return { db, exec: (sql) => db.exec(sql), close: () => db.close() };
}

t.setTimeout(900_000);
t.test("scenarios on sql.js", async (t) => {
  const verdicts = (await cases()).map((each) => ({ name: each.name, ...runCase(open, each) }));
  const of = (kind: string) => verdicts.filter((each) => each.kind === kind);
  for (const each of verdicts) if (each.kind === "wrong") t.fail(`${each.name}: ${each.why}`);
  t.ok(of("same").length > 160, `${of("same").length} scenarios are read alike`);
  const planned = verdicts.filter((each) => each.kind === "same" && each.planned).length;
  t.ok(planned > 85, `${planned} plans lead to the same end`);
});
