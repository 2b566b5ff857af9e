import t from "tap";
import {
  any,
  blob,
  check,
  column,
  foreignKey,
  index,
  integer,
  numeric,
  primaryKey,
  real,
  self,
  sql,
  table,
  text,
  trigger,
  unique,
  uniqueIndex,
  vector,
  view,
  virtualTable,
} from "../../src/index.ts";
import { openScratch } from "../../src/database/scratch.ts";
import { wantsBareColumn } from "../../src/compile/write/bare-context.ts";
import { writeDeclaration } from "../../src/compile/write/write-declaration.ts";
import { namesOf } from "./names-of.ts";

/** Writes every declaration, creates it in a real engine, and returns the statements. */
function create(module: Readonly<Record<string, unknown>>): Record<string, string> {
  const names = namesOf(module);
  const scratch = openScratch();
  const statements: Record<string, string> = {};
  try {
    for (const [value, name] of names) {
      const { sql } = writeDeclaration(value as Parameters<typeof writeDeclaration>[0], names);
      scratch.exec(sql);
      statements[name] = sql;
    }
  } finally {
    scratch.close();
  }
  return statements;
}

t.test("a table is written one column per line, and SQLite accepts every clause", async (t) => {
  const genre = table({ id: text().primaryKey(), name: text().collate("NOCASE").unique() });
  const tune = table(
    {
      id: integer().primaryKey({ autoincrement: true }),
      title: text().check(sql`length(title) > 0`, { name: "has_title" }),
      type: text().oneOf("reel", "it's"),
      genre: text()
        .nullable()
        .references(() => genre.id, {
          onDelete: "set null",
          onUpdate: "cascade",
          deferrable: "deferrable initially deferred",
        }),
      other: text().nullable().references("genre", { match: "FULL", name: "other_genre" }),
      parent: integer().nullable().references(self("id")),
      origin: integer()
        .nullable()
        .references(() => tune.id),
      group: text().unique({ onConflict: "replace", name: "one group" }),
      sortTitle: text().generated(sql`lower(title)`),
      shout: text().generated(sql`upper(title)`, { stored: true }),
      added: text().default(sql`CURRENT_TIMESTAMP`),
      day: text().default(sql`date('now')`),
      count: integer().default(-1).notNull({ onConflict: "ignore", name: "counted" }),
      big: integer<bigint>().default(9007199254740993n),
      flag: integer<boolean>().default(true),
      empty: text().nullable().default(null),
      ease: real().default(2.5),
      bytes: blob().default(new Uint8Array([0, 255])),
      quote: text().default('it\'s "so"'),
      free: column("").nullable(),
      code: column<string>("VARCHAR(20)"),
      price: numeric(),
      anything: any().nullable(),
      embedding: vector(3).nullable(),
    },
    {
      constraints: (c) => [
        unique("both", c.title.collate("NOCASE"), c.type.desc()).onConflict("ignore"),
        check(sql`${c.count} < ${c.big}`),
      ],
    },
  );
  const written = create({ genre, tune });
  t.equal(
    written.tune,
    `CREATE TABLE tune (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  title TEXT NOT NULL CONSTRAINT has_title CHECK (length(title) > 0),
  type TEXT NOT NULL CHECK (type IN ('reel', 'it''s')),
  genre TEXT REFERENCES genre (id) ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
  other TEXT CONSTRAINT other_genre REFERENCES genre MATCH FULL,
  parent INTEGER REFERENCES tune (id),
  origin INTEGER REFERENCES tune (id),
  "group" TEXT NOT NULL CONSTRAINT "one group" UNIQUE ON CONFLICT REPLACE,
  sortTitle TEXT NOT NULL GENERATED ALWAYS AS (lower(title)) VIRTUAL,
  shout TEXT NOT NULL GENERATED ALWAYS AS (upper(title)) STORED,
  added TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  day TEXT NOT NULL DEFAULT (date('now')),
  count INTEGER CONSTRAINT counted NOT NULL ON CONFLICT IGNORE DEFAULT -1,
  big INTEGER NOT NULL DEFAULT 9007199254740993,
  flag INTEGER NOT NULL DEFAULT 1,
  empty TEXT DEFAULT NULL,
  ease REAL NOT NULL DEFAULT 2.5,
  bytes BLOB NOT NULL DEFAULT x'00ff',
  quote TEXT NOT NULL DEFAULT 'it''s "so"',
  free,
  code VARCHAR(20) NOT NULL,
  price NUMERIC NOT NULL,
  anything ANY,
  embedding F32_BLOB(3),
  CONSTRAINT both UNIQUE (title COLLATE NOCASE, type DESC) ON CONFLICT IGNORE,
  CHECK (count < big)
)`,
  );
  t.equal(
    written.genre,
    "CREATE TABLE genre (\n  id TEXT NOT NULL PRIMARY KEY,\n  name TEXT NOT NULL COLLATE NOCASE UNIQUE\n)",
  );
});

