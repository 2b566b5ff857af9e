import { EngineError, type Query, type Row, type Value } from "../../database/connection.ts";
import { openTransport, type Transport } from "../transport.ts";
import { isRecord } from "../is-record.ts";
import { ApiError, garbage } from "./problems.ts";

/** Cloudflare's API for one database. https://developers.cloudflare.com/api/resources/d1/ */
export interface D1Api {
  /** What people call it; backups note the same name. */
  readonly label: string;
  readonly account: string;
  /** The database's id. */
  readonly id: string;
  /** The address of its API. */
  readonly endpoint: string;
  /** How long a request whose answer was lost may still be running, in milliseconds. */
  readonly requestLife: number;
  info(): Promise<DatabaseInfo>;
  /** Runs statements as one transaction. Throws SQLite's error as an EngineError. */
  batch(queries: readonly Query[], options?: CallOptions): Promise<readonly StatementResult[]>;
  bookmark(): Promise<string>;
  /** Restores the whole database to an earlier state. Returns the bookmark of the state it had until now. */
  restore(bookmark: string): Promise<string | null>;
  /** Runs a whole file; null if it succeeded, else SQLite's error. */
  importFile(text: string, options?: CallOptions): Promise<EngineError | null>;
  close(): void;
}

export interface DatabaseInfo {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  /** Bytes. */
  readonly size: number;
  readonly tables: number;
  readonly region: string | null;
}

export interface StatementResult {
  readonly rows: readonly Row[];
  readonly rowsRead: number;
  readonly rowsWritten: number;
  readonly changes: number;
  readonly milliseconds: number;
}

export interface CallOptions {
  readonly timeout?: number;
  readonly signal?: AbortSignal;
}

export interface Access {
  /** The address of the API. */
  readonly apiUrl: string | null;
  readonly token: string | null;
  readonly account: string;
  /** Milliseconds; if absent, the time after which Cloudflare has ended every request. */
  readonly requestLife?: number;
}

const cloudflare = "https://api.cloudflare.com/client/v4";
/** Cloudflare itself ends a request after thirty seconds. */
const patience = 60_000;

type Call = (
  method: string,
  path: string,
  body: unknown,
  options?: CallOptions & { fresh?: boolean },
) => Promise<unknown>;

interface Caller {
  readonly call: Call;
  readonly transport: Transport;
  readonly label: string;
}

/** One call: unpacks the response, and throws the error that it contains. */
function caller({ apiUrl, token }: Access, label: string): Caller {
  const url = new URL((apiUrl ?? cloudflare).replace(/\/+$/, ""));
  const transport = openTransport(url);
  return {
    label,
    transport,
    async call(method, path, body, { timeout = patience, signal, fresh = false } = {}) {
      const answer = await transport.whole({
        method,
        path: `${url.pathname.replace(/\/$/, "")}${path}`,
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === null ? {} : { "content-type": "application/json" }),
        },
        body: body === null ? null : Buffer.from(JSON.stringify(body)),
        timeout,
        fresh,
        ...(signal === undefined ? {} : { signal }),
      });
      return opened(answer.status, answer.body.toString("utf8"));
    },
  };
}

function opened(status: number, text: string): unknown {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    if (status >= 500 || status === 429) throw new ApiError(status, null, text.slice(0, 300));
    throw garbage(`HTTP ${status}: ${text.slice(0, 200)}`);
  }
  if (!isRecord(body)) throw garbage("the answer is not an object");
  if (body.success === true) return body.result;
  const [error] = Array.isArray(body.errors) ? body.errors : [];
  const said = isRecord(error) && typeof error.message === "string" ? error.message : text.slice(0, 300);
  throw new ApiError(status, isRecord(error) && typeof error.code === "number" ? error.code : null, said);
}

