import t from "tap";
import { Engine } from "../../src/database/engine.ts";
import { planned } from "../kit/planned.ts";
import { runPlan } from "../kit/run-plan.ts";

/** After a rebuild, everything that depends on the table must work, not only exist. */
const shared = `
  CREATE TABLE log (what TEXT);
  CREATE VIEW loud AS SELECT id, title FROM tune WHERE plays > 10;
  CREATE VIRTUAL TABLE found USING fts5(title, content='tune', content_rowid='id');
  CREATE INDEX tune_by_title ON tune (title COLLATE NOCASE);
  CREATE INDEX tune_often ON tune (plays DESC) WHERE plays > 10;
  CREATE UNIQUE INDEX tune_upper ON tune (upper(title), plays);
  CREATE TRIGGER tune_new AFTER INSERT ON tune BEGIN
    INSERT INTO log VALUES ('new ' || NEW.title);
    INSERT INTO found (rowid, title) VALUES (NEW.id, NEW.title);
  END;
  CREATE TRIGGER tune_renamed AFTER UPDATE OF title ON tune WHEN NEW.title <> OLD.title BEGIN
    INSERT INTO log VALUES (OLD.title || ' is ' || NEW.title);
  END;
  CREATE TRIGGER tune_gone BEFORE DELETE ON tune BEGIN INSERT INTO log VALUES ('gone ' || OLD.title); END;
  CREATE TRIGGER loud_into INSTEAD OF INSERT ON loud BEGIN INSERT INTO tune (id, title, plays) VALUES (NEW.id, NEW.title, 11); END;`;
const before = `CREATE TABLE tune (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT, plays TEXT);
  CREATE TABLE playlist (tune INTEGER REFERENCES tune (id) ON DELETE CASCADE, position INTEGER);${shared}
  INSERT INTO tune (id, title, plays) VALUES (1, 'Morrison''s', '12'), (2, 'The Kesh', '3'), (7, 'Cooley''s', '40');
  DELETE FROM tune WHERE id = 7;
  INSERT INTO playlist VALUES (1, 1), (2, 2);`;
const after = `CREATE TABLE tune (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL, plays INTEGER NOT NULL, UNIQUE (title));
  CREATE TABLE playlist (tune INTEGER REFERENCES tune (id) ON DELETE CASCADE, position INTEGER);${shared}`;

t.test("after a rebuild everything that depends on the table works", async (t) => {
  const live = new Engine(":memory:");
  live.exec(`PRAGMA foreign_keys = OFF; ${before}`);
  runPlan(live, await planned(live, before, after));
  live.exec("PRAGMA foreign_keys = ON; DELETE FROM log");
  const column = (sql: string) => live.all(sql, []).map(([value]) => value);

  t.test("indexes are chosen", async (t) => {
    const detail = (sql: string) =>
      live
        .all(`EXPLAIN QUERY PLAN ${sql}`, [])
        .map((row) => String(row[3]))
        .join("\n");
    t.match(detail("SELECT id FROM tune WHERE title = 'x' COLLATE NOCASE"), /INDEX tune_by_title/);
    t.match(detail("SELECT plays FROM tune WHERE plays > 10 ORDER BY plays DESC"), /INDEX tune_often/);
    t.match(detail("SELECT id FROM tune WHERE upper(title) = 'X' AND plays = 1"), /INDEX tune_upper/);
  });

  t.test("triggers fire, and the high-water mark holds", async (t) => {
    live.exec("INSERT INTO tune (title, plays) VALUES ('The Mooncoin', 5)");
    live.exec("UPDATE tune SET title = 'The Kesh Jig' WHERE id = 2");
    live.exec("INSERT INTO loud (id, title) VALUES (20, 'Banish Misfortune')");
    live.exec("DELETE FROM tune WHERE id = 1");
    t.strictSame(column("SELECT what FROM log"), [
      "new The Mooncoin",
      "The Kesh is The Kesh Jig",
      "new Banish Misfortune",
      "gone Morrison's",
    ]);
    t.strictSame(column("SELECT id FROM tune ORDER BY id"), [2, 8, 20], "7 was used, so the next id is 8");
    t.strictSame(column("SELECT rowid FROM found WHERE found MATCH 'mooncoin'"), [8]);
  });

  t.test("foreign keys act, constraints refuse, values are of their types", async (t) => {
    t.strictSame(
      column("SELECT tune FROM playlist"),
      [2],
      "the child of the deleted tune is gone, the other one is not",
    );
    t.throws(() => live.exec("INSERT INTO tune (title, plays) VALUES ('The Kesh Jig', 1)"), /UNIQUE/);
    t.throws(() => live.exec("INSERT INTO tune (title) VALUES ('x')"), /NOT NULL/);
    t.strictSame(column("SELECT DISTINCT typeof(plays) FROM tune"), ["integer"]);
    t.strictSame(column("PRAGMA integrity_check"), ["ok"]);
    live.exec("INSERT INTO found (found) VALUES ('integrity-check')");
  });
  await live.close();
});