t.test("keys, table options and foreign keys of several columns", async (t) => {
  const entry = table(
    "list entry",
    { playlist: integer(), position: integer(), tune: integer() },
    { withoutRowid: true, strict: true, constraints: (c) => [primaryKey("key", c.playlist, c.position.desc())] },
  );
  const note = table(
    {
      id: integer().primaryKey({ order: "desc", onConflict: "replace", name: "pk" }),
      playlist: integer(),
      position: integer(),
    },
    {
      constraints: (c) => [
        foreignKey("of_entry", c.playlist, c.position).references(() => [entry.playlist, entry.position], {
          onDelete: "cascade",
        }),
        foreignKey(c.playlist, c.position).references(self("playlist", "position")),
        foreignKey(c.playlist, c.position).references(['"list entry".playlist', '"list entry"."position"']),
        foreignKey(c.playlist, c.position).references(() => entry, {
          deferrable: "not deferrable initially immediate",
        }),
      ],
    },
  );
  const random = table(
    { a: integer().nullable().primaryKey({ order: "asc" }), b: text() },
    { randomRowid: true, strict: true },
  );
  const counted = table({ "10": text(), "9": text(), a: text() }, { order: ["a", "10", "9"] });
  t.same(create({ entry, note, random, counted }), {
    entry:
      'CREATE TABLE "list entry" (\n  playlist INTEGER NOT NULL,\n  position INTEGER NOT NULL,\n  tune INTEGER NOT NULL,\n  CONSTRAINT "key" PRIMARY KEY (playlist, position DESC)\n) WITHOUT ROWID, STRICT',
    note: `CREATE TABLE note (
  id INTEGER NOT NULL CONSTRAINT pk PRIMARY KEY DESC ON CONFLICT REPLACE,
  playlist INTEGER NOT NULL,
  position INTEGER NOT NULL,
  CONSTRAINT of_entry FOREIGN KEY (playlist, position) REFERENCES "list entry" (playlist, position) ON DELETE CASCADE,
  FOREIGN KEY (playlist, position) REFERENCES note (playlist, position),
  FOREIGN KEY (playlist, position) REFERENCES "list entry" (playlist, position),
  FOREIGN KEY (playlist, position) REFERENCES "list entry" NOT DEFERRABLE INITIALLY IMMEDIATE
)`,
    random: "CREATE TABLE random (\n  a INTEGER PRIMARY KEY ASC,\n  b TEXT NOT NULL\n) RANDOM ROWID, STRICT",
    counted: 'CREATE TABLE counted (\n  a TEXT NOT NULL,\n  "10" TEXT NOT NULL,\n  "9" TEXT NOT NULL\n)',
  });
});

const genre = table({ id: text().primaryKey(), name: text() });
const tune = table("tune", {
  id: integer().primaryKey(),
  title: text(),
  genre: text().nullable(),
  changed: text().nullable(),
  e: vector(3).nullable(),
});

