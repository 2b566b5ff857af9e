import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { readManifest } from "../../src/apply/read-manifest.ts";
import { verifyBackup } from "../../src/apply/verify-backup.ts";
import { Engine } from "../../src/database/engine.ts";
import { fileUri } from "../../src/database/file.ts";
import { differenceOf } from "../../src/database/page-difference.ts";
import { putBackFile } from "../../src/target/file/put-back.ts";
import { folder, planOf, request, run, step } from "../apply/fixture.ts";
import { act, full, halves, neighbour, report, type Trial, type World, worldIn } from "./harness.ts";

/**
 * The backup of a large database is taken from a snapshot and completed under the lock, with what others wrote between the
 * two. It has to be what the change found, to the last page.
 */

const schema =
  "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b BLOB); CREATE INDEX t_a ON t (a); CREATE TABLE total (n, s)";
const plan = planOf(schema, [
  step("add-column", "t.c", "ALTER TABLE t ADD COLUMN c TEXT"),
  step("create-view", "v", "CREATE VIEW v AS SELECT id, c FROM t"),
]);

/** 6 MB, with a table that says what is in the other. */
const rows = `INSERT INTO t SELECT value, 'row ' || value, randomblob(2000) FROM generate_series(1, 2500);
  DELETE FROM t WHERE id % 10 = 0; INSERT INTO total SELECT count(*), sum(id) FROM t`;

async function templateIn(world: World, mode: string): Promise<string> {
  const path = join(world.folder, `six-${mode}.db`);
  await run(path, `PRAGMA journal_mode = ${mode}; ${schema}; ${rows}`);
  return path;
}

let trials = 0;

function trialOf(world: World, template: string): Trial {
  const dir = join(world.folder, `ahead-${++trials}`);
  mkdirSync(dir);
  const path = join(dir, "app.db");
  copyFileSync(template, path);
  const asked = request(path, plan, { lockTimeout: 20_000 });
  writeFileSync(join(dir, "request.json"), JSON.stringify(asked));
  return { path, request: asked, rows: 0 };
}

/** Writes here and there, more and less, in transactions that keep the two tables in step; and moves the log around. */
const writes = `
  const one = (sql) => { try { db.exec(sql); return true } catch (e) { if (/BUSY|LOCKED/.test(e.code)) { if (db.inTransaction) db.exec("ROLLBACK"); return false } throw e } };
  const dice = Math.random(), at = 1 + Math.floor(Math.random() * 2500);
  const work = dice < 0.4 ? "INSERT INTO t (a, b) VALUES ('new', randomblob(300))"
    : dice < 0.55 ? "DELETE FROM t WHERE id BETWEEN " + at + " AND " + (at + 20)
    : dice < 0.7 ? "UPDATE t SET a = a || 'x', b = randomblob(900) WHERE id BETWEEN " + at + " AND " + (at + 5)
    : dice < 0.8 ? "INSERT INTO t (a, b) SELECT 'many', randomblob(5000) FROM generate_series(1, 40)" : null;
  if (work !== null && one("BEGIN IMMEDIATE")) {
    db.exec(work + "; UPDATE total SET n = (SELECT count(*) FROM t), s = (SELECT sum(id) FROM t)");
    if (one(Math.random() < 0.1 ? "ROLLBACK" : "COMMIT")) n++;
  } else if (dice > 0.95) one("PRAGMA wal_checkpoint(TRUNCATE)"); else if (dice > 0.9) one("PRAGMA wal_checkpoint(RESTART)");
  else if (dice > 0.85) one("PRAGMA wal_checkpoint(PASSIVE)");`;

/** Keeps a snapshot for a while, and with it the log. */
const pins = `db.exec("BEGIN"); db.prepare("SELECT count(*) FROM t").all(); await new Promise((r) => setTimeout(r, 300)); db.exec("ROLLBACK"); n++;`;

/** What is wrong with the backup of a trial whose database nobody wrote after its change. */
async function inexact(trial: Trial, backup: string): Promise<readonly string[]> {
  const found: string[] = [];
  const manifest = readManifest(backup);
  if (!manifest.ok) return ["no note"];
  const { after, sha256, blocks } = manifest.value;
  if ((await differenceOf(trial.path, backup)).content !== after?.content) found.push("more differs than the change");
  if (createHash("sha256").update(readFileSync(backup)).digest("hex") !== sha256) found.push("another checksum");
  if (blocks !== undefined || (await verifyBackup(backup, manifest.value))) found.push("the note");
  for (const path of [backup, trial.path]) {
    const engine = new Engine(`${fileUri(path, "ro")}&immutable=1`);
    if (engine.all("PRAGMA integrity_check")[0]?.[0] !== "ok") found.push(`integrity of ${path}`);
    const step = "SELECT (SELECT n FROM total) = count(*) AND (SELECT s FROM total) = sum(id) FROM t";
    if (engine.all(step)[0]?.[0] !== 1) found.push(`the tables of ${path} are not in step`);
    await engine.close();
  }
  return found;
}

