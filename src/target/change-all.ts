import { type PlanToRun, plansOf, endsOf } from "../apply/chain.ts";
import type { Applied, ApplyOutcome } from "../apply/events.ts";
import { removeBackup, writeManifest } from "../apply/manifest.ts";
import { readManifest } from "../apply/read-manifest.ts";
import type { ChangeHooks, ChangeRequest, Target } from "./target.ts";

/**
 * Runs consecutive plans: in one transaction if the target can, otherwise each in a transaction of its own. In that
 * case a failure leaves the plans that are already applied, and they are reported.
 */
export async function changeAll(target: Target, request: ChangeRequest, hooks: ChangeHooks): Promise<ApplyOutcome> {
  const plans = plansOf(request);
  const { apart } = target;
  if (apart === null || plans.length === 1) return target.change(request, hooks);
  const done: Applied[] = [];
  for (const [index, each] of plans.entries()) {
    hooks.onEvent({ kind: "plan", name: each.planName, n: index + 1, of: plans.length });
    const outcome = await target.change({ ...request, ...each, following: [] }, hooks);
    if (outcome.kind !== "applied") return stoppedAt(outcome, plans, await together(done, apart), index);
    done.push(outcome);
  }
  return (
    (await together(done, apart)) ?? { kind: "already", target: target.label, fingerprint: endsOf(request).target }
  );
}

type Apart = NonNullable<Target["apart"]>;

/** The plans applied so far as one change, with the backup from before the first. */
async function together(done: readonly Applied[], apart: Apart): Promise<Applied | null> {
  if (done.length > 0) await joinBackups(done, apart);
  return asOne(done);
}

/** Changes that followed each other as one, which starts where the first did. */
export function asOne(done: readonly Applied[]): Applied | null {
  const [first] = done;
  const last = done.at(-1);
  if (first === undefined || last === undefined) return null;
  const sum = (of: (each: Applied) => number) => done.reduce((all, each) => all + of(each), 0);
  return {
    ...first,
    reached: last.reached,
    milliseconds: sum(({ milliseconds }) => milliseconds),
    lockedMilliseconds: sum(({ lockedMilliseconds }) => lockedMilliseconds),
    steps: done.flatMap(({ steps }) => steps),
    checks: done.flatMap(({ checks }) => checks),
    destroyed: done.flatMap(({ destroyed }) => destroyed),
    plans: done.flatMap((each) => each.plans),
  };
}

/**
 * The first backup undoes all of it, so its note receives the state that the last change left behind. This is only
 * valid if nothing was written in between, which each backup shows for the change before it. The other backups are not
 * needed then.
 */
async function joinBackups(done: readonly Applied[], apart: Apart): Promise<void> {
  const paths = done.flatMap(({ backup }) => (backup === null ? [] : [backup.path]));
  const notes = paths.flatMap((path) => {
    const read = readManifest(path);
    return read.ok ? [{ path, manifest: read.value }] : [];
  });
  const [first, ...others] = notes;
  if (first === undefined || others.length === 0 || notes.length !== done.length) return;
  for (const [index, { path }] of others.entries()) {
    const content = notes[index]?.manifest.after?.content ?? null;
    // Something was written in between: each backup stays, and the first does not claim to know what came after.
    if (content === null || !(await apart(path, content))) return;
  }
  writeManifest(first.path, { ...first.manifest, after: notes.at(-1)?.manifest.after ?? null });
  for (const { path } of others) removeBackup(path);
}

/** Reports the plans that were applied before one failed, and what undoes them. */
function stoppedAt(
  outcome: Exclude<ApplyOutcome, { kind: "applied" }>,
  plans: readonly PlanToRun[],
  before: Applied | null,
  at: number,
): ApplyOutcome {
  if (before === null || !("problems" in outcome)) return outcome;
  const names = (some: readonly PlanToRun[]) => some.map(({ planName, seal }) => planName ?? seal).join(", ");
  return {
    ...outcome,
    before: before.plans,
    problems: [
      ...outcome.problems,
      {
        code: "applied-in-part",
        level: "error",
        subject: outcome.target,
        message: `${names(plans.slice(0, at))} ${at === 1 ? "was" : "were"} applied before that`,
        evidence: [`not applied: ${names(plans.slice(at))}`],
        why: "this kind of database runs each plan in a transaction of its own",
        help: [
          "fix the cause and run the same command again: it continues from there",
          ...(before.undo === null ? [] : [`or undo what was applied:  trueup ${before.undo.join(" ")}`]),
        ],
      },
    ],
  };
}
