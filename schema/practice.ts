import { check, index, integer, primaryKey, real, sql, table, text, trigger, view } from "trueup";
import { tune } from "./music.ts";
import { playlist, playlist_entry, user } from "./people.ts";
import { stamped, yesOrNo } from "./shared.ts";

/** How well somebody knows a tune, and when it is to be played again: the state of the SM-2 algorithm. */
export const practice = table(
  {
    user: integer().references(() => user.id, { onDelete: "cascade" }),
    tune: integer().references(() => tune.id, { onDelete: "cascade" }),
    /** How fast the intervals grow. */
    ease: real().default(2.5).check(sql`ease >= 1.3`),
    interval_days: integer().default(0),
    repetitions: integer().default(0),
    lapses: integer().default(0),
    due: text().default(sql`CURRENT_DATE`),
    last_played: text().nullable(),
    paused: yesOrNo().default(false),
  },
  {
    strict: true,
    withoutRowid: true,
    constraints: (t) => [primaryKey(t.user, t.tune), check(sql`${t.interval_days} >= 0 AND ${t.repetitions} >= 0`)],
  },
);

export const practice_by_tune = index(practice.tune);
export const practice_by_due = index(practice.user, practice.due).where(sql`${practice.paused} = 0`);

/** What is put on a list is there to be practised. */
export const playlist_entry_practised = trigger(sql`
  AFTER INSERT ON ${playlist_entry}
  BEGIN
    INSERT OR IGNORE INTO ${practice} (${practice.user}, ${practice.tune})
    SELECT ${playlist.owner}, new.${playlist_entry.tune}
    FROM ${playlist}
    WHERE ${playlist.id} = new.${playlist_entry.playlist};
  END
`);

/** What somebody wants to remember about a tune. */
export const note = table(
  {
    id: integer().primaryKey(),
    user: integer().references(() => user.id, { onDelete: "cascade" }),
    tune: integer().references(() => tune.id, { onDelete: "cascade" }),
    body: text(),
    ...stamped,
  },
  { strict: true },
);

export const note_by_user = index(note.user, note.tune);
export const note_by_tune = index(note.tune);

export const tag = table(
  {
    id: integer().primaryKey(),
    name: text().collate("NOCASE").unique(),
  },
  { strict: true },
);

/** The tags that a tune has for everybody. */
export const tune_tag = table(
  {
    tune: integer().references(() => tune.id, { onDelete: "cascade" }),
    tag: integer().references(() => tag.id, { onDelete: "cascade" }),
  },
  { strict: true, withoutRowid: true, constraints: (t) => [primaryKey(t.tune, t.tag)] },
);

export const tune_tag_by_tag = index(tune_tag.tag);

/** Where somebody sees it differently: a tag of their own, or one that they do not want to see. */
export const tag_override = table(
  {
    user: integer().references(() => user.id, { onDelete: "cascade" }),
    tune: integer().references(() => tune.id, { onDelete: "cascade" }),
    tag: integer().references(() => tag.id, { onDelete: "cascade" }),
    shown: yesOrNo(),
  },
  { strict: true, withoutRowid: true, constraints: (t) => [primaryKey(t.user, t.tune, t.tag)] },
);

export const tag_override_by_tune = index(tag_override.tune);
export const tag_override_by_tag = index(tag_override.tag);

/** The tags of each tune as each user sees them. */
export const user_tag = view(
  sql`
    SELECT ${user.id}, ${tune_tag.tune}, ${tag.name}
    FROM ${user}
    JOIN ${tune_tag}
    JOIN ${tag} ON ${tag.id} = ${tune_tag.tag}
    LEFT JOIN ${tag_override} ON ${tag_override.user} = ${user.id}
      AND ${tag_override.tune} = ${tune_tag.tune}
      AND ${tag_override.tag} = ${tune_tag.tag}
    WHERE ${tag_override.shown} IS NOT 0
    UNION
    SELECT ${tag_override.user}, ${tag_override.tune}, ${tag.name}
    FROM ${tag_override}
    JOIN ${tag} ON ${tag.id} = ${tag_override.tag}
    WHERE ${tag_override.shown} = 1
  `,
  { columns: { user: user.id, tune: tune.id, tag: tag.name } },
);

/** What is to be played today or should have been before. */
export const due_today = view(
  sql`
    SELECT ${practice.user}, ${practice.tune}, ${tune.title}, ${tune.type}, ${practice.due}
    FROM ${practice}
    JOIN ${tune} ON ${tune.id} = ${practice.tune}
    WHERE ${practice.paused} = 0 AND ${practice.due} <= date('now')
  `,
  { columns: { user: user.id, tune: tune.id, title: tune.title, type: tune.type, due: practice.due } },
);

/** What is due, with its tags: what the practice page shows. */
export const practice_list = view(
  sql`
    SELECT
      ${due_today.user}, ${due_today.tune}, ${due_today.title}, ${due_today.type}, ${due_today.due},
      group_concat(${user_tag.tag}, ', ')
    FROM ${due_today}
    LEFT JOIN ${user_tag} ON ${user_tag.user} = ${due_today.user} AND ${user_tag.tune} = ${due_today.tune}
    GROUP BY ${due_today.user}, ${due_today.tune}
  `,
  {
    columns: {
      user: due_today.user,
      tune: due_today.tune,
      title: due_today.title,
      type: due_today.type,
      due: due_today.due,
      tags: text().nullable(),
    },
  },
);
