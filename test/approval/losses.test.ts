import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { hazards } from "../../src/plan/kinds.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { readPlan } from "../../src/plan/read.ts";
import { onlyAdds } from "../../src/work/approval/only-adds.ts";
import { lossesOf } from "../../src/work/approval/losses.ts";
import { makeDatabase, temporaryFolder, withSnapshot } from "../kit/database.ts";
import { readScenario } from "../kit/scenario.ts";

/**
 * What a target that requires a person finds in the plans of all scenarios: as they are, and without their approvals.
 */
const scenarios = join(import.meta.dirname, "..", "scenarios");
const names = readdirSync(scenarios).filter((name) => existsSync(join(scenarios, name, "plan.sql")));

t.setTimeout(900_000);
let harmless = 0;
let losing = 0;

for (const name of names) {
  const folder = join(scenarios, name);
  const read = readPlan(readFileSync(join(folder, "plan.sql"), "utf8"), name);
  // Some have nothing to do.
  if (!read.ok) continue;
  const { plan } = read.value;
  const approves = plan.decisions.some((made) => made.kind === "approve" && hazards[made.rule].takes !== "nothing");
  t.test(name.replaceAll("-", " "), async (t) => {
    const { before, rows, beside, goal } = await readScenario(folder);
    const file = join(temporaryFolder(t), "live.db");
    await makeDatabase(file, before, rows);
    const schema = await withSnapshot(file, async (_, live) => live, beside);
    const base = { schema, beside, rows: goal.ok ? goal.value.schema.rows : undefined };
    const losses = await lossesOf(plan, base);
    if (!approves) {
      t.strictSame(losses, [], "what loses nothing needs nobody");
      harmless++;
      return;
    }
    losing++;
    t.notOk(onlyAdds(plan), "and is not taken for a plan that only adds");
    t.ok(losses.length > 0, "what loses something is seen");
    const silent: Plan = { ...plan, decisions: plan.decisions.filter(({ kind }) => kind !== "approve") };
    t.ok((await lossesOf(silent, base)).length > 0, "and seen where the file does not say so");
  });
}

t.test("additions are recognised by their statements, not by the names of the steps", async (t) => {
  const plan = (...sql: readonly string[]): Plan => {
    const items = sql.map((each) => ({
      kind: "step" as const,
      step: "create-index" as const,
      subject: "x",
      note: null,
      sql: each,
    }));
    return { engine: "libsql", base: "", target: "", decisions: [], summary: [], items, before: [] };
  };
  t.ok(onlyAdds(plan("CREATE INDEX a ON t (b)", "ALTER TABLE t ADD COLUMN c", "alter table main.t rename to u")));
  for (const sql of [
    "DROP TABLE t",
    "DELETE FROM t",
    "ALTER TABLE t DROP COLUMN c",
    'ALTER TABLE "add" DROP COLUMN c',
    "INSERT OR REPLACE INTO t VALUES (1)",
    "ALTER TABLE main.t ALTER COLUMN a TO b",
  ])
    t.notOk(onlyAdds(plan("CREATE INDEX a ON t (b)", sql)), sql);
});

t.test("there were plans of both kinds", async (t) => {
  t.ok(harmless > 80, `${harmless} harmless`);
  t.ok(losing > 25, `${losing} with approvals`);
});
