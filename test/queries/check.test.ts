import t from "tap";
import { complaints } from "./application.ts";

const schema = `
  CREATE TABLE genre (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
  CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT NOT NULL, genre INTEGER);`;
const check = (source: string, functions?: readonly string[]) =>
  complaints({ "src/app.ts": source }, schema, functions);

t.test("mistakes are reported at the exact word, with the nearest name, all at once", async (t) => {
  const { lines } = await check(`
    db.all("SELECT tilte FROM tune");
    db.all(\`SELECT t.title, t.gnere
      FROM tune t JOIN genre g ON g.nam = t.genre\`);
    db.all('SELECT 1 FROM tun');
    db.all("SELECT id FROM tune WHERE\\ttitel = '\\u00e4'");
    db.all("SELEC title FROM tune");
    db.all("SELECT title FROM tune ORDER BY");
    db.run("INSERT INTO tune (titel) VALUES (?)");
    db.run("INSERT INTO tune (genre) VALUES (?)");
    db.all("SELECT title FROM tune ORDER BY title COLLATE NOCAS");`);
  t.same(lines, [
    "error tilte: no such column: tilte (did you mean `title`?)",
    "error gnere: no such column: t.gnere (did you mean `genre`?)",
    "error nam: no such column: g.nam (did you mean `name`?)",
    "error tun: no such table: tun (did you mean `tune`?)",
    "error titel: no such column: titel (did you mean `title`?)",
    "error BY: incomplete input",
    "error titel: no such column: titel (did you mean `title`?)",
    "error tune: the INSERT leaves out tune.title, which needs a value (give the column a value here, or a default in the declaration)",
    "error NOCAS: SQLite has no collation `NOCAS` (did you mean `NOCASE`?)",
  ]);
});

t.test("a list of placeholders has as many as there are columns", async (t) => {
  const { lines, part } = await check(`
    const marks = (n: number) => Array.from({ length: n }, () => "?").join(", ");
    db.run(\`INSERT INTO tune (id, title, genre) VALUES (\${marks(3)})\`);
    db.run(\`INSERT INTO tune (id, title) VALUES (\${"?, ".repeat(row.length)} ?)\`);
    db.run(\`INSERT INTO tune (id, title) VALUES (\${Array(n).fill("?").join()}) ON CONFLICT (nope) DO NOTHING\`);
    db.run("INSERT INTO tune (id, title) VALUES (?)");`);
  t.same(lines, [
    "error nope: no such column: nope (columns in reach: id, title, genre)",
    `error "INSERT INTO tune (id, title) VALUES (?)": 1 values for 2 columns`,
  ]);
  t.equal(part, 0);
});

t.test("of two words that look alike, the one that is wrong", async (t) => {
  const { problems } = await check('db.all("SELECT (SELECT name FROM genre) FROM tune WHERE name = 1");');
  t.equal(problems[0]?.at?.start, 'db.all("SELECT (SELECT name FROM genre) FROM tune WHERE '.length);
});

t.test("names in another case, in quotes or in brackets are the same names", async (t) => {
  t.same((await check('db.all(`SELECT "TITLE", [Id] FROM TUNE WHERE Genre = 1`);')).lines, []);
});

t.test("a function of the application is not an error", async (t) => {
  const source = 'db.all("SELECT slug(title, 1), lenght(title) FROM tune WHERE slug(name) = 1");';
  t.same(
    (await check(source, ["slug"])).lines,
    ["error name: no such column: name (columns in reach: id, title, genre)"],
    "its arguments are compiled all the same",
  );
  t.same((await check('db.all("SELECT lenght(title), json_pretty(title) FROM tune");')).lines, [
    "warning lenght: SQLite has no function `lenght` (did you mean `length`?)",
  ]);
  const registers = 'db.function("slug", (text) => text); db.all("SELECT slug(title), total2(DISTINCT id) FROM tune");';
  t.same((await check(registers, ["total2"])).lines, []);
});

