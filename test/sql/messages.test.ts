import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import Database from "libsql";
import t from "tap";
import { EngineError } from "../../src/database/connection.ts";
import { Engine } from "../../src/database/engine.ts";
import { lacks } from "../../src/sql/lacks.ts";
import { sqliteSays, stoppedAt } from "../../src/sql/messages.ts";
import { temporaryFolder } from "../kit/database.ts";

const root = resolve(import.meta.dirname, "..", "..");

/** SQL that provokes the message. Checks of the whole file return what they find as a row. */
const provoked: Record<keyof typeof sqliteSays, readonly string[]> = {
  noSuchTable: ["SELECT * FROM tune", "SELECT * FROM main.tune"],
  noSuchColumn: ["SELECT tempo", "CREATE TABLE t (a); SELECT t.tempo FROM t"],
  noColumnNamed: ["CREATE TABLE t (a); INSERT INTO t (tempo) VALUES (1)"],
  noKeyColumn: ["CREATE TABLE t (a, FOREIGN KEY (tempo) REFERENCES t (a))"],
  noSuchIndex: ["DROP INDEX by_title", "CREATE TABLE t (a); SELECT * FROM t INDEXED BY by_title"],
  noSuchWindow: ["SELECT sum(1) OVER by_title"],
  unknownDatabase: ["CREATE TABLE archive.t (a)"],
  ambiguousColumn: ["CREATE TABLE a (x); CREATE TABLE b (x); SELECT x FROM a, b"],
  syntaxError: ["SELECT 1 1"],
  incomplete: ["CREATE TABLE t (a"],
  unrecognizedToken: ["SELECT 'reel", "SELECT 1_0a"],
  misused: [
    "CREATE TABLE t (a); SELECT a FROM t WHERE sum(a) > 1",
    "CREATE TABLE t (a); SELECT a FROM t WHERE row_number() OVER () > 1",
  ],
  noSuchFunction: ["SELECT title_sort('The Reel')"],
  wrongArguments: ["SELECT length()"],
  unknownFunction: [stored("index", "i", "CREATE INDEX i ON t (title_sort(a))", "INSERT INTO t VALUES (1)")],
  noSuchCollation: ["CREATE TABLE t (a COLLATE unicase); CREATE INDEX i ON t (a); SELECT * FROM t ORDER BY a"],
  noSuchModule: ["CREATE VIRTUAL TABLE v USING icu(a)"],
  noSuchTokenizer: [
    "CREATE VIRTUAL TABLE v USING fts5(a, tokenize = icu)",
    "CREATE VIRTUAL TABLE v USING fts4(a, tokenize=icux)",
  ],
  severalPrimaryKeys: ["CREATE TABLE t (a PRIMARY KEY, b PRIMARY KEY)"],
  duplicateColumn: ["CREATE TABLE t (a, A)"],
  noPrimaryKey: ["CREATE TABLE t (a) WITHOUT ROWID"],
  onlyGenerated: ["CREATE TABLE t (a AS (1))"],
  defaultNotConstant: ["CREATE TABLE t (a, b DEFAULT (a))"],
  unknownType: ["CREATE TABLE t (a VARCHAR) STRICT"],
  missingType: ["CREATE TABLE t (a) STRICT"],
  autoincrement: [
    "CREATE TABLE t (a TEXT PRIMARY KEY AUTOINCREMENT)",
    "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT) WITHOUT ROWID",
  ],
  viewCircle: ["CREATE VIEW a AS SELECT * FROM b; CREATE VIEW b AS SELECT * FROM a; SELECT * FROM a"],
  generatedCircle: ["CREATE TABLE t (a, b AS (c), c AS (b)); SELECT * FROM t"],
  shadowExists: ["CREATE TABLE v_data (a); CREATE VIRTUAL TABLE v USING fts5(a)"],
  nameTaken: [
    "CREATE TABLE t (a); CREATE TABLE t (a)",
    "CREATE TABLE t (a); CREATE VIEW t AS SELECT 1",
    "CREATE TABLE t (a); CREATE INDEX t ON t (a)",
    "CREATE TABLE t (a); CREATE INDEX i ON t (a); CREATE INDEX i ON t (a)",
    "CREATE TABLE t (a); CREATE INDEX i ON t (a); CREATE TABLE i (a)",
    "CREATE TABLE t (a); CREATE TRIGGER g DELETE ON t BEGIN SELECT 1; END; CREATE TRIGGER g DELETE ON t BEGIN SELECT 1; END",
  ],
  reservedName: ["CREATE TABLE sqlite_mine (a)"],
  valuesForColumns: ["CREATE TABLE t (a, b); INSERT INTO t VALUES (1)"],
  valuesForList: ["CREATE TABLE t (a, b); INSERT INTO t (a, b) VALUES (1)"],
  valuesForWith: ["WITH w (a) AS (SELECT 1, 2) SELECT * FROM w"],
  modifiesView: ["CREATE VIEW v AS SELECT 1 AS a; UPDATE v SET a = 2"],
  conflictOnNothing: ["CREATE TABLE t (a); INSERT INTO t VALUES (1) ON CONFLICT (a) DO NOTHING"],
  nonDeterministic: [
    "CREATE TABLE t (a); CREATE INDEX i ON t (random())",
    "CREATE TABLE t (a); INSERT INTO t VALUES (1); CREATE INDEX i ON t (datetime('now'))",
  ],
  triggerTime: [
    "CREATE TABLE t (a); CREATE TRIGGER g INSTEAD OF DELETE ON t BEGIN SELECT 1; END",
    "CREATE VIEW v AS SELECT 1; CREATE TRIGGER g AFTER DELETE ON v BEGIN SELECT 1; END",
  ],
  errorIn: [
    "CREATE TABLE t (a); CREATE VIEW v AS SELECT b FROM t; ALTER TABLE t RENAME TO u",
    "CREATE TABLE t (a); CREATE TABLE u (a); CREATE TRIGGER g DELETE ON t BEGIN SELECT b FROM u; END; ALTER TABLE t RENAME TO w",
    stored("index", "i", "CREATE INDEX i ON t (a COLLATE unicase)", "ALTER TABLE t RENAME TO u"),
  ],
  indexLacksCollation: [stored("index", "i", "CREATE INDEX i ON t (a COLLATE unicase)", "ALTER TABLE t RENAME TO u")],
  foreignKeyMismatch: [
    "PRAGMA foreign_keys = ON; CREATE TABLE p (a); CREATE TABLE c (a REFERENCES p (a)); INSERT INTO c VALUES (1)",
  ],
  malformedSchema: [stored("table", "t", "CREATE TABLE t (", "SELECT * FROM t")],
  // These need another statement, connection or process: each has a test of its own below.
  statementsInProgress: [],
  BUSY: [],
  IOERR: [],
  nested: ["BEGIN; BEGIN"],
  CONSTRAINT: [
    "CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1), (1)",
    "CREATE TABLE t (a NOT NULL); INSERT INTO t VALUES (NULL)",
    "CREATE TABLE t (a CHECK (a > 1)); INSERT INTO t VALUES (1)",
    "PRAGMA foreign_keys = ON; CREATE TABLE t (a PRIMARY KEY, b REFERENCES t (a)); INSERT INTO t VALUES (1, 2)",
  ],
  READONLY: ["PRAGMA query_only = 1; CREATE TABLE t (a)"],
  FULL: ["PRAGMA max_page_count = 1; CREATE TABLE t (a)"],
  CORRUPT: [
    stored("table", "t", "CREATE TABLE t (", "SELECT * FROM t"),
    "CREATE TABLE t (a); PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = 999; PRAGMA schema_version = 99; SELECT * FROM t",
  ],
  NOTADB: [`ATTACH '${import.meta.filename}' AS this; SELECT * FROM this.sqlite_schema`],
  CANTOPEN: [`ATTACH '${import.meta.dirname}/none/app.db' AS none`],
  wrongValue: [
    stored(
      "table",
      "t",
      "CREATE TABLE t (a NOT NULL)",
      "INSERT INTO t SELECT NULL WHERE 0; PRAGMA integrity_check",
      "INSERT INTO t VALUES (NULL)",
    ),
    stored("table", "t", "CREATE TABLE t (a INT) STRICT", "PRAGMA integrity_check", "INSERT INTO t VALUES ('x')"),
    stored("table", "t", "CREATE TABLE t (a TEXT)", "PRAGMA integrity_check", "INSERT INTO t VALUES (1)"),
    stored("table", "t", "CREATE TABLE t (a INT)", "PRAGMA integrity_check", "INSERT INTO t VALUES ('1')"),
  ],
  checkFailed: [
    stored("table", "t", "CREATE TABLE t (a CHECK (a > 1))", "PRAGMA integrity_check", "INSERT INTO t VALUES (1)"),
  ],
  wrongIndex: [
    stored("index", "i", "CREATE INDEX i ON t (a) WHERE a > 5", "PRAGMA integrity_check", "INSERT INTO t VALUES (1)"),
    stored("index", "i", "CREATE UNIQUE INDEX i ON t (a)", "PRAGMA integrity_check", "INSERT INTO t VALUES (1), (1)"),
    stored("index", "i", "CREATE INDEX i ON t (a + 1)", "PRAGMA integrity_check", "INSERT INTO t VALUES (1)"),
  ],
  staleFullText: [
    "CREATE VIRTUAL TABLE f USING fts5(a); INSERT INTO f VALUES ('reel'); DELETE FROM f_content; PRAGMA integrity_check",
    "CREATE VIRTUAL TABLE f USING fts4(a); INSERT INTO f VALUES ('reel'); DELETE FROM f_content; PRAGMA integrity_check",
  ],
};

