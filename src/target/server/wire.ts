import { isRecord } from "../is-record.ts";
import { EngineError, type Query, type Row, type Value } from "../../database/connection.ts";
import { sqliteSays } from "../../sql/messages.ts";

/**
 * The JSON of libSQL's wire protocol (Hrana 3 over HTTP), as far as it is used directly: one request that is a whole
 * transaction, and a stream of rows. https://github.com/tursodatabase/libsql/blob/main/docs/HRANA_3_SPEC.md
 */
export type WireCondition =
  | { readonly type: "ok"; readonly step: number }
  | { readonly type: "not"; readonly cond: WireCondition }
  | { readonly type: "and"; readonly conds: readonly WireCondition[] }
  | { readonly type: "is_autocommit" };

export interface WireStep {
  readonly query: Query;
  readonly condition: WireCondition | null;
}

type WireValue =
  | { readonly type: "null" }
  | { readonly type: "integer"; readonly value: string }
  | { readonly type: "float"; readonly value: number }
  | { readonly type: "text"; readonly value: string }
  | { readonly type: "blob"; readonly base64: string };

export function wireBatch(steps: readonly WireStep[], wantRows: boolean) {
  return {
    steps: steps.map(({ query, condition }) => ({
      condition,
      stmt: { sql: query.sql, args: (query.args ?? []).map(toWire), want_rows: wantRows },
    })),
  };
}

function toWire(value: Value): WireValue {
  if (value === null) return { type: "null" };
  if (typeof value === "bigint" || Number.isSafeInteger(value)) return { type: "integer", value: String(value) };
  if (typeof value === "number") return { type: "float", value };
  if (typeof value === "string") return { type: "text", value };
  return { type: "blob", base64: Buffer.from(value).toString("base64") };
}

function fromWire(value: unknown): Value {
  if (!isRecord(value)) throw new GarbageError("a value is not an object");
  if (value.type === "null") return null;
  if (value.type === "integer" && typeof value.value === "string") return small(BigInt(value.value));
  if (value.type === "float" && typeof value.value === "number") return value.value;
  if (value.type === "text" && typeof value.value === "string") return value.value;
  if (value.type === "blob" && typeof value.base64 === "string") return Buffer.from(value.base64, "base64");
  throw new GarbageError(`a value has the type ${String(value.type)}`);
}

/** Integers become numbers if nothing is lost. */
export function small(value: bigint): number | bigint {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

/** The result of a statement, and what the server measured while it ran. */
export interface StepResult {
  readonly rows: readonly Row[];
  readonly written: number;
  /** Null if the server does not say. */
  readonly milliseconds: number | null;
}

/** The outcome of each step; null if it was not run. */
export type StepAnswer = StepResult | EngineError | null;

/** Reads the response to one batch. A batch that could not be parsed is one error. */
export function readBatchAnswer(text: string, steps: number): readonly StepAnswer[] | EngineError {
  const body = parseJson(text);
  const result = isRecord(body) && Array.isArray(body.results) ? (body.results[0] as unknown) : undefined;
  if (!isRecord(result)) throw new GarbageError("the response has no result");
  if (result.type === "error") return wireError(result.error);
  const response = result.response;
  const batch = isRecord(response) && isRecord(response.result) ? response.result : null;
  if (batch === null || !Array.isArray(batch.step_results) || !Array.isArray(batch.step_errors)) {
    throw new GarbageError("the response is not the response to a batch");
  }
  const { step_results, step_errors } = batch;
  return Array.from({ length: steps }, (_, index): StepAnswer => {
    const error: unknown = step_errors[index];
    if (error !== null && error !== undefined) return wireError(error);
    const done: unknown = step_results[index];
    if (!isRecord(done) || !Array.isArray(done.rows)) return null;
    const { affected_row_count: written, query_duration_ms: took } = done;
    return {
      rows: done.rows.map(wireRow),
      written: typeof written === "number" ? written : 0,
      milliseconds: typeof took === "number" ? took : null,
    };
  });
}

export function wireRow(row: unknown): Row {
  if (!Array.isArray(row)) throw new GarbageError("a row is not a list");
  return row.map(fromWire);
}

export function wireError(error: unknown): EngineError {
  if (!isRecord(error) || typeof error.message !== "string") throw new GarbageError("an error has no message");
  return serverError(typeof error.code === "string" ? error.code : "SQLITE_ERROR", error.message);
}

/** The server puts text before SQLite's message, and the client puts its code before that, twice. */
export function serverError(code: string, message: string): EngineError {
  let text = message;
  while (text.startsWith(`${code}: `)) text = text.slice(code.length + 2);
  text = text.replace(/^(SQLite error|SQL input error): /, "").replace(/ \(at offset \d+\)$/, "");
  // A replica passes on its primary's message without the code.
  if (code === "PROXY_ERROR" && sqliteSays.BUSY.test(text)) return new EngineError("SQLITE_BUSY", text);
  return new EngineError(code === "SQLITE_UNKNOWN" || code === "SQL_INPUT_ERROR" ? "SQLITE_ERROR" : code, text);
}

/** The responder does not speak the protocol. */
export class GarbageError extends Error {}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new GarbageError("the response is not JSON");
  }
}
