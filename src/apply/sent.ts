import type { Problem } from "../problem/problem.ts";
import type { ApplyOutcome, Backup } from "./events.ts";
import { appendToJournal, journalEntry } from "./journal-entry.ts";
import { type Manifest, removeBackup } from "./manifest.ts";
import type { ApplyHooks, RunRequest } from "./run.ts";
import type { Whose } from "./whose.ts";

/** What every plan that is sent as one request has in common, wherever it is sent to. */
export interface Taken {
  readonly manifest: Manifest;
  readonly backup: Backup;
}

export function unchanged(label: string, ...problems: readonly Problem[]): ApplyOutcome {
  return { kind: "failed", target: label, problems, state: "unchanged" };
}

export function stoppedBeforehand(label: string): ApplyOutcome {
  const problem: Problem = {
    code: "apply-interrupted",
    level: "error",
    subject: label,
    message: "stopped before anything was sent",
    help: ["the database is as it was; run the command again when you want to"],
  };
  return { kind: "interrupted", target: label, problems: [problem] };
}

/** The outcome with its backup, which is removed if nothing was changed; a change is recorded. */
export async function settled(
  request: Omit<RunRequest, "backup" | "estimates">,
  { onEvent, now }: Pick<ApplyHooks, "onEvent" | "now">,
  outcome: ApplyOutcome,
  database: Whose,
  taken: Taken | null,
  content: () => Promise<string | null>,
): Promise<ApplyOutcome> {
  if (outcome.kind !== "applied") {
    // If it is not known whether the change was made, the backup stays.
    const unknown = outcome.kind === "failed" && outcome.state === "unknown";
    if (taken !== null && !unknown) removeBackup(taken.backup.path);
    return outcome;
  }
  const { plan, planName, label } = request;
  const plans = outcome.plans.map((each) => ({ ...each, name: planName }));
  const left = taken && (await content());
  const at = now();
  const after = { at: at.toISOString(), fingerprint: plan.target, content: left };
  const kept = taken && { path: taken.backup.path, manifest: { ...taken.manifest, after } };
  const done = { database: database.place, now: at, milliseconds: outcome.milliseconds, kept };
  appendToJournal(journalEntry(request, plans, done), onEvent);
  const backup = taken?.backup ?? null;
  return { ...outcome, plans, backup, undo: backup === null ? null : ["restore", backup.path, label] };
}
