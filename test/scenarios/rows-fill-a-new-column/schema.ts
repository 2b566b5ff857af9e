import { integer, rows, table, text } from "trueup";

export const genre = table({ id: text().primaryKey(), name: text(), sort: integer() });
export const tune = table({
  id: integer().primaryKey(),
  genre: text().nullable().references(() => genre.id, { onDelete: "cascade" }),
});
rows(genre, [
  { id: "irl", name: "Irish", sort: 1 },
  { id: "sco", name: "Scottish", sort: 2 },
  { id: "swe", name: "Swedish", sort: 3 },
]);
