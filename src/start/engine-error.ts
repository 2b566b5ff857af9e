import { EngineError } from "../database/connection.ts";
import { saysState } from "../sql/says-state.ts";
import { primaryName } from "../database/result-codes.ts";

/**
 * The errors that drivers throw, as one kind of error. Each puts SQLite's result code somewhere else, and some nowhere.
 */
export function asEngineError(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  const { message, ...has } = fieldsOf(error);
  const number = [has.errcode, has.rawCode, has.errno, has.code].find((each) => typeof each === "number");
  const named = [has.code, has.extendedCode, /\bSQLITE_[A-Z_]+(?=\)?$)/.exec(message)?.[0]].find(
    (each) => typeof each === "string" && each.startsWith("SQLITE_"),
  );
  const text = message.replace(/^(?:SQLITE_[A-Z_]+|SqliteError): /, "");
  return new EngineError(typeof number === "number" ? primaryName(number) : String(named ?? byMessage(text)), text);
}

interface Fields {
  readonly message: string;
  readonly code?: unknown;
  readonly errcode?: unknown;
  readonly rawCode?: unknown;
  readonly errno?: unknown;
  readonly extendedCode?: unknown;
}

function fieldsOf(error: unknown): Fields {
  return error instanceof Error ? { ...error, message: error.message } : { message: String(error) };
}

/** For drivers that give only the message, which is SQLite's. */
function byMessage(message: string): string {
  return `SQLITE_${Object.entries(saysState).find(([, pattern]) => pattern.test(message))?.[0] ?? "ERROR"}`;
}
