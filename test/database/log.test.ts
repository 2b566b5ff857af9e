import { join } from "node:path";
import t from "tap";
import { Engine } from "../../src/database/engine.ts";
import { fileUri } from "../../src/database/file.ts";
import { pagesBetween, readLog } from "../../src/database/log.ts";

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
