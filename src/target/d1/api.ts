import { EngineError, type Query, type Row, type Value } from "../../database/connection.ts";
import { openTransport, type Transport } from "../transport.ts";
import { ApiError, garbage, isRecord } from "./problems.ts";

/** Cloudflare's programming interface to one database. https://developers.cloudflare.com/api/resources/d1/ */
export interface D1Api {
  /** How people name it, and as what backups note it. */
  readonly label: string;
  readonly account: string;
  /** The database's id. */
  readonly id: string;
  /** Where it is asked. */
  readonly endpoint: string;
  /** For how long a request may still be under way whose answer was lost, in milliseconds. */
  readonly requestLife: number;
  info(): Promise<DatabaseInfo>;
  /** Runs statements as one transaction. Throws what SQLite said as an EngineError. */
  batch(queries: readonly Query[], options?: CallOptions): Promise<readonly StatementResult[]>;
  bookmark(): Promise<string>;
  /** Puts the whole database where it was. The place where it was until now comes back. */
  restore(bookmark: string): Promise<string | null>;
  /** Runs a whole file; null where it went through, else what SQLite said. */
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
  /** Where the interface answers. */
  readonly apiUrl: string | null;
  readonly token: string | null;
  readonly account: string;
  /** Milliseconds; the time after which Cloudflare has ended every request, where it is left out. */
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

/** One call: the envelope is opened, and what it says went wrong is thrown. */
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
  if (!isRecord(body)) throw garbage("the answer is no object");
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
      // A kept connection may be dead already, which looks like an answer that got lost.
      const results = await call("POST", `${at}/raw`, { batch }, { ...options, fresh: true });
      if (!Array.isArray(results) || results.length !== queries.length)
        throw garbage(`${queries.length} statements were sent, and the answer is to others`);
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
      return importText((body) => call("POST", `${at}/import`, body, { ...options, fresh: true }), text);
    },
    close: () => transport.close(),
  };
}

/** The id behind a name, as the account knows it; null where it knows none. */
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

/** Texts alone cross unharmed: a number would be bound as REAL. */
function asText(value: Value): string {
  if (typeof value === "string") return value;
  throw new EngineError("SQLITE_MISUSE", `a ${typeof value} cannot be bound by D1`);
}

function infoIn(result: unknown): DatabaseInfo {
  if (!isRecord(result) || typeof result.uuid !== "string") throw garbage("the answer is about no database");
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
  throw garbage("the answer holds no bookmark");
}

function resultOf(result: unknown): StatementResult {
  const results = isRecord(result) && isRecord(result.results) ? result.results : null;
  if (results === null || !Array.isArray(results.rows)) throw garbage("the answer to a statement holds no rows");
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
  if (!Array.isArray(row)) throw garbage("a row is no list");
  return row.map((value): Value => {
    if (value === null || typeof value === "number" || typeof value === "string") return value;
    if (Array.isArray(value)) return Uint8Array.from(value, Number);
    if (typeof value === "boolean") return value ? 1 : 0;
    throw garbage(`a value is a ${typeof value}`);
  });
}
