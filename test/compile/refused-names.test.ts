import t from "tap";
import { type Cases, goldenMessages, imports } from "./golden.ts";

const tune = `${imports}export const tune = table({ id: integer().primaryKey(), title: text() });\n`;

/** Names that are not declared, or declared twice, and code that does not parse. */
const cases: Cases = {
  "an unknown word in the import": `import { tabel } from "trueup";\nexport const tune = tabel({});`,
  "a word of another tool": `import { sqliteTable, varchar } from "trueup";\nexport const tune = sqliteTable({});\nexport const x = varchar;`,
  "a word that is not imported": `import { table } from "trueup";\nexport const tune = table({ id: integer() });`,
  "a misspelt word": `${imports}export const tune = table({ id: intger() });`,
  "a misspelt method": `${imports}export const tune = table({ id: integer().primarykey() });`,
  "a misspelt column": `${tune}export const a = index(tune.titel);`,
  "a const used before it is declared": `${imports}export const a = index(tune.id);\nexport const tune = table({ id: integer() });`,
  "a table that needs itself at once": `${imports}export const tune = table({ id: integer(), parent: integer().references(tune.id) });`,
  "a key that is there twice": `${imports}export const tune = table({ id: integer(), title: text(), id: text() });`,
  "a const that is there twice": `${tune}export const tune = table({ id: integer() });`,
  "a syntax error": `${imports}export const tune = table({ id: integer( });\nexport const b = table({ id: });`,
  "many errors at once": `${imports}export const tune = table({ id: intger(), title: text().colate("x"), at: text().default(Date.now()) });\nexport const b = table({ id: integer().check(5) });`,
};

t.test("an undeclared name is framed, with the nearest declared one", (t) => goldenMessages(t, "refused-names", cases));
