import { index, integer, primaryKey, sql, table, text, trigger, unique, view } from "trueup";

export const user = table({
  id: integer().primaryKey(),
  email: text().collate("NOCASE").unique(),
  name: text(),
  created_at: text().default(sql`CURRENT_TIMESTAMP`),
});

export const playlist = table({
  id: integer().primaryKey(),
  owner: integer().references(() => user.id, { onDelete: "cascade" }),
  title: text(),
  public: integer().oneOf(0, 1).default(0),
});

export const playlist_owner = index(playlist.owner);

export const playlist_touch = trigger(sql`
  AFTER UPDATE OF title ON ${playlist}
  WHEN new.title = ''
  BEGIN
    SELECT RAISE(ABORT, 'a playlist needs a title');
  END
`);

export const track = table({
  id: integer().primaryKey(),
  title: text(),
  seconds: integer().check(sql`seconds > 0`),
});

export const playlist_track = table({
  playlist_id: integer().references(() => playlist.id, { onDelete: "cascade" }),
  track_id: integer().references(() => track.id),
  position: integer(),
}, {
  withoutRowid: true,
  constraints: (t) => [
    primaryKey(t.playlist_id, t.position),
    unique(t.playlist_id, t.track_id),
  ],
});

export const playlist_track_track = index(playlist_track.track_id);

export const playlist_length = view(sql`
  SELECT ${playlist.id}, ${playlist.title}, count(*) AS tracks, sum(${track.seconds}) AS seconds
  FROM ${playlist}
    JOIN ${playlist_track} ON ${playlist_track.playlist_id} = ${playlist.id}
    JOIN ${track} ON ${track.id} = ${playlist_track.track_id}
  GROUP BY ${playlist.id}
`);
