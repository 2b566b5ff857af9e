import t from "tap";
import { type Cases, goldenMessages, imports } from "./golden.ts";

const genre = `export const genre = table({ id: text().primaryKey(), name: text() });\n`;
const start = `${imports}${genre}`;

/** Tables and columns that the engine refuses, and several mistakes at once. */
const cases: Cases = {
  "a check with a missing column": `${start}export const b = table({ id: text().check(sql\`length(name) > 0\`) });`,
  "a generated column that refers to itself": `${start}export const b = table({ id: integer(), x: integer().generated(sql\`x + 1\`) });`,
  "generated columns in a circle": `${start}export const b = table({ id: integer(), x: integer().generated(sql\`y\`), y: integer().generated(sql\`x\`) });`,
  "only generated columns": `${imports}export const b = table({ x: integer().generated(sql\`1\`) });`,
  "two primary keys": `${imports}export const b = table({ a: integer().primaryKey(), b: integer().primaryKey() });`,
  "a primary key of the table and one of a column": `${imports}export const b = table({ a: integer().primaryKey(), b: integer() }, { constraints: (t) => [primaryKey(t.a, t.b)] });`,
  "an empty table": `${imports}export const b = table({});`,
  "WITHOUT ROWID without a key": `${imports}export const b = table({ a: integer() }, { withoutRowid: true });`,
  "columns that differ only in case": `${imports}export const b = table({ name: text(), Name: text() });`,
  "a default that is not constant": `${imports}export const b = table({ a: text(), b: text().default(sql\`a || 'x'\`) });`,
  "a type that STRICT does not know": `${imports}export const b = table({ a: column("VARCHAR(20)") }, { strict: true });`,
  "an unknown collation": `${imports}export const b = table({ a: text().collate("NOCAS") });`,
  "AUTOINCREMENT on a text": `${imports}export const b = table({ a: text().primaryKey({ autoincrement: true }) });`,
  "a name that belongs to SQLite": `${imports}export const sqlite_b = table({ a: text() });`,
  "an unknown module": `${imports}export const f = virtualTable(sql\`fts6(title)\`);`,
  "an unknown option of a module": `${imports}export const f = virtualTable(sql\`fts5(title, tokenizer='porter')\`);`,
  "a table called like the inside of a virtual table": `${imports}export const f = virtualTable(sql\`fts5(title)\`);\nexport const f_data = table({ a: text() });`,
  "a former name that is still in use": `${imports}export const b = table({ a: text(), b: text().was("a") });`,
  "a former name that two claim": `${imports}export const b = table({ a: text().was("x"), b: text().was("x") });`,
  "a comment cannot take an object out of the schema": `${start}// trueup-ignore unknown-name: it is so\nexport const b = table({ id: intger() });\n// trueup-ignore unknown-column: it is so\nexport const v = view(sql\`SELECT nam FROM genre\`);`,
  "several independent errors": `${start}export const v = view(sql\`SELECT nam FROM genre\`);\nexport const a = index(sql\`lower(nme)\`).on(genre);\nexport const b = table({ g: text().references("gnre.id") });\nexport const c = table({});`,
};

t.test("a table that SQLite refuses is framed at the exact word", (t) => goldenMessages(t, "refused-tables", cases));
