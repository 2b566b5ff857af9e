import { messages } from "../../src/apply/soundness.ts";
import type { Beside } from "../../src/model/beside.ts";
import { closeInBatches } from "../../src/database/collect.ts";
import { libsqlProfile } from "../../src/model/profile.ts";
import { profileOf } from "../../src/introspect/profile.ts";
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { sameName } from "../../src/model/names.ts";
import { fingerprintLike } from "../../src/model/fingerprint.ts";
import { noHints } from "../../src/model/hints.ts";
import type { Decision, Plan } from "../../src/plan/plan.ts";
import { readPlan } from "../../src/plan/read.ts";
import { writePlan } from "../../src/plan/write.ts";
import type { Problem } from "../../src/problem/problem.ts";
import { makePlan } from "../../src/prove/make-plan.ts";
import { verify } from "../../src/prove/verify.ts";
import { renderProblems } from "../../src/report/problem.ts";
import { answersTo } from "../kit/answer.ts";
import { lostRows } from "../kit/compare-rows.ts";
import { saysTheSame } from "../kit/says-the-same.ts";
import { survivals } from "../kit/survivals.ts";
import { makeDatabase, onFile, schemaWith, temporaryFolder, withSnapshot } from "../kit/database.ts";
import { orphans, runPlan } from "../kit/run-plan.ts";
import { type Goal, misshapen, readScenario } from "../kit/scenario.ts";

/**
 * A scenario is a folder: `before.sql` and perhaps `rows.sql` make the live database, `after.sql` or `schema.ts` says
 * what is wanted, `flags.txt` what was decided. `plan.sql` or `refused.txt` is what has to come of it, byte for byte;
 * `npm run golden` rewrites them; read the difference. SCENARIO=name runs one of them.
 */
const golden = process.env.UPDATE_GOLDEN === "1";
const only = process.env.SCENARIO;
const names = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && (only === undefined || entry.name === only))
  .map(({ name }) => name);

t.setTimeout(0);
// Collecting garbage after each of hundreds of files takes longer than what is done with them.
closeInBatches(50);
if (names.length === 0) t.fail(`there is no scenario ${only}`);
for (const name of names) t.test(name.replaceAll("-", " "), (t) => scenario(t, join(import.meta.dirname, name)));

t.test("a folder with another layout fails", async (t) => {
  const folder = t.testdir({ "before.sql": "CREATE TABLE t (a)", "after.sq": "", "plan.sql": "", "refused.txt": "" });
  t.strictSame(misshapen(folder, { golden }).length, golden ? 3 : 4);
});

async function scenario(t: Test, folder: string): Promise<void> {
  t.strictSame(misshapen(folder, { golden }), [], "the folder has the form of a scenario");
  const { before, rows, decisions, beside, goal, sources } = await readScenario(folder);
  const database = join(temporaryFolder(t), "live.db");
  const old = `${database}.old`;
  await makeDatabase(database, before, rows);
  copyFileSync(database, old);

  const refused = (problems: readonly Problem[]) => ({ kind: "refused" as const, problems });
  const planned = goal.ok ? await plan(database, goal.value, decisions, beside) : refused(goal.problems);
  if (planned.kind === "refused") {
    const text = `${renderProblems(planned.problems, sources, { color: false, width: 100 })}\n`;
    compareGolden(t, folder, "refused.txt", text);
    rmIf(golden, join(folder, "plan.sql"));
    return;
  }
  if (!goal.ok) return;
  if (planned.kind === "nothing") return compareGolden(t, folder, "plan.sql", "-- nothing to do\n");
  const text = writePlan(planned.plan);
  compareGolden(t, folder, "plan.sql", text);
  rmIf(golden, join(folder, "refused.txt"));

  const reread = readPlan(text, "plan.sql");
  if (!reread.ok) {
    t.fail(`the plan cannot be read back: ${reread.problems[0]?.message}`);
    return;
  }
  t.strictSame(reread.value.plan.items, planned.plan.items, "the plan is read as it was written");
  saysTheSame(t, planned.explanation.counts, reread.value);
  const verified = await verify(reread.value.plan, goal.value.schema, goal.value.hints, beside);
  t.strictSame(verified, { problems: [], edits: [] }, "the plan is what its own facts and the declarations give");

  const lonely = await onFile(database, (engine) => {
    const known = orphans(engine).length;
    runPlan(engine, planned.plan);
    return known;
  });
  await withSnapshot(
    database,
    async (_snapshot, live) => {
      t.equal(fingerprintLike(planned.plan.target, live), planned.plan.target, "the database ends at the target");
    },
    beside,
  );
  t.equal((await plan(database, goal.value, [], beside)).kind, "nothing", "a second plan is empty");
  await onFile(database, (engine) => {
    t.equal(
      lostRows(engine, old, survivals(schemaWith(beside, before), goal.value.schema, planned.plan)),
      null,
      "surviving rows are equal",
    );
    t.strictSame(messages(engine, "integrity_check", 100), [], "the file is sound");
    t.ok(orphans(engine).length <= lonely, "no new orphans");
  });

  const was = { schema: schemaWith(beside, before), hints: noHints };
  const back = await answered(database, was, backwards(planned.plan), beside);
  t.ok(
    back.kind !== "refused" || back.problems.every(({ code }) => !/proof/.test(code)),
    "the way back is planned or asked about",
  );
}

type Planned = Awaited<ReturnType<typeof makePlan>>;

function plan(
  database: string,
  { schema, hints }: Goal,
  decisions: readonly Decision[],
  beside: Beside,
): Promise<Planned> {
  const options = { target: schema, hints, decisions, protect: [], beside, columnOrder: false };
  return withSnapshot(
    database,
    async (snapshot, live) =>
      makePlan({ snapshot, live, ...options, profile: await profileOf(snapshot, libsqlProfile) }),
    beside,
  );
}

async function answered(
  database: string,
  goal: Goal,
  decisions: readonly Decision[],
  beside: Beside,
): Promise<Planned> {
  let known = decisions;
  for (;;) {
    const planned = await plan(database, goal, known, beside);
    if (planned.kind !== "refused") return planned;
    const answers: readonly Decision[] = answersTo(planned.problems as readonly Problem[], known);
    if (answers.length === 0) return planned;
    known = [...known, ...answers];
  }
}

function backwards(plan: Plan): Decision[] {
  return plan.decisions.flatMap((decision): Decision[] => {
    if (decision.kind === "rename-table") return [{ ...decision, from: decision.to, to: decision.from }];
    if (decision.kind !== "rename-column") return [];
    const table = plan.decisions.find((each) => each.kind === "rename-table" && sameName(each.to, decision.table));
    const name = table?.kind === "rename-table" ? table.from : decision.table;
    return [{ ...decision, table: name, from: decision.to, to: decision.from }];
  });
}

function compareGolden(t: Test, folder: string, file: string, text: string): void {
  const path = join(folder, file);
  if (golden) writeFileSync(path, text);
  else t.equal(text, existsSync(path) ? readFileSync(path, "utf8") : "", `${file} is as it was`);
}

function rmIf(condition: boolean, path: string): void {
  if (condition) rmSync(path, { force: true });
}
