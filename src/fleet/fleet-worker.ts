import { parentPort, workerData } from "node:worker_threads";
import { closeInBatches } from "../database/collect.ts";
import { giveBack } from "../database/peek.ts";
import type { SeenBefore, Look } from "./look.ts";
import type { Member } from "./members.ts";
import { type Common, type MemberState, lookAtMember, tryOut, type Worked, work } from "./work.ts";

/** The messages to and from a thread. One task at a time. */
export type Task =
  | { readonly kind: "look"; readonly members: readonly Member[] }
  | { readonly kind: "work"; readonly member: Member; readonly base: MemberState }
  | { readonly kind: "try"; readonly member: Member; readonly base: MemberState };

export type Answer =
  | { readonly kind: "look"; readonly looks: readonly Look[] }
  | { readonly kind: "work"; readonly worked: Worked };

export interface Setup {
  readonly common: Common;
  /** One number; not 0 once all threads should stop. */
  readonly stop: SharedArrayBuffer;
}

const { common, stop } = workerData as Setup;
const flag = new Int32Array(stop);
const stopped = new AbortController();
// Checked between statements.
setInterval(() => {
  if (Atomics.load(flag, 0) !== 0) stopped.abort();
}, 20).unref();
const known: SeenBefore = new Map();
// Files stay open a little longer than needed; an exiting thread releases everything.
closeInBatches(50);

async function answer(task: Task): Promise<Answer> {
  if (task.kind === "try")
    return { kind: "work", worked: await tryOut(task.member, task.base, common, stopped.signal) };
  if (task.kind === "work") return { kind: "work", worked: await work(task.member, task.base, common, stopped.signal) };
  const looks: Look[] = [];
  for (const member of task.members) looks.push(await lookAtMember(member, common, known, stopped.signal));
  await giveBack();
  return { kind: "look", looks };
}

parentPort?.on("message", (task: Task) => {
  void answer(task).then((result) => parentPort?.postMessage(result));
});
