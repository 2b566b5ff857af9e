import type { Db } from "./database.ts";

/** What the practice page shows. */
export function dueToday(db: Db, user: number) {
  return db.prepare("SELECT tune, title, type, due, tags FROM practice_list WHERE user = ? ORDER BY due").all(user);
}

/** A tune that was played well is due later, one that was forgotten tomorrow. */
export function played(db: Db, user: number, tune: number, remembered: boolean): void {
  if (remembered)
    db.prepare(
      `UPDATE practice SET
         repetitions = repetitions + 1,
         interval_days = max(1, CAST(round(interval_days * ease) AS INTEGER)),
         due = date('now', '+' || max(1, CAST(round(interval_days * ease) AS INTEGER)) || ' days'),
         last_played = CURRENT_TIMESTAMP
       WHERE user = ? AND tune = ?`,
    ).run(user, tune);
  else
    db.prepare(
      `UPDATE practice SET
         lapses = lapses + 1, repetitions = 0, interval_days = 1, due = date('now', '+1 day')
       WHERE user = ? AND tune = ?`,
    ).run(user, tune);
}

/** Tunes that somebody keeps forgetting. */
export function leeches(db: Db, user: number) {
  return db
    .prepare(
      `SELECT tune.title, practice.lapses
       FROM practice JOIN tune ON tune.id = practice.tune
       WHERE practice.user = ? AND practice.lapses >= 4
       ORDER BY practice.lapses DESC`,
    )
    .all(user);
}
