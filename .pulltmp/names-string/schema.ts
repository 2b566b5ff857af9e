import { index, integer, table, text } from "trueup";

export const single_quoted = table("single quoted", {
  "a b": text().nullable().primaryKey(),
  c: integer().nullable().unique().default(1),
});

export const single_index = index("single index", single_quoted.c);

export const child = table({
  x: text().nullable().references(() => single_quoted["a b"]),
});
