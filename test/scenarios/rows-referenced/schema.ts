import { integer, rows, table, text } from "trueup";

export const genre = table({ id: text().primaryKey() });
export const tune = table({ id: integer().primaryKey(), genre: text().nullable().references(() => genre.id) });
rows(genre, [{ id: "irl" }]);
