import type { EngineError, Query, Row } from "./connection.ts";
import type { ServerConnection } from "./server.ts";
import { base } from "./server-change.ts";
import { garbage, statusProblem } from "./server-problem.ts";
import { TransportError } from "./server-transport.ts";
import { GarbageError, isRecord, parseJson, wireBatch, wireError, wireRow, type WireStep } from "./server-wire.ts";
import { Trouble } from "../problem/problem.ts";

/** A row of one of the queries, which is named by its place. */
export interface CursorRow {
  readonly query: number;
  readonly row: Row;
}

/**
 * Rows of several queries as they come, however many, in one request and on one snapshot. What has been read is
 * forgotten at once, and a slow reader slows the server down, so memory stays small. Throws EngineError and what the
 * transport throws.
 */
export async function* cursor(
  server: ServerConnection,
  queries: readonly Query[],
  options: { readonly timeout: number; readonly signal?: AbortSignal },
): AsyncGenerator<CursorRow, void> {
  const { address, transport } = server;
  const steps: readonly WireStep[] = [{ sql: "BEGIN" }, ...queries, { sql: "ROLLBACK" }].map((query, index) => ({
    query,
    condition: index === 0 ? null : { type: "ok", step: index - 1 },
  }));
  const { message, sent } = await transport.open({
    method: "POST",
    path: new URL("v3/cursor", base(address.url)).pathname,
    headers: {
      "content-type": "application/json",
      ...(address.token === null ? {} : { authorization: `Bearer ${address.token}` }),
    },
    body: Buffer.from(JSON.stringify({ baton: null, batch: wireBatch(steps, true) })),
    ...options,
  });
  const stop = () => message.destroy();
  options.signal?.addEventListener("abort", stop, { once: true });
  message.setTimeout(options.timeout, stop);
  try {
    if (message.statusCode !== 200) {
      let body = "";
      for await (const part of message) body += String(part);
      throw new Trouble(statusProblem(message.statusCode ?? 0, body, address));
    }
    let step = -1;
    let ended = 0;
    for await (const entry of lines(message)) {
      if (entry.type === "row") yield { query: step - 1, row: wireRow(entry.row) };
      else if (entry.type === "step_begin" && typeof entry.step === "number") step = entry.step;
      else if (entry.type === "step_end") ended++;
      else if (entry.type === "step_error" || entry.type === "error")
        throw wireError(entry.error) satisfies EngineError;
    }
    if (ended !== steps.length) throw new TransportError("cut", "the rows broke off", sent);
  } catch (error) {
    if (error instanceof GarbageError) throw new Trouble(garbage(error.message, address));
    if (options.signal?.aborted || !isConnectionError(error)) throw error;
    throw new TransportError("cut", error.message, sent);
  } finally {
    options.signal?.removeEventListener("abort", stop);
    message.destroy();
  }
}

function isConnectionError(error: unknown): error is NodeJS.ErrnoException {
  return (
    error instanceof Error &&
    "code" in error &&
    ["ECONNRESET", "ERR_STREAM_PREMATURE_CLOSE", "EPIPE"].includes(String(error.code))
  );
}

async function* lines(message: AsyncIterable<unknown>): AsyncGenerator<Readonly<Record<string, unknown>>, void> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const part of message) {
    let buffer = rest.length === 0 ? (part as Buffer) : Buffer.concat([rest, part as Buffer]);
    for (let end = buffer.indexOf(10); end >= 0; end = buffer.indexOf(10)) {
      const entry = parseJson(buffer.toString("utf8", 0, end));
      if (!isRecord(entry)) throw new GarbageError("an entry is no object");
      yield entry;
      buffer = buffer.subarray(end + 1);
    }
    rest = buffer;
  }
  if (rest.length === 0) return;
  const entry = parseJson(rest.toString("utf8"));
  if (isRecord(entry)) yield entry;
}
