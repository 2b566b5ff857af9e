import { rmSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { putBackFile } from "../../src/target/file/put-back.ts";
import { applied, folder } from "../apply/fixture.ts";
import { quiet } from "../kit/target.ts";
import {
  act,
  full,
  halves,
  report,
  type Trial,
  trialOf,
  type World,
  worldIn,
  wrong,
  wrongAfterwards,
} from "./harness.ts";

const old = "old, whole, and the next run succeeded";
const fresh = "new, whole, with a backup that opens";

/** How many kills at a random moment. */
const kills = Number(process.env.KILLS ?? (full ? 100 : 4));

/** Kills one apply, checks what is left, and runs it again. */
async function killed(
  world: World,
  how: { at: number } | { after: number },
): Promise<{ outcome: string; over: boolean }> {
  const trial = trialOf(world);
  const acting = act(world, trial, "at" in how ? { killAt: how.at } : {});
  if ("after" in how) {
    await new Promise((resolve) => acting.child.stdout?.once("data", resolve));
    setTimeout(() => acting.child.kill("SIGKILL"), how.after);
  }
  const { signal } = await acting.ended;
  const { state, wrong: found } = await wrong(trial);
  found.push(...(await wrongAfterwards(trial)));
  rmSync(join(trial.path, ".."), { recursive: true, force: true });
  if (found.length > 0) return { outcome: `WRONG: ${found.join("; ")}`, over: false };
  return { outcome: state === "new" ? fresh : old, over: signal === null };
}

/** Milliseconds from the first line of an undisturbed apply to its commit: the time in which a kill can hurt. */
async function untilCommit(world: World): Promise<number> {
  const acting = act(world, trialOf(world));
  const { stdout } = acting.child;
  await new Promise((resolve) => stdout?.once("data", resolve));
  const started = performance.now();
  let committed = 0;
  stdout?.on("data", (text: string) => {
    if (text.includes('"committed"')) committed = performance.now();
  });
  await acting.ended;
  return committed - started;
}

/** Applies the plan, and what then takes it back. */
async function changedBy(trial: Trial) {
  rmSync(trial.request.place.root, { recursive: true, force: true });
  const { outcome } = await applied(trial.request);
  const { path, label, lockTimeout, place, keep, beside } = trial.request;
  const backup = outcome.kind === "applied" ? (outcome.backup?.path ?? "") : "";
  return { path, label, lockTimeout, place, keep, beside, backup, discardWrites: true };
}

/** Kills one restore, checks what is left, and restores again. */
async function killedRestore(world: World, trial: Trial, after: number): Promise<string> {
  const restore = await changedBy(trial);
  const acting = act(world, trial, { restore });
  await new Promise((resolve) => acting.child.stdout?.once("data", resolve));
  setTimeout(() => acting.child.kill("SIGKILL"), after);
  await acting.ended;
  const left = await wrong(trial);
  const again = await putBackFile(restore, quiet);
  const then = await wrong(trial);
  const found = [...left.wrong, ...then.wrong];
  if (then.state !== "old" || !["restored", "same"].includes(again.kind)) found.push(JSON.stringify(again));
  if (again.kind === "restored" && halves(trial).length > 0) found.push(`left over: ${halves(trial).join()}`);
  if (found.length > 0) return `WRONG: ${found.join("; ")}`;
  return left.state === "old" ? "restored, whole" : "as before, whole, and the next run succeeded";
}

for (const mode of ["WAL", "DELETE"] as const) {
  t.test(`kill -9 at each boundary of an apply, ${mode}`, async (t) => {
    const world = await worldIn(folder(t), 2000, mode);
    const outcomes: string[] = [];
    for (let at = 1; ; at += full ? 1 : 4) {
      const { outcome, over } = await killed(world, { at });
      if (over) break;
      outcomes.push(outcome);
      t.notMatch(outcome, /^WRONG/, `at event ${at}`);
    }
    t.ok(outcomes.includes(old) && outcomes.length > 5, "it was killed before the commit, and often");
    report(
      `kill -9 at each boundary of a step, a check, the backup and the commit (${mode})`,
      outcomes,
      "the old database or the new one",
    );
  });

  t.test(`kill -9 at random moments of a rebuild, ${mode}`, async (t) => {
    const rows = full ? 200_000 : 20_000;
    const world = await worldIn(folder(t), rows, mode);
    const span = Math.min(await untilCommit(world), full ? await untilCommit(world) : Number.POSITIVE_INFINITY);
    const times = kills;
    const outcomes: string[] = [];
    for (let n = 0; n < times; n++) {
      // Spread evenly, with some jitter: every part of the run is hit, and none twice at the same instruction.
      const after = Math.round(((n + Math.random()) / times) * span * 1.1);
      const { outcome } = await killed(world, { after });
      outcomes.push(outcome);
      t.notMatch(outcome, /^WRONG/, `after ${after} of ${Math.round(span)} ms`);
    }
    report(
      `kill -9 at a random moment of a rebuild of ${rows.toLocaleString("en")} rows (${mode})`,
      outcomes,
      "the old database or the new one",
    );
  });

  t.test(`kill -9 at random moments of a restore, ${mode}`, async (t) => {
    const rows = full ? 40_000 : 5000;
    const world = await worldIn(folder(t), rows, mode);
    const trial = trialOf(world);
    let span = Number.POSITIVE_INFINITY;
    for (let n = 0; n < (full ? 2 : 1); n++) {
      const acting = act(world, trial, { restore: await changedBy(trial) });
      await new Promise((resolve) => acting.child.stdout?.once("data", resolve));
      const started = performance.now();
      await acting.ended;
      span = Math.min(span, performance.now() - started);
    }
    const outcomes: string[] = [];
    for (let n = 0; n < kills; n++) {
      const after = Math.round(((n + Math.random()) / kills) * span * 1.1);
      const outcome = await killedRestore(world, trial, after);
      outcomes.push(outcome);
      t.notMatch(outcome, /^WRONG/, `after ${after} of ${Math.round(span)} ms`);
    }
    report(
      `kill -9 at a random moment of a restore of ${rows.toLocaleString("en")} rows (${mode})`,
      outcomes,
      "as before, or as the backup, and the backup opens",
    );
  });
}
