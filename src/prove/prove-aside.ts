import { type ChildProcess, fork } from "node:child_process";
import { stopped } from "../database/stopped.ts";
import { type Problem, ProblemError } from "../problem/problem.ts";
import { definitionsRead, type Proof } from "./proof.ts";
import { prove } from "./prove.ts";

/** The answer to a proof, which is the only message to the other process. */
export type Proven =
  | { readonly kind: "proven"; readonly problems: readonly Problem[] }
  | { readonly kind: "bug"; readonly stack: string };

const entry = new URL(import.meta.url.endsWith(".ts") ? "../cli/proof-child.ts" : "./proof-child.js", import.meta.url);

/** Up to this many definitions are read in less time than a process takes to start. */
const few = 50_000;

/**
 * Proves a plan in a process of its own if that takes long. SQLite reads the whole schema again for each ALTER, so
 * proving thousands takes minutes, and only a separate process leaves this one free to respond to signals.
 */
export async function proveAside(proof: Proof, label: string, stop: AbortSignal): Promise<readonly Problem[]> {
  if (definitionsRead(proof) <= few) return prove(proof);
  const child = fork(entry, [], { stdio: ["ignore", "ignore", "ignore", "ipc"], serialization: "advanced" });
  const kill = () => child.kill("SIGKILL");
  stop.addEventListener("abort", kill);
  try {
    if (stop.aborted) kill();
    const said = await answered(child, proof);
    const bySignal = ["SIGINT", "SIGTERM", "SIGHUP"].includes(child.signalCode ?? "");
    // A terminal sends Ctrl-C to both.
    if (said === null && (stop.aborted || bySignal)) throw new ProblemError(stopped(label));
    if (said === null) throw new Error("the process that proves the plan died");
    if (said.kind === "bug") throw new Error(`in the process that proves the plan: ${said.stack}`);
    return said.problems;
  } finally {
    stop.removeEventListener("abort", kill);
    kill();
  }
}

/** Null if the process ended without an answer. */
function answered(child: ChildProcess, proof: Proof): Promise<Proven | null> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve(null));
    // It could not be started.
    child.once("error", () => resolve(null));
    child.once("message", (said: Proven) => resolve(said));
    if (child.connected) child.send(proof, () => {});
  });
}
