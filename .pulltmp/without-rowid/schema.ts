import { column, integer, primaryKey, table, text } from "trueup";

export const word = table({
  word: text().primaryKey(),
  hits: integer().default(0),
}, { withoutRowid: true });

export const pair = table({
  a: column(""),
  b: column(""),
  c: column("").nullable(),
}, { withoutRowid: true, constraints: (t) => [primaryKey(t.b, t.a)] });
