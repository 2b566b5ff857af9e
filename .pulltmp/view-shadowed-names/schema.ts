import { sql, table, text, view } from "trueup";

export const a = table({
  a: text().nullable(),
  b: text().nullable(),
});

export const b = table({
  a: text().nullable(),
  b: text().nullable(),
});

export const v1 = view(sql`SELECT b.a, a.b FROM ${a} AS b, b AS a`);

export const v2 = view(sql`WITH a AS (SELECT 1 AS a) SELECT a.a FROM a`);

export const v3 = view(sql`SELECT a FROM ${a}`);

export const v4 = view(sql`
  SELECT ${a.a} AS b, (SELECT max(${b.b}) FROM ${b} WHERE ${b.a} = ${a.a}) AS c
  FROM ${a}
`);

export const v5 = view(sql`SELECT main.a.a FROM main.a`);

export const v6 = view(sql`SELECT 'a.a', ${a.a}, ${a.b}, ${a.b} FROM "a"`);
