import { rows, table, text } from "trueup";

export const genre = table({ id: text().primaryKey(), name: text() });
export const genres = rows(genre, [{ id: "irl", name: "Irish" }]);
