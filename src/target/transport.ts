import http from "node:http";
import https from "node:https";

/** The outcome of one request, as far as the client can know. */
export interface Sent {
  /** False only if the server certainly never saw the request: then nothing can have happened. */
  reached: boolean;
}

/** No response, or a broken one. `sent` says whether the server may have acted. */
export class TransportError extends Error {
  readonly reason: "unreachable" | "timeout" | "cut";
  readonly sent: Sent;
  constructor(reason: "unreachable" | "timeout" | "cut", message: string, sent: Sent) {
    super(message);
    this.reason = reason;
    this.sent = sent;
  }
}

export interface Ask {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
  readonly timeout: number;
  readonly signal?: AbortSignal;
  /** On a new connection. A kept one may already be dead, which looks like a lost response. */
  readonly fresh?: boolean;
}

export interface Transport {
  /** Resolves with the head of the response; its body streams. Destroying the body drops the connection. */
  open(ask: Ask): Promise<{ readonly message: http.IncomingMessage; readonly sent: Sent }>;
  /** The same with the whole body. */
  whole(ask: Ask): Promise<{ readonly status: number; readonly headers: Headers; readonly body: Buffer }>;
  close(): void;
}

/**
 * Plain node:http instead of fetch, for four reasons: fetch requests compressed responses, which makes large ones ten
 * to thirty times slower; it gives up after 300 seconds; it cannot report whether a request was sent; and it cannot
 * send a Host other than the one it connects to, which is how a server distinguishes its namespaces.
 */
export function openTransport(url: URL): Transport {
  const secure = url.protocol === "https:";
  const agent = secure ? new https.Agent({ keepAlive: true }) : new http.Agent({ keepAlive: true });
  const open = (ask: Ask) => request(url, secure, agent, ask);
  return {
    open,
    async whole(ask) {
      const { message, sent } = await open(ask);
      const body = await gather(message, sent, ask.timeout);
      return { status: message.statusCode ?? 0, headers: headersOf(message), body };
    },
    close: () => agent.destroy(),
  };
}

function request(url: URL, secure: boolean, agent: http.Agent, ask: Ask) {
  return new Promise<{ message: http.IncomingMessage; sent: Sent }>((resolve, reject) => {
    const sent: Sent = { reached: false };
    const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
    const options: https.RequestOptions = {
      // Names under .localhost are this machine (RFC 6761), whatever the resolver says.
      host: host.endsWith(".localhost") ? "127.0.0.1" : host,
      port: url.port === "" ? (secure ? 443 : 80) : url.port,
      servername: host,
      method: ask.method,
      path: ask.path,
      headers: { ...ask.headers, host: url.host, "accept-encoding": "identity" },
      agent: ask.fresh ? false : agent,
    };
    const sending = (secure ? https : http).request(options);
    const clock = setTimeout(() => {
      sending.destroy(new TransportError("timeout", `no answer within ${seconds(ask.timeout)}`, sent));
    }, ask.timeout);
    const stop = () => sending.destroy(new TransportError("cut", "interrupted", sent));
    ask.signal?.addEventListener("abort", stop, { once: true });
    const settled = () => {
      clearTimeout(clock);
      ask.signal?.removeEventListener("abort", stop);
    };
    sending.on("socket", (socket) => {
      // A kept connection is already connected, so the bytes may be sent at once.
      if (!socket.connecting) sent.reached = true;
      else
        socket.once(secure ? "secureConnect" : "connect", () => {
          sent.reached = true;
        });
    });
    sending.on("error", (error: NodeJS.ErrnoException) => {
      settled();
      if (error instanceof TransportError) reject(error);
      else reject(new TransportError(sent.reached ? "cut" : "unreachable", error.message || (error.code ?? ""), sent));
    });
    sending.on("response", (message) => {
      settled();
      resolve({ message, sent });
    });
    if (ask.signal?.aborted) stop();
    sending.end(ask.body ?? undefined);
  });
}

function gather(message: http.IncomingMessage, sent: Sent, timeout: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const cut = (reason: "timeout" | "cut", text: string) => reject(new TransportError(reason, text, sent));
    message.setTimeout(timeout, () => {
      cut("timeout", `the answer stopped for ${seconds(timeout)}`);
      message.destroy();
    });
    message.on("data", (part: Buffer) => parts.push(part));
    message.on("end", () => {
      if (!message.complete) return cut("cut", "the answer was cut off");
      resolve(Buffer.concat(parts));
    });
    message.on("error", (error) => cut("cut", error.message));
    message.on("close", () => cut("cut", "the connection was cut"));
  });
}

function headersOf(message: http.IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  return headers;
}

function seconds(milliseconds: number): string {
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000} s` : `${milliseconds} ms`;
}