t.test("what the application creates, attaches or asks of the engine is not missing", async (t) => {
  const { lines, why } = await check(`
    db.exec("CREATE TEMP TABLE seen (id); INSERT INTO seen SELECT id FROM tune");
    db.exec("CREATE TABLE IF NOT EXISTS cache (key TEXT, value TEXT)");
    db.all("SELECT value FROM cache");
    db.exec("ALTER TABLE tune ADD COLUMN tempo INTEGER");
    db.all("SELECT tempo FROM tune");
    db.exec("ATTACH 'other.db' AS other");
    db.all("SELECT * FROM other.thing");
    db.exec("PRAGMA foreign_keys = ON");
    db.all("SELECT name FROM sqlite_master");
    db.all("SELECT * FROM d1_migrations");
    db.all("SELECT 1 FROM tune WHERE id IN (SELECT id FROM split_words(?))");
    db.all("UPDATE tune SET title = '' LIMIT 1");
    db.all("SELECT id FROM tune WHERE genre = 1_000");
    db.all(\`SELECT * FROM \${table}\`);
    db.all(\`SELECT * FROM tune_\${year}\`);`);
  t.same(lines, []);
  t.same(why, [
    "`cache` is created at run time",
    "`tempo` is created at run time",
    "`other` is an attached database",
    "`d1_migrations` is kept by the engine or by a tool",
    "`split_words` is a function of the application's that returns a table",
    "UPDATE … LIMIT and DELETE … LIMIT are off in this engine",
    "numbers with underscores are newer than this engine",
    "it is built at run time",
    "it is built at run time",
  ]);
});

t.test("a table that is only called like those of the engine is missing", async (t) => {
  const { lines } = await check('db.all("SELECT * FROM json_docs"); db.all("SELECT * FROM jsonb_each(?)");');
  t.match(lines, [/^error json_docs: /]);
  t.equal(lines.length, 1);
});

t.test("a pragma takes effect while it is compiled, and none ever is", async (t) => {
  const { openScratch } = await import("../../src/database/scratch.ts");
  const scratch = openScratch();
  scratch.prepare("PRAGMA foreign_keys = ON");
  t.same(scratch.all("PRAGMA foreign_keys"), [[1]], "this is why");
  const { checked, read } = await check('db.exec("PRAGMA foreign_keys = ON"); db.all("PRAGMA table_info(tune)");');
  t.same([read, checked], [0, 0]);
});

t.test("holes that are filled: a condition, a list, a limit, an order", async (t) => {
  const { lines, part, read } = await check(`
    db.all(\`SELECT * FROM tune WHERE \${where} AND id IN (\${ids}) ORDER BY \${by} \${way} LIMIT \${n}\`);
    db.all(\`SELECT * FROM tune WHERE title LIKE '%\${text}%'\`);
    db.run(\`UPDATE tune SET \${list} WHERE id = ?\`);
    db.all(\`SELECT tilte FROM tune WHERE \${where}\`);`);
  t.same(lines, [], "where a stand-in may be to blame, nothing is");
  t.same([read, part], [4, 2]);
});

t.test("what is added to a text where it is used, or may be added, is not missing", async (t) => {
  const { lines, read } = await check(`
    const insert = "INSERT INTO tune (title, genre) VALUES ";
    run(insert + rows.map(() => "(?, ?)").join(", "));
    function save(changed) {
      const columns = [];
      for (const each of known) if (changed[each]) columns.push(each);
      if (isNew) columns.push("genre");
      db.run("INSERT INTO tune (" + columns.join(", ") + ") VALUES (" + Array(n).fill("?").join(", ") + ")");
    }
    this.sql(withMarks("DELETE FROM tune WHERE id IN ", ids.length), ...ids);
    if (text.startsWith("INSERT INTO tune")) db.all("SELECT title FROM tune WHERE id IN (???)", ids);
    const parts = { genres: "(SELECT count(*) FROM genre WHERE id = tune.genre) != 0 AS known" };
    const quote = (name) => name.split(".").map((part) => "\`" + part.replaceAll("\`", "\`\`") + "\`").join(".");
    db.all("SELECT 1 FROM " + quote(table));
    const allowed = {};
    for (const each of known) allowed[each] = changed[each];
    db.run(\`UPDATE tune SET \${Object.keys(allowed).map((each) => each + " = ?").join(", ")} WHERE id = ?\`);
    function twice() {
      var sql = "SELECT id FROM tune WHERE";
      db.all(sql + " title = ?");
      var sql = "SELECT id FROM genre WHERE";
      db.all(sql + " name = ?");
    }`);
  t.same([lines, read], [[], 7]);
});

