import t from "tap";
import { type Cases, goldenMessages, imports } from "./golden.ts";

const genre = `export const genre = table({ id: text().primaryKey(), name: text() });\n`;
const start = `${imports}${genre}`;

/** Foreign keys that SQLite accepts, and that fail later. */
const cases: Cases = {
  "a foreign key to a missing column": `${start}export const b = table({ g: text().references("genre.nam") });`,
  "a foreign key to a missing column in an arrow": `${start}export const b = table({ g: text().references(() => genre.nam) });`,
  "a foreign key to a missing table": `${start}export const b = table({ g: text().references("gener.id") });`,
  "a foreign key to a column that is not unique": `${start}export const b = table({ g: text().references(() => genre.name) });`,
  "a foreign key to itself that is not unique": `${start}export const b = table({ id: integer().primaryKey(), x: integer(), g: integer().references(self("x")) });`,
  "a foreign key of two columns to a key of one": `${start}export const b = table({ a: text(), b: text() }, { constraints: (t) => [foreignKey(t.a, t.b).references(() => genre)] });`,
  "a foreign key to a view": `${start}export const v = view(sql\`SELECT id FROM genre\`, { columns: ["id"] });\nexport const b = table({ g: text().references(() => v.id) });`,
  "a foreign key to a table without a key": `${start}export const b = table({ id: integer() });\nexport const c = table({ g: integer().references("b") });`,
  "a dangling foreign key that somebody stands by": `${start}export const b = table({\n  // trueup-ignore foreign-key-target: the table is in another file\n  g: text().references("gener.id"),\n});`,
};

t.test("a foreign key that could never hold is framed at its target", (t) =>
  goldenMessages(t, "refused-references", cases),
);
