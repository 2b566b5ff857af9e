import { libsqlProfile } from "../../src/model/profile.ts";
import { join } from "node:path";
import t from "tap";
import { withCost } from "../../src/work/planning/measure-cost.ts";
import type { Explained } from "../../src/plan/explanation.ts";
import { emptyExplanation } from "../../src/plan/explanation.ts";
import { costLines } from "../../src/report/plan/plan-summary.ts";
import { step } from "../apply/fixture.ts";
import { shopPlan } from "../report/fixtures.ts";
import { makeDatabase, onFile, temporaryFolder, withSnapshot } from "../kit/database.ts";

const made = `
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, short TEXT AS (lower(title)));
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
INSERT INTO tune (id, title) SELECT i, 'not json ' || i FROM n;
`;

function entry(mark: Explained["mark"], subject: string, rows: number | null): Explained {
  return { mark, object: "table", subject, what: "", facts: [], why: null, rows, children: [] };
}

t.test("what a plan costs is measured on the database at hand", async (t) => {
  const path = join(temporaryFolder(t), "app.db");
  await makeDatabase(path, made);
  const cost = (...changes: readonly Explained[]) =>
    withSnapshot(path, async (snapshot, live) => {
      const explanation = { ...emptyExplanation, changes };
      const planned = await withCost(libsqlProfile, snapshot, live, live, {
        kind: "plan",
        plan: shopPlan,
        explanation,
      });
      return planned.explanation.cost;
    });
  const rebuilt = await cost(entry("#", "tune", 3000), entry("+", "other", null));
  t.match(rebuilt, { rowsMoved: 3000, rowsRead: 0, blocks: "all" });
  t.ok((rebuilt?.bytes ?? 0) > 40_000 && (rebuilt?.bytes ?? 0) < 400_000, "the size of the table");
  t.ok((rebuilt?.milliseconds ?? 0) > 0);
  t.equal(await cost(entry("+", "other", null)), undefined, "no rows, no cost");
  t.match(
    await cost(entry("~", "renamed", 5)),
    { rowsRead: 5, milliseconds: null },
    "an unknown table has no estimate",
  );
  await onFile(path, (engine) => engine.exec("PRAGMA journal_mode = WAL"));
  t.match(await cost(entry("#", "tune", 3000)), { blocks: "writers" });
});

t.test("a plan says which rows are read again under the lock for new rules", async (t) => {
  const first = "rows are read before the lock is taken";
  const changed = `writers wait for an instant only: ${first}, and again under it where they changed since`;
  const all = `${first}, and all of them again under it if any has changed since`;
  for (const [mode, options, line] of [
    ["WAL", "", changed],
    ["DELETE", "", all],
    ["WAL", "WITHOUT ROWID", all],
  ] as const) {
    const dir = temporaryFolder(t);
    const [before, after] = [join(dir, "before.db"), join(dir, "after.db")];
    const table = (column: string) => `CREATE TABLE t (id INTEGER PRIMARY KEY, a ${column}) ${options}`;
    await makeDatabase(before, `${table("TEXT")}; INSERT INTO t VALUES (1, 'x')`);
    await onFile(before, (engine) => engine.exec(`PRAGMA journal_mode = ${mode}`));
    await makeDatabase(after, table("TEXT NOT NULL CHECK (a <> '')"));
    const items = [step("alter-column", "t.a", "ALTER TABLE t ALTER COLUMN a TO a TEXT NOT NULL CHECK (a <> '')")];
    const target = await withSnapshot(after, async (_, schema) => schema);
    const told = await withSnapshot(before, async (snapshot, live) => {
      const explanation = { ...emptyExplanation, changes: [entry("~", "t", 1)] };
      const plan = { ...shopPlan, decisions: [], items };
      return costLines(
        (await withCost(libsqlProfile, snapshot, live, target, { kind: "plan", plan, explanation })).explanation,
      );
    });
    t.equal(told.at(-1), line, `${mode} ${options}`);
  }
});
