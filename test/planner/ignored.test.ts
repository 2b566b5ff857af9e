import { compileSources } from "../../src/compile/compile.ts";
import { Engine } from "../../src/database/engine.ts";
import { snapshotOf } from "../../src/database/file.ts";
import { leavingAlone, nothingBeside } from "../../src/model/beside.ts";
import { libsqlProfile } from "../../src/model/profile.ts";
import t from "tap";
import { openScratch } from "../../src/database/scratch.ts";
import { introspect, introspectScratch } from "../../src/introspect/introspect.ts";
import { noHints } from "../../src/model/hints.ts";
import type { Decision } from "../../src/plan/plan.ts";
import { makePlan } from "../../src/prove/make-plan.ts";
import { verify } from "../../src/prove/verify.ts";
import { schemaOf } from "../kit/database.ts";

/** Another program keeps things of its own beside ours, and on ours. */
const beside = leavingAlone(nothingBeside, ["other_*"]);
const live = `CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, plays INTEGER);
  CREATE TABLE other_log (tune INTEGER REFERENCES tune (id));
  CREATE INDEX other_plays ON tune (plays);
  CREATE VIEW other_titles AS SELECT title FROM tune;
  CREATE TRIGGER other_new AFTER INSERT ON tune BEGIN INSERT INTO other_log VALUES (NEW.id); END;
  CREATE TRIGGER other_logged AFTER INSERT ON other_log BEGIN UPDATE tune SET plays = 0 WHERE id = NEW.tune; END;`;

async function plan(target: string, ...decisions: readonly Decision[]) {
  const scratch = openScratch();
  scratch.exec(live);
  const before = introspectScratch(scratch, beside);
  scratch.close();
  const snapshot = { read: async (queries: readonly unknown[]) => queries.map(() => [[0]]) };
  const settings = { hints: noHints, decisions, protect: [], beside, columnOrder: false, profile: libsqlProfile };
  return makePlan({ snapshot, live: before, target: schemaOf(target), ...settings });
}

t.test("a table is rebuilt under them, and the plan can be verified without the database", async (t) => {
  const target = "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT UNIQUE, plays INTEGER)";
  const planned = await plan(target);
  if (planned.kind !== "plan") return t.fail(JSON.stringify(planned));
  const created = planned.plan.items.flatMap((item) =>
    item.kind === "step" && item.step.startsWith("create-") ? [item.subject] : [],
  );
  t.strictSame(created, ["other_plays", "other_titles", "other_new", "other_logged"]);
  t.strictSame(await verify(planned.plan, schemaOf(target), noHints, beside), { problems: [], edits: [] });
});

t.test("a plan that would take them along is refused: that was not approved", async (t) => {
  const gone: Decision = { kind: "approve", rule: "drop-table", object: "tune", rows: 0, because: null };
  for (const [target, decision, stands] of [
    ["CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT)", [], /index other_plays needs a column that is dropped/],
    [
      "CREATE TABLE note (body TEXT)",
      [gone],
      /tune cannot be changed: (index other_plays|trigger other_new) depends on it/,
    ],
  ] as const) {
    const planned = await plan(target, ...decision);
    if (planned.kind !== "refused") return t.fail(planned.kind);
    t.strictSame([...new Set(planned.problems.map(({ code }) => code))], ["opaque-in-the-way"]);
    for (const { message } of planned.problems) t.match(message, stands);
  }
});

t.test("its rows protect the rows and tables that they refer to, and are counted first", async (t) => {
  const engine = new Engine(":memory:");
  t.teardown(() => engine.close());
  engine.exec(`CREATE TABLE genre (id TEXT PRIMARY KEY, name TEXT);
    CREATE TABLE other_vote (genre TEXT REFERENCES genre (id) ON DELETE CASCADE ON UPDATE CASCADE);
    INSERT INTO genre VALUES ('reel', 'Reel'), ('jig', 'Jig');
    INSERT INTO other_vote VALUES ('jig'), ('jig'), (NULL);`);
  const snapshot = snapshotOf(engine);
  const live = await introspect(snapshot, beside);
  const planned = async (declared: string, rule: "delete-rows" | "drop-table") => {
    const compiled = await compileSources(new Map([["schema.ts", declared]]), "schema.ts");
    if (!live.ok || !compiled.ok) throw new Error("it does not compile");
    const decisions: Decision[] = [{ kind: "approve", rule, object: "genre", rows: 2, because: null }];
    const settings = { hints: noHints, decisions, protect: [], beside, columnOrder: false, profile: libsqlProfile };
    const made = await makePlan({ snapshot, live: live.value, target: compiled.value.schema, ...settings });
    return made.kind === "refused" ? made.problems.map(({ code, message }) => `${code}: ${message}`) : made.kind;
  };
  const genres = (rows: string) => `import { rows, table, text } from "trueup";
    export const genre = table({ id: text().primaryKey(), name: text().nullable() });
    rows(genre, [${rows}], { mode: "exactly" });`;
  t.strictSame(await planned(genres(`{ id: "reel", name: "Reel" }`), "delete-rows"), [
    "rows-referenced: rows of genre that are not declared are referenced by 2 rows of other_vote",
  ]);
  t.strictSame(await planned(genres(`{ id: "jig", name: "Jig" }`), "delete-rows"), "plan", "nobody voted for a reel");
  t.strictSame(await planned("export {};", "drop-table"), [
    "orphan-rows: 2 rows of other_vote refer through genre to genre, which is dropped",
  ]);
});
