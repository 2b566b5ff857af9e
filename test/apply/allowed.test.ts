import t from "tap";
import { guard, notAllowed } from "../../src/apply/allowed.ts";
import { check, step } from "./fixture.ts";

const asStep = (sql: string) => notAllowed(step("edit", "x", sql));
const asCheck = (sql: string) => notAllowed(check("edit", "x", { kind: "empty" }, sql));

t.test("statements of a plan pass", async (t) => {
  const steps = [
    "CREATE TABLE \"a\" (b TEXT DEFAULT 'edit; drop')",
    "CREATE UNIQUE INDEX i ON a (b);",
    "CREATE VIRTUAL TABLE f USING fts5(x)",
    "CREATE VIEW v AS SELECT 1;",
    "CREATE TRIGGER g AFTER INSERT ON a BEGIN SELECT CASE WHEN 1 THEN 2 END; UPDATE a SET b = 1; END;",
    "CREATE TRIGGER g AFTER INSERT ON a BEGIN SELECT CASE WHEN 1 THEN 2 END; END",
    "CREATE TRIGGER g AFTER UPDATE OF end ON begin WHEN NEW.end BEGIN UPDATE begin SET end = NEW.end; END;",
    "CREATE TABLE trigger (a);",
    'DROP TABLE "a"; -- gone',
    'ALTER TABLE "a" RENAME COLUMN "b" TO "c";',
    'INSERT INTO "a__new" ("b") SELECT "a"."b" FROM "a"',
    "WITH n AS (SELECT 1) INSERT INTO a SELECT * FROM n",
    'UPDATE "a" SET "mode" = \'readfile\'',
    'DELETE FROM "sqlite_sequence" WHERE "name" = \'a\'',
    "REINDEX i",
  ];
  for (const sql of steps) t.equal(asStep(sql), null, sql);
  const checks = [
    "SELECT count(*) FROM a;",
    "PRAGMA foreign_key_check;",
    'PRAGMA quick_check("a")',
    "VALUES (1)",
    "WITH n AS (SELECT 1) SELECT * FROM n",
    "SELECT * FROM pragma_quick_check('a')",
  ];
  for (const sql of checks) t.equal(asCheck(sql), null, sql);
});

t.test("a text is not a table, and a name without arguments not a function", async (t) => {
  for (const sql of [
    "CREATE TABLE a (b TEXT DEFAULT 'fsdir' CHECK (b <> 'carray' AND b IN ('a', 'fsdir', 'sqlite_dbpage')))",
    "CREATE TABLE a (readfile TEXT, \"lsmode\" TEXT AS ('x' || 'fsdir'))",
  ])
    t.equal(asStep(sql), null, sql);
  t.equal(asCheck("SELECT count(*) FROM a WHERE readfile = 'fsdir' OR b IN ('carray')"), null);
  for (const sql of [
    "SELECT 1 IN 'fsdir'",
    "SELECT * FROM ('fsdir') WHERE path = '/'",
    "SELECT * FROM a JOIN b ON a.c = 'x', 'fsdir'",
    "SELECT * FROM main.'fsdir'",
    "SELECT 1 IN (SELECT name FROM 'a', 'fsdir')",
    "SELECT readfile /* a */ ('/etc/passwd')",
  ])
    t.ok(asCheck(sql), sql);
  for (const sql of [
    "CREATE VIRTUAL TABLE a USING fts4(content='fsdir')",
    "ALTER TABLE a RENAME TO 'fsdir'",
    "CREATE TABLE 'fsdir' (a)",
  ])
    t.ok(asStep(sql), sql);
});

t.test("what reaches outside of the database or the transaction does not", async (t) => {
  const refused = [
    "ATTACH '/tmp/x' AS x",
    "DETACH x",
    "VACUUM",
    "VACUUM INTO '/tmp/x'",
    "PRAGMA foreign_keys = ON",
    "PRAGMA writable_schema = ON",
    "PRAGMA journal_mode = OFF",
    "PRAGMA quick_check = 'x'",
    "BEGIN",
    "COMMIT",
    "END",
    "ROLLBACK",
    "SAVEPOINT a",
    "RELEASE a",
    "ANALYZE",
    "EXPLAIN SELECT 1",
    "SELECT load_extension('/tmp/x.so')",
    "SELECT readfile('/etc/passwd')",
    "SELECT \"readfile\"('/etc/passwd')",
    "SELECT [WriteFile]('/tmp/x', 'y')",
    "INSERT INTO a SELECT writefile('/tmp/x', 'y')",
    "SELECT * FROM fsdir('/')",
    "SELECT * FROM 'fsdir'",
    "UPDATE sqlite_dbpage SET data = x''",
    "UPDATE 'sqlite_dbpage' SET data = x''",
    "SELECT sha3_query('SELECT writefile(1, 2)')",
    "SELECT fts3_tokenizer('a', x'00')",
    "CREATE TRIGGER g AFTER INSERT ON a BEGIN SELECT readfile('x'); END",
    "CREATE TEMP TABLE a (b)",
    "CREATE TEMPORARY TRIGGER g AFTER INSERT ON a BEGIN SELECT 1; END",
  ];
  for (const sql of refused) {
    t.ok(asStep(sql), `as a step: ${sql}`);
    if (!sql.startsWith("PRAGMA quick")) t.ok(asCheck(sql), `as a check: ${sql}`);
  }
  t.ok(asCheck("PRAGMA quick_check = 'x'"));
  t.ok(asCheck("PRAGMA main.journal_mode"));
  t.ok(asCheck("DELETE FROM a"));
  t.ok(asCheck("WITH n AS (SELECT 1) DELETE FROM a"));
  t.ok(asStep("SELECT 1"), "a step changes something");
});

t.test("one statement is one statement", async (t) => {
  const refused = [
    "",
    "-- nothing",
    ";",
    "DROP TABLE a; DROP TABLE b",
    "DROP TABLE a;;",
    "DROP TABLE a; -- x\nATTACH 'x' AS y",
    "CREATE TRIGGER g AFTER INSERT ON a BEGIN SELECT 1; END; DROP TABLE b",
    "CREATE TRIGGER g AFTER INSERT ON a BEGIN SELECT 1; END; END;",
    "CREATE VIEW v AS SELECT 1; COMMIT",
    "CREATE TABLE trigger (a); DROP TABLE b",
    "CREATE VIEW trigger AS SELECT 1; DROP TABLE b; END;",
    "DROP TABLE a\0; DROP TABLE b",
    "DROP TABLE a;\0",
    "DELETE FROM a WHERE b = ?",
    "DELETE FROM a WHERE b = :c",
    "DROP TABLE a \\",
  ];
  for (const sql of refused) t.ok(asStep(sql), JSON.stringify(sql));
});

t.test("every statement that is refused is named", async (t) => {
  const items = [
    step("edit", "a", "VACUUM"),
    step("drop-table", "b", "DROP TABLE b"),
    check("edit", "c", { kind: "empty" }, "BEGIN"),
  ];
  const problems = guard(items, "app.db");
  t.same(
    problems.map((problem) => problem.code),
    ["plan-statement-refused", "plan-statement-refused"],
  );
  t.match(problems[0]?.message, /edit a/);
});
