import type { ChildProcess } from "node:child_process";
import { statSync } from "node:fs";
import { expectQuestions, isAskedAside } from "../../database/questions-aside.ts";
import { isAbsent } from "../../database/file.ts";
import type { Problem } from "../../problem/problem.ts";
import { removeUnfinished } from "./create.ts";
import { expectApply, theChild } from "../change-process.ts";
import { endNow } from "./end-now.ts";
import { isCircle, endsOf } from "../../apply/chain.ts";
import type { ApplyEvent, ApplyOutcome } from "../../apply/events.ts";
import type { ChangeHooks } from "../target.ts";
import { type ApplyRequest, interrupted } from "../../apply/run.ts";
import { leavesNoTrace } from "../../plan/plan.ts";

/** The messages between the two processes. */
export type ToChild =
  | { readonly kind: "look"; readonly at: LookedAt }
  | { readonly kind: "run"; readonly request: ApplyRequest }
  | { readonly kind: "stop" };
/** What the process reads while it waits for its change. */
export type LookedAt = Pick<ApplyRequest, "path" | "label" | "encryptionKey" | "beside">;
export type FromChild =
  | { readonly kind: "event"; readonly event: ApplyEvent }
  | { readonly kind: "outcome"; readonly outcome: ApplyOutcome }
  | { readonly kind: "bug"; readonly message: string; readonly stack: string };

const beat = 250;

/**
 * `changeHere` in a process of its own. An SQLite statement blocks its thread, so only another process can respond to
 * signals while one runs. And if the engine itself crashes, for example on text that it cannot read, there is a process
 * left to report it.
 */
export async function changeFile(request: ApplyRequest, hooks: Omit<ChangeHooks, "now">): Promise<ApplyOutcome> {
  if (hooks.stop.aborted) return interrupted({ request }).outcome;
  const child = theChild();
  let last: ApplyEvent | null = null;
  const alive = setInterval(() => last && hooks.onAlive?.(last), beat);
  const stop = () => tell(child, { kind: "stop" });
  const kill = () => child.kill("SIGKILL");
  hooks.stop.addEventListener("abort", stop);
  hooks.kill.addEventListener("abort", kill);
  try {
    const ended = answer(child, (event) => {
      last = event;
      hooks.onEvent(event);
    });
    tell(child, { kind: "run", request });
    const came = await ended;
    if ("outcome" in came) return came.outcome;
    return await afterDeath(request, hooks.kill.aborted, came.evidence);
  } finally {
    if (request.createAs) removeUnfinished(request.createAs);
    clearInterval(alive);
    hooks.stop.removeEventListener("abort", stop);
    hooks.kill.removeEventListener("abort", kill);
  }
}

/** Starts the processes of the next change, and has its schema read, so that it need not be read under the lock. */
export function expectChange(at: LookedAt): void {
  tell(expectApply(), { kind: "look", at });
  if (isAskedAside(statSync(at.path, { throwIfNoEntry: false })?.size ?? 0)) expectQuestions();
}

type Came = { readonly outcome: ApplyOutcome } | { readonly evidence: readonly string[] };

function answer(child: ChildProcess, onEvent: (event: ApplyEvent) => void): Promise<Came> {
  return new Promise((resolve, reject) => {
    let outcome: ApplyOutcome | null = null;
    let noise = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      noise = (noise + text).slice(-2000);
    });
    child.on("message", (message: FromChild) => {
      if (message.kind === "event") onEvent(message.event);
      else if (message.kind === "outcome") outcome = message.outcome;
      else reject(Object.assign(new Error(message.message), { stack: message.stack }));
    });
    child.on("error", reject);
    // Waits for the exit and not just for the answer: until then, the child holds the database's locks.
    child.on("close", (code, signal) => {
      const how = signal === null ? `it ended with ${code}` : `it was ended by ${signal}`;
      resolve(
        outcome
          ? { outcome }
          : {
              evidence: [
                how,
                ...noise
                  .split("\n")
                  .filter((line) => line !== "")
                  .slice(-5),
              ],
            },
      );
    });
  });
}

function tell(child: ChildProcess, message: ToChild): void {
  if (child.connected) child.send(message, () => {});
}

/** The process is gone. Opening the database makes SQLite roll back what it left, and shows the resulting state. */
async function afterDeath(request: ApplyRequest, killed: boolean, evidence: readonly string[]): Promise<ApplyOutcome> {
  const target = request.label;
  const found = await endNow(request).catch(() => null);
  const untold = leavesNoTrace(request.plan);
  if (found === "target" && !isCircle(request) && !untold)
    return { kind: "already", target, fingerprint: endsOf(request).target };
  const unchanged =
    (found === "base" && !untold) ||
    (found !== null && isCircle(request)) ||
    (found === null && !!request.createAs && isAbsent(request.path));
  const problem: Problem = {
    code: unchanged ? (killed ? "apply-interrupted" : "apply-died") : "apply-unknown",
    level: "error",
    subject: target,
    message: unchanged
      ? killed
        ? "stopped at once, and rolled back"
        : "the process that made the change died, and the change was rolled back"
      : untold
        ? "the process that made the change died, and only the rows can tell whether it was done"
        : "the process that made the change died, and the database could not be read yet",
    evidence,
    help: [
      unchanged
        ? "the database is as it was"
        : untold
          ? "look at the rows before you run it again"
          : "check the state of the database: trueup drift",
    ],
  };
  if (unchanged && killed) return { kind: "interrupted", target, problems: [problem] };
  return { kind: "failed", target, state: unchanged ? "unchanged" : "unknown", problems: [problem] };
}
