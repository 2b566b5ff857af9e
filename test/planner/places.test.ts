import { join } from "node:path";
import t from "tap";
import { compileSources } from "../../src/compile/compile.ts";
import { libsqlProfile } from "../../src/model/profile.ts";
import { makePlan } from "../../src/prove/make-plan.ts";
import { placed } from "../../src/work/planning/placed.ts";
import { nothingBeside } from "../../src/model/beside.ts";
import { makeDatabase, temporaryFolder, withSnapshot } from "../kit/database.ts";

const live = `CREATE TABLE genre (id INTEGER PRIMARY KEY);
  CREATE TABLE "my tune" ("id" INTEGER PRIMARY KEY, "the title" TEXT, genre INTEGER, plays INTEGER, code TEXT);
  INSERT INTO "my tune" VALUES (1, NULL, 7, -1, 'a'), (2, 'x', NULL, 11, 'a');`;

const declared = `import { check, foreignKey, index, integer, sql, table, text, unique, uniqueIndex } from "trueup";
export const genre = table({ id: integer().primaryKey() });
export const tune = table("my tune", {
  id: integer().primaryKey(),
  "the title": text(),
  genre: integer().nullable().references(() => genre.id),
  plays: integer().nullable().check(sql\`plays >= 0\`),
  code: text().nullable(),
}, { constraints: (t) => [check(sql\`plays < 10\`)] });
export const by_code = uniqueIndex(tune.code);
`;

t.test("what the rows forbid is shown where it is declared, in the smallest span", async (t) => {
  const database = join(temporaryFolder(t), "live.db");
  await makeDatabase(database, live, "");
  const compiled = await compileSources(new Map([["schema.ts", declared]]), "schema.ts");
  if (!compiled.ok) return t.fail(JSON.stringify(compiled.problems));
  const { schema, hints, spans } = compiled.value;
  const options = { target: schema, hints, decisions: [], protect: [], beside: nothingBeside, columnOrder: false };
  const planned = await withSnapshot(database, (snapshot, before) =>
    makePlan({ snapshot, live: before, ...options, profile: libsqlProfile }),
  );
  if (planned.kind !== "refused") return t.fail(planned.kind);
  const shown = planned.problems.map((problem) => {
    const { at } = placed(problem, spans);
    return [problem.code, at === undefined ? null : declared.slice(at.start, at.end)];
  });
  t.strictSame(shown.sort(), [
    ["check-rows", "check(sql`plays < 10`)"],
    ["check-rows", "check(sql`plays >= 0`)"],
    ["duplicate-rows", "by_code"],
    ["null-rows", '"the title"'],
    ["orphan-rows", "references(() => genre.id)"],
  ]);
});
