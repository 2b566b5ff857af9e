import t from "tap";
import { type Cases, goldenMessages, imports } from "./golden.ts";

const genre = `export const genre = table({ id: text().primaryKey(), name: text() });\n`;
const start = `${imports}${genre}`;

/** Views that the engine refuses. */
const cases: Cases = {
  "a view that reads a missing table": `${start}export const v = view(sql\`SELECT id\n  FROM genres\`);`,
  "a view that reads itself": `${start}export const v = view(sql\`SELECT * FROM genre JOIN v\`);`,
  "views that read each other": `${start}export const v = view(sql\`SELECT * FROM w\`);\nexport const w = view(sql\`SELECT * FROM v\`);`,
  "a view with a missing column": `${start}export const v = view(sql\`SELECT \${genre.id}, nam FROM \${genre}\`);`,
  "a view with a missing column behind a dot": `${start}export const v = view(sql\`SELECT g.nam FROM genre g\`);`,
  "a view with a missing column of a table": `${start}export const v = view(sql\`SELECT genre.nam FROM genre\`);`,
  "an alias that nothing has": `${start}export const v = view(sql\`SELECT gen.name FROM genre\`);`,
  "a table that has an alias": `${start}export const v = view(sql\`SELECT genre.name FROM genre AS g\`);`,
  "views that read a broken view are not blamed": `${start}export const w = view(sql\`SELECT * FROM v\`);\nexport const v = view(sql\`SELECT x FROM genre\`);`,
  "a column that could be of two tables": `${start}export const b = table({ id: text().primaryKey() });\nexport const v = view(sql\`SELECT id FROM genre JOIN b\`);`,
  "a syntax error in a view": `${start}export const v = view(sql\`SELECT id FRM genre WHERE id = 1\`);`,
  "a syntax error at the end": `${start}export const v = view(sql\`SELECT id FROM genre WHERE (id = 1\`);`,
  "the right one of several equal words": `${start}export const v = view(sql\`SELECT (1), (2 FROM genre WHERE (id = 1)\`);`,
  "an unknown function": `${start}export const v = view(sql\`SELECT upperr(id) FROM genre\`);`,
  "a text in double quotes": `${start}export const v = view(sql\`SELECT id FROM genre WHERE name = "reel"\`);`,
  "more columns named than given": `${start}export const v = view(sql\`SELECT id FROM genre\`, { columns: ["a", "b"] });`,
  "a misspelt word behind an escape": `${start}export const v = view(sql\`SELECT '\\u00e9 \\\\', nam FROM genre\`);`,
  "two statements in one": `${start}export const v = view(sql\`SELECT 1; DROP TABLE genre\`);`,
};

t.test("a view that SQLite refuses is framed at the exact word", (t) => goldenMessages(t, "refused-views", cases));
