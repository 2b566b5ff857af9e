import { createHash, createHmac, randomUUID } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, request as ask, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Miniflare } from "miniflare";

/**
 * Cloudflare's API for D1, on loopback, in front of a real D1: workerd runs the SQL, this speaks the protocol. Real are
 * SQLite, its authorizer and limits, and that a batch is one transaction. Modelled after the documentation are paths,
 * envelopes, error codes, tokens, import by polling, and Time Travel, whose bookmarks are copies of the file here.
 */
export interface Front {
  readonly api: string;
  readonly account: string;
  readonly token: string;
  /** Databases that a test takes, each once. */
  fresh(): Database;
  /** The first one whose `path` ends a request's path is used once. */
  readonly faults: Fault[];
  /** Bodies and paths of the requests. */
  readonly seen: { readonly method: string; readonly path: string; readonly body: string }[];
  /** Cloudflare's server splits text at semicolons, and recognises a trigger by an uppercase BEGIN. */
  splitter: boolean;
  /** A batch that fails keeps what came before the failure: D1 never does that, but a proxy might. */
  halfway: boolean;
  close(): Promise<void>;
}

export interface Database {
  readonly id: string;
  readonly name: string;
  /** `d1://ACCOUNT/ID`. */
  readonly url: string;
  /** Runs statements as one transaction; rows as lists. Throws what D1 says. */
  run(...sql: readonly string[]): Promise<readonly (readonly (readonly unknown[])[])[]>;
  /** The first value of one statement. */
  value(sql: string): Promise<unknown>;
  /** What D1 counted: rows read and written. */
  meta(...sql: readonly string[]): Promise<readonly { readonly rows_read: number; readonly rows_written: number }[]>;
}

export type Fault = {
  readonly path: string;
  /** How many such requests are answered before this one. */
  skip?: number;
} & (
  | { readonly status: number; readonly body: unknown }
  /** The connection ends: before the SQL runs, or after it. */
  | { readonly cut: "before" | "after" }
  /** The connection ends after `at` milliseconds, and the SQL runs after `takes`, although the client is gone. */
  | { readonly cut: "during"; readonly at: number; readonly takes: number }
  /** Milliseconds before the answer. */
  | { readonly delay: number }
);

const account = "0".repeat(32);
const token = "test-token";

/**
 * The request of the binding itself, but with rows as lists. Newer workerds hide the service, but not the way that a
 * session takes.
 */
const worker = `export default { async fetch(request, env) {
  const url = new URL(request.url);
  const db = env[url.searchParams.get("db")];
  const to = "http://d1/query?resultsFormat=ROWS_AND_COLUMNS";
  const asked = { method: "POST", headers: { "content-type": "application/json" }, body: await request.text() };
  return db.fetcher ? db.fetcher.fetch(to, asked) : db.withSession("first-primary")._wrappedFetch(to, asked);
} }`;

