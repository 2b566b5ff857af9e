import { join } from "node:path";
import t from "tap";
import { applied, ask, folder, planOf, request, run, step } from "./fixture.ts";

/** What ANALYZE gathered is still there wherever it still holds, and nowhere else. */
const before = `
  CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT UNIQUE, plays INTEGER, genre TEXT);
  CREATE INDEX tune_plays ON tune (plays, title DESC);
  CREATE INDEX tune_often ON tune (lower(genre)) WHERE plays > 3;
  CREATE INDEX tune_genre ON tune (genre);
  CREATE TABLE place (town TEXT, street TEXT, PRIMARY KEY (street, town)) WITHOUT ROWID;
`;
const rows = `
  INSERT INTO tune SELECT value, 'tune ' || value, value % 7, value % 3 FROM generate_series(1, 100);
  INSERT INTO place SELECT 'town ' || value, 'street ' || value % 9 FROM generate_series(1, 50);
  ANALYZE;
`;
const statistics = "SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY 1, 2";

const rebuild = [
  step(
    "rebuild-create",
    "tune",
    'CREATE TABLE "new" (id INTEGER PRIMARY KEY, title TEXT UNIQUE, plays INTEGER UNIQUE ON CONFLICT IGNORE, genre TEXT COLLATE NOCASE)',
  ),
  step("rebuild-copy", "tune", 'INSERT INTO "new" SELECT id, title, id, genre FROM tune'),
  step("rebuild-drop", "tune", "DROP TABLE tune"),
  step("rebuild-rename", "tune", 'ALTER TABLE "new" RENAME TO tune'),
  step("create-index", "tune_plays", "CREATE INDEX tune_plays ON tune (plays, title DESC)"),
  step("create-index", "tune_often", "CREATE INDEX tune_often ON tune (lower(genre)) WHERE plays > 3"),
  step("create-index", "tune_genre", "CREATE INDEX tune_genre ON tune (genre)"),
];

t.test("a rebuild keeps the statistics of each unchanged index", async (t) => {
  const path = join(folder(t), "app.db");
  await run(path, before + rows);
  const had = await ask(path, statistics);
  const plan = planOf(before, rebuild);
  const quoted = await ask(path, "SELECT name, sql FROM sqlite_schema WHERE name = 'tune'");
  const quotes = quoted.map(([name, sql]) => ({ type: "table" as const, name: String(name), sql: String(sql) }));
  t.equal((await applied(request(path, { ...plan, before: quotes }))).outcome.kind, "applied");
  const kept = had.filter(([, index]) => index !== "tune_genre");
  t.strictSame(await ask(path, statistics), kept, "tune_genre sorts by another collation now");
});

t.test("statistics follow a renamed table and its columns", async (t) => {
  const path = join(folder(t), "app.db");
  await run(path, before + rows);
  const had = await ask(path, statistics);
  const plan = planOf(
    before,
    [
      step("rename-table", "song", "ALTER TABLE tune RENAME TO song"),
      step("rename-column", "song.times", "ALTER TABLE song RENAME COLUMN plays TO times"),
      step("rename-table", "spot", "ALTER TABLE place RENAME TO spot"),
    ],
    {
      decisions: [
        { kind: "rename-table", from: "tune", to: "song" },
        { kind: "rename-column", table: "song", from: "plays", to: "times" },
        { kind: "rename-table", from: "place", to: "spot" },
      ],
      before: [
        ...(await ask(path, "SELECT name, sql FROM sqlite_schema WHERE name IN ('tune', 'place')")).map(
          ([name, sql]) => ({ type: "table" as const, name: String(name), sql: String(sql) }),
        ),
      ],
    },
  );
  t.equal((await applied(request(path, plan))).outcome.kind, "applied");
  const name = (text: unknown) =>
    String(text)
      .replace("sqlite_autoindex_tune", "sqlite_autoindex_song")
      .replace(/^tune$/, "song")
      .replace(/^place$/, "spot");
  const expected = had.map(([table, index, stat]) => [name(table), name(index), stat]);
  t.strictSame(
    (await ask(path, statistics)).map(String).sort(),
    expected.map(String).sort(),
    "each line is there under its new name",
  );
});
