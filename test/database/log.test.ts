import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { Engine } from "../../src/database/engine.ts";
import { fileUri } from "../../src/database/file.ts";
import { type Log, pagesBetween, readLog, type Settled, settledFrames } from "../../src/database/log.ts";
import { Random } from "../generate/random.ts";

t.test("what was rolled back and then committed is seen as changed", async (t) => {
  const path = join(t.testdir({}), "app.db");
  const engine = new Engine(fileUri(path, "rwc"));
  engine.exec(`PRAGMA journal_mode = WAL; CREATE TABLE t (a INTEGER PRIMARY KEY, b);
    INSERT INTO t SELECT value, zeroblob(3000) FROM generate_series(1, 300);
    PRAGMA wal_checkpoint(TRUNCATE); INSERT INTO t VALUES (1000, 1); PRAGMA cache_size = 10`);
  // What does not fit into the cache is written to the log before anything is committed.
  const update = "BEGIN IMMEDIATE; UPDATE t SET b = zeroblob(2999) WHERE a % 2 = 0";
  engine.exec(`${update}; ROLLBACK`);
  const earlier = readLog(`${path}-wal`, 4096);
  engine.exec(`${update}; COMMIT`);
  const later = readLog(`${path}-wal`, 4096);
  if (earlier === null || later === null) return t.fail("there is a log");
  t.ok(earlier.pages.length > earlier.committed + 100, "frames were left behind");
  t.same(earlier.checksums.slice(0, 100), later.checksums.slice(0, 100), "and are the same the second time");
  t.ok((pagesBetween(earlier, later, false)?.size ?? 0) > 150);
  await engine.close();
});

t.test("a large log is not read again: what is settled gives the same answer", async (t) => {
  const path = join(t.testdir({}), "app.db");
  const log = `${path}-wal`;
  const engine = new Engine(fileUri(path, "rwc"));
  const other = new Engine(fileUri(path, "rw"));
  engine.exec(`PRAGMA journal_mode = WAL; PRAGMA cache_size = 10; CREATE TABLE t (a INTEGER PRIMARY KEY, b);
    INSERT INTO t SELECT value, zeroblob(3000) FROM generate_series(1, 100)`);
  const random = new Random(7);
  const act = () => {
    const update = `UPDATE t SET b = randomblob(3000) WHERE a % ${2 + random.below(40)} = 1`;
    const acts = [update, update, update, `BEGIN; ${update}; ROLLBACK`, `BEGIN; ${update}; ${update}; COMMIT`];
    const checkpoint = `PRAGMA wal_checkpoint(${random.pick(["PASSIVE", "RESTART", "TRUNCATE"])})`;
    random.pick([engine, other]).exec(random.chance(0.08) ? checkpoint : random.pick(acts));
  };
  let spared = 0;
  for (let round = 0; round < 200; round++) {
    let settled: Settled | null = settledFrames(log, 4096);
    for (let n = random.below(4); n > 0; n--) act();
    const [whole, rest] = [readLog(log, 4096), readLog(log, 4096, settled)];
    t.same(rest, whole);
    spared += settled?.pages.length ?? 0;
    const earlier: Log | null = rest;
    for (let n = random.below(6); n > 0; n--) act();
    settled = settledFrames(log, 4096, settled);
    t.same(settled, settledFrames(log, 4096), "read on, it is what it is when read at once");
    const later = readLog(log, 4096, settled);
    t.same(later, readLog(log, 4096));
    if (later === null) continue;
    t.same(pagesBetween(earlier, later, true), pagesBetween(whole, later, true));
  }
  t.ok(spared > 5000, `${spared} frames were not read again`);
  await engine.close();
  await other.close();
});

t.test("a commit that its process did not live to tell is not settled", async (t) => {
  const folder = t.testdir({});
  const [path, twin] = [join(folder, "app.db"), join(folder, "twin.db")];
  const engine = new Engine(fileUri(path, "rwc"));
  engine.exec("PRAGMA journal_mode = WAL; CREATE TABLE t (a INTEGER PRIMARY KEY, b); INSERT INTO t VALUES (1, 1)");
  engine.exec("INSERT INTO t SELECT value, zeroblob(3000) FROM generate_series(2, 40)");
  for (const end of ["", "-wal"]) copyFileSync(path + end, twin + end);
  const before = readFileSync(`${path}-wal`).length;
  // After its recovery, the twin continues in the same log. Its commit is what a killed process leaves: in the log, but
  // in no index of it.
  const killed = new Engine(fileUri(twin, "rw"));
  killed.exec("UPDATE t SET b = 2 WHERE a IN (30, 20, 10)");
  writeFileSync(`${path}-wal`, readFileSync(`${twin}-wal`));
  await killed.close();
  const [settled, earlier] = [settledFrames(`${path}-wal`, 4096), readLog(`${path}-wal`, 4096)];
  if (earlier === null) return t.fail("there is a log");
  t.ok(earlier.committed * 4120 > before, "its frames look committed");
  t.same(engine.all("SELECT count(*) FROM t WHERE b = 2"), [[0]], "and nobody sees them");
  engine.exec("UPDATE t SET b = 3 WHERE a IN (1, 25, 35)");
  const later = readLog(`${path}-wal`, 4096, settledFrames(`${path}-wal`, 4096, settled));
  if (later === null) return t.fail("there is a log");
  const changed = pagesBetween(earlier, later, true);
  const written = engine.all("SELECT pageno FROM dbstat WHERE name = 't' AND pagetype = 'leaf'").map(([page]) => page);
  t.ok(settled !== null && settled.pages.length < earlier.committed);
  t.ok((changed?.size ?? 0) >= 3 && written.length > 0, `the pages ${[...(changed ?? [])]} were written over them`);
  t.same(readLog(`${path}-wal`, 4096), later);
  await engine.close();
});
