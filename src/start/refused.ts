import { EngineError } from "../database/connection.ts";
import { statementsInProgress } from "../sql/lacks.ts";
import { InvalidText } from "../introspect/catalog.ts";
import type { Driver } from "./driver.ts";
import type { StartCode } from "./start-error.ts";
import { type FoundRows, StartError } from "./start-error.ts";
import { asEngineError } from "./engine-error.ts";
import { Stopped } from "./items.ts";
import { answered, type Work } from "./work.ts";

/** What an error of the engine means for the start. */
export function* refusedBy(thrown: unknown, driver: Driver): Work<StartError> {
  if (thrown instanceof Stopped) return during(thrown.cause, thrown.at, { check: thrown.at, count: null, find: null });
  // The table came with 3.37.
  if (thrown instanceof EngineError && thrown.message.endsWith("pragma_table_list")) {
    const [[version] = []] = yield* answered(driver.all("SELECT sqlite_version()"));
    return new StartError("engine", "the schema has to change, and that needs SQLite 3.37 or later", {
      evidence: [`${driver.name} brings SQLite ${String(version)}`],
      help: ["update the driver"],
      cause: thrown,
    });
  }
  if (thrown instanceof InvalidText)
    return new StartError("damaged", "a name or definition is not valid text", { evidence: [thrown.message] });
  return during(thrown, "reading or changing the schema");
}

/** Of a step: `rebuild-copy project`. */
function during(thrown: unknown, doing: string, rows?: FoundRows): StartError {
  if (thrown instanceof StartError) return thrown;
  if (!(thrown instanceof EngineError) && isOurs(thrown)) throw thrown;
  const error = asEngineError(thrown);
  const { code, message, help } = meaning(error, doing);
  const evidence = [`SQLite: ${error.message} (${error.code})`];
  return new StartError(code, message, {
    help: [help],
    evidence,
    cause: thrown,
    ...(code === "rows" && rows && { rows }),
  });
}

/** A mistake in this program, or in a callback of the application, is not an error of the engine. */
function isOurs(error: unknown): boolean {
  return error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
}

interface Meaning {
  readonly code: StartCode;
  readonly message: string;
  readonly help: string;
}

function meaning({ code, message }: EngineError, doing: string): Meaning {
  const name = code.replace(/^SQLITE_/, "");
  if (isReading(code, message))
    return {
      code: "reading",
      message: "the application is in the middle of reading rows on this connection",
      help: "converge before anything else is done with the connection, or finish that statement first",
    };
  if (/^(?:BUSY|PROTOCOL)/.test(name))
    return { code: "locked", message: "another connection holds the database", help: "start again" };
  if (/^(?:CONSTRAINT|MISMATCH)/.test(name))
    return {
      code: "rows",
      message: `there are rows that this release does not allow: ${doing} failed`,
      help: "the release before this one works with the database as it is",
    };
  if (/^(?:READONLY|CANTOPEN|PERM)/.test(name))
    return {
      code: "read-only",
      message: "the schema has to change, and the database cannot be written",
      help: "check the permissions of the file and its folder, and how the connection was opened",
    };
  if (/^(?:FULL|IOERR|NOMEM|TOOBIG)/.test(name))
    return {
      code: "disk",
      message: name === "FULL" ? "the disk is full" : `the disk or the memory failed during ${doing}`,
      help: "free some space and start again",
    };
  if (/^(?:CORRUPT|NOTADB|FORMAT)/.test(name))
    return {
      code: "damaged",
      message: name === "NOTADB" ? "this is not a SQLite database, or it has another key" : "the database is damaged",
      help: "restore a copy; sqlite3 FILE .recover saves what can still be read",
    };
  return { code: "sql", message: `SQLite refused ${doing}`, help: "report this to the maker of the application" };
}

/** better-sqlite3 reports it itself; with the others, SQLite reports that the table is locked. */
function isReading(code: string, message: string): boolean {
  return code.startsWith("SQLITE_LOCKED") || statementsInProgress.test(message);
}
