import { join } from "node:path";
import t, { type Test } from "tap";
import { readSchema } from "../../src/apply/base.ts";
import { answersNow } from "../../src/apply/items.ts";
import { keptRules, stillKept } from "../../src/apply/new-rules.ts";
import type { Run } from "../../src/apply/run.ts";
import { openSession } from "../../src/database/session.ts";
import { nothingBeside } from "../../src/model/beside.ts";
import { check, folder, planOf, request, run, step } from "./fixture.ts";

const base = `CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
  CREATE TABLE w (id INTEGER PRIMARY KEY, a TEXT) WITHOUT ROWID; CREATE TABLE s (rowid, oid, _rowid_, a TEXT)`;
const rows = (table: string, key: string) =>
  `INSERT INTO ${table} (${key}, a) SELECT value, 'row ' || value FROM generate_series(1, 20000)`;

/** A plan that adds rules to a table whose rows keep them, and the pages of its rows, in order. */
async function ruled(t: Test, table: string) {
  const path = join(folder(t), "app.db");
  await run(path, `${base}; ${rows("t", "id")}; ${rows("w", "id")}; ${rows("s", "rowid")}`);
  const asked = `SELECT count(*) FROM "${table}" WHERE "${table}"."a" IS NULL OR NOT (a <> 'bad')`;
  const altered = `ALTER TABLE "${table}" ALTER COLUMN "a" TO "a" TEXT NOT NULL CHECK (a <> 'bad')`;
  const items = [
    check("check", `${table}.a`, { kind: "equal", value: 0 }, asked),
    step("alter-column", `${table}.a`, altered),
  ];
  const opened = openSession(path);
  if (!opened.ok) throw new Error("it does not open");
  const session = opened.value;
  t.teardown(() => session.close());
  const hooks = { onEvent: () => {}, stop: () => false, now: () => new Date() };
  const on: Run = { request: request(path, planOf(base, items)), hooks, session, started: 0, checks: [] };
  const live = await readSchema(session.snapshot, nothingBeside, undefined);
  if (!live.ok) throw new Error("it cannot be read");
  const leaves = session
    .all("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path", [table])
    .map(([page]) => Number(page));
  return { on, session, rules: keptRules(on, live.value, answersNow(on)), leaves };
}

t.test("a rule is asked again of the rows on the pages that changed, and of no others", async (t) => {
  const { on, session, rules, leaves } = await ruled(t, "t");
  if (rules === null) return t.fail("all rows keep them");
  t.equal(rules.answers.size, 1, "the plan asks for just these");
  t.ok(stillKept(on, rules, new Set()));
  for (const bad of ["NULL", "'bad'"]) {
    session.exec(`BEGIN; UPDATE t SET a = ${bad} WHERE id = 10000`);
    const its = leaves.filter((page) => !stillKept(on, rules, new Set([page])));
    t.equal(its.length, 1, "the page of the row");
    t.equal(stillKept(on, rules, new Set([...leaves.slice(0, 5), ...its])), false);
    t.equal(stillKept(on, rules, null), false, "any row may have changed");
    session.exec("ROLLBACK");
  }
});

t.test("all rows are asked where nothing says which of them changed", async (t) => {
  for (const table of ["w", "s"]) {
    const { on, session, rules, leaves } = await ruled(t, table);
    if (rules === null) return t.fail("all rows keep them");
    session.exec(`BEGIN; UPDATE ${table} SET a = 'bad' WHERE a = 'row 10000'`);
    t.equal(stillKept(on, rules, new Set(leaves.slice(0, 1))), false, `${table}: its rowid has no name`);
    session.exec("ROLLBACK");
    t.ok(stillKept(on, rules, null));
  }
  const { on, session, rules } = await ruled(t, "t");
  if (rules === null) return t.fail("all rows keep them");
  session.exec("BEGIN; ALTER TABLE t RENAME TO old; CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)");
  session.exec("INSERT INTO t SELECT id, 'bad' FROM old WHERE id = 10000");
  t.equal(stillKept(on, rules, new Set()), false, "it has another root");
});
