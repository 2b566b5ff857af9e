import { check, column, integer, sql, table, text } from "trueup";

export const odd = table({
  a: text().nullable(),
  b: integer().notNull({ name: "y" }),
  c: text().default(sql`2`),
});

export const commas = table({
  a: column("").nullable().unique(),
  b: column("").nullable(),
}, { constraints: (t) => [check(sql`${t.a}`), check(sql`${t.b}`)] });

export const trailing = table({
  a: text().nullable(),
}, { constraints: (t) => [check(sql`${t.a} <> ''`)] });

export const types = table({
  a: column<number>("INTEGER TEXT").nullable(),
  b: column("").default(1),
  c: column<number>('"a type"'),
  d: text().nullable(),
});