interface Statement {
  readonly sql: string;
  readonly params: readonly unknown[];
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

class SqlError extends Error {}
class Malformed extends Error {}

export async function startFront({ databases = 40 } = {}): Promise<Front> {
  // workerd flushes each commit; in memory that costs nothing.
  const memory = "/dev/shm";
  const folder = mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), "trueup-d1-"));
  const all = Array.from({ length: databases }, (_, n) => ({ binding: `DB${n}`, id: randomUUID(), name: `db-${n}` }));
  const bookmarks = new Map<string, string>();
  const current = new Map<string, string>();
  const files = new Map<string, string | null>();
  const jobs = new Map<string, unknown>();
  let serial = 0;
  let taken = 0;
  let mf: Miniflare;
  let base: URL;
  const start = async () => {
    mf = new Miniflare({
      modules: true,
      script: worker,
      d1Databases: Object.fromEntries(all.map(({ binding, id }) => [binding, id])),
      d1Persist: folder,
      compatibilityDate: "2026-04-01",
      host: "127.0.0.1",
      port: 0,
    });
    base = await mf.ready;
  };
  await start();

  /** Nothing runs while workerd is restarted, and it is not restarted while anything runs. */
  let started: Promise<void> = Promise.resolve();
  const running = new Set<Promise<unknown>>();
  const run = async (binding: string, statements: readonly Statement[]) => {
    await started;
    const ran = runNow(binding, statements);
    running.add(ran);
    return ran.finally(() => running.delete(ran));
  };
  const runNow = async (binding: string, statements: readonly Statement[]): Promise<Record<string, unknown>[]> => {
    const text = await posted(new URL(`/?db=${binding}`, base), JSON.stringify(statements));
    let said: unknown;
    try {
      said = JSON.parse(text);
    } catch {
      throw new SqlError(text.slice(0, 500));
    }
    if (!Array.isArray(said)) throw new SqlError((said as { error?: string }).error ?? text.slice(0, 500));
    if (said.some((each) => each.meta?.changes > 0 || each.meta?.changed_db)) current.delete(binding);
    return said;
  };

  const fileOf = (id: string) => {
    const key = createHash("sha256").update("miniflare-D1DatabaseObject").digest();
    const name = createHmac("sha256", key).update(id).digest().subarray(0, 16);
    const mac = createHmac("sha256", key).update(name).digest().subarray(0, 16);
    return join(folder, "miniflare-D1DatabaseObject", `${Buffer.concat([name, mac]).toString("hex")}.sqlite`);
  };
  const ends = ["", "-wal"];
  const bookmarkNow = ({ binding, id }: (typeof all)[number]): string => {
    const known = current.get(binding);
    if (known !== undefined) return known;
    serial += 1;
    const made = `${serial.toString(16).padStart(8, "0")}-00000000-00004c6d-${randomUUID().replaceAll("-", "")}`;
    const kept = join(folder, "bookmarks", made);
    mkdirSync(kept, { recursive: true });
    for (const end of ends) if (existsSync(fileOf(id) + end)) copyFileSync(fileOf(id) + end, join(kept, `db${end}`));
    bookmarks.set(made, kept);
    current.set(binding, made);
    return made;
  };
  const goTo = async (database: (typeof all)[number], bookmark: string, kept: string) => {
    let over = () => {};
    started = new Promise((resolve) => {
      over = resolve;
    });
    await Promise.allSettled(running);
    const before = bookmarkNow(database);
    await mf.dispose();
    const file = fileOf(database.id);
    for (const end of [...ends, "-shm"]) rmSync(file + end, { force: true });
    for (const end of ends) if (existsSync(join(kept, `db${end}`))) copyFileSync(join(kept, `db${end}`), file + end);
    await start();
    over();
    current.set(database.binding, bookmark);
    return { bookmark, previous_bookmark: before, message: "" };
  };

  const ok = (result: unknown): Answer => ({ status: 200, body: { result, success: true, errors: [], messages: [] } });
  const no = (status: number, code: number, message: string): Answer => ({
    status,
    body: { result: null, success: false, errors: [{ code, message }], messages: [] },
  });
  const prefix = `/accounts/${account}/d1/database`;

  async function answer(method: string, path: string, query: URLSearchParams, body: Record<string, unknown>) {
    if (!path.startsWith(`/accounts/${account}/`))
      return no(403, 7403, "The given account is not valid or is not authorized to access this service");
    const rest = path.slice(prefix.length);
    if (rest === "" && method === "GET")
      return ok(
        all.filter(({ name }) => [name, null].includes(query.get("name"))).map(({ id, name }) => infoOf(id, name)),
      );
    const [, which = "", ...action] = rest.split("/");
    const database = all.find(({ id }) => id === which);
    if (database === undefined) return no(404, 7404, `The database ${which} could not be found`);
    switch (`${method} ${action.join("/")}`) {
      case "GET ":
        return ok(infoOf(database.id, database.name));
      case "POST raw":
        return ok(await raw(database.binding, body));
      case "POST query":
        return ok((await raw(database.binding, body)).map(asObjects));
      case "GET time_travel/bookmark":
        return ok({ bookmark: bookmarkNow(database) });
      case "POST time_travel/restore": {
        const bookmark = query.get("bookmark") ?? "";
        const kept = bookmarks.get(bookmark);
        return kept === undefined ? no(400, 7500, "Invalid bookmark") : ok(await goTo(database, bookmark, kept));
      }
      case "POST import":
        return imports(database.binding, body);
      default:
        return no(404, 7000, "No route for that URI");
    }
  }

  async function raw(binding: string, body: Record<string, unknown>): Promise<Record<string, unknown>[]> {
    const list = (body.batch ?? [body]) as { sql?: unknown; params?: readonly unknown[] }[];
    const statements: Statement[] = [];
    for (const { sql, params = [] } of list) {
      if (typeof sql !== "string") throw new Malformed("The request is malformed: Invalid property: sql => Required");
      if (params.some((each) => typeof each !== "string"))
        throw new Malformed("The request is malformed: Invalid property: params => Expected string");
      const parts = front.splitter ? split(sql) : [sql];
      for (const part of parts) statements.push({ sql: part, params: parts.length === 1 ? params : [] });
    }
    if (front.halfway) {
      const results: Record<string, unknown>[] = [];
      for (const each of statements) results.push(...(await run(binding, [each])));
      return results;
    }
    return run(binding, statements);
  }

  async function imports(binding: string, body: Record<string, unknown>): Promise<Answer> {
    const etag = String(body.etag);
    if (body.action === "init") {
      if (typeof files.get(etag) === "string") return ingest(binding, etag);
      files.set(etag, null);
      return ok({ success: true, type: "import", filename: `${etag}.sql`, upload_url: `${url()}/upload/${etag}` });
    }
    if (body.action === "ingest") return ingest(binding, etag);
    return ok(
      jobs.get(String(body.current_bookmark)) ?? { success: false, error: "Not currently importing anything." },
    );
  }

  /** What a poll will answer; at first, that an import is under way. */
  async function ingest(binding: string, etag: string): Promise<Answer> {
    const text = files.get(etag);
    if (typeof text !== "string") return no(400, 7400, "not uploaded");
    const at = `import-${etag}-${jobs.size}`;
    const about = { type: "import", at_bookmark: at, messages: [] };
    try {
      const [{ meta } = {}] = await run(binding, [{ sql: text, params: [] }]);
      jobs.set(at, {
        ...about,
        success: true,
        status: "complete",
        result: { num_queries: 1, final_bookmark: at, meta },
      });
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      files.set(etag, null);
      jobs.set(at, { ...about, success: true, status: "error", error: error.message, errors: [error.message] });
    }
    return ok({ ...about, success: true, status: "active" });
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      send(response, no(500, 7500, error instanceof Error ? error.message : String(error)));
    });
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString("utf8");
    const at = new URL(request.url ?? "/", "http://front");
    if (at.pathname.startsWith("/upload/")) {
      files.set(at.pathname.slice("/upload/".length), text);
      response.writeHead(200, { etag: `"${createHash("md5").update(text).digest("hex")}"` }).end();
      return;
    }
    const path = at.pathname.replace(/^\/client\/v4/, "");
    front.seen.push({ method: request.method ?? "", path, body: text });
    if (request.headers.authorization !== `Bearer ${token}`) {
      const known = request.headers.authorization !== undefined;
      return send(response, no(known ? 403 : 400, known ? 10000 : 9106, "Authentication error"));
    }
    const n = front.faults.findIndex((each) => {
      if (!path.endsWith(each.path)) return false;
      each.skip = (each.skip ?? 0) - 1;
      return each.skip < 0;
    });
    const fault = n === -1 ? undefined : front.faults.splice(n, 1)[0];
    if (fault !== undefined && "cut" in fault && fault.cut === "before") return void request.socket.destroy();
    if (fault !== undefined && "status" in fault) return send(response, fault);
    if (fault !== undefined && "takes" in fault) {
      setTimeout(() => request.socket.destroy(), fault.at);
      await new Promise((resolve) => setTimeout(resolve, fault.takes));
    }
    let answered: Answer;
    try {
      answered = await answer(request.method ?? "", path, at.searchParams, text === "" ? {} : JSON.parse(text));
    } catch (error) {
      if (error instanceof Malformed) answered = no(400, 7400, error.message);
      else if (error instanceof SqlError) answered = no(400, 7500, error.message);
      else throw error;
    }
    if (fault !== undefined && "delay" in fault) await new Promise((resolve) => setTimeout(resolve, fault.delay));
    if (fault !== undefined && "cut" in fault) return void request.socket.destroy();
    send(response, answered);
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const front: Front = {
    api: `${url()}/client/v4`,
    account,
    token,
    faults: [],
    seen: [],
    splitter: false,
    halfway: false,
    fresh() {
      const database = all[taken++];
      if (database === undefined) throw new Error(`the front has ${databases} databases, and more were taken`);
      const results = async (sql: readonly string[]) =>
        run(
          database.binding,
          sql.map((each) => ({ sql: each, params: [] })),
        ) as Promise<{ results: { rows: unknown[][] }; meta: { rows_read: number; rows_written: number } }[]>;
      return {
        ...database,
        url: `d1://${account}/${database.id}`,
        run: async (...sql) => (await results(sql)).map((each) => each.results.rows),
        value: async (sql) => (await results([sql]))[0]?.results.rows[0]?.[0],
        meta: async (...sql) => (await results(sql)).map(({ meta }) => meta),
      };
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await mf.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return front;
}

function infoOf(uuid: string, name: string) {
  return { uuid, name, version: "production", num_tables: 0, file_size: 8192, running_in_region: "WEUR" };
}

/** On a connection of its own: workerd may close a kept one just as it is used again. */
function posted(url: URL, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    ask(url, { method: "POST", agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
      answer.on("error", reject);
    })
      .on("error", reject)
      .end(body);
  });
}

/** Of two columns with the same name, only one is there. */
function asObjects(result: Record<string, unknown>) {
  const { columns, rows } = result.results as { columns: string[]; rows: unknown[][] };
  const asObject = (row: unknown[]) => Object.fromEntries(columns.map((name, n) => [name, row[n]]));
  return { ...result, results: rows.map(asObject) };
}

function send(response: ServerResponse, { status, body }: Answer): void {
  if (!response.destroyed) response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** As the server does it: https://github.com/cloudflare/workers-sdk/issues/15314 */
function split(sql: string): string[] {
  const parts: string[] = [];
  let text = "";
  let inside = false;
  for (const piece of sql.split(/(?<=;)/)) {
    text += piece;
    if (/\sBEGIN\s/.test(piece)) inside = true;
    if (inside && !/\bEND\s*;?\s*$/i.test(text)) continue;
    inside = false;
    if (text.trim() !== "") parts.push(text);
    text = "";
  }
  if (text.trim() !== "") parts.push(text);
  return parts;
}
