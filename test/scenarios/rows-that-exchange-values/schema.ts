import { integer, rows, sql, table, text, unique } from "trueup";

export const step = table({
  id: integer().primaryKey(),
  position: integer().unique().check(sql`position > 0`),
  name: text().unique(),
  note: text().nullable(),
});
export const part = table(
  { id: integer().primaryKey(), step: integer().nullable().references(() => step.id), letter: text().nullable() },
  { constraints: (t) => [unique(t.step, t.letter)] },
);
rows(
  step,
  [
    { id: 1, position: 2, name: "two" },
    { id: 2, position: 1, name: "three" },
    { id: 3, position: 5, name: "ONE" },
    { id: 4, position: 3, name: "one" },
  ],
  { mode: "at least" },
);
rows(part, [{ id: 1, step: 1, letter: "b" }, { id: 2, step: 1, letter: "a" }, { id: 3, step: 2, letter: "c" }]);
