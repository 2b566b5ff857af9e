import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import t from "tap";
import { backupFiles } from "../../src/apply/backups.ts";
import { readManifest } from "../../src/apply/read-manifest.ts";
import { verifyBackup } from "../../src/apply/verify-backup.ts";
import { differenceOf } from "../../src/database/page-difference.ts";
import { putBackFile } from "../../src/target/file/put-back.ts";
import { applied, ask, folder, planOf, run, step } from "../apply/fixture.ts";
import { quiet } from "../kit/target.ts";
import { act, full, halves, neighbour, report, type Trial, type World, worldIn } from "./harness.ts";
import { isWhole, pins, schema, templateIn, trialOf, writes } from "./large.ts";

/**
 * A backup that holds only what the change writes has to be on disk before the commit, and to be complete: whatever
 * happens in between, the database is the old one, or the new one with an undo.
 */

/** It writes new pages, pages of the schema, and pages that were free. */
const plan = planOf(schema, [
  step("add-column", "t.c", "ALTER TABLE t ADD COLUMN c TEXT"),
  step("create-index", "t_b", "CREATE INDEX t_b ON t (substr(b, 1, 60), a)"),
]);
const few = { plan, fullUpTo: 0 };

async function sceneIn(dir: string): Promise<{ readonly world: World; readonly template: string }> {
  const world = await worldIn(dir, 1, "WAL");
  return { world, template: await templateIn(world, "WAL") };
}

async function isNew(trial: Trial): Promise<boolean> {
  return (await ask(trial.path, "SELECT 1 FROM sqlite_schema WHERE name = 't_b'")).length === 1;
}

/** The content of the template, which is the same in each test. */
let untouched: string | null = null;

/** What is wrong with a database that nothing else wrote to: it must be the template, or its change can be undone. */
async function wrongAlone(trial: Trial, template: string): Promise<readonly string[]> {
  const found: string[] = [];
  const { place } = trial.request;
  if (!(await isWhole(trial.path))) found.push("the database");
  if (await isNew(trial)) {
    const [backup] = backupFiles(place);
    if (backup === undefined) return ["a change without an undo"];
    const back = await putBackFile({ ...trial.request, backup, discardWrites: false }, quiet);
    if (back.kind !== "restored") found.push(`undo: ${JSON.stringify(back)}`);
  }
  await run(trial.path, "PRAGMA wal_checkpoint(TRUNCATE)");
  untouched ??= (await differenceOf(template, template)).content;
  if ((await differenceOf(trial.path, template)).content !== untouched) found.push("it is not what it was");
  for (const each of backupFiles(place)) {
    const note = readManifest(each);
    if (note.ok && (await verifyBackup(each, note.value))) found.push("a backup is not what its note says");
  }
  const { outcome } = await applied(trial.request);
  if (outcome.kind !== "applied") found.push(`the next run: ${JSON.stringify(outcome)}`);
  if (halves(trial).length > 0) found.push(`left over: ${halves(trial).join()}`);
  return found;
}

const gone = (trial: Trial) => rmSync(join(trial.path, ".."), { recursive: true, force: true });
const survived = "the old database, or the new one, undone to the last page";

t.test("kill -9 at each boundary, and at any moment, of a change whose backup holds only what it writes", async (t) => {
  const { world, template } = await sceneIn(folder(t));
  const outcomes: string[] = [];
  for (let at = 1; ; at++) {
    const trial = trialOf(world, template, few);
    const { signal } = await act(world, trial, { killAt: at }).ended;
    const wrong = await wrongAlone(trial, template);
    t.same(wrong, [], `at event ${at}`);
    outcomes.push(wrong.length > 0 ? `WRONG: ${wrong.join()}` : survived);
    gone(trial);
    if (signal === null) break;
  }
  t.ok(outcomes.length > 8, `${outcomes.length} boundaries`);
  for (let n = 0; n < (full ? 500 : 2); n++) {
    const trial = trialOf(world, template, few);
    const acting = act(world, trial);
    while (!acting.lines().some(({ kind }) => kind === "locked") && acting.child.exitCode === null) await sleep(1);
    await sleep(Math.random() * 80);
    acting.child.kill("SIGKILL");
    await acting.ended;
    const wrong = await wrongAlone(trial, template);
    t.same(wrong, [], `round ${n}`);
    outcomes.push(wrong.length > 0 ? `WRONG: ${wrong.join()}` : survived);
    gone(trial);
  }
  report(
    "kill -9 of a change whose backup holds only what it writes",
    outcomes,
    "the old database, or the new one with its undo",
  );
});

