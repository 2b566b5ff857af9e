import { sql, table, text } from "trueup";

export const q = table({
  a: text().nullable().default(sql`"lit"`),
  b: text().nullable().default(sql`"it's ""so"""`),
  c: text().default(sql`""`),
});
