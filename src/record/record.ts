import { closeSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Records the statements that an application runs, for a test run with TRUEUP_RECORD=queries.log. Without the variable,
 * a client is returned unchanged and nothing is recorded. No value is ever written: parameters are not read, and string
 * literals inside a statement are blanked.
 */
export function record<Client extends object>(client: Client): Client {
  return target() === null ? client : wrapped(client);
}

/** Records one statement, for clients that have a hook of their own. */
record.statement = (sql: string): void => note(sql);
/** `new Kysely({ dialect, log: record.kysely })` */
record.kysely = (event: { readonly query: { readonly sql: string } }): void => note(event.query.sql);
/** `drizzle(client, { logger: record.drizzle })` */
record.drizzle = { logQuery: (sql: string): void => note(sql) };
/** `knex.on("query", record.knex)` */
record.knex = (query: { readonly sql: string }): void => note(query.sql);
/** `prisma.$on("query", record.prisma)` */
record.prisma = (event: { readonly query: string }): void => note(event.query);

const statement = /^(?:\s|\(|--[^\n]*\n|\/\*[^]*?\*\/)*(?:SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH|VALUES)\b/i;

function target(): string | null {
  const file = process.env.TRUEUP_RECORD;
  return file === undefined || file === "" ? null : file;
}

const wrappers = new WeakMap<object, object>();

/** Wraps a client: the methods are the same, and the statements are recorded. */
function wrapped<Client extends object>(client: Client): Client {
  const known = wrappers.get(client);
  // Keyed by the wrapped object itself.
  if (known !== undefined) return known as Client;
  const proxy = new Proxy(client, {
    get(object, name) {
      const value: unknown = Reflect.get(object, name, object);
      if (typeof value !== "function") return value;
      return (...given: readonly unknown[]): unknown => {
        for (const text of textsIn(given[0])) note(text);
        const result: unknown = Reflect.apply(value, object, given);
        if (result instanceof Promise) return result.then(within);
        return result === object ? proxy : within(result);
      };
    },
  });
  wrappers.set(client, proxy);
  return proxy;
}

/** A transaction is a client, too. */
function within(result: unknown): unknown {
  const isClient =
    typeof result === "object" && result !== null && "execute" in result && typeof result.execute === "function";
  return isClient ? wrapped(result) : result;
}

/** `prepare("…")`, `execute({ sql })`, `batch(["…", { sql }])`. */
function textsIn(given: unknown): readonly string[] {
  if (typeof given === "string") return [given];
  if (Array.isArray(given)) return given.flatMap(textsIn);
  const hasText = typeof given === "object" && given !== null && "sql" in given && typeof given.sql === "string";
  return hasText ? [given.sql as string] : [];
}

const noted = new Map<string, string>();
let waiting = false;

function note(sql: string): void {
  if (target() === null || !statement.test(sql)) return;
  const text = sql
    .replace(/'(?:[^']|'')*'/g, "''")
    .replace(/\s+/g, " ")
    .trim();
  if (noted.has(text)) return;
  const at = caller();
  noted.set(text, JSON.stringify(at === null ? { sql: text } : { sql: text, at }));
  if (waiting) return;
  waiting = true;
  process.once("exit", write);
}

/** The line of the application that ran the statement: the first stack frame outside packages, Node and this file. */
function caller(): string | null {
  const own = fileURLToPath(import.meta.url);
  for (const line of (new Error().stack ?? "").split("\n").slice(1)) {
    const found = /\(?((?:file:\/\/)?[^()\s]+):(\d+):\d+\)?$/.exec(line.trim());
    if (found === null) continue;
    const [, place = "", number] = found;
    const file = place.startsWith("file://") ? fileURLToPath(place) : place;
    if (file === own || file.startsWith("node:") || file.includes("node_modules")) continue;
    return `${relative(process.cwd(), file).replaceAll("\\", "/")}:${number}`;
  }
  return null;
}

/** Merges with what the file already has, sorted, one line each: the processes of a test run share the file. */
function write(): void {
  const file = target();
  if (file === null) return;
  const lock = hold(`${file}.lock`);
  try {
    const lines = new Set([...existing(file), ...noted.values()]);
    const once = new Map([...lines].sort().map((line) => [textOf(line), line] as const));
    const temporary = `${file}.${process.pid}`;
    writeFileSync(temporary, `${[...once.values()].sort().join("\n")}\n`);
    renameSync(temporary, file);
  } finally {
    if (lock !== null) rmSync(lock, { force: true });
  }
}

function existing(file: string): readonly string[] {
  try {
    return readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line !== "");
  } catch {
    return [];
  }
}

function textOf(line: string): string {
  return /^\{"sql":"(?:[^"\\]|\\.)*"/.exec(line)?.[0] ?? line;
}

/** Null if a process left the lock behind: no writer holds it for longer than a moment. */
function hold(lock: string): string | null {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      closeSync(openSync(lock, "wx"));
      return lock;
    } catch {
      Atomics.wait(pause, 0, 0, 20);
    }
  }
  return null;
}
