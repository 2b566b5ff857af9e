import { index, integer, primaryKey, sql, table, text, unique, uniqueIndex } from "trueup";
import { instrument, tune } from "./music.ts";
import { stamped } from "./shared.ts";

/** Somebody who practises. */
export const user = table(
  {
    id: integer().primaryKey(),
    name: text().check(sql`length(name) > 0`),
    email: text(),
    instrument: text()
      .nullable()
      .references(() => instrument.id, { onUpdate: "cascade", onDelete: "set null" }),
    ...stamped,
  },
  { strict: true },
);

/** One account for each address, however it is capitalised. */
export const user_by_email = uniqueIndex(sql`lower(${user.email})`);
export const user_by_instrument = index(user.instrument);

/** Tunes in the order in which somebody plays them: a set, a session, a concert. */
export const playlist = table(
  {
    id: integer().primaryKey(),
    owner: integer().references(() => user.id, { onDelete: "cascade" }),
    name: text().check(sql`length(name) > 0`),
    ...stamped,
  },
  { strict: true, constraints: (t) => [unique(t.owner, t.name)] },
);

export const playlist_entry = table(
  {
    playlist: integer().references(() => playlist.id, { onDelete: "cascade" }),
    position: integer().check(sql`position > 0`),
    tune: integer().references(() => tune.id, { onDelete: "cascade" }),
    /** How often before the next tune begins. */
    times: integer().default(3),
  },
  { strict: true, withoutRowid: true, constraints: (t) => [primaryKey(t.playlist, t.position)] },
);

export const playlist_entry_by_tune = index(playlist_entry.tune);
