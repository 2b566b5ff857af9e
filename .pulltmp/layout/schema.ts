import { check, column, integer, sql, table, text, uniqueIndex } from "trueup";

export const spaced = table({
  id: integer().primaryKey({ autoincrement: true }),
  name: text(),
}, { constraints: (t) => [check(sql`${t.name}<>''`)] });

export const spaced_name = uniqueIndex(spaced.name).where(sql`${spaced.name}<>'x'`);

export const oneline = table({
  a: column("").nullable(),
  b: column("").nullable(),
  c: column("").nullable(),
});

export const qualified = table({
  a: text().nullable(),
});
