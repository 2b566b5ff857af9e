import Database from "libsql";
import t from "tap";
import { EngineError } from "../../src/database/connection.ts";
import { Engine } from "../../src/database/engine.ts";
import { lacks } from "../../src/sql/lacks.ts";
import { sqliteSays, stoppedAt } from "../../src/sql/messages.ts";

/** SQL that provokes the message. Checks of the whole file report what they find as a row. */
const provoked: Record<keyof typeof sqliteSays, readonly string[]> = {
  noSuchTable: ["SELECT * FROM tune", "SELECT * FROM main.tune"],
  noSuchColumn: ["SELECT tempo", "CREATE TABLE t (a); SELECT t.tempo FROM t"],
  noColumnNamed: [
    "CREATE TABLE t (a); INSERT INTO t (tempo) VALUES (1)",
    "CREATE TABLE t (a, FOREIGN KEY (tempo) REFERENCES t (a))",
  ],
  ambiguousColumn: ["CREATE TABLE a (x); CREATE TABLE b (x); SELECT x FROM a, b"],
  syntaxError: ["SELECT 1 1"],
  incomplete: ["CREATE TABLE t (a"],
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
  triggerTime: [
    "CREATE TABLE t (a); CREATE TRIGGER g INSTEAD OF DELETE ON t BEGIN SELECT 1; END",
    "CREATE VIEW v AS SELECT 1; CREATE TRIGGER g AFTER DELETE ON v BEGIN SELECT 1; END",
  ],
  errorIn: [
    "CREATE TABLE t (a); CREATE VIEW v AS SELECT b FROM t; ALTER TABLE t RENAME TO u",
    "CREATE TABLE t (a); CREATE TABLE u (a); CREATE TRIGGER g DELETE ON t BEGIN SELECT b FROM u; END; ALTER TABLE t RENAME TO w",
    stored("index", "i", "CREATE INDEX i ON t (a COLLATE unicase)", "ALTER TABLE t RENAME TO u"),
  ],
  foreignKeyMismatch: [
    "PRAGMA foreign_keys = ON; CREATE TABLE p (a); CREATE TABLE c (a REFERENCES p (a)); INSERT INTO c VALUES (1)",
  ],
  malformedSchema: [stored("table", "t", "CREATE TABLE t (", "SELECT * FROM t")],
  statementsInProgress: [],
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

/** A definition that is put into the catalog of a table `t (a)` with an index `i`, past what SQLite would say of it. */
function stored(type: string, name: string, sql: string, then: string, before = ""): string {
  return `CREATE TABLE t (a); CREATE INDEX i ON t (a); ${before}; PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = '${sql.replaceAll("'", "''")}' WHERE type = '${type}' AND name = '${name}';
    PRAGMA schema_version = 99; PRAGMA writable_schema = OFF; ${then}`;
}

/** All that the engine says to these statements: what it refuses, or what its last PRAGMA finds. */
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
  // The binding leaves an EXPLAIN running, which our own engine does not let it do.
  const explained = database.prepare("EXPLAIN SELECT 1").raw(true);
  for (const _ of explained.iterate());
  t.throws(() => database.exec("VACUUM"), { message: sqliteSays.statementsInProgress });
  database.close();
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
