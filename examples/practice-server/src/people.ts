import type { Db } from "./database.ts";

export function addUser(db: Db, name: string, email: string): number {
  return Number(db.prepare("INSERT INTO user (name, email) VALUES (?, ?)").run(name, email).lastInsertRowid);
}

/** The schema's own trigger puts the tune on the practice list of whoever owns the playlist. */
export function addToPlaylist(db: Db, owner: number, name: string, tune: number): void {
  db.prepare("INSERT INTO playlist (owner, name) VALUES (?, ?) ON CONFLICT (owner, name) DO NOTHING").run(owner, name);
  db.prepare(
    `INSERT INTO playlist_entry (playlist, position, tune)
     SELECT playlist.id, 1 + (SELECT count(*) FROM playlist_entry WHERE playlist = playlist.id), ?
     FROM playlist WHERE playlist.owner = ? AND playlist.name = ?`,
  ).run(tune, owner, name);
}
