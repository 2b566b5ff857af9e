import { accessSync, constants, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Checked, failed, fine, type Problem } from "../problem/problem.ts";
import { EngineError, type Row, type Snapshot, type Value } from "./connection.ts";
import { collectClosed } from "./collect.ts";
import { Engine } from "./engine.ts";
import { fileUri, lookAt, snapshotOf, sortOnDisk } from "./file.ts";
import { engineProblem } from "./engine-problem.ts";
import { quotedWord } from "../words/shell.ts";
import { sqliteSays } from "../sql/messages.ts";

/** How long SQLite waits inside one call; between calls, stop requests are checked. */
const slice = 100;

export interface Waiting {
  /** Milliseconds in total. */
  readonly limit: number;
  readonly stop: () => boolean;
  readonly onWait?: (milliseconds: number) => void;
}

export type Waited = "got" | "timeout" | "stopped";

/**
 * A connection that may write one file, for apply and restore: one transaction, then it is closed. Foreign keys are
 * off from the start: inside a transaction the pragma does nothing, silently, and DROP TABLE would empty the children.
 */
export class Session {
  readonly path: string;
  readonly label: string;
  readonly engine: Engine;

  /** Use `openSession`. */
  constructor(engine: Engine, path: string, label: string) {
    this.engine = engine;
    this.path = path;
    this.label = label;
  }

  exec(sql: string): void {
    this.engine.exec(sql);
  }

  all(sql: string, args: readonly Value[] = []): readonly Row[] {
    return this.engine.all(sql, args);
  }

  /** The first column of the first row, as a number. */
  number(sql: string): number {
    return Number(this.engine.all(sql)[0]?.[0] ?? 0);
  }

  get snapshot(): Snapshot {
    return snapshotOf(this.engine);
  }

  get inTransaction(): boolean {
    return this.engine.inTransaction;
  }

  /** Takes the write lock. `exclusive` also waits for readers, if the journal mode makes them matter. */
  begin(waiting: Waiting, mode: "immediate" | "exclusive" = "immediate"): Promise<Waited> {
    return this.#patiently(`BEGIN ${mode}`, waiting);
  }

  /** Commits. In rollback-journal mode every reader has to finish first. */
  commit(waiting: Waiting): Promise<Waited> {
    return this.#patiently("COMMIT", waiting);
  }

  /** Never throws: what cannot be rolled back now is rolled back by SQLite when the connection closes. */
  rollback(): void {
    if (!this.engine.inTransaction || this.engine.spoiled) return;
    try {
      this.engine.exec("ROLLBACK");
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
    }
  }

  close(): Promise<void> {
    return this.engine.close();
  }

  async #patiently(sql: string, { limit, stop, onWait }: Waiting): Promise<Waited> {
    const started = performance.now();
    for (;;) {
      if (stop()) return "stopped";
      const left = limit - (performance.now() - started);
      // Through exec, never through a statement: one that met BUSY makes later writes vanish.
      this.engine.exec(`PRAGMA busy_timeout = ${Math.max(0, Math.min(slice, Math.round(left)))}`);
      try {
        this.engine.exec(sql);
        return "got";
      } catch (error) {
        if (!(error instanceof EngineError) || !error.code.startsWith("SQLITE_BUSY")) throw error;
        // Not a lock but a statement of our own that has not ended, because the binding never ends an EXPLAIN by
        // itself.
        if (sqliteSays.statementsInProgress.test(error.message)) await collectClosed();
      }
      const waited = performance.now() - started;
      if (waited >= limit) return "timeout";
      onWait?.(Math.round(waited));
      await sleep(1);
    }
  }
}

export interface SessionOptions {
  readonly label?: string;
  readonly encryptionKey?: string;
  /** Off by default: with them on, DROP TABLE empties the children. */
  readonly foreignKeys?: "on" | "off";
}

/** Opens an existing file for writing: nothing is created except what SQLite itself keeps next to it. */
export function openSession(path: string, options: SessionOptions = {}): Checked<Session> {
  const { label = path, foreignKeys = "off", ...native } = options;
  const wrong = lookAt(path, label) ?? writable(path, label) ?? hasOtherNames(path, label);
  if (wrong) return failed(wrong);
  let engine: Engine | null = null;
  try {
    engine = new Engine(fileUri(path, "rw"), { timeout: slice, ...native });
    engine.exec(`PRAGMA foreign_keys = ${foreignKeys}; ${sortOnDisk}`);
    // The plain pragma: unlike its table-valued form it does not read the schema, and so never waits for a lock.
    const state = engine.all("PRAGMA foreign_keys")[0]?.[0];
    if (state !== (foreignKeys === "on" ? 1 : 0))
      throw new EngineError("SQLITE_ERROR", `foreign keys could not be switched ${foreignKeys}`);
    return fine(new Session(engine, path, label));
  } catch (error) {
    engine?.closeNow();
    if (error instanceof EngineError) return failed(engineProblem(error, label));
    throw error;
  }
}

/**
 * The log and the journal of a database bear the name by which it was opened. What another process has committed by
 * another name would not be seen here, and each would overwrite the other.
 */
function hasOtherNames(path: string, label: string): Problem | null {
  const { nlink } = statSync(path);
  if (nlink <= 1) return null;
  const real = realpathSync(path);
  const others = nlink - 1 - firstNames(real);
  if (others <= 0) return null;
  return {
    code: "database-hard-linked",
    level: "error",
    subject: label,
    message: `${label} has ${others === 1 ? "another name" : `${others} other names`}: it is a hard link`,
    why: "SQLite keeps the log beside the name that was used: what was written by the other name is not seen, and can be lost",
    help: [
      `find the other names:  find / -xdev -samefile ${quotedWord(real)}`,
      "then remove all but one, or replace one by a copy or a symbolic link, while nothing has the database open",
    ],
  };
}

/** A new database is created under another name first, which a process that was killed at that moment left. */
function firstNames(path: string): number {
  const { ino } = statSync(path);
  return readdirSync(dirname(path)).filter(
    (name) =>
      name.startsWith(`${basename(path)}-`) &&
      name.endsWith("-new") &&
      statSync(join(dirname(path), name), { throwIfNoEntry: false })?.ino === ino,
  ).length;
}

function writable(path: string, label: string): Problem | null {
  // The journal is next to the real file, wherever a link leads.
  const real = realpathSync(path);
  for (const [place, what] of [
    [real, "the file"],
    [dirname(real), "its folder"],
  ] as const) {
    try {
      accessSync(place, constants.W_OK);
    } catch (error) {
      const said = error instanceof Error && "code" in error ? String(error.code) : String(error);
      return {
        code: "database-read-only",
        level: "error",
        subject: label,
        message: `this user may not write ${what}`,
        evidence: [`${place}: ${said}`],
        help: ["run as the user that owns the database: SQLite writes the file and a journal beside it"],
      };
    }
  }
  return null;
}
