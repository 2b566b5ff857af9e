import { join } from "node:path";
import t, { type Test } from "tap";
import { EngineError, type Row } from "../../src/database/connection.ts";
import { openSession } from "../../src/database/session.ts";
import type { EngineProfile } from "../../src/model/profile.ts";
import { fileProfile } from "../../src/target/file/profile.ts";
import { serverProfile } from "../../src/target/server/profile.ts";
import { ServerStream, step } from "../../src/target/server/stream.ts";
import { makeDatabase, temporaryFolder } from "../kit/database.ts";
import { opened } from "./fixture.ts";
import { run as setUp, skipServer, startSqld } from "./sqld.ts";

const made = ["CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT)", "INSERT INTO tune VALUES (1, 'Kesh')"];

/** Runs one statement, and another one after it on the same connection; null if it is refused. */
type Run = (sql: string) => Promise<readonly Row[] | null>;

/** A profile is what the engine itself says if asked. */
async function holds(t: Test, profile: EngineProfile, run: Run): Promise<void> {
  const works = async (sql: string) => (await run(sql)) !== null;
  const one = async (sql: string) => (await run(sql))?.[0]?.[0];
  const alters = await works("ALTER TABLE tune ALTER COLUMN title TO title TEXT NOT NULL");
  t.equal(alters, profile.alterColumn === "libsql", "ALTER COLUMN … TO");
  t.notOk(await works("ALTER TABLE tune ALTER COLUMN title DROP NOT NULL"), "no engine here has SQLite 3.53's own");
  t.equal(await one("SELECT encoding FROM pragma_encoding"), profile.encoding);
  t.equal(await works("CREATE TABLE odd (id INTEGER PRIMARY KEY, a) RANDOM ROWID"), profile.dialect === "libsql");
  t.equal(await works("CREATE TEMP TABLE aside (a)"), profile.temporaryObjects, "temporary objects");
  const statistics = await works("SELECT sum(pgsize) FROM dbstat");
  t.ok(statistics || !profile.pageStatistics, "page statistics, which a hosted server may keep to itself");
  await run("PRAGMA writable_schema = ON");
  t.equal(await works("UPDATE sqlite_schema SET sql = sql"), profile.writableSchema, "the stored text");
  await run("PRAGMA writable_schema = OFF");
  await run("PRAGMA foreign_keys = OFF");
  t.equal(
    (await one("SELECT foreign_keys FROM pragma_foreign_keys")) === 0,
    profile.foreignKeysOff,
    "foreign keys off",
  );
  await run("BEGIN");
  await run("DELETE FROM tune");
  await run("ROLLBACK");
  const undone = (await one("SELECT count(*) FROM tune")) === 1;
  t.equal(undone, profile.transaction === "session", "a transaction goes on from call to call");
}

t.test("the profile of a file's engine matches what it does", async (t) => {
  const path = join(temporaryFolder(t), "app.db");
  await makeDatabase(path, made.join(";"));
  const session = openSession(path);
  if (!session.ok) throw new Error(session.problems[0]?.message);
  await holds(t, fileProfile, async (sql) => {
    try {
      if (/^(SELECT|PRAGMA)/.test(sql)) return session.value.all(sql);
      session.value.exec(sql);
      return [];
    } catch (error) {
      if (error instanceof EngineError) return null;
      throw error;
    }
  });
  await session.value.close();
});

t.test("the profile of a server matches what it does", { skip: skipServer }, async (t) => {
  const server = await startSqld({});
  t.teardown(server.remove);
  await setUp(server.url, made);
  const connection = opened(server.url);
  const stream = new ServerStream(connection);
  await holds(t, serverProfile, async (sql) => {
    const answers = await stream.batch([step(sql)], { timeout: 10_000 });
    const answer = answers instanceof EngineError ? answers : answers[0];
    return answer === null || answer === undefined || answer instanceof EngineError ? null : answer.rows;
  });
  await stream.close();
  await connection.close();
});
