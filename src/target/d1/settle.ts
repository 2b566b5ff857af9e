import type { Applied, ApplyOutcome } from "../../apply/events.ts";
import { unchanged } from "../../apply/sent.ts";
import { leavesNoTrace } from "../../plan/plan.ts";
import type { Problem, ProblemError } from "../../problem/problem.ts";
import type { D1Send } from "./send.ts";
import { fingerprintNow } from "./where.ts";

/** Between two questions, in milliseconds. */
const pause = 500;

/**
 * The request was sent and no answer came. D1 continues with it, and answers one request at a time, so a question asked
 * afterwards usually waits for it and sees how it ended. But the request may still be on its way, so a database that is
 * as before is asked again until the request can no longer be running. It is never sent twice.
 * `until` is when that is.
 */
export async function settled(
  request: D1Send,
  trouble: ProblemError,
  until: number,
  applied: Applied,
): Promise<ApplyOutcome> {
  const { label, plan, stop, tell } = request;
  const [said] = trouble.problems;
  if (said === undefined) throw trouble;
  let found: string | null = null;
  for (;;) {
    found = await fingerprintNow(request);
    if (found === plan.target) {
      const help = ["the answer was lost, but the change was committed: the database was read again"];
      tell({ kind: "note", problem: { ...said, level: "warning", help } });
      return applied;
    }
    if ((found !== null && found !== plan.base) || leavesNoTrace(plan) || performance.now() >= until) break;
    await new Promise((resolve) => setTimeout(resolve, Math.min(pause, Math.max(1, until - performance.now()))));
  }
  if (found === plan.base) {
    const problem: Problem = {
      ...said,
      message: `${said.message}; the database was read again, and the change was not committed`,
      help: said.code === "d1-too-long" ? (said.help ?? []) : ["run the same command again: it is safe"],
    };
    if (stop.aborted) return { kind: "interrupted", target: label, problems: [problem] };
    return unchanged(label, problem);
  }
  const untold = leavesNoTrace(plan);
  const where = untold
    ? "only the rows can tell whether they were changed"
    : found === null
      ? "the database could not be read afterwards"
      : "its schema is now neither the old nor the new one";
  const unknown: Problem = {
    ...said,
    code: "d1-outcome-unknown",
    message: `${said.message}, and ${where}`,
    evidence: [
      ...(said.evidence ?? []),
      ...(found === null ? [] : [`found  ${found}`, `base   ${plan.base}`, `target ${plan.target}`]),
    ],
    help: [
      untold
        ? "look at the rows before you run it again"
        : "run the same command again later: it looks first, and says whether the change was committed",
    ],
  };
  return { kind: "failed", target: label, problems: [unknown], state: "unknown" };
}