/** A definition that is written into the catalog of a table `t (a)` with an index `i`, past SQLite's own checks. */
function stored(type: string, name: string, sql: string, then: string, before = ""): string {
  return `CREATE TABLE t (a); CREATE INDEX i ON t (a); ${before}; PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = '${sql.replaceAll("'", "''")}' WHERE type = '${type}' AND name = '${name}';
    PRAGMA schema_version = 99; PRAGMA writable_schema = OFF; ${then}`;
}

/** All messages of the engine for these statements: what it refuses, or what its last PRAGMA finds. */
function saidTo(sql: string): readonly string[] {
  const engine = new Engine(":memory:");
  try {
    const pragma = sql.split("; ").at(-1) ?? "";
    if (!/^\s*PRAGMA integrity_check$/.test(pragma)) {
      engine.exec(sql);
      return [];
    }
    engine.exec(sql.slice(0, -pragma.length));
    return engine.all(pragma).map(([said]) => String(said));
  } catch (error) {
    if (error instanceof EngineError) return [error.message];
    throw error;
  } finally {
    engine.closeNow();
  }
}

t.test("the engine uses these words for each error that is recognised", async (t) => {
  for (const [name, pattern] of Object.entries(sqliteSays)) {
    for (const sql of provoked[name as keyof typeof sqliteSays]) {
      const said = saidTo(sql);
      t.ok(
        said.some((message) => pattern.test(message)),
        `${name}: ${said.join(" | ")}`,
      );
    }
  }
});

