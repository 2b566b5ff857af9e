import { index, integer, primaryKey, sql, table, text } from "trueup";

export const notebook = table({
  id: integer().primaryKey(),
  name: text().unique(),
});

export const note = table({
  id: integer().primaryKey(),
  notebook_id: integer().references(() => notebook.id, { onDelete: "cascade" }),
  body: text().fill(sql`''`),
  starred: integer().default(0),
});

export const tag = table(
  {
    note_id: integer().references(() => note.id, { onDelete: "cascade" }),
    word: text(),
  },
  { constraints: (t) => [primaryKey(t.note_id, t.word)] },
);

export const tag_word = index(tag.word);
