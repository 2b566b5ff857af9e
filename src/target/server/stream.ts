import { isRecord } from "../is-record.ts";
import type { EngineError, Query, Row } from "../../database/connection.ts";
import type { ServerConnection } from "./connection.ts";
import { garbage, StatusError } from "./problems.ts";
import { openTransport, type Transport, TransportError } from "../transport.ts";
import {
  GarbageError,
  parseJson,
  readBatchAnswer,
  type StepAnswer,
  wireBatch,
  wireError,
  wireRow,
  type WireStep,
} from "./wire.ts";
import { ProblemError } from "../../problem/problem.ts";

/** A row of one of the steps, which is identified by its index. */
export interface StreamRow {
  readonly step: number;
  /**
   * From 1 on: earlier rows do not count. A replica first reads by itself. If it then finds that its primary has to do
   * it, it sends that whole answer after its own.
   */
  readonly again: number;
  readonly row: Row;
}

export interface StreamOptions {
  /** Milliseconds without receiving a byte after which it is given up. */
  readonly timeout: number;
  readonly signal?: AbortSignal;
}

/** How often an idle stream is kept alive: the server drops it after ten seconds. */
const heartbeat = 3000;

/** The server dropped the stream and rolled back whatever it had begun. */
export class StreamLost extends Error {}

/**
 * One connection to the server, kept from request to request: a transaction begun by one request continues in the next
 * ones. One request at a time.
 */
export class ServerStream {
  readonly #server: ServerConnection;
  #transport: Transport;
  /** How the server recognises it; changes with each request. Null before the first. */
  #baton: string | null = null;
  /** Where a distributed server wants the following requests to go. */
  #elsewhere: { readonly url: string; readonly transport: Transport } | null = null;
  #path: string;

  constructor(server: ServerConnection) {
    this.#server = server;
    this.#transport = server.transport;
    this.#path = base(server.address.url).pathname;
  }

  /**
   * The rows of several steps as they arrive, however many. Rows are released once they have been read, and a slow
   * reader slows the server down, so memory use stays small. Throws EngineError, ProblemError and what the transport
   * throws.
   */
  async *rows(steps: readonly WireStep[], options: StreamOptions): AsyncGenerator<StreamRow, void> {
    const body = { baton: this.#baton, batch: wireBatch(steps, true) };
    const { message, sent } = await this.#transport.open(this.#ask("v3/cursor", body, options));
    const stop = () => message.destroy();
    options.signal?.addEventListener("abort", stop, { once: true });
    message.setTimeout(options.timeout, stop);
    try {
      if (message.statusCode !== 200) {
        let text = "";
        for await (const part of message) text += String(part);
        throw new StatusError(message.statusCode ?? 0, text);
      }
      let begun = -1;
      let ended = 0;
      let first = true;
      for await (const entry of lines(message)) {
        if (first) this.#remember(entry);
        first = false;
        if (entry.type === "row") {
          const [step, again] = [begun % steps.length, Math.floor(begun / steps.length)];
          yield { step, again, row: wireRow(entry.row) };
        } else if (entry.type === "step_begin" && typeof entry.step === "number") begun = entry.step;
        else if (entry.type === "step_end") ended++;
        else if (entry.type === "step_error" || entry.type === "error")
          throw wireError(entry.error) satisfies EngineError;
      }
      if (ended === 0 || ended % steps.length > 0 || ended <= begun)
        throw new TransportError("cut", "the rows ended early", sent);
    } catch (error) {
      if (error instanceof GarbageError) throw new ProblemError(garbage(error.message, this.#server.address));
      if (options.signal?.aborted || !isConnectionError(error)) throw error;
      throw new TransportError("cut", error.message, sent);
    } finally {
      options.signal?.removeEventListener("abort", stop);
      message.destroy();
    }
  }

  /**
   * Runs steps in one request; `last` closes the stream with it. Throws StreamLost if it is gone, StatusError,
   * GarbageError, and what the transport throws.
   */
  async batch(
    steps: readonly WireStep[],
    { last = false, ...options }: StreamOptions & { readonly last?: boolean },
  ): Promise<readonly StepAnswer[] | EngineError> {
    const requests = [{ type: "batch", batch: wireBatch(steps, true) }, ...(last ? [{ type: "close" }] : [])];
    return readBatchAnswer(await this.#send(requests, options), steps.length);
  }

  /** Runs `work`, which does not use the stream, and keeps the stream alive meanwhile. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    let beat: Promise<unknown> = Promise.resolve();
    const timer = setInterval(() => {
      // If it is gone, the next request reports that.
      beat = beat.then(() => this.batch([step("SELECT 1")], { timeout: heartbeat * 3 })).catch(() => {});
    }, heartbeat);
    try {
      return await work();
    } finally {
      clearInterval(timer);
      await beat;
    }
  }

  /** Rolls back what it has begun. A server that cannot be reached does so by itself, ten seconds later. */
  async close(): Promise<void> {
    try {
      if (this.#baton !== null) await this.#send([{ type: "close" }], { timeout: 5000 });
    } catch {}
    this.#elsewhere?.transport.close();
  }

  async #send(requests: readonly unknown[], options: StreamOptions): Promise<string> {
    const body = { baton: this.#baton, requests };
    const answer = await this.#transport.whole({ ...this.#ask("v3/pipeline", body, options), fresh: true });
    const text = answer.body.toString("utf8");
    if (answer.status === 200) {
      this.#remember(parseJson(text));
      return text;
    }
    if (answer.status === 400 && this.#baton !== null) throw new StreamLost(text.slice(0, 200));
    throw new StatusError(answer.status, text);
  }

  #ask(path: string, body: unknown, options: StreamOptions) {
    const { token } = this.#server.address;
    return {
      method: "POST",
      path: this.#path + path,
      headers: {
        "content-type": "application/json",
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      body: Buffer.from(JSON.stringify(body)),
      ...options,
    };
  }

  #remember(answer: unknown): void {
    if (!isRecord(answer)) return;
    this.#baton = typeof answer.baton === "string" ? answer.baton : null;
    if (typeof answer.base_url !== "string" || answer.base_url === this.#elsewhere?.url) return;
    const url = new URL(answer.base_url);
    this.#path = base(url).pathname;
    this.#elsewhere?.transport.close();
    this.#transport = openTransport(url);
    this.#elsewhere = { url: answer.base_url, transport: this.#transport };
  }
}

export function step(sql: string, args?: Query["args"]): WireStep {
  return { query: args === undefined ? { sql } : { sql, args }, condition: null };
}

/** Each step only if the one before it succeeded. */
export function oneByOne(queries: readonly Query[]): readonly WireStep[] {
  return queries.map((query, index) => ({ query, condition: index === 0 ? null : { type: "ok", step: index - 1 } }));
}

/** The base URL with a slash at its end, so that a path in it is kept. */
function base(url: URL): URL {
  return new URL(url.pathname.endsWith("/") ? url : `${url.origin}${url.pathname}/`);
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
      if (!isRecord(entry)) throw new GarbageError("an entry is not an object");
      yield entry;
      buffer = buffer.subarray(end + 1);
    }
    rest = buffer;
  }
  if (rest.length === 0) return;
  const entry = parseJson(rest.toString("utf8"));
  if (isRecord(entry)) yield entry;
}
