import t from "tap";
import { type Cases, goldenMessages, imports } from "./golden.ts";

const wrong = (column: string, more = "") =>
  `${imports}export const tune = table({ id: integer(), x: ${column} });\n${more}`;
const with_ = (line: string) => `${imports}export const tune = table({ id: integer(), x: text() });\n${line}`;

const cases: Cases = {
  "a number where SQL belongs": wrong("text().check(5)"),
  "a text where SQL belongs": wrong('text().check("length(x) > 0")'),
  "nothing where something is needed": wrong("text().collate()"),
  "one argument too many": wrong('text("x")'),
  "a misspelt option": wrong("integer().primaryKey({ autoIncrement: true })"),
  "a wrong value of an option": wrong('integer().references("tune.id", { onDelete: "set nul" })'),
  "a text where true belongs": with_('export const b = table({ a: text() }, { strict: "yes" });'),
  "a misspelt option of a table": with_("export const b = table({ a: text() }, { withoutRowId: true });"),
  "columns as a list": with_("export const b = table([text()]);"),
  "a column that is no column": with_('export const b = table({ a: "text" });'),
  "a word that was not called": with_("export const b = table({ a: text });"),
  "constraints as a list": with_("export const b = table({ a: text() }, { constraints: [] });"),
  "constraints that hold a column": with_("export const b = table({ a: text() }, { constraints: (t) => [t.a] });"),
  "an index of a text": with_("export const a = index(5);"),
  "an index of a whole table": with_("export const a = index(tune);"),
  "a reference without an arrow": with_("export const b = table({ a: text().references(tune.x) });"),
  "a reference to nothing": with_("export const b = table({ a: text().references(() => 5) });"),
  "a reference of three parts": with_('export const b = table({ a: text().references("main.tune.id") });'),
  "a function inside SQL": with_("export const v = view(sql`SELECT ${() => 1} FROM ${tune}`);"),
  "a column of a table that was not created inside SQL": with_(
    "export const v = view(sql`SELECT ${text()} FROM ${tune}`);",
  ),
  "nullable and not null": wrong("text().nullable().notNull()"),
  "said twice": wrong('text().default("a").default("b")'),
  "oneOf without a value": wrong("text().oneOf()"),
  "bytes that are none": wrong("blob().default(new Uint8Array([300]))"),
  "sql called like a function": with_('export const v = view(sql("SELECT 1"));'),
  "a word taken from its value": with_("const f = text().nullable;\nexport const b = table({ a: f() });"),
  "a number that JavaScript would round": wrong("integer().default(9007199254740993)"),
  "a vector of half a dimension": `import { table, vector } from "trueup";\nexport const t = table({ v: vector(1.5) });`,
  "a view of a text": with_('export const v = view("SELECT 1");'),
};

t.test("a wrong argument is framed at the argument", (t) => goldenMessages(t, "refused-arguments", cases));
