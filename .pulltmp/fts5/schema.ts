import { integer, sql, table, text, trigger, virtualTable } from "trueup";

export const tune = table({
  id: integer().primaryKey(),
  title: text().nullable(),
  notes: text().nullable(),
});

export const tune_search = virtualTable(sql`fts5(title, notes, content='tune', content_rowid='id')`);

export const alone = virtualTable(sql`fts5(a, b UNINDEXED, tokenize = 'porter unicode61 remove_diacritics 2', prefix='2 3')`);

export const contentless = virtualTable(sql`fts5(a, content='', columnsize=0, detail=column)`);

export const tune_search_insert = trigger(sql`
  AFTER INSERT ON ${tune} BEGIN
    INSERT INTO ${tune_search} (rowid, title, notes) VALUES (new.id, new.title, new.notes);
  END
`);

export const tune_search_delete = trigger(sql`
  AFTER DELETE ON ${tune} BEGIN
    INSERT INTO ${tune_search} (tune_search, rowid, title, notes) VALUES ('delete', old.id, old.title, old.notes);
  END
`);
