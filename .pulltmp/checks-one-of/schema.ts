import { column, integer, real, sql, table, text } from "trueup";

export const t = table({
  a: text().nullable().oneOf("reel", "jig", "hornpipe"),
  b: integer().nullable().oneOf(1, 2, 3),
  c: text().oneOf("it's", 'a "b"', "c\\d", "`e`", "${f}"),
  d: text().nullable().check(sql`d IN ('x', 1)`),
  e: text().nullable().check(sql`e IN ('x') AND e <> 'y'`),
  f: text().nullable().check(sql`f NOT IN ('x', 'y')`),
  g: text().nullable().oneOf("x", "y"),
  h: text().nullable().check(sql`a IN ('x', 'y')`),
  i: real().nullable().check(sql`i IN (0.5, 1.0, -2)`),
  j: text().nullable().check(sql`j IN ()`),
  k: text().nullable().check(sql`k IN ('p', 'q')`, { name: "k_known" }),
  l: column<number>("BOOLEAN").oneOf(0, 1),
  m: text().nullable().oneOf("a", "a"),
});
