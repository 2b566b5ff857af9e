import { integer, rows, sql, table, text } from "trueup";

export const genre = table({ id: text().primaryKey(), name: text().check(sql`title_sort(name) <> ''`) });
rows(genre, [{ id: "irl", name: "Irish" }]);
export const word = table({
  id: integer().primaryKey(),
  word: text().collate("unicase"),
  sorted: text().nullable().default(sql`(title_sort('A'))`),
});
rows(word, [{ id: 1, word: "Öl" }, { id: 2, word: "Reel" }]);