export function openApi(access: Access, id: string, label: string): D1Api {
  const { call, transport } = caller(access, label);
  const at = `/accounts/${encodeURIComponent(access.account)}/d1/database/${encodeURIComponent(id)}`;
  return {
    label,
    account: access.account,
    id,
    endpoint: access.apiUrl ?? cloudflare,
    requestLife: access.requestLife ?? 35_000,
    info: async () => infoIn(await call("GET", at, null)),
    async batch(queries, options) {
      if (queries.length === 0) return [];
      const batch = queries.map(({ sql, args = [] }) => ({ sql, params: args.map(asText) }));
      // A kept connection may already be dead, which looks like a lost answer.
      const results = await call("POST", `${at}/raw`, { batch }, { ...options, fresh: true });
      if (!Array.isArray(results) || results.length !== queries.length)
        throw garbage(`${queries.length} statements were sent, and the answer has another number of results`);
      return results.map(resultOf);
    },
    bookmark: async () => bookmarkIn(await call("GET", `${at}/time_travel/bookmark`, null), "bookmark"),
    async restore(bookmark) {
      const path = `${at}/time_travel/restore?bookmark=${encodeURIComponent(bookmark)}`;
      const result = await call("POST", path, null, { fresh: true });
      return isRecord(result) && typeof result.previous_bookmark === "string" ? result.previous_bookmark : null;
    },
    async importFile(text, options) {
      const { importText } = await import("./import.ts");
      const post = (body: unknown) => call("POST", `${at}/import`, body, { ...options, fresh: true });
      return importText(post, text, options?.signal);
    },
    close: () => transport.close(),
  };
}

/** The id of the database with this name in the account; null if there is none. */
export async function idOf(access: Access, name: string, label: string): Promise<string | null> {
  const { call, transport } = caller(access, label);
  try {
    const path = `/accounts/${encodeURIComponent(access.account)}/d1/database?name=${encodeURIComponent(name)}`;
    const list = await call("GET", path, null);
    const found = (Array.isArray(list) ? list : []).find((each) => isRecord(each) && each.name === name);
    return isRecord(found) && typeof found.uuid === "string" ? found.uuid : null;
  } finally {
    transport.close();
  }
}

/** Only text arrives unchanged: a number would be bound as REAL. */
function asText(value: Value): string {
  if (typeof value === "string") return value;
  throw new EngineError("SQLITE_MISUSE", `a ${typeof value} cannot be bound by D1`);
}

function infoIn(result: unknown): DatabaseInfo {
  if (!isRecord(result) || typeof result.uuid !== "string") throw garbage("the answer does not describe a database");
  const { uuid, name, version, file_size: size, num_tables: tables, running_in_region: region } = result;
  return {
    id: uuid,
    name: typeof name === "string" ? name : "",
    version: typeof version === "string" ? version : "unknown",
    size: typeof size === "number" ? size : 0,
    tables: typeof tables === "number" ? tables : 0,
    region: typeof region === "string" ? region : null,
  };
}

function bookmarkIn(result: unknown, field: string): string {
  if (isRecord(result) && typeof result[field] === "string") return result[field];
  throw garbage("the answer contains no bookmark");
}

function resultOf(result: unknown): StatementResult {
  const results = isRecord(result) && isRecord(result.results) ? result.results : null;
  if (results === null || !Array.isArray(results.rows)) throw garbage("the answer to a statement contains no rows");
  const meta = isRecord(result) && isRecord(result.meta) ? result.meta : {};
  const number = (value: unknown) => (typeof value === "number" ? value : 0);
  return {
    rows: results.rows.map(rowOf),
    rowsRead: number(meta.rows_read),
    rowsWritten: number(meta.rows_written),
    changes: number(meta.changes),
    milliseconds: number(meta.duration),
  };
}

function rowOf(row: unknown): Row {
  if (!Array.isArray(row)) throw garbage("a row is not a list");
  return row.map((value): Value => {
    if (value === null || typeof value === "number" || typeof value === "string") return value;
    if (Array.isArray(value)) return Uint8Array.from(value, Number);
    if (typeof value === "boolean") return value ? 1 : 0;
    throw garbage(`a value is a ${typeof value}`);
  });
}
