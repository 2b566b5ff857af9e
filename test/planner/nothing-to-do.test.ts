import t from "tap";
import { leavingAlone, nothingBeside } from "../../src/model/beside.ts";
import { noHints } from "../../src/model/hints.ts";
import { libsqlProfile } from "../../src/model/profile.ts";
import type { Schema } from "../../src/model/schema.ts";
import { makePlan } from "../../src/prove/make-plan.ts";
import { nothingToDo } from "../../src/work/planning/nothing-to-do.ts";
import { makePair } from "../generate/pair.ts";
import { Random } from "../generate/random.ts";
import { spell } from "../generate/spell.ts";
import { schemaOf, schemaWith } from "../kit/database.ts";

/** `plan` and `apply` do without the planner if there is obviously nothing to do: it would have said the same. */

const snapshot = { read: async (queries: readonly unknown[]) => queries.map(() => [[0]]) };

function planned(live: Schema, target: Schema) {
  const settings = { protect: [], beside: nothingBeside, columnOrder: false, profile: libsqlProfile };
  return makePlan({ snapshot, live, target, hints: noHints, decisions: [], ...settings });
}

const quick = (live: Schema, target: Schema) => nothingToDo({ live, target, hints: noHints, decisions: [] });

t.test("schemas at random: what is seen at a glance is what the planner finds", async (t) => {
  let nothing = 0;
  for (let seed = 1; seed <= 150; seed++) {
    const random = new Random(seed);
    const { before, after } = makePair(seed);
    const other = { ...before, tables: random.shuffle(before.tables), indexes: random.shuffle(before.indexes) };
    const live = schemaOf(`${spell(before).join(";\n")};`);
    for (const sketch of [other, after]) {
      const target = schemaOf(`${spell(sketch).join(" ;\n")};`);
      const found = quick(live, target);
      if (found === null) continue;
      nothing += 1;
      t.strictSame(found, await planned(live, target), `seed ${seed}`);
    }
  }
  t.ok(nothing >= 150, `${nothing} pairs are the same`);
});

t.test("what is left alone is named", async (t) => {
  const schema = "CREATE TABLE tune (id INTEGER PRIMARY KEY);";
  const live = schemaWith(leavingAlone(nothingBeside, ["other_*"]), `${schema} CREATE TABLE other_log (a);`);
  const target = schemaOf(schema);
  const found = quick(live, target);
  t.strictSame(found, await planned(live, target));
  t.strictSame(
    found?.explanation.kept.map(({ name }) => name),
    ["other_log"],
  );
});

t.test("whatever else is asked or differs is left to the planner", (t) => {
  const schema = schemaOf("CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);");
  const same = { live: schema, target: schema, hints: noHints, decisions: [] };
  t.not(nothingToDo(same), null);
  const swapped = schemaOf("CREATE TABLE tune (title TEXT, id INTEGER PRIMARY KEY);");
  const column = { table: "tune", from: "name", to: "title" };
  for (const [what, differs] of [
    ["an order of columns", { target: swapped }],
    ["a decision", { decisions: [{ kind: "rename-table", from: "song", to: "tune" }] }],
    ["an older name of a table", { hints: { ...noHints, tables: [{ from: "song", to: "tune" }] } }],
    ["an older name of a column", { hints: { ...noHints, columns: [column] } }],
    ["rows", { target: { ...schema, rows: [{ table: "tune" }] } }],
    ["a column", { target: schemaOf("CREATE TABLE tune (id INTEGER PRIMARY KEY);") }],
  ] as const)
    t.equal(nothingToDo({ ...same, ...differs } as unknown as typeof same), null, what);
  t.end();
});
