import type { Db } from "./database.ts";

export interface NewTune {
  readonly title: string;
  readonly type: string;
  readonly genre?: string;
}

const columns = "id, title, type, genre, composer";

/** One page of tunes in the order of a printed index, of one genre or of all. */
export function listTunes(db: Db, options: { genre?: string; order?: "ASC" | "DESC" } = {}) {
  const { genre, order = "ASC" } = options;
  let sql = `SELECT ${columns} FROM tune`;
  if (genre !== undefined) sql += " WHERE genre = ?";
  sql += ` ORDER BY sort_title COLLATE NOCASE ${order} LIMIT 50`;
  return db.prepare(sql).all(...(genre === undefined ? [] : [genre]));
}

/** Tunes whose sorted title begins so. */
export function tunesFrom(db: Db, letter: string) {
  return db
    .prepare(
      `SELECT id, title FROM tune
       WHERE sort_title >= ? COLLATE NOCASE
       ORDER BY sort_title COLLATE NOCASE LIMIT 20`,
    )
    .all(letter);
}

export function searchTunes(db: Db, words: string) {
  return db
    .prepare(
      `SELECT tune.id, tune.title
       FROM tune_search JOIN tune ON tune.id = tune_search.rowid
       WHERE tune_search MATCH ? ORDER BY rank`,
    )
    .all(words);
}

export function addTune(db: Db, { title, type, genre }: NewTune): number {
  const added = db.prepare("INSERT INTO tune (title, type, genre) VALUES (?, ?, ?)").run(title, type, genre ?? null);
  return Number(added.lastInsertRowid);
}