t.test("a variable that is given one statement after the other", async (t) => {
  const { lines, read } = await check(`
    let sql = "SELECT id FROM tune";
    db.all(sql);
    sql = "SELECT tilte FROM tune";
    if (x) sql += " WHERE id = ?";
    db.all(sql);
    if (y) sql = "SELECT nam FROM genre";
    else sql = "SELECT name FROM genre";
    sql += " WHERE id = ?";
    db.all(sql);`);
  t.same(lines, [
    "error tilte: no such column: tilte (did you mean `title`?)",
    "error nam: no such column: nam (did you mean `name`?)",
  ]);
  t.equal(read, 4);
});

t.test("the columns that every form of an INSERT leaves out", async (t) => {
  const { lines } = await check(`
    const columns = ["genre"];
    if (x) columns.push("id");
    db.run("INSERT INTO tune (" + columns.join(", ") + ") VALUES (" + columns.map(() => "?").join(", ") + ")");`);
  t.same(lines, [
    "error tune: the INSERT leaves out tune.title, which needs a value (give the column a value here, or a default in the declaration)",
  ]);
});

t.test("another database's statements in the same sources", async (t) => {
  const { lines, why } = await complaints(
    {
      "src/pg.ts": `import { Pool } from "pg"; pool.query("SELECT nope FROM nowhere WHERE id = $1");`,
      "src/cast.ts": `db.all("SELECT id::text FROM tune WHERE title ILIKE 'a'");`,
      "src/house.ts": `click.query("SELECT title FROM tune WHERE id IN {ids:Array(String)}");`,
      "src/both.ts": `import { Pool } from "pg"; import Database from "better-sqlite3"; db.all("SELECT titel FROM tune");`,
    },
    schema,
  );
  t.same(why, ["it is written for PostgreSQL", "it has placeholders in braces", "its file uses PostgreSQL"]);
  t.same(lines, ["error titel: no such column: titel (did you mean `title`?)"]);
});

t.test("what a format fills is not read", async (t) => {
  const { lines, why } = await check(`
    db.all(sprintf("SELECT title FROM tune WHERE id IN (%s) AND x %% 2 = 1", ids));
    db.all(sprintf("SELECT title FROM \\\`%s\\\`", table));
    db.all("SELECT title FROM tune WHERE id %2 = nope");`);
  t.same(why, Array(2).fill("a format fills it at run time"));
  t.same(lines, ["error nope: no such column: nope (columns in reach: id, title, genre)"]);
});

