import type { ApplyOutcome } from "../apply/events.ts";
import type { RestoreOutcome } from "../apply/restore-outcome.ts";
import type { Problem } from "../problem/problem.ts";
import type { Other, Target } from "./target.ts";

/** A target that says which processes were in the way, if a change or a restore did not get the lock. */
export function namingOthers(target: Target): Target {
  return {
    ...target,
    async change(request, hooks) {
      return named(target, await target.change(request, hooks));
    },
    async putBack(request, hooks) {
      return named(target, await target.putBack(request, hooks));
    },
  };
}

async function named<T extends ApplyOutcome | RestoreOutcome>(target: Target, outcome: T): Promise<T> {
  if (outcome.kind !== "no-lock" || !("problems" in outcome)) return outcome;
  const evidence = inTheWay((await target.others()) ?? []);
  if (evidence.length === 0) return outcome;
  return { ...outcome, problems: outcome.problems.map((problem: Problem) => ({ ...problem, evidence })) };
}

/** Those that hold a lock; if it was released meanwhile, all that have it open. */
function inTheWay(others: readonly Other[]): readonly string[] {
  const locking = others.filter(({ does }) => does !== "has it open");
  return (locking.length > 0 ? locking : others).map(({ pid, program, does }) => `${program} (process ${pid}) ${does}`);
}
