import { index, integer, sql, table, text } from "trueup";

export const doc = table({
  id: integer().primaryKey(),
  body: text().check(sql`json_valid(body)`),
  title: text().nullable().generated(sql`body ->> '$.title'`),
  tags: text().nullable().generated(sql`json_extract(body, '$.tags[0]')`, { stored: true }),
});

export const doc_author = index(sql`${doc.body} ->> '$.author.name'`, sql`json_array_length(${doc.body}, '$.tags') DESC`);
