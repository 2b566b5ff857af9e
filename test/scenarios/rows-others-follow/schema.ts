import { integer, rows, table, text } from "trueup";

export const genre = table({ id: integer().primaryKey(), code: text().unique() });
export const tune = table({
  id: integer().primaryKey(),
  genre: text().nullable().references(() => genre.code, { onUpdate: "cascade" }),
});
rows(genre, [{ id: 1, code: "irl" }, { id: 2, code: "sco" }]);
