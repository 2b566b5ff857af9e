/** What an application created on its own connection, which has `now`, `title_sort` and `unicase`. */
export const live = `
  CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT NOT NULL, changed TEXT, CHECK (lower(title) <> ''));
  CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE, plain TEXT AS (lower(name)));
  CREATE INDEX tune_sort ON tune (lower(title)) WHERE lower(title) <> '';
  PRAGMA writable_schema = ON;
  UPDATE sqlite_schema SET sql = replace(replace(sql, 'lower(', 'title_sort('), 'NOCASE', 'unicase');
  PRAGMA writable_schema = RESET;
  CREATE VIEW sorted AS SELECT id, title_sort(title) AS s FROM tune ORDER BY title COLLATE unicase;
  CREATE TRIGGER tune_changed AFTER UPDATE OF title ON tune BEGIN UPDATE tune SET changed = now() WHERE id = new.id; END;`;
