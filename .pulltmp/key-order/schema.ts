import { integer, primaryKey, table, text } from "trueup";

export const seat = table({
  row: text(),
  hall: integer(),
  number: integer(),
}, { constraints: (t) => [primaryKey(t.hall, t.number, t.row)] });
