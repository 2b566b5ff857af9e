import t from "tap";
import { nothingBeside } from "../../src/model/beside.ts";
import { noHints } from "../../src/model/hints.ts";
import { libsqlProfile } from "../../src/model/profile.ts";
import type { HazardKind } from "../../src/plan/kinds.ts";
import { makePlan } from "../../src/prove/make-plan.ts";
import { schemaOf } from "../kit/database.ts";

const live = `CREATE TABLE genre (id INTEGER PRIMARY KEY, name TEXT);
  CREATE TABLE "my genre" (id INTEGER PRIMARY KEY, name TEXT);
  CREATE TABLE "genre.old" (id INTEGER PRIMARY KEY, "the name" TEXT);
  CREATE VIEW "all genres" AS SELECT id FROM genre;`;

async function refusals(gone: readonly [HazardKind, string], after: string, ...protect: readonly string[]) {
  const [rule, object] = gone;
  const planned = await makePlan({
    snapshot: { read: async (queries) => queries.map(() => [[0]]) },
    live: schemaOf(live),
    target: schemaOf(after),
    hints: noHints,
    decisions: [{ kind: "approve", rule, object, rows: rule === "drop-view" ? null : 0, because: null }],
    protect,
    beside: nothingBeside,
    columnOrder: false,
    profile: libsqlProfile,
  });
  if (planned.kind !== "refused") return planned.kind;
  return planned.problems.flatMap(({ code, subject }) => (code === "protected" ? [subject] : []));
}

t.test("what is protected is not dropped even when approved, however it is named", async (t) => {
  const without = (...names: readonly string[]) =>
    names.reduce((sql, name) => sql.replace(new RegExp(`CREATE (TABLE|VIEW) "?${name}"? [^;]*;`), ""), live);
  const column = ["drop-column", "genre.name"] as const;
  const noName = live.replace("genre (id INTEGER PRIMARY KEY, name TEXT)", "genre (id INTEGER PRIMARY KEY)");
  for (const pattern of ["genre", "genre.name", "GENRE.NAME", "gen*", "*.name"])
    t.strictSame(await refusals(column, noName, pattern), ["genre.name"], `${pattern} for genre.name`);
  for (const pattern of ["genres", "genre.id", "name"]) t.equal(await refusals(column, noName, pattern), "plan");

  const spaced = ["drop-table", '"my genre"'] as const;
  for (const pattern of ["my genre", "my *", '"my genre"'])
    t.strictSame(await refusals(spaced, without("my genre"), pattern), ['"my genre"'], pattern);
  const dotted = ["drop-table", '"genre.old"'] as const;
  for (const pattern of ["genre.old", "genre.*"])
    t.strictSame(await refusals(dotted, without("genre.old"), pattern), ['"genre.old"'], pattern);
  const inside = ["drop-column", '"genre.old"."the name"'] as const;
  for (const pattern of ["genre.old", "genre.old.the name", "*.the name"])
    t.strictSame(
      await refusals(inside, live.replace(', "the name" TEXT', ""), pattern),
      ['"genre.old"."the name"'],
      pattern,
    );
  const view = ["drop-view", '"all genres"'] as const;
  t.strictSame(await refusals(view, without("all genres"), "all genres"), ['"all genres"']);
});
