import { existsSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { EngineError } from "../../src/database/connection.ts";
import { Engine } from "../../src/database/engine.ts";
import { fileUri, openFile } from "../../src/database/file.ts";
import { type Asking, heard } from "../../src/database/heard.ts";
import { ProblemError } from "../../src/problem/problem.ts";
import { makeDatabase, onFile, temporaryFolder } from "../kit/database.ts";

/** More than is asked in this process itself. */
const rows = `CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);
  WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 20000)
  INSERT INTO tune SELECT i, 'a title of some length, number ' || i FROM c;`;

/** Compares each of the first rows with all others. */
const slow = (many: number) => ({
  sql: `SELECT count(*) FROM tune AS a, tune AS b WHERE a.id <= ${many} AND a.title || b.title = ''`,
});
const forMinutes = slow(20_000);
const forSeconds = slow(1500);

async function opened(t: { teardown(work: () => void): void }, journal: "WAL" | "DELETE", stop?: AbortSignal) {
  const path = join(temporaryFolder(t), "app.db");
  await makeDatabase(path, rows);
  await onFile(path, (engine) => void engine.all(`PRAGMA journal_mode = ${journal}`));
  const connection = await openFile(path, stop === undefined ? {} : { stop });
  if (!connection.ok) throw new Error(connection.problems[0]?.message);
  return { path, connection: connection.value };
}

async function refused(answer: Promise<unknown>): Promise<string> {
  const error = await answer.then(() => null).catch((error: unknown) => error);
  if (error instanceof EngineError) return `${error.code} ${error.message}`;
  return error instanceof ProblemError ? (error.problems[0]?.code ?? "") : String(error);
}

t.test("an answer from the other process is the same", async (t) => {
  const { connection } = await opened(t, "DELETE");
  const queries = [
    { sql: "SELECT NULL, 1, 9007199254740993, 1.5, 'x', x'00ff', ?, ?", args: [2n ** 62n, new Uint8Array([1])] },
    { sql: "SELECT count(*), max(title) FROM tune" },
  ];
  const [here, aside] = await connection.snapshot(async ({ read }) => [
    await read(queries),
    await read(queries, "all"),
  ]);
  t.strictSame(aside, here);
  const wrong = connection.snapshot(({ read }) => read([{ sql: "SELECT missing FROM tune" }], "what is wrong"));
  t.equal(await refused(wrong), "SQLITE_ERROR no such column: missing");
  await connection.close();
});

t.test("this thread stays responsive, and reports questions that take longer than a moment", async (t) => {
  const { connection } = await opened(t, "DELETE");
  const told: (Asking | null)[] = [];
  let awake = 0;
  const timer = setInterval(() => awake++, 20);
  await heard(connection, (asking) => told.push(asking)).snapshot(async ({ read }) => {
    await read([{ sql: "SELECT count(*) FROM tune" }], "quickly over, once the other process is there");
    told.length = 0;
    await read([{ sql: "SELECT count(*) FROM tune" }], "quickly over");
    t.strictSame(told, []);
    await read([forSeconds], "compared with all");
  });
  clearInterval(timer);
  t.match(told[0], { about: "compared with all", milliseconds: Number });
  t.equal(told.at(-1), null, "it says when it is over");
  t.ok(awake > 20, `woke up ${awake} times`);
  await connection.close();
});

for (const [journal, when, moment] of [
  ["WAL", "while it is asked", 2500],
  ["DELETE", "while the other process starts", 50],
] as const) {
  t.test(`a stop ${when} is obeyed at once, and leaves nothing behind`, async (t) => {
    const stop = new AbortController();
    const { path, connection } = await opened(t, journal, stop.signal);
    let asked = 0;
    setTimeout(() => {
      asked = performance.now();
      stop.abort();
    }, moment);
    const stopped = connection.snapshot(({ read }) => read([forMinutes], "compared with all"));
    t.equal(await refused(stopped), "stopped");
    t.ok(performance.now() - asked < 1000, "within a second");
    const again = connection.snapshot(({ read }) => read([forMinutes], "asked again"));
    t.equal(await refused(again), "stopped", "nothing more is asked");
    await connection.close();
    t.notOk(existsSync(`${path}-wal`), "the log is gone, as after any reading");
    t.notOk(existsSync(`${path}-shm`));
  });
}

t.test("if another process would see something else, the question is asked here", async (t) => {
  const { path, connection } = await opened(t, "WAL");
  const seen = await connection.snapshot(async ({ read }) => {
    await read([{ sql: "SELECT 1 FROM sqlite_schema" }]);
    await onFile(path, (engine) => engine.exec("ALTER TABLE tune ADD COLUMN later; DELETE FROM tune"));
    return read([{ sql: "SELECT count(*), (SELECT count(*) FROM pragma_table_info('tune')) FROM tune" }], "rows");
  });
  t.strictSame(seen, [[[20_000, 2]]]);
  await connection.close();
});

t.test("if a waiting writer keeps readers out, the question is asked here", async (t) => {
  const { path, connection } = await opened(t, "DELETE");
  const writer = new Engine(fileUri(path, "rw"));
  const seen = await connection.snapshot(async ({ read }) => {
    await read([{ sql: "SELECT 1 FROM sqlite_schema" }]);
    writer.exec("BEGIN; DELETE FROM tune");
    t.throws(() => writer.exec("COMMIT"), /locked/, "it waits for the reader here");
    return read([{ sql: "SELECT count(*) FROM tune" }], "rows");
  });
  t.strictSame(seen, [[[20_000]]]);
  writer.exec("ROLLBACK");
  await writer.close();
  await connection.close();
});