t.test("an unfinished statement of our own is distinguished from another connection's lock", async (t) => {
  const database = new Database(":memory:");
  // The binding leaves an EXPLAIN running, which our own engine does not allow.
  const explained = database.prepare("EXPLAIN SELECT 1").raw(true);
  for (const _ of explained.iterate());
  t.throws(() => database.exec("VACUUM"), { message: sqliteSays.statementsInProgress });
  database.close();
});

t.test("a lock is recognised, of another connection or of a statement of our own", async (t) => {
  const path = join(temporaryFolder(t), "app.db");
  const [one, other] = [new Database(path), new Database(path)];
  one.exec("CREATE TABLE t (a); INSERT INTO t SELECT value FROM generate_series(1, 5000); BEGIN IMMEDIATE");
  t.throws(() => other.exec("BEGIN IMMEDIATE"), { message: sqliteSays.BUSY });
  one.exec("COMMIT");
  const rows = one.prepare("SELECT a FROM t").raw(true).iterate();
  rows.next();
  t.throws(() => one.exec("DROP TABLE t"), { message: sqliteSays.BUSY });
  for (const _ of rows);
  for (const database of [one, other]) database.close();
});

const { platform } = process;
t.test("a disk that fails is recognised", { skip: platform === "win32" && "a limit of size is POSIX" }, async (t) => {
  const path = join(temporaryFolder(t), "app.db");
  const program = `const Database = require("libsql");
    try { new Database(${JSON.stringify(path)}).exec("CREATE TABLE t AS SELECT zeroblob(200000) AS a") }
    catch (error) { console.log(error.message) }`;
  // No file may grow beyond 50 blocks; the system reports that instead of ending the process.
  const limited = `trap "" XFSZ; ulimit -f 50; exec "$0" -e "$1"`;
  const said = execFileSync("sh", ["-c", limited, process.execPath, program], { encoding: "utf8", cwd: root });
  t.match(said.trim(), sqliteSays.IOERR);
});

t.test("what the engine lacks is named", async (t) => {
  const lacking = (sql: string) => saidTo(sql).map(lacks);
  t.strictSame(lacking("SELECT title_sort(1)"), [{ what: "function", name: "title_sort" }]);
  t.strictSame(lacking("SELECT abs()"), [{ what: "function", name: "abs" }]);
  t.strictSame(lacking('CREATE TABLE t (a); SELECT * FROM t ORDER BY a COLLATE "uni case"'), [
    { what: "collation", name: "uni case" },
  ]);
  t.strictSame(lacking("CREATE VIRTUAL TABLE v USING icu(a)"), [{ what: "module", name: "icu" }]);
  t.strictSame(lacking("CREATE VIRTUAL TABLE v USING fts5(a, tokenize = icu)"), [{ what: "tokenizer", name: "icu" }]);
  t.strictSame(lacking("SELECT 1 1"), [null]);
});

t.test("the object that stopped an ALTER is reported by its full name", async (t) => {
  const [said = ""] = saidTo("CREATE TABLE t (a); CREATE VIEW v AS SELECT b FROM t; ALTER TABLE t RENAME TO u");
  t.ok(stoppedAt(said, "view", "v"), said);
  t.notOk(stoppedAt(said, "trigger", "v"));
  const [long = ""] = saidTo("CREATE TABLE t (a); CREATE VIEW vw AS SELECT b FROM t; ALTER TABLE t RENAME TO u");
  t.notOk(stoppedAt(long, "view", "v"), long);
});
