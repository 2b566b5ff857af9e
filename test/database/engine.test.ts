import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { EngineError } from "../../src/database/connection.ts";
import { engineProblem } from "../../src/database/engine-problem.ts";
import type { Value } from "../../src/database/connection.ts";
import { asText } from "../../src/database/values.ts";
import { Engine } from "../../src/database/engine.ts";
import { fileUri } from "../../src/database/file.ts";
import { extendedName } from "../../src/database/result-codes.ts";
import { openScratch } from "../../src/database/scratch.ts";
import { openSession } from "../../src/database/session.ts";
import { folder } from "../apply/fixture.ts";

const waiting = { limit: 0, stop: () => false };

/** What another process gets when it writes to the file, waiting for nothing. */
function writeElsewhere(path: string): string {
  const code = `const d = new (require("libsql"))(${JSON.stringify(path)});
    try { d.exec("INSERT INTO t VALUES (99)"); console.log("written") } catch (e) { console.log(e.code) }`;
  return spawnSync(process.execPath, ["-e", code], { encoding: "utf8" }).stdout.trim();
}

function opened(path: string): readonly string[] {
  const links = readdirSync("/proc/self/fd").map((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return "";
    }
  });
  return links.filter((link) => link.startsWith(path));
}

t.test("values go in and come out unchanged", async (t) => {
  const scratch = openScratch();
  t.teardown(() => scratch.close());
  const row = (sql: string, ...args: Value[]) => scratch.all(sql, ...args)[0];
  t.same(row("SELECT typeof(?), typeof(?), typeof(?)", 1, 1.5, 2n ** 60n), ["integer", "real", "integer"]);
  t.same(row("SELECT 9007199254740991, 9007199254740993"), [9007199254740991, 9007199254740993n]);
  t.same(row("SELECT -9007199254740993"), [-9007199254740993n]);
  t.same(row("SELECT ?, typeof(?)", null, Number.NaN), [null, "null"]);
  t.same(row("SELECT ?", new Uint8Array([0, 255])), [Buffer.from([0, 255])]);
  t.same(row("SELECT ?", "a single text"), ["a single text"]);
});

t.test("what would abort the process is refused before the engine sees it", async (t) => {
  const engine = new Engine(":memory:");
  const wrong = JSON.parse("[true, {}]") as Value[];
  for (const value of wrong) t.throws(() => engine.all("SELECT ?", [value]), { code: "SQLITE_MISUSE" });
  engine.closeNow();
  t.throws(() => engine.exec("SELECT 1"), { code: "SQLITE_MISUSE" });
  t.equal(engine.inTransaction, false, "asking a closed connection is no crash");
  engine.closeNow();
});

t.test("text that is not UTF-8 is read as bytes, and recognised", async (t) => {
  const scratch = openScratch();
  t.teardown(() => scratch.close());
  const bytes = scratch.all("SELECT CAST(CAST(x'61ff62' AS TEXT) AS BLOB)")[0]?.[0];
  t.same(bytes, Buffer.from([0x61, 0xff, 0x62]));
  t.equal(asText(bytes), null);
  t.equal(asText(Buffer.from("a\0b")), "a\0b", "a NUL does not end it");
  t.equal(asText(Buffer.from("é", "utf16le"), "UTF-16le"), "é");
  t.equal(asText(Buffer.from([0x00, 0xe9]), "UTF-16be"), "é");
  const code = `new (require("libsql"))(":memory:").prepare("select cast(x'ff' as text) x").all()`;
  t.not(spawnSync(process.execPath, ["-e", code]).status, 0, "the engine still dies of it: the detour is needed");
});

t.test("rows are returned completely, whatever their number", async (t) => {
  const scratch = openScratch();
  t.teardown(() => scratch.close());
  for (const n of [0, 1, 99, 100, 101, 200, 300]) {
    t.equal(scratch.all(`SELECT value FROM generate_series(1, ${n})`).length, n);
  }
});

t.test("errors have the extended code", async (t) => {
  const scratch = openScratch();
  t.teardown(() => scratch.close());
  scratch.exec("CREATE TABLE t (a INT UNIQUE NOT NULL CHECK (a > 0)) STRICT; INSERT INTO t VALUES (1)");
  const refused: [string, string][] = [
    ["INSERT INTO t VALUES (1)", "SQLITE_CONSTRAINT_UNIQUE"],
    ["INSERT INTO t VALUES (NULL)", "SQLITE_CONSTRAINT_NOTNULL"],
    ["INSERT INTO t VALUES (0)", "SQLITE_CONSTRAINT_CHECK"],
    ["INSERT INTO t VALUES ('x')", "SQLITE_CONSTRAINT_DATATYPE"],
    ["SELEC", "SQLITE_ERROR"],
  ];
  for (const [sql, code] of refused) t.throws(() => scratch.exec(sql), { name: "Error", code }, sql);
  t.equal(extendedName(517), "SQLITE_BUSY_SNAPSHOT");
  t.equal(extendedName(778), "SQLITE_IOERR_WRITE");
  t.equal(extendedName(1544), "SQLITE_READONLY_DIRECTORY");
});

t.test("a WAL database on a full disk cannot be read, and that is reported", async (t) => {
  const full = engineProblem(new EngineError("SQLITE_IOERR_SHMSIZE", "disk I/O error"), "app.db");
  t.match(full, { code: "database-io", help: [/the disk is full/, /system log/] });
  t.equal(engineProblem(new EngineError("SQLITE_IOERR_READ", "disk I/O error"), "app.db").help.length, 1);
});