t.test("indexes: columns, expressions, order, collation, part of the rows, vectors", async (t) => {
  const module = {
    genre,
    tune,
    by_genre: index(tune.genre, tune.title.collate("NOCASE").desc()),
    by_sort: index(sql`lower(${tune.title})`, tune.genre.asc()).where(sql`${tune.genre} IN (${["irish", "swedish"]})`),
    one: uniqueIndex("the one", tune.title).where(sql`genre IS NULL`),
    raw: index(sql`title || genre`).on(tune),
    like: index(sql`libsql_vector_idx(${tune.e}, 'metric=cosine')`),
  };
  t.same(create(module), {
    genre: "CREATE TABLE genre (\n  id TEXT NOT NULL PRIMARY KEY,\n  name TEXT NOT NULL\n)",
    tune: "CREATE TABLE tune (\n  id INTEGER PRIMARY KEY,\n  title TEXT NOT NULL,\n  genre TEXT,\n  changed TEXT,\n  e F32_BLOB(3)\n)",
    by_genre: "CREATE INDEX by_genre ON tune (genre, title COLLATE NOCASE DESC)",
    by_sort: "CREATE INDEX by_sort ON tune (lower(title), genre ASC) WHERE genre IN ('irish', 'swedish')",
    one: 'CREATE UNIQUE INDEX "the one" ON tune (title) WHERE genre IS NULL',
    raw: "CREATE INDEX raw ON tune (title || genre)",
    like: `CREATE INDEX "like" ON tune (libsql_vector_idx(e, 'metric=cosine'))`,
  });
});

t.test("views, triggers and virtual tables: qualified, unindented, bare where SQLite wants it", async (t) => {
  const listed = view(sql`SELECT ${tune.id}, ${tune.title} FROM ${tune}`, {
    columns: { id: integer(), title: text() },
  });
  const module = {
    genre,
    tune,
    listed,
    named: view("a view", sql`SELECT * FROM ${listed} WHERE ${listed.title} = ${"a 'b'"}`, { columns: ["x", "order"] }),
    aliased: view(sql`
      SELECT t.${tune.id},
             ${genre.name} AS ${sql.id("genre name")},
        'two
          lines' AS kept -- a 'comment
      FROM ${tune} AS t
        JOIN ${genre} ON ${genre.id} = t.${tune.genre};
    `),
    touched: trigger(sql`
      AFTER UPDATE OF ${tune.title}, ${tune.genre} ON ${tune} WHEN new.${tune.title} <> old.${tune.title}
      BEGIN
        UPDATE ${tune} SET ${tune.changed} = CURRENT_TIMESTAMP, ${tune.genre} = NULL WHERE ${tune.id} = new.${tune.id};
        INSERT INTO ${genre} (${genre.id}, ${genre.name}) SELECT ${tune.genre}, ${tune.title} FROM ${tune} WHERE true
          ON CONFLICT (${genre.id}) DO NOTHING;
      END;
    `),
    search: virtualTable(sql`fts5(${tune.title}, content=${tune}, content_rowid=${tune.id})`),
  };
  const written = create(module);
  t.equal(written.listed, "CREATE VIEW listed (id, title) AS\nSELECT tune.id, tune.title FROM tune");
  t.equal(written.named, `CREATE VIEW "a view" (x, "order") AS\nSELECT * FROM listed WHERE listed.title = 'a ''b'''`);
  t.equal(
    written.aliased,
    `CREATE VIEW aliased AS
SELECT t.id,
       genre.name AS "genre name",
  'two
          lines' AS kept -- a 'comment
FROM tune AS t
  JOIN genre ON genre.id = t.genre`,
  );
  t.equal(
    written.touched,
    `CREATE TRIGGER touched AFTER UPDATE OF title, genre ON tune WHEN new.title <> old.title
BEGIN
  UPDATE tune SET changed = CURRENT_TIMESTAMP, genre = NULL WHERE tune.id = new.id;
  INSERT INTO genre (id, name) SELECT tune.genre, tune.title FROM tune WHERE true
    ON CONFLICT (id) DO NOTHING;
END`,
  );
  t.equal(written.search, "CREATE VIRTUAL TABLE search USING fts5(title, content=tune, content_rowid=id)");
});

