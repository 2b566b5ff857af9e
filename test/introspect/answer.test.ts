import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { Engine } from "../../src/database/engine.ts";
import { fileUri } from "../../src/database/file.ts";
import { openSession } from "../../src/database/session.ts";
import { answer } from "../../src/introspect/answer.ts";
import type { Snapshot } from "../../src/database/connection.ts";
import type { Fact, Question } from "../../src/model/facts.ts";

for (const encoding of ["UTF-8", "UTF-16le", "UTF-16be"]) {
  t.test(`the keys shown of a database in ${encoding} can be read`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "trueup-test-"));
    t.teardown(() => rmSync(folder, { recursive: true, force: true }));
    const path = join(folder, "app.db");
    const engine = new Engine(fileUri(path, "rwc"));
    engine.exec(`PRAGMA encoding = '${encoding}'; CREATE TABLE t (k TEXT); INSERT INTO t VALUES ('Ça 日本')`);
    await engine.close();
    const opened = openSession(path, { label: "app.db" });
    if (!opened.ok) return t.fail("it opens");
    const question = {
      key: "q",
      count: "SELECT count(*) FROM t",
      sample: "SELECT 'k ' || k FROM t",
      where: null,
      find: "SELECT k FROM t",
    };
    const facts = await answer(opened.value.snapshot, [question], new Map());
    await opened.value.close();
    t.strictSame(facts.get("q"), { known: true, count: 1, sample: ["k Ça 日本"] });
  });
}

t.test("questions about the same rows are counted in one scan, and each has its own answer", async (t) => {
  const folder = t.testdir();
  const path = join(folder, "app.db");
  const engine = new Engine(fileUri(path, "rwc"));
  const names = Array.from({ length: 120 }, (_, n) => `c${n}`);
  engine.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, ${names.join(", ")})`);
  // As many rows without a value as the number of the column.
  const values = names.map((_, n) => `iif(i <= ${n % 7}, NULL, i)`);
  engine.exec(`WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < 20)
    INSERT INTO t SELECT i, ${values.join(", ")} FROM r`);
  await engine.close();
  const opened = openSession(path, { label: "app.db" });
  if (!opened.ok) return t.fail("it opens");
  const { snapshot } = opened.value;
  const asked: string[] = [];
  const counting: Snapshot = {
    read: (queries, rows) => {
      asked.push(...queries.map(({ sql }) => sql));
      return snapshot.read(queries, rows);
    },
  };
  const question = (key: string, condition: string): Question => ({
    key,
    count: `SELECT count(*) FROM t WHERE ${condition}`,
    sample: `SELECT id FROM t WHERE ${condition} LIMIT 1`,
    find: `SELECT * FROM t WHERE ${condition}`,
    where: { rows: "t", condition },
  });
  const expected = (n: number): Fact => ({ known: true, count: n % 7, sample: n % 7 === 0 ? [] : ["1"] });

  const all = names.map((name, n) => question(name, n % 2 === 0 ? `${name} IS NULL` : `0 OR ${name} IS NULL`));
  const facts = await answer(counting, all, new Map());
  t.strictSame(
    all.map(({ key }) => facts.get(key)),
    all.map((_, n) => expected(n)),
  );
  t.equal(asked.filter((sql) => sql.includes("count(*)")).length, 3, "fifty in one statement");
  const samples = names.filter((_, n) => n % 7 !== 0).length;
  t.equal(asked.length, 3 + samples, "an example is asked for only where there is one");

  asked.length = 0;
  const mistaken = await answer(counting, [...all.slice(0, 3), question("no", "nowhere IS NULL")], new Map());
  t.strictSame(
    [0, 1, 2].map((n) => mistaken.get(`c${n}`)),
    [0, 1, 2].map(expected),
    "the others are answered",
  );
  t.match(mistaken.get("no"), { known: false, why: /no such column/ });

  asked.length = 0;
  await answer(counting, all.slice(0, 1), new Map());
  t.strictSame(asked, [all[0]?.count], "one question is asked as it is");
  await opened.value.close();
});