t.test("statements that can only be for another database, and those beside them with its placeholders", async (t) => {
  const { lines, why } = await complaints(
    {
      "src/one.ts": `
        db.all("SELECT title FROM tune WHERE id = $1::int");
        db.all("SELECT nope FROM tune WHERE id = $1");
        db.all("SELECT titel FROM tune WHERE id = ?");`,
      "src/two.ts": `db.run("INSERT INTO tune (title, made) VALUES ($1, NOW())"); db.all("SELECT title FROM tune WHERE id = ANY($1)");`,
      "src/three.ts": `db.exec("CREATE TABLE x (id SERIAL PRIMARY KEY)"); db.all("SELECT gone FROM tune WHERE id = $2");`,
      "src/four.ts":
        "db.run('INSERT INTO `tune` (`title`) VALUES (?) ON DUPLICATE KEY UPDATE `title` = 1'); db.all('SELECT `gone` FROM `tune`');",
      "src/db/postgres/tunes.ts": `db.all("SELECT gone FROM tune");`,
      "src/required.js": `const { Pool } = require("pg"); pool.query("SELECT gone FROM tune");`,
      "queries/mysql.sql": "SELECT gone FROM tune;",
    },
    schema,
  );
  const written = "it is written for PostgreSQL";
  t.same([...why].sort(), [
    "it is written for MySQL",
    "it is written for MySQL",
    ...Array(5).fill(written),
    "its file uses PostgreSQL",
    "its path says MySQL",
    "its path says PostgreSQL",
  ]);
  t.same(lines, ["error titel: no such column: titel (did you mean `title`?)"]);
});

t.test("what looks like another database's, and may be SQLite's, is checked", async (t) => {
  const { lines, why } = await complaints(
    {
      "src/numbered.ts": `db.all("SELECT titel FROM tune WHERE id = $1");`,
      "src/now.ts": `db.all("SELECT now() FROM tune");`,
      "src/quoted.ts": "db.all('SELECT `titel` FROM `tune`');",
      "src/text.ts": `db.all("SELECT titel FROM tune WHERE title LIKE '%::a ILIKE %'");`,
      "src/sqlite-or-mysql.ts": `import Database from "better-sqlite3"; db.all("SELECT titel FROM tune");`,
    },
    schema,
  );
  t.same(why, []);
  t.same(
    lines.map((line) => line.replace(/ \(.*/, "")),
    [
      "warning now: SQLite has no function `now`",
      "error titel: no such column: titel",
      "error `titel`: no such column: titel",
      "error titel: no such column: titel",
      "error titel: no such column: titel",
    ],
  );
});

t.test("prose that looks like SQL is never complained about", async (t) => {
  const { lines, read } = await check(`
    const a = "Select all rows";
    const b = t("Select a tune from the list") + option("--tune", "Select the saved tune; the last name is preferred.");
    const c = "Delete from playlist";
    const d = "Update the title and set a genre";
    const e = "select an option from the menu";
    const f = ["insert into the middle", "With a little help (from my friends) as usual"];`);
  t.same([lines, read], [[], 0]);
});

t.test("a string in double quotes is a warning", async (t) => {
  t.same((await check(`db.all('SELECT id FROM tune WHERE title = "reel"');`)).lines, [
    `warning "reel": "reel" is in double quotes, so it names a column, and there is none (for a string write 'reel')`,
  ]);
});

t.test("a piece that other texts are built from is checked with them", async (t) => {
  const { lines, read } = await check(`
    const BASE = "SELECT id FROM tune WHERE";
    db.all(\`\${BASE} title = ?\`);`);
  t.same([lines, read], [[], 1]);
});

t.test("a comment with a reason silences a statement", async (t) => {
  const { lines } = await check(`
    // trueup-ignore query: of the old database
    db.all("SELECT nope FROM tune");
    db.all("SELECT nope FROM tune"); // trueup-ignore query: the same
    db.all("SELECT nope FROM tune"); // trueup-ignore query:`);
  t.equal(lines.length, 1, "without a reason it silences nothing");
});

t.test("five hundred joins, and a hundred thousand characters", async (t) => {
  const joins = Array.from({ length: 500 }, (_, n) => `JOIN tune t${n} ON t${n}.id = t.id`).join(" ");
  const { lines, read } = await check(
    `db.all("SELECT 1 FROM tune t ${joins}"); db.all("SELECT ${"1,".repeat(1900)} nope FROM tune");`,
  );
  t.equal(read, 2);
  t.match(lines, [/too many FROM clause terms/, /no such column: nope/]);
});
