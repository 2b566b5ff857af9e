import { integer, rows, sql, table, text, trigger, virtualTable } from "trueup";

export const genre = table({ id: integer().primaryKey(), name: text() });
export const genre_search = virtualTable(sql`fts5(name, content=genre, content_rowid=id)`);
export const genre_in = trigger(sql`AFTER INSERT ON genre BEGIN
  INSERT INTO genre_search (rowid, name) VALUES (new.id, new.name);
END`);
export const genre_out = trigger(sql`AFTER DELETE ON genre BEGIN
  INSERT INTO genre_search (genre_search, rowid, name) VALUES ('delete', old.id, old.name);
END`);
export const genre_over = trigger(sql`AFTER UPDATE ON genre BEGIN
  INSERT INTO genre_search (genre_search, rowid, name) VALUES ('delete', old.id, old.name);
  INSERT INTO genre_search (rowid, name) VALUES (new.id, new.name);
END`);
rows(genre, [{ id: 1, name: "Irish" }, { id: 2, name: "Scottish" }]);