t.test("comments at the end of a piece swallow nothing, and a type is a type", async (t) => {
  const noted = table({
    a: text().check(sql`a <> '' -- not empty`).default(sql`'x' -- y`),
    b: column("DOUBLE PRECISION (10, -2)").default(sql`-5`),
    c: column('"odd type"').default(sql`abc`),
    d: integer().default(sql`true`),
    e: text().default(sql`'--'`),
  });
  const part = sql`length(${noted.a}) -- how long`;
  const module = {
    noted,
    by: index(part, sql`lower(${noted.e}) -- low`, noted.d).where(sql`${part} > 1`),
    seen: view(sql`
      SELECT ${part}, ${[noted.b, noted.c]}
      FROM ${noted} -- the end;
    `),
  };
  const written = create(module);
  t.equal(
    written.noted,
    `CREATE TABLE noted (
  a TEXT NOT NULL DEFAULT ('x' -- y
) CHECK (a <> '' -- not empty
),
  b DOUBLE PRECISION (10, -2) NOT NULL DEFAULT -5,
  c "odd type" NOT NULL DEFAULT abc,
  d INTEGER NOT NULL DEFAULT true,
  e TEXT NOT NULL DEFAULT '--'
)`,
  );
  t.equal(
    written.seen,
    "CREATE VIEW seen AS\nSELECT length(noted.a) -- how long\n, noted.b, noted.c\nFROM noted -- the end;",
  );
  for (const type of [
    "TEXT NOT NULL",
    "TEXT DEFAULT 5",
    "INT)",
    "TEXT, x TEXT",
    "INT CHECK (1)",
    "INT -- x",
    "INT(1, 2, 3)",
    "(",
  ]) {
    const bad = table("bad", { a: column(type) });
    t.throws(() => writeDeclaration(bad, new Map()), { message: /is not a declared type/ }, type);
  }
});

t.test("columns are written without their table wherever the grammar accepts only a name", async (t) => {
  const of = (before: string) => wantsBareColumn(before);
  const bare = [
    "new.",
    "INSERT INTO tune (",
    "insert into tune(id, ",
    'INSERT OR IGNORE INTO main."a tune" (',
    "INSERT INTO tune AS t (id, ",
    "UPDATE tune SET ",
    "UPDATE tune SET id = max(1, 2), ",
    "UPDATE tune SET (",
    "UPDATE tune SET (id, ",
    "INSERT INTO a VALUES (1) ON CONFLICT (",
    "INSERT INTO a VALUES (1) ON CONFLICT (id) DO UPDATE SET id = 2, ",
    "AFTER UPDATE OF ",
    "AFTER UPDATE OF id, title, ",
    "SELECT 1 AS ",
    "SELECT * FROM a JOIN b USING (",
  ];
  const qualified = [
    "SELECT ",
    "SELECT id, ",
    "SELECT max(",
    "UPDATE tune SET id = ",
    "UPDATE tune SET id = max(",
    "UPDATE tune SET id = max(1, ",
    "UPDATE tune SET id = 1 FROM b WHERE ",
    "UPDATE tune SET id = (SELECT a, ",
    "UPDATE tune SET id = 1; SELECT a, ",
    "INSERT INTO tune (id) SELECT ",
    "INSERT INTO tune (id) VALUES (",
    "SELECT * FROM a WHERE id IN (",
    "SELECT 1 WHERE 'SET' = ",
    "",
  ];
  t.same(
    bare.filter((before) => !of(before)),
    [],
  );
  t.same(qualified.filter(of), []);
});
