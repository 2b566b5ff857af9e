import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { readManifest } from "../../src/apply/read-manifest.ts";
import { verifyBackup } from "../../src/apply/verify-backup.ts";
import { Engine } from "../../src/database/engine.ts";
import { fileUri } from "../../src/database/file.ts";
import { differenceOf } from "../../src/database/page-difference.ts";
import { putBackFile } from "../../src/target/file/put-back.ts";
import { ask, check, folder, planOf, run, step } from "../apply/fixture.ts";
import { act, full, halves, neighbour, report, type Trial, worldIn } from "./harness.ts";
import { isWhole, pins, schema, templateIn, trialOf, writes } from "./large.ts";

/**
 * The backup of a large database is taken from a snapshot and completed under the lock, with what others wrote between the
 * two. It has to be what the change found, to the last page.
 */

/** What is wrong with the backup of a trial whose database was not written to after its change. */
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
      for (let n = 0; n < (full ? 100 : 2); n++) {
        const trial = trialOf(world, template);
        const writer = neighbour(trial.path, writes);
        const reader = pinned ? neighbour(trial.path, pins) : null;
        await Promise.all([writer.ready(), reader?.ready()]);
        const acting = act(world, trial, { other: writer.pid });
        const { outcome } = await acting.ended;
        await Promise.all([writer.stop(), reader?.stop()]);
        // The last connection that closes the database moves the log into it.
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

/** Rows that mostly keep the rules, and now and then one that does not, in leaves, in overflow pages, and gone again. */
const ruledWrites = `
  const one = (sql) => { try { db.exec(sql); n++; return true } catch (e) { if (/BUSY|LOCKED|CONSTRAINT/.test(e.code)) { if (db.inTransaction) db.exec("ROLLBACK"); return false } throw e } };
  const dice = Math.random(), at = 1 + Math.floor(Math.random() * 2500), bad = Math.random() < 0.5 ? "NULL" : "'bad' || hex(zeroblob(" + Math.floor(Math.random() * 3000) + "))";
  one(dice < 0.5 ? "INSERT INTO t (a, b) VALUES ('new', randomblob(300))"
    : dice < 0.7 ? "UPDATE t SET a = a || 'x' WHERE id = " + at
    : dice < 0.75 ? "DELETE FROM t WHERE id BETWEEN " + at + " AND " + (at + 20)
    : dice < 0.8 ? "INSERT OR REPLACE INTO t VALUES (" + at + ", 'large', randomblob(9000))"
    : dice < 0.82 ? "UPDATE t SET a = " + bad + " WHERE id = " + at
    : dice < 0.83 ? "INSERT INTO t (a) VALUES (" + bad + ")"
    : dice < 0.86 ? "DELETE FROM t WHERE a IS NULL OR a LIKE 'bad%'"
    : dice < 0.87 ? "PRAGMA wal_checkpoint(" + (Math.random() < 0.5 ? "RESTART" : "PASSIVE") + ")" : "SELECT 1");`;
const broken = `"t"."a" IS NULL OR NOT (a NOT LIKE 'bad%')`;
const rules = planOf(schema, [
  check("check", "t.a", { kind: "equal", value: 0 }, `SELECT count(*) FROM "t" WHERE ${broken}`),
  step("alter-column", "t.a", 'ALTER TABLE "t" ALTER COLUMN "a" TO "a" TEXT NOT NULL CHECK (a NOT LIKE \'bad%\')'),
]);

for (const [mode, what, more] of [
  ["WAL", "a full backup", {}],
  ["WAL", "no backup", { backup: "none" }],
  ["WAL", "a backup of what changes", { fullUpTo: 0 }],
  ["DELETE", "a full backup", {}],
  ["DELETE", "no backup", { backup: "none" }],
] as const) {
  const who = `writers that may break a rule before the lock, ${mode}, ${what}`;
  t.test(who, async (t) => {
    const world = await worldIn(folder(t), 1, mode);
    const template = await templateIn(world, mode);
    const outcomes: string[] = [];
    for (let n = 0; n < (full ? 30 : 2); n++) {
      const trial = trialOf(world, template, { plan: rules, ...more });
      const writer = neighbour(trial.path, ruledWrites);
      await writer.ready();
      const { outcome } = await act(world, trial).ended;
      await writer.stop();
      const count = Number((await ask(trial.path, `SELECT count(*) FROM t WHERE ${broken}`))[0]?.[0]);
      const kind = outcome?.kind ?? "died";
      const wrong = kind === "applied" ? count > 0 : kind !== "failed-check";
      t.notOk(wrong, `round ${n}: ${count} rows, ${JSON.stringify(outcome)}`);
      const right = kind === "applied" ? "applied, and no row breaks the rule" : "refused: a row breaks it";
      outcomes.push(wrong ? `WRONG: ${kind}, ${count} rows` : right);
      if (!wrong) rmSync(join(trial.path, ".."), { recursive: true, force: true });
    }
    report(who, outcomes, "refused, or no row breaks it");
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
  if (!(await isWhole(trial.path))) found.push("the database after the restore");
  return found;
}

const quiet = {
  onEvent: () => {},
  now: () => new Date(),
  stop: new AbortController().signal,
  kill: new AbortController().signal,
};
