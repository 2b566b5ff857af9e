import { type ChildProcess, fork } from "node:child_process";
import { EngineError, type Query, type Row } from "../database/connection.ts";
import { stopped } from "../database/stopped.ts";
import { type Problem, ProblemError } from "../problem/problem.ts";
import { makePlan, type Planned, type PlanRequest } from "./make-plan.ts";

/** The messages between the two processes. */
export type ToPlanning =
  | { readonly kind: "plan"; readonly request: Omit<PlanRequest, "snapshot"> }
  | { readonly kind: "rows"; readonly rows: readonly (readonly Row[])[] }
  | { readonly kind: "error"; readonly code: string; readonly message: string };
export type FromPlanning =
  | { readonly kind: "read"; readonly queries: readonly Query[]; readonly rows: string | undefined }
  | { readonly kind: "planned"; readonly planned: Planned }
  | { readonly kind: "problems"; readonly problems: readonly Problem[] }
  | { readonly kind: "bug"; readonly stack: string };

const entry = new URL(import.meta.url.endsWith(".ts") ? "../cli/plan-child.ts" : "./plan-child.js", import.meta.url);

/** Up to this many objects, a plan is made in this process: starting another one takes longer. */
const few = 300;

/**
 * Makes a plan in a separate process if the schema is large. SQLite reads the whole schema again for each ALTER, so
 * proving thousands takes minutes, and only a separate process leaves this one free to respond to signals. The
 * questions to the rows are asked here.
 */
export async function makePlanAside(request: PlanRequest, label: string, stop: AbortSignal): Promise<Planned> {
  const { live, target } = request;
  const count = [live, target].map(({ tables, indexes, views, triggers }) =>
    [tables, indexes, views, triggers].reduce((sum, { length }) => sum + length, 0),
  );
  if (Math.max(...count) <= few) return makePlan(request);
  const child = fork(entry, [], { stdio: ["ignore", "ignore", "ignore", "ipc"], serialization: "advanced" });
  const kill = () => child.kill("SIGKILL");
  stop.addEventListener("abort", kill);
  try {
    if (stop.aborted) kill();
    const said = await conversation(child, request);
    const bySignal = ["SIGINT", "SIGTERM", "SIGHUP"].includes(child.signalCode ?? "");
    // A terminal sends Ctrl-C to both.
    if (said === null && (stop.aborted || bySignal)) throw new ProblemError(stopped(label));
    if (said === null) throw new Error("the process that makes the plan died");
    if (said.kind === "problems") throw new ProblemError(...said.problems);
    if (said.kind === "bug") throw new Error(`in the process that makes the plan: ${said.stack}`);
    return said.planned;
  } finally {
    stop.removeEventListener("abort", kill);
    kill();
  }
}

type Said = Exclude<FromPlanning, { readonly kind: "read" }>;

/** Null if the process ended before it had sent everything. */
function conversation(child: ChildProcess, { snapshot, ...request }: PlanRequest): Promise<Said | null> {
  const say = (message: ToPlanning) => {
    if (child.connected) child.send(message, () => {});
  };
  return new Promise((resolve, reject) => {
    child.once("exit", () => resolve(null));
    // It could not be started.
    child.once("error", () => resolve(null));
    child.on("message", (message: FromPlanning) => {
      if (message.kind !== "read") return resolve(message);
      snapshot.read(message.queries, message.rows).then(
        (rows) => say({ kind: "rows", rows }),
        (error: unknown) => {
          if (!(error instanceof EngineError)) return reject(error);
          say({ kind: "error", code: error.code, message: error.message });
        },
      );
    });
    say({ kind: "plan", request });
  });
}