t.test("kill -9 at any moment of its undo", async (t) => {
  const { world, template } = await sceneIn(folder(t));
  const outcomes: string[] = [];
  for (let n = 0; n < (full ? 300 : 2); n++) {
    const trial = trialOf(world, template, few);
    const { outcome } = await applied(trial.request);
    if (outcome.kind !== "applied" || outcome.backup === null) return t.fail(JSON.stringify(outcome));
    const asked = { ...trial.request, backup: outcome.backup.path, discardWrites: false };
    const acting = act(world, trial, { restore: asked });
    while (!acting.lines().some(({ kind }) => kind === "started") && acting.child.exitCode === null) await sleep(1);
    await sleep(Math.random() * 250);
    acting.child.kill("SIGKILL");
    await acting.ended;
    const again = await putBackFile(asked, quiet);
    const wrong = again.kind === "restored" || again.kind === "same" ? [] : [JSON.stringify(again)];
    if (await isNew(trial)) wrong.push("it is not undone");
    wrong.push(...(await wrongAlone(trial, template)));
    t.same(wrong, [], `round ${n}`);
    outcomes.push(wrong.length > 0 ? `WRONG: ${wrong.join()}` : `${survived}, by the second try`);
    gone(trial);
  }
  report(
    "kill -9 of the undo of such a change",
    outcomes,
    "the old state or the new one, and the undo can be repeated",
  );
});

for (const pinned of [false, true]) {
  const who = `writers between the snapshot and the lock of such a change${pinned ? ", and a reader that pins the log" : ""}`;
  t.test(who, async (t) => {
    const { world, template } = await sceneIn(folder(t));
    const outcomes: string[] = [];
    for (let n = 0; n < (full ? (pinned ? 100 : 500) : 1); n++) {
      const trial = trialOf(world, template, few);
      const writer = neighbour(trial.path, writes);
      const reader = pinned ? neighbour(trial.path, pins) : null;
      await Promise.all([writer.ready(), reader?.ready()]);
      // Now and then the writers continue, and so does their log.
      const goesOn = n % 4 === 3;
      const acting = act(world, trial, goesOn ? {} : { other: writer.pid });
      const { outcome } = await acting.ended;
      await Promise.all([writer.stop(), reader?.stop()]);
      const wrong: string[] = [];
      const [backup = ""] = backupFiles(trial.request.place);
      if (outcome?.kind !== "applied" || !backup.endsWith(".changes")) wrong.push(JSON.stringify(outcome));
      else {
        const back = await putBackFile({ ...trial.request, backup, discardWrites: true }, quiet);
        const refused = back.kind === "changed" && goesOn;
        if (back.kind !== "restored" && !refused) wrong.push(JSON.stringify(back));
        if ((await isNew(trial)) !== refused) wrong.push("it is undone and is not");
      }
      if (!(await isWhole(trial.path))) wrong.push("the database");
      t.same(wrong, [], `round ${n}`);
      const how = goesOn
        ? "applied; undone, or refused where others wrote after it"
        : "applied and undone, all rows in step";
      outcomes.push(wrong.length > 0 ? `WRONG: ${wrong.join()}` : how);
      if (wrong.length === 0) gone(trial);
    }
    report(who, outcomes, "the undo gives what the change found, or is refused");
  });
}

