import { integer, rows, table, text } from "trueup";

export const genre = table({ id: text().primaryKey(), name: text().unique(), note: text().nullable() });
export const untouched = table({ id: integer().primaryKey(), note: text().nullable() });

rows(genre, [
  { id: "irl", name: "Irish" },
  { id: "sco", name: "Scottish" },
  { id: "que", name: "Québécois" },
]);
