import { EngineError } from "../database/connection.ts";
import type { Driver } from "./driver.ts";
import type { Options } from "./outcome.ts";
import { StartError } from "./start-error.ts";
import { answered, pause, type Work } from "./work.ts";

/** How long to wait for others, and who is told about it. */
export type Waiting = Pick<Options, "lockTimeout" | "onEvent">;

const usual = 30_000;

/** Retries while others hold the database. */
export function* patiently<T>(waiting: Waiting, work: () => Work<T>): Work<T> {
  for (let started: number | null = null; ; ) {
    try {
      return yield* work();
    } catch (error) {
      if (!(error instanceof EngineError) || !error.code.startsWith("SQLITE_BUSY")) throw error;
    }
    started ??= performance.now();
    yield* waitABit(started, waiting);
  }
}

/** Attempts are made at irregular times, so that several waiting processes do not collide again and again. */
function* waitABit(started: number, { lockTimeout = usual, onEvent }: Waiting): Work<void> {
  const waited = performance.now() - started;
  if (waited >= lockTimeout)
    throw new StartError("locked", `another connection held the database for all of ${lockTimeout / 1000} s`, {
      help: ["end the other program, or start again"],
    });
  onEvent?.({ kind: "waiting", milliseconds: Math.round(waited) });
  yield* pause(25 + Math.random() * 50);
}

/**
 * Reads while others may be writing. libsql cannot be trusted with a connection that met a lock, so with it SQLite
 * waits.
 */
export function readingPatiently<T>(driver: Driver, waiting: Waiting, work: () => Work<T>): Work<T> {
  return driver.readsBytes && !driver.request ? letWait(driver, waiting, work) : patiently(waiting, work);
}

function* letWait<T>(driver: Driver, waiting: Waiting, work: () => Work<T>): Work<T> {
  const own = yield* ownTimeout(driver);
  try {
    yield* answered(driver.exec(`PRAGMA busy_timeout = ${Math.round(waiting.lockTimeout ?? usual)}`));
    return yield* patiently({ ...waiting, lockTimeout: 0 }, work);
  } finally {
    yield* answered(driver.exec(`PRAGMA busy_timeout = ${own}`));
  }
}

export function* ownTimeout(driver: Driver): Work<number> {
  const rows = yield* answered(driver.all("PRAGMA busy_timeout"));
  return Number(rows[0]?.[0] ?? 0);
}
