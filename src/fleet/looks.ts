import type { Problem } from "../problem/problem.ts";
import type { SeenBefore, Look } from "./look.ts";
import { blocksThread } from "../target/kinds.ts";
import type { Member } from "./members.ts";
import { type Pool, WorkerEnded } from "./pool.ts";
import { type Common, lookAtMember } from "./work.ts";

/** How many members a thread gets at once; small enough for the progress bar to move. */
const portion = 50;
/** How many non-blocking members are read at once. */
const atOnce = 16;

/**
 * Reads the state of every member: in worker threads if that blocks the thread, otherwise many at a time here. In the
 * order of the members.
 */
export async function looks(
  members: readonly Member[],
  common: Common,
  pool: Pool,
  stop: AbortSignal,
  onLook: (done: number, of: number) => void,
): Promise<readonly Look[]> {
  const found = new Array<Look>(members.length);
  let done = 0;
  const put = (at: number, seen: Look) => {
    found[at] = seen;
    done++;
  };
  const blocking: number[] = [];
  const waiting: number[] = [];
  for (const [at, { where }] of members.entries()) (blocksThread(where) ? blocking : waiting).push(at);
  const portions: (readonly number[])[] = [];
  for (let at = 0; at < blocking.length; at += portion) portions.push(blocking.slice(at, at + portion));
  const known: SeenBefore = new Map();
  await Promise.all([
    ...portions.map(async (places) => {
      const seen = await portionOf(
        places.flatMap((at) => members[at] ?? []),
        pool,
      );
      for (const [index, at] of places.entries()) put(at, seen[index] ?? unread(members[at]?.name ?? ""));
      onLook(done, members.length);
    }),
    inParallel(waiting, atOnce, async (at) => {
      const member = members[at];
      if (member) put(at, await lookAtMember(member, common, known, stop));
      onLook(done, members.length);
    }),
  ]);
  return found;
}

/** If a thread ends during a batch, each member of it is read alone, so that one does not affect the others. */
async function portionOf(members: readonly Member[], pool: Pool): Promise<readonly Look[]> {
  try {
    const answer = await pool.run({ kind: "look", members });
    return answer.kind === "look" ? answer.looks : [];
  } catch (error) {
    if (!(error instanceof WorkerEnded)) throw error;
    if (members.length === 1) return [];
    return (await Promise.all(members.map((member) => portionOf([member], pool)))).flatMap(
      (seen, index) => seen[0] ?? unread(members[index]?.name ?? ""),
    );
  }
}

function unread(name: string): Look {
  return { kind: "unreadable", problems: [ended(name)] };
}

export function ended(name: string): Problem {
  return {
    code: "fleet-worker",
    level: "error",
    subject: name,
    message: "the thread that worked on this database ended unexpectedly",
    help: [`check it alone: trueup doctor ${name}`],
  };
}

/** Runs `work` for each, a limited number at a time, until all are done or it is stopped. */
export async function inParallel<T>(
  items: readonly T[],
  size: number,
  work: (item: T) => Promise<unknown>,
  stop: () => boolean = () => false,
): Promise<void> {
  // All runners take from one queue.
  const queue = items.values();
  const runner = async () => {
    for (const item of queue) {
      if (stop()) return;
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(Math.max(1, size), items.length) }, runner));
}
