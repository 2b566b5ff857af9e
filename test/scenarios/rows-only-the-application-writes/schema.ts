import { rows, sql, table, text } from "trueup";

export const genre = table({ id: text().primaryKey(), name: text().check(sql`title_sort(name) <> ''`) });
rows(genre, [{ id: "irl", name: "Irish" }]);
