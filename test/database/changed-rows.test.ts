import { copyFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { changedRows, type Rowids } from "../../src/database/changed-rows.ts";
import { Engine } from "../../src/database/engine.ts";
import { fileUri } from "../../src/database/file.ts";
import { pagesBetween, readLog } from "../../src/database/log.ts";
import { openBeside } from "../../src/database/page-difference.ts";
import { Random } from "../generate/random.ts";

/**
 * A rule is asked again only of the rows that may differ from those that were asked before. If one of them were left
 * out, a row that breaks the rule would slip through.
 */

/** `CHANGED_ROWS=n` tries so many databases. */
const worlds = Number(process.env.CHANGED_ROWS ?? 10);

const schema = (random: Random) => `PRAGMA page_size = ${random.pick([512, 1024, 4096])};
  PRAGMA auto_vacuum = ${random.pick([0, 0, 0, 1, 2])}; PRAGMA journal_mode = WAL;
  CREATE TABLE t (${random.pick(["id INTEGER PRIMARY KEY, ", ""])}a, b); CREATE INDEX t_a ON t (a);
  CREATE TABLE u (a, b); CREATE TABLE w (a PRIMARY KEY, b) WITHOUT ROWID;
  INSERT INTO t (rowid, a, b) SELECT value * ${random.pick([1, 1, 3, 1_000_003])}, value, randomblob(${random.pick([10, 60, 300])})
    FROM generate_series(1, ${random.pick([300, 3000, 9000])});
  INSERT INTO u SELECT a, b FROM t LIMIT 2000; INSERT INTO w SELECT a, b FROM t LIMIT 300; PRAGMA wal_checkpoint(TRUNCATE)`;

/** Something that another process may do, most of it here and there. */
function act(random: Random): string {
  const table = random.pick(["t", "t", "t", "t", "u", "w"]);
  const some = `WHERE a BETWEEN ${random.below(9000)} AND ${random.below(9000)}`;
  const which = random.pick([
    "WHERE length(b) > 1000 LIMIT 1",
    `LIMIT ${1 + random.below(8)} OFFSET ${random.below(3000)}`,
  ]);
  const few = `WHERE a IN (SELECT a FROM ${table} ${which})`;
  const large = random.pick([10, 60, 300, 300, 1500, 6000]);
  const rowid = random.pick(["-9223372036854775808", "9223372036854775807", "-5", String(random.below(30_000_000))]);
  return random.pick([
    `INSERT INTO ${table} (a, b) SELECT 'new' || hex(randomblob(5)), randomblob(${large}) FROM generate_series(1, ${1 + random.below(20)})`,
    `INSERT OR REPLACE INTO t (rowid, a, b) VALUES (${rowid}, ${random.below(100)}, randomblob(${large}))`,
    `UPDATE ${table} SET b = randomblob(length(b)) ${few}`,
    `UPDATE ${table} SET b = randomblob(${large}) ${few}`,
    // Only the end of it differs: that may be in the overflow pages alone.
    `UPDATE ${table} SET b = CAST(substr(b, 1, length(b) - 2) || randomblob(2) AS BLOB) ${few}`,
    `UPDATE OR REPLACE t SET rowid = rowid + ${random.below(5000)} ${few} AND rowid < 1000000000000`,
    `DELETE FROM ${table} ${few}`,
    `DELETE FROM ${table} ${random.chance(0.2) ? some : few}`,
    // The same rows again, in pages that had them before.
    `CREATE TEMP TABLE x AS SELECT rowid AS r, * FROM t ${few}; DELETE FROM t WHERE rowid IN (SELECT r FROM x);
     INSERT INTO t (rowid, a, b) SELECT r, a, b FROM x; DROP TABLE x`,
    ...(random.chance(0.05) ? ["VACUUM", "DELETE FROM t", "UPDATE t SET b = randomblob(length(b))"] : []),
    ...(random.chance(0.1) ? ["PRAGMA incremental_vacuum(20)", "PRAGMA wal_checkpoint(RESTART)", "REINDEX"] : []),
  ]);
}

const rows = (engine: Engine) =>
  new Map(
    engine.all("SELECT CAST(rowid AS TEXT), hex(a) || ' ' || hex(b) FROM t").map(([id, row]) => [String(id), row]),
  );

const rootOf = (engine: Engine) => Number(engine.all("SELECT rootpage FROM sqlite_schema WHERE name = 't'")[0]?.[0]);

const isIn = (ranges: readonly Rowids[], id: bigint) => ranges.some(([first, last]) => first <= id && id <= last);

t.test("every row that differs is in a range, or it may be any row", async (t) => {
  const dir = t.testdir({});
  let [known, spared, differed] = [0, 0, 0];
  for (let world = 0; world < worlds; world++) {
    const random = new Random(world);
    const [path, before] = [join(dir, `${world}.db`), join(dir, `${world}-before.db`)];
    const engine = new Engine(fileUri(path, "rwc"));
    engine.exec(`PRAGMA synchronous = OFF; ${schema(random)}`);
    for (let round = 0; round < 12; round++) {
      // What was freed or rolled back before has left its bytes behind.
      for (let n = random.below(4); n > 0; n--) engine.exec(act(random));
      engine.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      copyFileSync(path, before);
      const [was, root] = [rows(engine), rootOf(engine)];
      const earlier = readLog(`${path}-wal`, Number(engine.all("PRAGMA page_size")[0]?.[0]));
      const other = new Engine(fileUri(path, "rw"));
      other.exec("BEGIN; SELECT * FROM t LIMIT 1");
      for (let n = random.below(9); n >= 0; n--) {
        const sql = act(random);
        const inside = /VACUUM|PRAGMA/.test(sql);
        engine.exec(inside ? sql : random.chance(0.1) ? `BEGIN; ${sql}; ROLLBACK` : sql);
      }
      const later = readLog(`${path}-wal`, Number(engine.all("PRAGMA page_size")[0]?.[0]));
      const named = later === null ? null : pagesBetween(earlier, later, true);
      other.exec("ROLLBACK");
      await other.close();
      const now = rows(engine);
      const changed = [...now].filter(([id, row]) => was.get(id) !== row).map(([id]) => BigInt(id));
      differed += changed.length;
      engine.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      for (const pages of [named ?? new Set<number>(), await differing(path, before)]) {
        const ranges = rootOf(engine) === root ? changedRows(engine, root, pages) : null;
        if (ranges === null) continue;
        known++;
        const missing = changed.filter((id) => !isIn(ranges, id));
        if (missing.length > 0) return t.fail(`world ${world}, round ${round}: ${missing.join()}`, { ranges });
        if ([...now.keys()].some((id) => !isIn(ranges, BigInt(id)))) spared++;
      }
    }
    await engine.close();
  }
  t.comment(`${known} of ${worlds * 24} were known, ${spared} spared rows, ${differed} rows differed`);
  t.ok(known > worlds * 3 && spared > worlds * 2);
});

t.test("a page that held the same rows before it was freed", async (t) => {
  const dir = t.testdir({});
  let same = 0;
  for (let n = 1; n <= 30; n++) {
    const [path, before] = [join(dir, `${n}.db`), join(dir, `${n}-before.db`)];
    const engine = new Engine(fileUri(path, "rwc"));
    const rows = `INSERT INTO t SELECT value, zeroblob(30) FROM generate_series(1, ${n * 61})`;
    engine.exec("PRAGMA synchronous = OFF; CREATE TABLE other (a); INSERT INTO other VALUES (zeroblob(4000000))");
    engine.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, b); ${rows}; DELETE FROM t`);
    copyFileSync(path, before);
    engine.exec(rows);
    const differs = await differing(path, before);
    const ranges = changedRows(engine, rootOf(engine), differs);
    if (ranges === null) return t.fail("it is known");
    for (let id = 1; id <= n * 61; id++) if (!isIn(ranges, BigInt(id))) return t.fail(`${id} of ${n * 61}`);
    const leaves = engine.all("SELECT pageno FROM dbstat WHERE name = 't' AND pagetype = 'leaf'");
    same += leaves.filter(([page]) => !differs.has(Number(page))).length;
    await engine.close();
  }
  t.ok(same > 0, "the page does not differ, and still its rows are new");
});

/** As a copy is compared that others wrote to without a log. */
async function differing(path: string, before: string): Promise<ReadonlySet<number>> {
  const beside = openBeside(path, before);
  const sql = `SELECT a.pgno FROM sqlite_dbpage('main') AS a LEFT JOIN sqlite_dbpage('trueup_kept') AS b ON b.pgno = a.pgno
    WHERE a.data IS NOT b.data`;
  const found = new Set(beside.all(sql).map(([page]) => Number(page)));
  await beside.close();
  return found;
}
