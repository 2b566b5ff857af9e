import { type Client, createClient, LibsqlError, type ResultSet } from "@libsql/client";
import { type Checked, fine, ProblemError } from "../../problem/problem.ts";
import { stopped } from "../../database/stopped.ts";
import {
  type Connection,
  EngineError,
  type Query,
  type Row,
  type Snapshot,
  type Value,
} from "../../database/connection.ts";
import { type ServerAddress, serverAddress } from "./address.ts";
import { asServerError, StatusError } from "./problems.ts";
import { serverProfile } from "./profile.ts";
import { openTransport, type Transport } from "../transport.ts";
import { GarbageError, small } from "./wire.ts";

export interface ServerOptions {
  readonly token?: string | null;
  /** Milliseconds without activity after which a request is given up. */
  readonly timeout?: number;
  /** Cancels a running question about rows. */
  readonly stop?: AbortSignal;
}

/** A database of a libSQL server. `address` and `transport` are for those who write or stream. */
export interface ServerConnection extends Connection {
  readonly address: ServerAddress;
  readonly transport: Transport;
}

const defaultTimeout = 30_000;

/** The same for a question about rows: the server sends nothing until it has read all of them. */
const rowsTimeout = 600_000;

/** Does not connect yet: the first query does, and shows whether the server is reachable. */
export function openServer(url: string, options: ServerOptions = {}): Checked<ServerConnection> {
  const found = serverAddress(url, options.token ?? null);
  if (!found.ok) return found;
  const address = found.value;
  let timeout = options.timeout ?? defaultTimeout;
  const transport = openTransport(address.url);
  const client = createClient({
    url: address.url.href,
    intMode: "bigint",
    fetch: (request: Request) => fetchThrough(transport, request, timeout),
    ...(address.token === null ? {} : { authToken: address.token }),
  });
  return fine({
    kind: "server",
    profile: serverProfile,
    // It takes one round trip anyway.
    remembered: false,
    label: address.label,
    address,
    transport,
    snapshot: (work) =>
      snapshot(client, address, (reading) =>
        work({
          read: async (queries, rows) => {
            if (rows === undefined) return reading.read(queries);
            const usual = timeout;
            timeout = Math.max(usual, rowsTimeout);
            try {
              return await unlessStopped(reading.read(queries), options.stop, address.label);
            } finally {
              timeout = usual;
            }
          },
        }),
      ),
    async close() {
      client.close();
      // The client closes its streams; let that be sent before the sockets close.
      await new Promise((resolve) => setImmediate(resolve));
      transport.close();
    },
  });
}

/** The transaction is closed where it was opened, and the server then ends the statement. */
async function unlessStopped<T>(answer: Promise<T>, stop: AbortSignal | undefined, label: string): Promise<T> {
  if (stop === undefined) return answer;
  // There may be nothing left that awaits it.
  answer.catch(() => {});
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(new ProblemError(stopped(label)));
    if (stop.aborted) onAbort();
    stop.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([answer, aborted]);
  } finally {
    stop.removeEventListener("abort", onAbort);
  }
}

/** The client's errors for a bad status drop the server's message, so the status is checked here. */
async function fetchThrough(transport: Transport, request: Request, timeout: number): Promise<Response> {
  const address = new URL(request.url);
  const answer = await transport.whole({
    method: request.method,
    path: address.pathname + address.search,
    headers: Object.fromEntries(request.headers),
    body: request.body === null ? null : Buffer.from(await request.arrayBuffer()),
    timeout,
  });
  const json = (answer.headers.get("content-type") ?? "").includes("json");
  if (answer.status >= 300 && !(json && answer.status === 400)) {
    throw new StatusError(answer.status, answer.body.toString("utf8").slice(0, 1000));
  }
  if (answer.status < 300 && !json) throw new GarbageError("the answer is not JSON");
  return new Response(new Uint8Array(answer.body), { status: answer.status, headers: answer.headers });
}

/** How often a snapshot is read again if the server dropped it (an idle stream lives for ten seconds). */
const attempts = 3;

async function snapshot<T>(client: Client, address: ServerAddress, work: (snapshot: Snapshot) => Promise<T>) {
  let together = true;
  for (let attempt = 1; ; attempt++) {
    try {
      return await oneSnapshot(client, address, work, together);
    } catch (error) {
      if (!(error instanceof Again)) throw error;
      if (error.tooLarge) together = false;
      if (attempt === attempts) throw asServerError(error.cause, address);
    }
  }
}

/** The server dropped the transaction under a snapshot, and nothing was wrong with the query: read it again. */
class Again extends Error {
  /** The size limit applies to all answers together; one by one, each may still fit. */
  readonly tooLarge: boolean;
  constructor(tooLarge: boolean, cause: unknown) {
    super("the snapshot has to be read again", { cause });
    this.tooLarge = tooLarge;
  }
}

/**
 * One read transaction on one stream: BEGIN is sent with the first queries, and its end is not awaited, so a single
 * `read` is a single round trip, and several see the same state. It is always rolled back.
 */
async function oneSnapshot<T>(
  client: Client,
  address: ServerAddress,
  work: (snapshot: Snapshot) => Promise<T>,
  together: boolean,
): Promise<T> {
  const transaction = await client.transaction("read");
  let reads = 0;
  const batch = async (queries: readonly Query[]) => {
    reads++;
    try {
      const results = await transaction.batch(queries.map(toStatement));
      return results.map(rowsOf);
    } catch (error) {
      const tooLarge = error instanceof LibsqlError && error.code === "RESPONSE_TOO_LARGE";
      if ((tooLarge && queries.length > 1) || (reads > 1 && lettingGo(error))) throw new Again(tooLarge, error);
      throw asServerError(error, address);
    }
  };
  const read = async (queries: readonly Query[]) => {
    if (together) return queries.length === 0 ? [] : batch(queries);
    const rows: (readonly Row[])[] = [];
    for (const query of queries) rows.push(...(await batch([query])));
    return rows;
  };
  try {
    return await work({ read });
  } finally {
    transaction.close();
  }
}

function lettingGo(error: unknown): boolean {
  if (!(error instanceof LibsqlError)) return error instanceof StatusError && error.status === 400;
  return ["STREAM_EXPIRED", "TRANSACTION_CLOSED", "TRANSACTION_TIMEOUT", "HRANA_CLOSED_ERROR"].includes(error.code);
}

function toStatement(query: Query) {
  return { sql: query.sql, args: (query.args ?? []).map(toClient) };
}

/** The client binds every number as REAL; an integer must be passed as a bigint. */
function toClient(value: Value) {
  return typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : value;
}

function rowsOf(result: ResultSet): readonly Row[] {
  const width = result.columns.length;
  return result.rows.map((row) => Array.from({ length: width }, (_, index) => fromClient(row[index])));
}

function fromClient(value: unknown): Value {
  if (typeof value === "bigint") return small(value);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (value === null || typeof value === "number" || typeof value === "string") return value;
  throw new EngineError("SQLITE_MISUSE", `the server returned a ${typeof value}`);
}
