import { index, integer, table, text } from "trueup";

export const t = table({
  id: integer().primaryKey({ autoincrement: true }),
  a: text().nullable(),
});

export const t_a = index(t.a);
