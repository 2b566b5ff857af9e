import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { measureFor } from "../../src/apply/soundness.ts";
import type { Connection } from "../../src/database/connection.ts";
import { Engine } from "../../src/database/engine.ts";
import { fileUri, openFile } from "../../src/database/file.ts";
import { openSession } from "../../src/database/session.ts";
import { ProblemError } from "../../src/problem/problem.ts";
import type { Settings } from "../../src/target/target.ts";
import { folder, run } from "../apply/fixture.ts";
import { tryTarget } from "../kit/target.ts";

const root = process.getuid?.() === 0;
const query = [{ sql: "SELECT count(*) FROM t" }];

/** The code of the problem when opening fails, or else what the table holds. */
async function outcome(path: string, settings: Partial<Settings> = {}, folder = "."): Promise<unknown> {
  const target = await tryTarget(path, settings, { patience: 50 }, folder);
  const looked = target.ok
    ? await target.value.look((connection) => connection.snapshot((snapshot) => snapshot.read(query)))
    : target;
  return looked.ok ? looked.value[0]?.[0]?.[0] : looked.problems.map((problem) => problem.code).join();
}

/** The code of the problem that a query on an open connection meets. */
async function trouble(connection: Connection, sql: string): Promise<unknown> {
  try {
    return await connection.snapshot((snapshot) => snapshot.read([{ sql }]));
  } catch (error) {
    return error instanceof ProblemError ? error.problems[0]?.code : error;
  }
}

/** The same as a user who owns nothing here. */
function asNobody(path: string): string {
  const code = `import("./src/database/file.ts").then(async ({ openFile }) => {
    const opened = await openFile(${JSON.stringify(path)}, { timeout: 50 });
    console.log(opened.ok ? "opened" : opened.problems[0].code);
  })`;
  return spawnSync(process.execPath, ["--import", "tsx", "-e", code], { uid: 65534, encoding: "utf8" }).stdout.trim();
}

t.test("any name that the file system accepts can be opened", async (t) => {
  const dir = folder(t);
  const names = [
    "a b.db",
    "q?x=1.db",
    "h#1.db",
    "p%20.db",
    "ünï-数据.db",
    "pl+us&.db",
    `quo'te".db`,
    "semi;colon:.db",
    "-dash",
  ];
  for (const name of names) {
    await run(join(dir, name), "CREATE TABLE t (a); INSERT INTO t VALUES (1)");
    t.equal(await outcome(join(dir, name)), 1, name);
    t.equal(await outcome(`./${name}`, {}, dir), 1, `${name}, relative`);
  }
  t.same(readdirSync(dir).sort(), [...names].sort(), "and nothing else was made");
  t.equal(await outcome(`file:${join(dir, "q%3Fx=1.db")}`), 1, "encoded in a URL");
  symlinkSync(join(dir, "a b.db"), join(dir, "link.db"));
  t.equal(await outcome(join(dir, "link.db")), 1, "through a link");
});

t.test("what is not a database is recognised", async (t) => {
  const dir = folder(t);
  const at = (name: string) => join(dir, name);
  t.equal(await outcome(at("missing.db")), "database-missing");
  t.notOk(existsSync(at("missing.db")), "looking does not create it");
  t.equal(await outcome(at("a/b.db")), "database-missing");
  t.equal(await outcome(dir), "database-not-a-file");
  writeFileSync(at("text.db"), "hello world ".repeat(1000));
  t.equal(await outcome(at("text.db")), "database-not-sqlite");
  symlinkSync(at("loop.db"), at("loop.db"));
  t.equal(await outcome(at("loop.db")), "database-missing");

  await run(at("cut.db"), "CREATE TABLE t (a); INSERT INTO t SELECT hex(randomblob(500)) FROM generate_series(1, 500)");
  writeFileSync(at("cut.db-wal"), "");
  t.equal(await outcome(at("cut.db-wal")), "database-not-a-file", "a log is not its database");
  rmSync(at("cut.db-wal"));
  truncateSync(at("cut.db"), 5000);
  t.equal(await outcome(at("cut.db")), "database-damaged");

  await run(
    at("odd.db"),
    "CREATE TABLE t (a); PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE t ('",
  );
  t.equal(await outcome(at("odd.db")), "database-schema-damaged");

  writeFileSync(at("zero.db"), "");
  const zero = await openFile(at("zero.db"));
  t.ok(zero.ok, "an empty file is an empty database");
  if (zero.ok) await zero.value.close();
  t.equal(statSync(at("zero.db")).size, 0, "and stays one");
});

