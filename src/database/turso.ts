import { closeSync, openSync, readSync } from "node:fs";
import type { Problem } from "../problem/problem.ts";
import { sqliteSays } from "../sql/messages.ts";
import { isWord, significantIn } from "../sql/tokens.ts";
import { EngineError } from "./connection.ts";
import { Engine } from "./engine.ts";
import { engineProblem } from "./engine-problem.ts";

/**
 * Turso's own engine is a rewrite of SQLite. It makes files that SQLite reads, and some that it does not:
 * https://github.com/tursodatabase/turso/blob/main/COMPAT.md
 */

/** The version that it writes into the header of each file, twice; SQLite writes two different numbers there. */
const version = "002e7e58002e7e58";

/** Its own checks miss an index that disagrees with its table, so such a file is checked whole before it is changed. */
export function isMadeByTurso(engine: Engine): boolean {
  const [[found] = []] = engine.all(
    "SELECT EXISTS (SELECT 1 FROM sqlite_dbpage WHERE pgno = 1 AND lower(hex(substr(data, 93, 8))) = ?) OR EXISTS (SELECT 1 FROM sqlite_schema WHERE substr(name, 1, 17) = '__turso_internal_')",
    [version],
  );
  return found === 1;
}

/** Why a file cannot be opened for reading. If it is one of Turso's, it is named as what it is. */
export function unopened(path: string, uri: string, error: EngineError, label: string): Problem {
  const problem = engineProblem(error, label);
  if (problem.code === "database-not-sqlite") return { ...problem, ...unreadable(path) };
  if (problem.code === "database-schema-damaged") return { ...problem, ...damaged(uri, problem, error) };
  if (problem.code === "database-locked")
    return {
      ...problem,
      help: [...(problem.help ?? []), "Turso's own engine locks a file as long as it has it open, for readers as well"],
    };
  return problem;
}

/** What the first bytes of a file say that SQLite does not read. No connection to it is open here. */
function unreadable(path: string): Partial<Problem> {
  const head = Buffer.alloc(20);
  const file = openSync(path, "r");
  try {
    readSync(file, head, 0, head.length, 0);
  } finally {
    closeSync(file);
  }
  if (head.toString("latin1", 0, 5) === "Turso")
    return {
      message: "this database is encrypted by Turso's own engine, which alone can read it",
      help: ["copy its rows into a database without encryption, with the application that has the key"],
    };
  if (head.toString("latin1", 0, 15) === "SQLite format 3" && head[18] === 255)
    return {
      message: "this database is in the MVCC mode of Turso's own engine, and SQLite cannot read it",
      help: ["in the application that uses it:  PRAGMA journal_mode = 'wal'  brings it back, with all rows"],
    };
  return {};
}

/** Quotes the statement that SQLite does not understand. */
function damaged(uri: string, { evidence = [] }: Problem, error: EngineError): Partial<Problem> {
  const name = sqliteSays.malformedSchema.exec(error.message)?.[1];
  const sql = name === undefined ? null : storedText(uri, name);
  if (sql === null) return {};
  const quoted = { evidence: [...evidence, sql] };
  if (!hasEmptyReference(sql)) return quoted;
  return {
    ...quoted,
    message: "a stored CREATE statement has a reference to no column",
    help: [
      "Turso's own engine writes that when it adds a column to a table, and cannot open the file again either",
      `write the columns between the parentheses:  sqlite3 FILE "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = '…' WHERE name = '${name}'"`,
    ],
  };
}

function storedText(uri: string, name: string): string | null {
  const engine = new Engine(uri);
  try {
    // SQLite then leaves out what it does not understand.
    engine.exec("PRAGMA query_only = ON; PRAGMA writable_schema = ON");
    const [[text] = []] = engine.all("SELECT CAST(sql AS BLOB) FROM sqlite_schema WHERE name = ?", [name]);
    return text instanceof Uint8Array ? Buffer.from(text).toString("utf8") : null;
  } catch (error) {
    if (error instanceof EngineError) return null;
    throw error;
  } finally {
    engine.closeNow();
  }
}

/** `REFERENCES p()`. */
function hasEmptyReference(sql: string): boolean {
  const tokens = significantIn(sql);
  return tokens.some(
    (token, n) => isWord(token, "REFERENCES") && tokens[n + 2]?.text === "(" && tokens[n + 3]?.text === ")",
  );
}
