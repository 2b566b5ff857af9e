import { index, integer, rows, sql, table, text, trigger, unique, virtualTable } from "trueup";
import { stamped } from "./shared.ts";

/** A tradition: Irish, Swedish, old-time. */
export const genre = table(
  {
    id: text().primaryKey(),
    name: text().collate("NOCASE").unique(),
  },
  { strict: true },
);

export const instrument = table(
  {
    id: text().primaryKey(),
    name: text().collate("NOCASE").unique(),
  },
  { strict: true },
);

/** The traditions that the application knows; players add their own. */
rows(
  genre,
  [
    { id: "irish", name: "Irish" },
    { id: "scottish", name: "Scottish" },
    { id: "swedish", name: "Swedish" },
  ],
  { mode: "at least" },
);

rows(
  instrument,
  [
    { id: "concertina", name: "Concertina" },
    { id: "fiddle", name: "Fiddle" },
    { id: "flute", name: "Wooden flute" },
  ],
  { mode: "at least" },
);

/** A tune, whoever plays it and however it is played. */
export const tune = table(
  {
    id: integer().primaryKey(),
    title: text().check(sql`length(title) > 0`),
    type: text().oneOf("reel", "jig", "slip jig", "hornpipe", "polka", "waltz", "air", "other"),
    genre: text()
      .nullable()
      .references(() => genre.id, { onUpdate: "cascade", onDelete: "set null" }),
    composer: text().nullable(),
    /** "The Silver Spear" stands under S. */
    sort_title: text().generated(sql`CASE WHEN title LIKE 'The %' THEN substr(title, 5) ELSE title END`),
    ...stamped,
    changed: text().nullable(),
  },
  { strict: true },
);

export const tune_by_genre = index(tune.genre);
export const tune_by_sort_title = index(tune.sort_title.collate("NOCASE"));

export const tune_touched = trigger(sql`
  AFTER UPDATE OF ${tune.title}, ${tune.type}, ${tune.genre}, ${tune.composer} ON ${tune}
  BEGIN
    UPDATE ${tune} SET ${tune.changed} = CURRENT_TIMESTAMP WHERE ${tune.id} = new.${tune.id};
  END
`);

/** One way of playing a tune, in ABC notation. */
export const tune_variant = table(
  {
    id: integer().primaryKey(),
    tune: integer().references(() => tune.id, { onDelete: "cascade" }),
    name: text().default("standard"),
    instrument: text()
      .nullable()
      .references(() => instrument.id, { onUpdate: "cascade", onDelete: "set null" }),
    /** The variant that this one was made from. */
    based_on: integer()
      .nullable()
      .references(() => tune_variant.id, { onDelete: "set null" }),
    abc: text(),
    ...stamped,
  },
  { strict: true, constraints: (t) => [unique(t.tune, t.name)] },
);

export const tune_variant_by_instrument = index(tune_variant.instrument);
export const tune_variant_by_based_on = index(tune_variant.based_on);

/** Full-text search over the titles and composers in `tune`, which keeps the text itself. */
export const tune_search = virtualTable(
  sql`fts5(title, composer, content=${tune}, content_rowid=${tune.id}, tokenize=${"unicode61 remove_diacritics 2"})`,
  { columns: { title: text(), composer: text().nullable() } },
);

const enter = sql`
  INSERT INTO ${tune_search} (rowid, ${tune_search.title}, ${tune_search.composer})
  VALUES (new.${tune.id}, new.${tune.title}, new.${tune.composer})
`;
const remove = sql`
  INSERT INTO ${tune_search} (${tune_search}, rowid, ${tune_search.title}, ${tune_search.composer})
  VALUES ('delete', old.${tune.id}, old.${tune.title}, old.${tune.composer})
`;

export const tune_search_added = trigger(sql`
  AFTER INSERT ON ${tune}
  BEGIN
    ${enter};
  END
`);
export const tune_search_removed = trigger(sql`
  AFTER DELETE ON ${tune}
  BEGIN
    ${remove};
  END
`);
export const tune_search_changed = trigger(sql`
  AFTER UPDATE OF ${tune.id}, ${tune.title}, ${tune.composer} ON ${tune}
  BEGIN
    ${remove};
    ${enter};
  END
`);
