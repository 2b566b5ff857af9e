import { check, sql, table, text } from "trueup";

export const trap = table({
  a: text()
    .nullable()
    .check(sql`a NOT IN (')', '),', ');', 'it''s)', '--', '/*', '*/', '\`', '\${x}', '\\')`),
  b: text().nullable().check(sql`
    b <> 'CHECK (b)' /* ), CONSTRAINT x CHECK ( */ AND b <> ',' -- ), (
  `),
  c: text().nullable().check(sql`c LIKE '%[)]%' ESCAPE '\\'`).default(");"),
  "d)": text().nullable().check(sql`"d)" <> 'd' AND "d)" GLOB '[a-z]*'`),
  e: text().nullable().check(sql`CASE e WHEN 'END' THEN 0 ELSE 1 END`),
  f: text().nullable().check(sql`json_valid(f) AND f -> '$.a' IS NOT NULL AND f ->> '$."b"' <> ']'`),
}, { constraints: (t) => [check("check, (really)", sql`${t.a} || ${t.b} <> ');' || '"' || '['`)] });
