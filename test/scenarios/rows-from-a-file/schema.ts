import { blob, column, integer, real, rows, rowsFrom, table, text } from "trueup";

export const item = table({
  id: integer().primaryKey(),
  code: text().unique({ onConflict: "replace" }),
  n: integer().nullable(),
  r: real().nullable(),
  b: blob().nullable(),
  x: column("").nullable(),
});
rows(item, rowsFrom("declared.csv"), { key: "code", mode: "at least" });
