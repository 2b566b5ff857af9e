import type { Soon } from "./driver.ts";
import { StartError } from "./start-error.ts";

/**
 * Work with a driver, whether it answers at once or later: a generator that yields what it waits for. It is written
 * once, and run by `atOnce` or by `later`.
 */
export type Work<T> = Generator<unknown, T, unknown>;

/** A pause between two attempts. */
class Pause {
  readonly milliseconds: number;
  constructor(milliseconds: number) {
    this.milliseconds = milliseconds;
  }
}

/** The driver's answer. */
export function* answered<T>(answer: Soon<T>): Generator<unknown, T, unknown> {
  const isLater = typeof (answer as { readonly then?: unknown } | null | undefined)?.then === "function";
  return (isLater ? yield answer : answer) as T;
}

export function* pause(milliseconds: number): Work<void> {
  yield new Pause(milliseconds);
}

/** Runs it to its end without giving up the thread. */
export function atOnce<T>(work: Work<T>): T {
  for (let next = work.next(); ; ) {
    if (next.done) return next.value;
    if (!(next.value instanceof Pause)) {
      next = work.throw(new StartError("engine", "this driver answers later", { help: ["use converge"] }));
      continue;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, next.value.milliseconds);
    next = work.next();
  }
}

/** Gives up the thread only for a pause, or an answer that comes later. */
export async function later<T>(work: Work<T>): Promise<T> {
  for (let next = work.next(); ; ) {
    if (next.done) return next.value;
    const { value } = next;
    if (value instanceof Pause) {
      await new Promise<void>((done) => void setTimeout(done, value.milliseconds));
      next = work.next();
      continue;
    }
    let answer: unknown;
    try {
      answer = await value;
    } catch (error) {
      next = work.throw(error);
      continue;
    }
    next = work.next(answer);
  }
}
