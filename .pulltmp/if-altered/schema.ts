import { check, column, index, integer, self, sql, table, text } from "trueup";

export const first = table({
  a: text().nullable(),
  "b two": text().nullable(),
  c: integer().default(5),
  d: text().nullable().references(self("a")),
}, { constraints: (t) => [check(sql`${t.a} <> ${t["b two"]}`)] });

export const third = table({
  x: column("").nullable(),
  z: column("").nullable(),
});

export const third_x = index(third.x);
