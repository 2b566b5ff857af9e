import { nothingBeside } from "../../src/model/beside.ts";
import t from "tap";
import { type EngineProfile, libsqlProfile, plainProfile, noLimits } from "../../src/model/profile.ts";
import { noHints } from "../../src/model/hints.ts";
import { makePlan } from "../../src/prove/make-plan.ts";
import { schemaOf } from "../kit/database.ts";

/** The result of planning for an engine: the steps, or the codes and subjects of what is in the way. */
async function plan(profile: EngineProfile, live: string, target: string): Promise<readonly string[]> {
  const snapshot = { read: async (queries: readonly unknown[]) => queries.map(() => [[0]]) };
  const planned = await makePlan({
    snapshot,
    live: schemaOf(live),
    target: schemaOf(target),
    hints: noHints,
    decisions: [],
    protect: [],
    beside: nothingBeside,
    columnOrder: false,
    profile,
  });
  if (planned.kind === "refused") return planned.problems.map(({ code, subject }) => `${code} ${subject}`);
  const items = planned.kind === "plan" ? planned.plan.items : [];
  return items.flatMap((item) => (item.kind === "step" ? [`${item.step} ${item.subject}`] : []));
}

const keysOn: EngineProfile = { ...plainProfile, engine: "Hosted", foreignKeysOff: false };
const narrow: EngineProfile = { ...plainProfile, limits: { ...noLimits, statement: 200, columns: 3 } };

t.test("what only libSQL supports is refused if another engine runs the plan", async (t) => {
  const rowids = "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT) RANDOM ROWID";
  const vectors =
    "CREATE TABLE tune (id INTEGER PRIMARY KEY, e F32_BLOB(3)); CREATE INDEX near ON tune (libsql_vector_idx(e))";
  t.strictSame(await plan(plainProfile, "", rowids), ["engine-lacks tune"]);
  t.strictSame(await plan(plainProfile, "", vectors), ["engine-lacks near"]);
  t.strictSame(await plan(libsqlProfile, "", rowids), ["create-table tune"]);
});

t.test("a column is altered where the engine can, and the table rebuilt where it cannot", async (t) => {
  const before = "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT)";
  const after = "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT NOT NULL)";
  const rebuilt = ["rebuild-create tune", "rebuild-copy tune", "rebuild-drop tune", "rebuild-rename tune"];
  t.strictSame(await plan(libsqlProfile, before, after), ["alter-column tune.title"]);
  t.strictSame(await plan({ ...libsqlProfile, encoding: "UTF-16le" }, before, after), rebuilt);
  t.strictSame(await plan({ ...plainProfile, alterColumn: "native" }, before, after), rebuilt);
  t.strictSame(await plan(plainProfile, before, after), rebuilt);
});

t.test("with foreign keys on, the rows that refer to a table are kept while it is dropped", async (t) => {
  const child = "CREATE TABLE play (tune INTEGER REFERENCES tune ON DELETE CASCADE ON UPDATE SET NULL)";
  const before = `CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT); ${child}`;
  const after = `CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT NOT NULL); ${child}`;
  const rebuilt = ["rebuild-create tune", "rebuild-copy tune", "rebuild-drop tune", "rebuild-rename tune"];
  t.strictSame(await plan(keysOn, before, after), [
    "defer-keys tune",
    "rebuild-create tune",
    "rebuild-copy tune",
    "reference-index play",
    "shield play",
    "rebuild-drop tune",
    "unshield play",
    "drop-reference-index play",
    "rebuild-rename tune",
    "settle-keys tune",
  ]);
  t.strictSame(await plan({ ...keysOn, foreignKeysOff: true }, before, after), rebuilt);
  const alone = ["CREATE TABLE tune (title TEXT)", "CREATE TABLE tune (title TEXT NOT NULL)"] as const;
  t.strictSame(await plan(keysOn, ...alone), rebuilt, "a table that nobody refers to is rebuilt");
  const itself =
    "CREATE TABLE tune (id INTEGER PRIMARY KEY, next INTEGER REFERENCES tune ON DELETE SET NULL, title TEXT";
  t.strictSame(await plan(keysOn, `${itself})`, `${itself} NOT NULL)`), [
    "defer-keys tune",
    "rebuild-create tune",
    "reference-index tune",
    "rebuild-copy tune",
    "reference-index tune",
    "shield tune",
    "rebuild-drop tune",
    "rebuild-rename tune",
    "drop-reference-index tune",
    "settle-keys tune",
  ]);
});

t.test("a plan that is longer or wider than the engine allows is refused", async (t) => {
  t.strictSame(await plan(narrow, "", "CREATE TABLE tune (a, b, c, d)"), ["engine-limit tune"]);
  t.strictSame(await plan(narrow, "CREATE TABLE tune (a, b, c)", "CREATE TABLE tune (a, b, c, d)"), [
    "engine-limit tune",
  ]);
  const long = `CREATE TABLE tune (a CHECK (a <> '${"é".repeat(90)}'))`;
  t.strictSame(await plan(narrow, "", long), ["engine-limit tune"], "in bytes");
  t.strictSame(await plan({ ...narrow, limits: null }, "", long), ["create-table tune"]);
});
