import { index, integer, sql, table, text, trigger, view } from "trueup";

export const two_words = table("two words", {
  "first name": text().nullable(),
  'say "hi"': text().nullable(),
  "it's": text().nullable(),
  "in brackets": text().nullable(),
  "back`tick": text().nullable(),
  "a.b": text().nullable(),
  ünïcödé: text().nullable(),
  名前: text().nullable(),
  "🎵": text().nullable(),
  "": text().nullable(),
});

export const an_index = index("an index", two_words["first name"], two_words["it's"]);

export const a_trigger = trigger("a trigger", sql`AFTER INSERT ON ${two_words} BEGIN SELECT new."first name"; END`);

export const table_with_dash = table("table-with-dash", {
  id: integer().primaryKey(),
  two: text().nullable().references(() => two_words["first name"]),
});

export const _1st = table("1st", {
  "2nd": integer().nullable().unique().check(sql`"2nd" > 0`),
});

export const dollar$ = table({
  $: text().nullable(),
  "${a}": text().nullable(),
  "\\": text().nullable(),
});

export const 名前 = table({
  id: integer().primaryKey(),
});

export const a_b = table("a.b", {
  c: text().nullable(),
});

export const a_view = view("a view", sql`SELECT "first name", [in brackets] FROM ${two_words}`);