t.test("what Turso's own engine made is named as what it is", async (t) => {
  const path = join(folder(t), "t.db");
  await run(path, "CREATE TABLE p (a INTEGER PRIMARY KEY); CREATE TABLE c (b REFERENCES p)");
  const whole = readFileSync(path);
  /** Written over the first bytes of the file, as that engine does it. */
  const headed = (at: number, ...bytes: readonly number[]) => {
    const file = Buffer.from(whole);
    for (const [n, byte] of bytes.entries()) file[at + n] = byte;
    writeFileSync(path, file);
  };
  const said = async () => {
    const opened = await openFile(path);
    if (opened.ok) await opened.value.close();
    return opened.ok ? null : opened.problems[0];
  };
  headed(0, ...Buffer.from("Turso\0"));
  t.match(await said(), { code: "database-not-sqlite", message: /encrypted by Turso's own engine/ });
  headed(18, 255, 255);
  t.match(await said(), { code: "database-not-sqlite", message: /MVCC/, help: [/journal_mode = 'wal'/] });
  headed(0);
  await run(
    path,
    "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'p)', 'p())') WHERE name = 'c'",
  );
  t.match(await said(), {
    code: "database-schema-damaged",
    message: /a reference to no column/,
    evidence: [/malformed database schema \(c\)/, "CREATE TABLE c (b REFERENCES p())"],
  });

  const measure = async () => {
    const engine = new Engine(fileUri(path, "rw"));
    const found = measureFor(engine, 1 << 30);
    await engine.close();
    return found;
  };
  headed(0);
  t.equal(await measure(), "quick_check", "a large file of SQLite's");
  headed(92, 0, 0x2e, 0x7e, 0x58, 0, 0x2e, 0x7e, 0x58);
  t.equal(await measure(), "integrity_check", "one that Turso's engine wrote last");
  headed(0);
  await run(path, "CREATE TABLE __turso_internal_seq_p (a)");
  t.equal(await measure(), "integrity_check", "one with its tables");
});

t.test("an encrypted database opens with its key, and with no other", async (t) => {
  const path = join(folder(t), "secret.db");
  const engine = new Engine(fileUri(path, "rwc"), { encryptionKey: "right" });
  engine.exec("CREATE TABLE t (a)");
  await engine.close();
  t.equal(await outcome(path), "database-not-sqlite");
  t.equal(await outcome(path, { encryptionKey: "wrong" }), "database-not-sqlite");
  t.equal(await outcome(path, { encryptionKey: "right" }), 0);
});

t.test("a lock is waited for, and then reported", async (t) => {
  const path = join(folder(t), "app.db");
  const holder = new Engine(fileUri(path, "rwc"));
  holder.exec("CREATE TABLE t (a); BEGIN EXCLUSIVE");
  t.equal(await outcome(path), "database-locked");
  holder.exec("COMMIT");
  t.equal(await outcome(path), 0);
  const opened = await openFile(path, { timeout: 0 });
  if (!opened.ok) return t.fail("it opens");
  holder.exec("BEGIN EXCLUSIVE");
  t.equal(await trouble(opened.value, "SELECT * FROM t"), "database-locked", "a lock that comes later as well");
  await opened.value.close();
  await holder.close();
});

t.test("a snapshot stays as it is while others write", async (t) => {
  for (const mode of ["WAL", "DELETE"]) {
    const path = join(folder(t), "app.db");
    await run(path, `PRAGMA journal_mode = ${mode}; CREATE TABLE t (a)`);
    const opened = await openFile(path, { timeout: 0 });
    if (!opened.ok) return t.fail("it opens");
    const writer = new Engine(fileUri(path, "rw"));
    const seen = await opened.value.snapshot(async (snapshot) => {
      const first = await snapshot.read(query);
      if (mode === "WAL") writer.exec("INSERT INTO t VALUES (1)");
      else t.throws(() => writer.exec("INSERT INTO t VALUES (1)"), { code: "SQLITE_BUSY" });
      return [first, await snapshot.read(query)];
    });
    t.same(seen, [[[[0]]], [[[0]]]], mode);
    t.equal(
      await trouble(opened.value, "INSERT INTO t VALUES (2) RETURNING a"),
      "database-read-only",
      "no writing here",
    );
    await opened.value.close();
    await writer.close();
  }
});

t.test("reading recovers what a killed writer left", async (t) => {
  const dir = folder(t);
  for (const mode of ["DELETE", "WAL"]) {
    const path = join(dir, `${mode}.db`);
    await run(
      path,
      `PRAGMA journal_mode = ${mode}; CREATE TABLE t (a); INSERT INTO t SELECT hex(randomblob(500)) FROM generate_series(1, 500)`,
    );
    const code = `const d = new (require("libsql"))(${JSON.stringify(path)});
      d.exec("PRAGMA cache_size = 5; BEGIN IMMEDIATE; UPDATE t SET a = 'x' || a"); process.kill(process.pid, "SIGKILL")`;
    spawnSync(process.execPath, ["-e", code]);
    t.ok(existsSync(`${path}-${mode === "WAL" ? "wal" : "journal"}`), "the kill left something");
    if (root && mode === "DELETE") {
      chmodSync(dir, 0o755);
      t.match(asNobody(path), /database-(recovery|permission)/, "who may not write cannot recover it");
    }
    t.equal(await outcome(path), 500, mode);
  }
});

t.test("reading leaves nothing behind, and changes not a single byte", async (t) => {
  const dir = folder(t);
  const path = join(dir, "app.db");
  await run(path, "PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1)");
  const before = readFileSync(path);
  t.equal(await outcome(path), 1);
  t.same(readdirSync(dir), ["app.db"], "no log and no shared memory that the application could not open");
  t.ok(readFileSync(path).equals(before));
  const other = new Engine(fileUri(path, "rw"));
  other.exec("INSERT INTO t VALUES (2)");
  t.equal(await outcome(path), 2, "what stands in the log of an open database is seen");
  t.ok(existsSync(`${path}-wal`), "and the log stays while somebody uses it");
  await other.close();
});

t.test("a missing permission to read or write is named", { skip: !root }, async (t) => {
  const dir = folder(t);
  chmodSync(dir, 0o755);
  const path = join(dir, "app.db");
  await run(path, "CREATE TABLE t (a)");
  chmodSync(path, 0o600);
  t.equal(asNobody(path), "database-permission");
  chmodSync(path, 0o644);
  t.equal(asNobody(path), "opened", "reading needs no more than reading");
  await run(path, "PRAGMA journal_mode = WAL");
  t.equal(asNobody(path), "database-permission", "but WAL needs its -shm beside it");
});

t.test("a session needs a writable file and folder", { skip: !root }, async (t) => {
  const dir = join(folder(t), "ro");
  mkdirSync(dir);
  chmodSync(join(dir, ".."), 0o755);
  const path = join(dir, "app.db");
  await run(path, "CREATE TABLE t (a)");
  const code = `import("./src/database/session.ts").then(({ openSession }) => {
    const opened = openSession(${JSON.stringify(path)}); console.log(opened.ok ? "opened" : opened.problems[0].message) })`;
  const tried = () =>
    spawnSync(process.execPath, ["--import", "tsx", "-e", code], { uid: 65534, encoding: "utf8" }).stdout.trim();
  t.match(tried(), /may not write the file/);
  chmodSync(path, 0o666);
  t.match(tried(), /may not write its folder/);
  chmodSync(dir, 0o777);
  t.equal(tried(), "opened");
});

// Each name has a log of its own: rows that were committed by the other name were not seen, and lost.
t.test("a session does not open a file that has another name", async (t) => {
  const path = join(folder(t), "app.db");
  const other = `${path}.other`;
  await run(path, "CREATE TABLE t (a)");
  linkSync(path, other);
  t.match(openSession(other), { ok: false, problems: [{ code: "database-hard-linked" }] });
  t.equal(await outcome(other), 0, "it is read");
  rmSync(path);
  linkSync(other, `${other}-0a1b2c3d-new`);
  const opened = openSession(other);
  t.ok(opened.ok, "until the other name is gone; what a killed creation left is none");
  if (opened.ok) await opened.value.close();
});

t.test("a session does not open a file that does not exist", async (t) => {
  const path = join(tmpdir(), `trueup-none-${Date.now()}.db`);
  const opened = openSession(path);
  t.match(opened, { ok: false, problems: [{ code: "database-missing" }] });
  t.notOk(existsSync(path));
});

// The engine is built to keep in memory what it sorts, which would grow with the rows.
t.test("an index over many rows is sorted on the disk", async (t) => {
  const path = join(folder(t), "app.db");
  await run(path, "CREATE TABLE t (a)");
  const opened = openSession(path);
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  const { engine } = opened.value;
  engine.exec("PRAGMA synchronous = OFF");
  engine.exec("INSERT INTO t SELECT hex(randomblob(100)) FROM generate_series(1, 250000)");
  const before = process.memoryUsage().rss;
  engine.exec("CREATE INDEX t_a ON t (a)");
  const grown = (process.memoryUsage().rss - before) / 1e6;
  await opened.value.close();
  t.ok(grown < 25, `50 MB were sorted in ${grown.toFixed(0)} MB of memory`);
});
