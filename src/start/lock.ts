import { EngineError } from "../database/connection.ts";
import { nested } from "../sql/lacks.ts";
import type { Driver } from "./driver.ts";
import { ownTimeout, patiently, type Waiting } from "./patience.ts";
import { StartError } from "./start-error.ts";
import { answered, atOnce, type Work } from "./work.ts";

/**
 * Holds the write lock during the work, with foreign keys off: a DROP TABLE would empty the children. All of the work
 * is committed, or nothing. Afterwards the connection is as it was, however the work ends.
 */
export function* holdingLock<T>(driver: Driver, waiting: Waiting, work: () => Work<T>): Work<T> {
  yield* answered<unknown>(driver.settle?.());
  const keys = yield* keysOf(driver);
  if (driver.transaction) return yield* asFunction(driver, keys, work);
  // SQLite's own waiting blocks the thread, and cannot be told from work.
  const timeout = yield* ownTimeout(driver);
  try {
    if (timeout > 0) yield* answered(driver.exec("PRAGMA busy_timeout = 0"));
    yield* patiently(waiting, () => begin(driver, keys));
    try {
      waiting.onEvent?.({ kind: "locked" });
      const done = yield* work();
      // With a rollback journal, every reader has to finish first.
      yield* patiently(waiting, () => answered(driver.exec("COMMIT")));
      return done;
    } catch (error) {
      yield* rollback(driver);
      throw error;
    }
  } finally {
    yield* setKeys(driver, keys);
    if (timeout > 0) yield* answered(driver.exec(`PRAGMA busy_timeout = ${timeout}`));
  }
}

/** If it has to wait, the application may use the connection meanwhile, and needs its foreign keys. */
function* begin(driver: Driver, keys: boolean): Work<void> {
  yield* setKeys(driver, false);
  if (yield* keysOf(driver)) throw yield* keysStay(driver);
  try {
    yield* answered(driver.exec("BEGIN IMMEDIATE"));
  } catch (error) {
    yield* setKeys(driver, keys);
    throw isNested(error) ? inTransaction() : error;
  }
}

/** After some errors SQLite has already rolled back. */
function* rollback(driver: Driver): Work<void> {
  try {
    yield* answered(driver.exec("ROLLBACK"));
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
  }
}

function* asFunction<T>(driver: Driver, keys: boolean, work: () => Work<T>): Work<T> {
  try {
    yield* setKeys(driver, false);
    if (yield* keysOf(driver)) throw keysOn();
    return driver.transaction?.(() => atOnce(work())) as T;
  } finally {
    yield* answered<unknown>(driver.settle?.());
    yield* setKeys(driver, keys);
  }
}

export function* keysOf(driver: Driver): Work<boolean> {
  const rows = yield* answered(driver.all("PRAGMA foreign_keys"));
  return Number(rows[0]?.[0]) === 1;
}

function* setKeys(driver: Driver, on: boolean): Work<void> {
  yield* answered(driver.exec(`PRAGMA foreign_keys = ${on ? "ON" : "OFF"}`));
}

/** Inside a transaction the pragma has no effect, silently: that is nearly always the reason. */
function* keysStay(driver: Driver): Work<StartError> {
  try {
    yield* answered(driver.exec("BEGIN"));
  } catch (error) {
    return isNested(error) ? inTransaction() : keysOn();
  }
  yield* rollback(driver);
  return keysOn();
}

function isNested(error: unknown): boolean {
  return error instanceof EngineError && nested.test(error.message);
}

function inTransaction(): StartError {
  return new StartError("in-transaction", "the application has a transaction open on this connection", {
    help: ["converge right after the database is opened"],
  });
}

function keysOn(): StartError {
  return new StartError("foreign-keys-on", "foreign keys cannot be turned off on this connection", {
    evidence: ["with them on, tables that refer to a rebuilt one would be emptied"],
  });
}
