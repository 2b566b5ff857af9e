import { nothingBeside } from "../../src/model/beside.ts";
import t from "tap";
import { Engine } from "../../src/database/engine.ts";
import { snapshotOf } from "../../src/database/file.ts";
import { introspect } from "../../src/introspect/introspect.ts";
import { noHints } from "../../src/model/hints.ts";
import { d1Profile } from "../../src/model/profile.ts";
import { makePlan, type Planned } from "../../src/prove/make-plan.ts";
import { Random } from "../generate/random.ts";
import { schemaOf } from "../kit/database.ts";
import { type Draw, draw } from "./draw.ts";
import { type Database, startFront } from "./front.ts";

/**
 * References, actions, cycles, triggers and rows are drawn at random; tables that others refer to are rebuilt and
 * dropped on workerd by the very statements of the plan; every row of every remaining table must be as it was, with
 * what it refers to. D1_DRAWS=10000 draws that many, D1_SEED=n repeats one.
 */
const draws = Number(process.env.D1_DRAWS ?? 100);
const first = Number(process.env.D1_SEED ?? 1);

/** Databases of one workerd. */
const batch = 500;

t.setTimeout(0);
t.test(`${draws} rebuilds of parents leave every child as it was`, async (t) => {
  let front = await startFront({ databases: Math.min(draws, batch) });
  t.teardown(() => front.close());
  const ended = { rebuilt: 0, refused: 0, nothing: 0 };
  let taken = 0;
  for (let seed = first; seed < first + (process.env.D1_SEED ? 1 : draws); seed++) {
    const drawn = draw(new Random(seed));
    const planned = await planFor(drawn);
    if (planned.kind === "refused") {
      const codes = planned.problems.map(({ code }) => code);
      const known = codes.every((code) => code === "engine-reference-order");
      if (!known)
        t.fail(`seed ${seed}: refused`, { problems: planned.problems, before: drawn.before, after: drawn.after });
      ended.refused += 1;
    } else if (planned.kind === "nothing") ended.nothing += 1;
    else {
      if (taken++ === batch) {
        await front.close();
        front = await startFront({ databases: batch });
        taken = 1;
      }
      const wrong = await carriedOut(front.fresh(), drawn, planned);
      if (wrong !== null)
        t.fail(`seed ${seed}: ${wrong}`, { before: drawn.before, rows: drawn.rows, after: drawn.after });
      ended.rebuilt += 1;
    }
  }
  t.comment(JSON.stringify(ended));
  t.ok(
    process.env.D1_SEED !== undefined || ended.rebuilt > draws / 2,
    `most of them are carried out: ${ended.rebuilt}`,
  );
});

async function planFor({ before, rows, after, decisions }: Draw): Promise<Planned> {
  const engine = new Engine(":memory:");
  try {
    engine.exec("PRAGMA foreign_keys = OFF");
    for (const sql of [...before, ...rows]) engine.exec(sql);
    const snapshot = snapshotOf(engine);
    const live = await introspect(snapshot, nothingBeside);
    if (!live.ok) throw new Error(live.problems[0]?.message);
    const said = {
      hints: noHints,
      decisions,
      protect: [],
      beside: nothingBeside,
      columnOrder: false,
      profile: d1Profile,
    };
    return await makePlan({ snapshot, live: live.value, target: schemaOf(after), ...said });
  } finally {
    engine.closeNow();
  }
}

/** All of it as one batch; what is not as it was, or null. */
async function carriedOut(database: Database, drawn: Draw, planned: Extract<Planned, { kind: "plan" }>) {
  const rowsOf = (name: string, columns: readonly string[]) =>
    `SELECT json_group_array(json_array(${columns.map((column) => `typeof(${column}), ${column}`).join(", ")})) FROM (SELECT * FROM ${name} ORDER BY 1)`;
  const was = drawn.kept.map(({ was, columns }) => rowsOf(was, columns));
  const is = drawn.kept.map(({ is, columns }) => rowsOf(is, columns));
  const defer = (sql: readonly string[]) => [
    "PRAGMA defer_foreign_keys = ON",
    ...sql,
    "PRAGMA defer_foreign_keys = OFF",
  ];
  const steps = planned.plan.items.flatMap((item) => (item.kind === "step" ? [item.sql] : []));
  const set = [...drawn.before, ...defer(drawn.rows)];
  const orphans = `SELECT count(*) FROM pragma_foreign_key_check`;
  const left = "SELECT group_concat(name) FROM sqlite_schema WHERE name LIKE '\\_\\_trueup%' ESCAPE '\\'";
  const sound = "SELECT group_concat(quick_check) FROM pragma_quick_check";
  const all = [...set, ...was, orphans, ...steps, ...is, orphans, left, sound];
  let answers: Awaited<ReturnType<Database["run"]>>;
  try {
    answers = await database.run(...all);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const value = (n: number) => answers[n]?.[0]?.[0];
  const behind = set.length + was.length + 1 + steps.length;
  for (const [n, { was: name }] of drawn.kept.entries()) {
    if (value(set.length + n) !== value(behind + n))
      return `${name}: ${String(value(set.length + n))} became ${String(value(behind + n))}`;
  }
  const [before, after] = [Number(value(set.length + was.length)), Number(value(behind + is.length))];
  if (after > before) return `${before} orphans became ${after}`;
  if (value(behind + is.length + 1) != null) return `left behind: ${String(value(behind + is.length + 1))}`;
  return value(behind + is.length + 2) === "ok" ? null : String(value(behind + is.length + 2));
}