for (const mode of ["WAL", "DELETE"] as const) {
  for (const pinned of mode === "WAL" ? [false, true] : [false]) {
    const who = `writers between the snapshot and the lock, ${mode}${pinned ? ", and a reader that pins the log" : ""}`;
    t.test(who, async (t) => {
      const world = await worldIn(folder(t), 1, mode);
      const template = await templateIn(world, mode);
      const outcomes: string[] = [];
      let completed = 0;
      for (let n = 0; n < (full ? 350 : 2); n++) {
        const trial = trialOf(world, template);
        const writer = neighbour(trial.path, writes);
        const reader = pinned ? neighbour(trial.path, pins) : null;
        await Promise.all([writer.ready(), reader?.ready()]);
        const acting = act(world, trial, { other: writer.pid });
        const { outcome } = await acting.ended;
        await Promise.all([writer.stop(), reader?.stop()]);
        // The last one to close the database puts the log into it.
        await run(trial.path, "SELECT count(*) FROM t");
        const backup = outcome?.kind === "applied" ? (outcome.backup?.path ?? "") : "";
        const wrong = backup === "" ? [JSON.stringify(outcome)] : await inexact(trial, backup);
        if (acting.lines().some(({ kind }) => kind === "backup-completed")) completed++;
        t.same(wrong, [], `round ${n}`);
        outcomes.push(wrong.length > 0 ? `WRONG: ${wrong.join()}` : "applied, the backup is what the change found");
        if (wrong.length === 0) rmSync(join(trial.path, ".."), { recursive: true, force: true });
      }
      t.ok(completed > 0, `${completed} backups were completed`);
      report(who, outcomes, "the backup is what the change found, to the last page");
    });
  }

  t.test(`kill -9 at each boundary of an apply to a large database, while others write, ${mode}`, async (t) => {
    const world = await worldIn(folder(t), 1, mode);
    const template = await templateIn(world, mode);
    const outcomes: string[] = [];
    for (let at = 1; ; at += full ? 1 : 4) {
      const trial = trialOf(world, template);
      const writer = neighbour(trial.path, writes);
      await writer.ready();
      const acting = act(world, trial, { killAt: at });
      const { signal } = await acting.ended;
      await writer.stop();
      const wrong = await afterKill(trial);
      rmSync(join(trial.path, ".."), { recursive: true, force: true });
      if (signal === null) break;
      t.same(wrong, [], `at event ${at}`);
      outcomes.push(wrong.length > 0 ? `WRONG: ${wrong.join()}` : "old or new, whole, and the next run succeeded");
    }
    t.ok(outcomes.length > 2);
    const fault = `kill -9 at each boundary of the snapshot, the lock and the change, while others write (${mode})`;
    report(fault, outcomes, "the old database or the new one, and a backup that opens");
  });
}

async function afterKill(trial: Trial): Promise<readonly string[]> {
  const found: string[] = [];
  const { place } = trial.request;
  const { applied } = await import("../apply/fixture.ts");
  const { backupFiles } = await import("../../src/apply/backups.ts");
  for (const backup of backupFiles(place)) {
    const manifest = readManifest(backup);
    if (manifest.ok && (await verifyBackup(backup, manifest.value))) found.push("a backup is not what its note says");
  }
  const { outcome } = await applied(trial.request);
  if (outcome.kind !== "applied" && outcome.kind !== "already") found.push(`the next run: ${JSON.stringify(outcome)}`);
  if (outcome.kind === "applied" && halves(trial).length > 0) found.push(`left over: ${halves(trial).join()}`);
  const [backup] = backupFiles(place);
  if (backup === undefined || !existsSync(backup) || statSync(backup).size === 0) return [...found, "no backup"];
  // Others wrote after the commit if this run found it done.
  const back = await putBackFile({ ...trial.request, backup, discardWrites: outcome.kind === "already" }, quiet);
  if (back.kind !== "restored") found.push(`restore: ${JSON.stringify(back)}`);
  const engine = new Engine(fileUri(trial.path, "rw"));
  if (engine.all("PRAGMA integrity_check")[0]?.[0] !== "ok") found.push("integrity after the restore");
  const step = "SELECT (SELECT n FROM total) = count(*) AND (SELECT s FROM total) = sum(id) FROM t";
  if (engine.all(step)[0]?.[0] !== 1) found.push("the tables are not in step after the restore");
  await engine.close();
  return found;
}

const quiet = {
  onEvent: () => {},
  now: () => new Date(),
  stop: new AbortController().signal,
  kill: new AbortController().signal,
};
