import { integer, rows, table, text } from "trueup";

export const genre = table({ id: text().primaryKey() });
export const style = table({ id: integer().primaryKey(), genre: text().references(() => genre.id) });
rows(style, [
  { id: 1, genre: "irl" },
  { id: 2, genre: "sco" },
]);
