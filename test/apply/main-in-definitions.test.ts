import { readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { differencesOf } from "../../src/database/page-difference.ts";
import { ask, folder, run } from "./fixture.ts";
import { command } from "../cli/run.ts";
import { writeFileSync } from "node:fs";

// A view or a trigger may mention `main.x`. Once the file is attached to another database, `main` is that other
// database.
const plain = "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT NOT NULL);";
const withMain = `${plain}
CREATE VIEW listed AS SELECT title FROM main.tune;
CREATE TRIGGER counted AFTER INSERT ON tune BEGIN SELECT count(*) FROM main.tune; END;`;
const rows = "INSERT INTO tune VALUES (1, 'The Silver Spear');";

t.test("two files are compared, whichever of them mentions `main`", async (t) => {
  const at = folder(t);
  const [a, b, c] = ["a.db", "b.db", "c.db"].map((name) => join(at, name)) as [string, string, string];
  await run(a, withMain + rows);
  await run(b, plain + rows);
  await run(c, withMain + rows);
  for (const [one, other] of [
    [a, b],
    [b, a],
    [a, c],
  ] as const) {
    const found = await differencesOf(one, other);
    t.equal(found.live.pages.length > 0, one !== a || other !== c, "pages that differ");
  }
});

t.test("definitions that mention `main` are changed and restored", async (t) => {
  const cwd = folder(t);
  const database = join(cwd, "app.db");
  await run(database, withMain + rows);
  writeFileSync(join(cwd, "schema.sql"), withMain.replace("title TEXT NOT NULL", "title TEXT NOT NULL, key TEXT"));
  const applied = await command({ cwd }, "apply", database, "--yes", "--schema", "schema.sql");
  t.equal(applied.exit, 0, applied.err);
  t.strictSame(await ask(database, "SELECT title FROM listed"), [["The Silver Spear"]]);
  const back = await command({ cwd }, "undo", "--yes", database, "--schema", "schema.sql");
  t.equal(back.exit, 0, back.err);
  t.strictSame(await ask(database, "SELECT count(*) FROM pragma_table_info('tune')"), [[2]]);
  const forth = await command({ cwd }, "redo", "--yes", database, "--schema", "schema.sql");
  t.equal(forth.exit, 0, forth.err);
  t.strictSame(await ask(database, "SELECT count(*) FROM pragma_table_info('tune')"), [[3]]);
  t.ok(readFileSync(database).length > 0);
});
