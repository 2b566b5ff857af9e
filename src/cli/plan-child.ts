import { EngineError, type Row, type Snapshot } from "../database/connection.ts";
import { ProblemError } from "../problem/problem.ts";
import { makePlan, type PlanRequest } from "../prove/make-plan.ts";
import type { FromPlanning, ToPlanning } from "../prove/plan-aside.ts";

/** The process that makes a plan. It touches no database but its own copies in memory, and a signal ends it at once. */
let answered: ((message: Exclude<ToPlanning, { readonly kind: "plan" }>) => void) | null = null;

process.on("message", (message: ToPlanning) => {
  if (message.kind === "plan") void plan(message.request).then(say);
  else answered?.(message);
});

const snapshot: Snapshot = {
  read: (queries, rows) =>
    new Promise<readonly (readonly Row[])[]>((resolve, reject) => {
      answered = (message) => {
        if (message.kind === "rows") resolve(message.rows);
        else reject(new EngineError(message.code, message.message));
      };
      say({ kind: "read", queries, rows });
    }),
};

async function plan(request: Omit<PlanRequest, "snapshot">): Promise<FromPlanning> {
  try {
    return { kind: "planned", planned: await makePlan({ ...request, snapshot }) };
  } catch (error) {
    if (error instanceof ProblemError) return { kind: "problems", problems: error.problems };
    return { kind: "bug", stack: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function say(message: FromPlanning): void {
  if (process.connected) process.send?.(message, () => {});
}
