import type { ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { ProblemError } from "../problem/problem.ts";
import { EngineError, type Query, type Row } from "./connection.ts";
import type { Engine } from "./engine.ts";
import { FewRows } from "./few-rows.ts";
import { stopped } from "./stopped.ts";

/** The messages between the two processes. */
export type ToQuestions = Opening | { readonly kind: "ask"; readonly queries: readonly Query[] };
export type FromQuestions =
  /** The schema that its transaction sees, as `PRAGMA schema_version` counts; null if it could not begin one. */
  | { readonly kind: "opened"; readonly schema: number | null }
  | { readonly kind: "rows"; readonly rows: readonly (readonly Row[])[] }
  | { readonly kind: "error"; readonly code: string; readonly message: string };

interface Opening {
  readonly kind: "open";
  readonly path: string;
  readonly encryptionKey: string | null;
}

export interface AsideOptions {
  readonly label?: string;
  readonly encryptionKey?: string;
  readonly stop?: AbortSignal;
}

const entry = new URL(
  import.meta.url.endsWith(".ts") ? "../cli/questions-child.ts" : "./questions-child.js",
  import.meta.url,
);

/** Up to this size the rows are queried right here: starting a process takes longer than any question. */
const small = 256 << 10;

/** Up to this size a question is asked right here as well if it reads few rows: they are not wide either. */
const medium = 32 << 20;

export function isAskedAside(bytes: number): boolean {
  return bytes > small;
}

let expected: ChildProcess | null = null;

/** Starts the process before there are questions. If there are none, it exits with its parent. */
export function expectQuestions(): void {
  if (expected?.connected) return;
  expected = start();
  expected.unref();
  expected.channel?.unref();
  // A failure to start shows when the process is needed.
  expected.on("error", () => {});
}

/** Node's part for processes is loaded with the first one: most commands start none. */
function start(): ChildProcess {
  const { fork } = createRequire(import.meta.url)("node:child_process") as typeof import("node:child_process");
  return fork(entry, [], { stdio: ["ignore", "ignore", "ignore", "ipc"], serialization: "advanced" });
}

/** The process that was started in advance, or else a new one. */
function theChild(): ChildProcess {
  const child = expected;
  expected = null;
  if (!child?.connected) return start();
  child.ref();
  child.channel?.ref();
  return child;
}

/**
 * Questions about the rows of one snapshot, asked by a separate process. A statement of SQLite blocks its thread, and
 * the binding has no way to interrupt one: only from another process can progress be shown meanwhile, and a signal be
 * handled. It reads the same file in a transaction of its own, besides the one here, which keeps everything that
 * belongs to the file in place.
 */
export class QuestionsAside {
  readonly #engine: Engine;
  readonly #path: string;
  readonly #options: AsideOptions;
  #process: Promise<Questions | "stopped" | null> | null = null;
  #few: FewRows | null = null;

  constructor(engine: Engine, path: string, options: AsideOptions) {
    this.#engine = engine;
    this.#path = path;
    this.#options = options;
  }

  /** Null if they should be asked here instead. */
  async read(queries: readonly Query[]): Promise<readonly (readonly Row[])[] | null> {
    const { stop, label = this.#path } = this.#options;
    if (this.#process === null && stop?.aborted !== true && this.#areQuick(queries)) return null;
    this.#process ??= this.#start();
    const questions = await this.#process;
    if (questions === null) return null;
    const answer = questions === "stopped" ? questions : await questions.ask({ kind: "ask", queries }, stop);
    if (answer === "stopped") throw new ProblemError(stopped(label));
    if (answer?.kind === "rows") return answer.rows;
    if (answer?.kind === "error") throw new EngineError(answer.code, answer.message);
    throw new EngineError("SQLITE_ABORT", "the process that asked the rows died");
  }

  #areQuick(queries: readonly Query[]): boolean {
    if (this.#bytes() > medium) return false;
    this.#few ??= new FewRows(this.#engine);
    return queries.every(({ sql }) => this.#few?.answers(sql));
  }

  #bytes(): number {
    const [[pages] = [], [size] = []] = ["page_count", "page_size"].flatMap((name) =>
      this.#engine.all(`PRAGMA ${name}`),
    );
    return Number(pages) * Number(size);
  }

  async close(): Promise<void> {
    const questions = await this.#process;
    if (questions instanceof Questions) await questions.close();
  }

  async #start(): Promise<Questions | "stopped" | null> {
    if (this.#options.stop?.aborted) return "stopped";
    if (!isAskedAside(this.#bytes())) return null;
    // The first read determines which state of the database this transaction sees.
    const schema = Number(this.#engine.all("PRAGMA schema_version")[0]?.[0]);
    const questions = new Questions();
    const { encryptionKey = null, stop } = this.#options;
    const opened = await questions.ask({ kind: "open", path: this.#path, encryptionKey }, stop);
    if (opened !== "stopped" && opened?.kind === "opened" && opened.schema === schema) return questions;
    // A writer keeps new readers out, or has changed the schema since: the transaction here still sees everything.
    await questions.close();
    return opened === "stopped" ? opened : null;
  }
}

class Questions {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;

  constructor() {
    this.#child = theChild();
    this.#ended = new Promise((resolve) => {
      this.#child.once("exit", () => resolve());
      // It could not be started.
      this.#child.once("error", () => resolve());
    });
  }

  /** Null if no answer came. */
  async ask(question: ToQuestions, stop: AbortSignal | undefined): Promise<FromQuestions | "stopped" | null> {
    const child = this.#child;
    const kill = () => child.kill("SIGKILL");
    stop?.addEventListener("abort", kill);
    try {
      if (stop?.aborted) kill();
      const answer = await new Promise<FromQuestions | null>((resolve) => {
        child.once("message", resolve);
        void this.#ended.then(() => resolve(null));
        if (child.connected) child.send(question, () => {});
      });
      const bySignal = answer === null && ["SIGINT", "SIGTERM", "SIGHUP"].includes(child.signalCode ?? "");
      // A terminal sends Ctrl-C to both.
      return stop?.aborted || bySignal ? "stopped" : answer;
    } finally {
      stop?.removeEventListener("abort", kill);
    }
  }

  /** Waits for its exit: the last connection to close removes the WAL, and that must not be the reader. */
  async close(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    await this.#ended;
  }
}
