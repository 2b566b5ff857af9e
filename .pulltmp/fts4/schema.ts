import { integer, sql, table, text, virtualTable } from "trueup";

export const doc = table({
  id: integer().primaryKey(),
  body: text().nullable(),
});

export const old_search = virtualTable(sql`fts3(title TEXT, body TEXT)`);

export const doc_search = virtualTable(sql`fts4(content="doc", body, tokenize=unicode61 "remove_diacritics=2")`);

export const plain = virtualTable(sql`FTS4`);

export const words = virtualTable(sql`fts4aux(plain)`);