t.test("trap 1: opening and closing the file in this process drops the locks that the engine holds", async (t) => {
  const path = join(folder(t), "app.db");
  const { closeSync, openSync } = await import("node:fs");
  const engine = new Engine(fileUri(path, "rwc"));
  engine.exec("CREATE TABLE t (a); BEGIN IMMEDIATE; INSERT INTO t VALUES (1)");
  t.equal(writeElsewhere(path), "SQLITE_BUSY");
  closeSync(openSync(path, "r"));
  t.equal(writeElsewhere(path), "written", "if this fails the trap is gone, and copying may become simpler");
  t.throws(() => engine.exec("COMMIT"));
  await engine.close();
});

t.test("trap 2: a connection whose statement met a lock is not used again", async (t) => {
  const path = join(folder(t), "app.db");
  const holder = new Engine(fileUri(path, "rwc"));
  holder.exec("CREATE TABLE t (a); BEGIN EXCLUSIVE");
  const other = new Engine(fileUri(path, "rw"));
  t.throws(() => other.all("SELECT * FROM t"), { code: "SQLITE_BUSY" });
  holder.exec("COMMIT");
  t.ok(other.spoiled);
  t.throws(() => other.exec("INSERT INTO t VALUES (1)"), { code: "SQLITE_BUSY" }, "not even with the lock gone");
  await other.close();

  const session = openSession(path);
  if (!session.ok) return t.fail("the file opens");
  holder.exec("BEGIN IMMEDIATE");
  t.equal(await session.value.begin(waiting), "timeout");
  holder.exec("COMMIT");
  t.equal(await session.value.begin(waiting), "got", "BEGIN goes through exec, which is free of the trap");
  session.value.exec("INSERT INTO t VALUES (7)");
  t.equal(await session.value.commit(waiting), "got");
  t.same(holder.all("SELECT a FROM t"), [[7]]);
  await session.value.close();
  await holder.close();
});

t.test("trap 3: a changed default changes rows that were written before the column", async (t) => {
  const scratch = openScratch();
  t.teardown(() => scratch.close());
  scratch.exec("CREATE TABLE t (a); INSERT INTO t VALUES (1); ALTER TABLE t ADD COLUMN b DEFAULT 5");
  scratch.exec("ALTER TABLE t ALTER COLUMN b TO b DEFAULT 9");
  t.same(scratch.all("SELECT b FROM t"), [[9]], "the engine rewrites history: plans must make the rows hold 5 first");
});

t.test("trap 4: with foreign keys on, which is the default, DROP TABLE empties the children", async (t) => {
  const path = join(folder(t), "app.db");
  const schema = "CREATE TABLE p (a INTEGER PRIMARY KEY); CREATE TABLE c (a REFERENCES p ON DELETE CASCADE)";
  const engine = new Engine(fileUri(path, "rwc"));
  engine.exec(`${schema}; INSERT INTO p VALUES (1); INSERT INTO c VALUES (1)`);
  engine.exec("BEGIN; DROP TABLE p");
  t.same(engine.all("SELECT count(*) FROM c"), [[0]]);
  engine.exec("ROLLBACK");
  await engine.close();
  const session = openSession(path);
  if (!session.ok) return t.fail("the file opens");
  await session.value.begin(waiting);
  session.value.exec("DROP TABLE p");
  t.equal(session.value.number("SELECT count(*) FROM c"), 1, "a session has them off, from before its transaction");
  session.value.rollback();
  await session.value.close();
});

t.test("trap 5: closing really closes", { skip: !existsSync("/proc/self/fd") }, async (t) => {
  const path = join(folder(t), "app.db");
  const engine = new Engine(fileUri(path, "rwc"));
  engine.exec("PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)");
  t.equal(engine.all("SELECT * FROM t").length, 2);
  for (const [first] of engine.iterate("SELECT * FROM t")) if (first === 1) break;
  await engine.close();
  t.same(opened(path), []);
  t.notOk(existsSync(`${path}-wal`), "the last one out merges the log");

  const kept = new Engine(fileUri(path, "rw"));
  kept.all("SELECT * FROM t");
  kept.closeNow();
  t.not(opened(path).length, 0, "if this fails the engine has learnt to close, and collecting can go");
});

t.test(
  "a connection that is closed in a transaction locks nothing, even before its statements are collected",
  async (t) => {
    const path = join(folder(t), "app.db");
    const maker = new Engine(fileUri(path, "rwc"));
    maker.exec("CREATE TABLE t (a); INSERT INTO t VALUES (1)");
    await maker.close();
    for (const begin of ["BEGIN", "BEGIN IMMEDIATE"]) {
      const engine = new Engine(fileUri(path, "rw"));
      engine.exec(begin);
      engine.all("SELECT * FROM t");
      engine.closeNow();
      t.equal(writeElsewhere(path), "written", begin);
    }
  },
);

t.test("trap 6: ALTER COLUMN reads no rows", async (t) => {
  const scratch = openScratch();
  t.teardown(() => scratch.close());
  scratch.exec("CREATE TABLE t (a); INSERT INTO t VALUES (NULL); ALTER TABLE t ALTER COLUMN a TO a NOT NULL");
  t.same(scratch.all("SELECT count(*) FROM t WHERE a IS NULL"), [[0]], "and hides the NULL that is there");
  t.same(scratch.all("SELECT * FROM pragma_quick_check"), [["NULL value in t.a"]], "quick_check tells the truth");
});

t.test("a broken statement does not end the transaction it is in", async (t) => {
  const scratch = openScratch();
  t.teardown(() => scratch.close());
  scratch.exec("CREATE TABLE t (a UNIQUE); BEGIN");
  t.throws(() => scratch.exec("INSERT INTO t VALUES (1); INSERT INTO t VALUES (1); COMMIT"), {
    code: "SQLITE_CONSTRAINT_UNIQUE",
  });
  scratch.exec("ROLLBACK");
  t.same(scratch.all("SELECT count(*) FROM t"), [[0]]);
});