t.test("two such changes at once", async (t) => {
  const { world, template } = await sceneIn(folder(t));
  const outcomes: string[] = [];
  for (let n = 0; n < (full ? 50 : 1); n++) {
    const trial = trialOf(world, template, few);
    const both = [act(world, trial), act(world, trial)];
    const outcomesOf = (await Promise.all(both.map(({ ended }) => ended))).map(({ outcome }) => outcome);
    const kinds = outcomesOf.map((outcome) => outcome?.kind).sort();
    const wrong = kinds.join() === "already,applied" ? [] : [JSON.stringify(outcomesOf)];
    if (backupFiles(trial.request.place).length !== 1) wrong.push("one backup");
    wrong.push(...(await wrongAlone(trial, template)));
    t.same(wrong, []);
    outcomes.push(wrong.length > 0 ? `WRONG: ${wrong.join()}` : "one applied, the other found it there");
    gone(trial);
  }
  report("two changes with such a backup at once", outcomes, "one applies, one backup");
});

t.test("a disk that fills while the changed pages are saved", { skip: process.getuid?.() !== 0 }, async (t) => {
  const dir = folder(t);
  const disk = join(dir, "disk");
  mkdirSync(disk);
  t.teardown(() => spawnSync("umount", [disk]));
  const { world, template } = await sceneIn(dir);
  const outcomes: string[] = [];
  // A rebuild writes all pages, so its undo is as large as the database. Every second time the disk of the database is
  // meant: then the log has no room.
  const all = planOf(schema, [
    step("rebuild-create", "t", "CREATE TABLE t__new (id INTEGER PRIMARY KEY, a TEXT, b BLOB, c TEXT)"),
    step("rebuild-copy", "t", "INSERT INTO t__new (id, a, b) SELECT id, a, b FROM t ORDER BY id"),
    step("rebuild-drop", "t", "DROP TABLE t"),
    step("rebuild-rename", "t", "ALTER TABLE t__new RENAME TO t"),
    step("create-index", "t_a", "CREATE INDEX t_a ON t (a)"),
    step("create-index", "t_b", "CREATE INDEX t_b ON t (b)"),
  ]);
  for (const megabytes of full ? Array.from({ length: 40 }, (_, n) => 1 + n * 0.75) : [2, 5, 12]) {
    for (const whole of [false, true]) {
      const size = Math.round(megabytes * (whole ? 2 : 0.5) * (1 << 20)) + (whole ? 6 << 20 : 0);
      if (spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", disk]).status !== 0)
        return t.pass("no tmpfs");
      try {
        const more = { ...few, plan: all, ...(whole ? {} : { place: { root: join(disk, "backups"), name: "app" } }) };
        const trial = trialOf(whole ? { ...world, folder: disk } : world, template, more);
        const { outcome } = await act(world, trial).ended;
        const wrong: string[] = [];
        if (outcome === null) wrong.push("no answer");
        if ((outcome?.kind === "applied") !== (await isNew(trial))) wrong.push(`it said ${outcome?.kind}`);
        if (outcome?.kind !== "applied") {
          if (backupFiles(trial.request.place).length > 0) wrong.push("a backup of nothing");
          await run(trial.path, "PRAGMA wal_checkpoint(TRUNCATE)");
          if ((await differenceOf(trial.path, template)).pages.length > 0) wrong.push("it is not what it was");
        }
        if (!(await isWhole(trial.path))) wrong.push("the database");
        if (halves(trial).length > 0) wrong.push("half a file");
        t.same(wrong, [], `${size} bytes, ${outcome?.kind}`);
        const how = outcome?.kind === "applied" ? "done: there was enough room" : "rolled back, database as it was";
        outcomes.push(wrong.length > 0 ? `WRONG: ${wrong.join()}` : how);
        gone(trial);
      } finally {
        spawnSync("umount", [disk]);
      }
    }
  }
  t.equal(new Set(outcomes).size, 2, "the sizes were around the need");
  report("the disk fills while the changed pages are saved, or in the log", outcomes, "rolled back, or done");
});
