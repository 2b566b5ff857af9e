import { integer, rows, table, text } from "trueup";

export const genre = table({ id: text().primaryKey(), name: text() });
export const tune = table({
  id: integer().primaryKey(),
  genre: text().nullable().references(() => genre.id, { onDelete: "cascade" }),
  second: text().nullable().references(() => genre.id, { onDelete: "cascade" }),
});
export const note = table({
  id: integer().primaryKey(),
  tune: integer().references(() => tune.id, { onDelete: "cascade" }),
});
rows(genre, [{ id: "irl", name: "Irish" }]);
