import t from "tap";
import { type Cases, goldenMessages, imports } from "./golden.ts";

const genre = `${imports}export const genre = table({ id: text().primaryKey() });\n`;

/** Imports, exports and names. */
const cases: Cases = {
  "an import that does not exist": {
    "tune.ts": `${imports}import { genre } from "./gnre.ts";\nexport const tune = table({ g: text().references(() => genre.id) });`,
    "genre.ts": genre,
  },
  "an import of a package": {
    "tune.ts": `${imports}import { readFileSync } from "node:fs";\nexport const tune = table({ id: integer() });`,
  },
  "an import for its effect": {
    "tune.ts": `${imports}import "./genre.ts";\nexport const tune = table({ id: integer() });`,
    "genre.ts": genre,
  },
  "types may come from anywhere": {
    "tune.ts": `${imports}import type { X } from "node:fs";\nimport { type Y } from "somewhere";\nexport const tune = table({ id: integer() });`,
  },
  "a name that the other file does not export": {
    "tune.ts": `${imports}import { gnre } from "./genre.ts";\nexport const tune = table({ g: text().references(() => gnre.id) });`,
    "genre.ts": genre,
  },
  "a const of the other file that is not exported": {
    "tune.ts": `${imports}import { kind } from "./genre.ts";\nexport const tune = table({ g: kind });`,
    "genre.ts": `${genre}const kind = text();`,
  },
  "files that need each other at once": {
    "a.ts": `${imports}import { b, c } from "./b.ts";\nexport const a = table({ id: integer() });\nexport const a_by_id = index(b.id);`,
    "b.ts": `${imports}import { a } from "./a.ts";\nexport const b = table({ id: integer() });\nexport const b_by_id = index(a.id);`,
  },
  "files that need each other in arrow functions compile": {
    "a.ts": `${imports}import { b } from "./b.ts";\nexport const a = table({ id: integer().primaryKey(), b: integer().nullable().references(() => b.id) });`,
    "b.ts": `${imports}import { a } from "./a.ts";\nexport const b = table({ id: integer().primaryKey(), a: integer().nullable().references(() => a.id) });`,
  },
  "two objects of one name in two files": {
    "a.ts": genre,
    "b.ts": `${imports}export const Genre = table({ id: text() });`,
  },
  "an index called like a table": `${genre}export const other = index("genre", genre.id);`,
  "a trigger may be called like a table": `${genre}export const other = trigger("genre", sql\`AFTER DELETE ON \${genre} BEGIN SELECT 1; END\`);`,
  "one object under two names": `${genre}export { genre as kind };`,
  "a default export without a name": `${imports}export default table({ id: text() });`,
  "the same object passed on is one object": {
    "genre.ts": genre,
    "index.ts": `export * from "./genre.ts";\nexport { genre } from "./genre.ts";`,
  },
  "an object that is not exported": `${imports}const genre = table({ id: text().primaryKey() });`,
  "an index on a table that is not exported": `${imports}const genre = table({ id: text() });\nexport const a = index(genre.id);`,
  "a foreign key to a table that is not exported": `${imports}const genre = table({ id: text().primaryKey() });\nexport const tune = table({ g: text().references(() => genre.id) });`,
  "a view of a table that is not exported": `${imports}const genre = table({ id: text().primaryKey() });\nexport const v = view(sql\`SELECT \${genre.id} FROM \${genre}\`);`,
  "an index on a table that stands nowhere": `${imports}export const a = index(table({ id: text() }).id);`,
};

t.test("mistakes between files and with names are reported with both places", (t) =>
  goldenMessages(t, "refused-files", cases),
);
