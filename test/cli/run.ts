import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Duplex, PassThrough, Writable } from "node:stream";

export const root = join(import.meta.dirname, "..", "..");
export const bin = join(root, "bin", "trueup.js");

export interface Ran {
  readonly exit: number | null;
  /** What ended it, if it did not end by itself. */
  readonly signal?: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Nothing about the machine that runs the tests may show in their output: no colour, no CI, a width of 80. */
const plain = {
  PATH: process.env.PATH ?? "",
  HOME: process.env.HOME ?? "",
  COLUMNS: "80",
  GIT_AUTHOR_NAME: "a",
  GIT_AUTHOR_EMAIL: "a@example.org",
  GIT_COMMITTER_NAME: "a",
  GIT_COMMITTER_EMAIL: "a@example.org",
};

/** The real program in a process of its own. */
export function trueup({ cwd, env = {} }: RunOptions, ...args: readonly string[]): Ran {
  const done = spawnSync(process.execPath, [bin, ...args], { cwd, env: { ...plain, ...env }, encoding: "utf8" });
  return { exit: done.status, out: done.stdout, err: done.stderr };
}

/**
 * The same program in this process: the same words, exits and files in a third of the time. What is about processes, such
 * as signals, terminals and pipes, needs one of its own.
 */
export async function command({ cwd, env = {} }: RunOptions, ...args: readonly string[]): Promise<Ran> {
  const main: typeof import("../../src/cli/main.ts") = await import(join(root, "dist", "cli", "main.js"));
  const { run } = await main.program();
  const [out, err] = [written(), written()];
  const nothing: Duplex = new PassThrough().end();
  const { signal } = new AbortController();
  const exit = await run(args, {
    cwd,
    env: { ...plain, ...env },
    input: nothing as NodeJS.ReadStream,
    output: out.stream,
    messages: err.stream,
    begin: () => ({ signal, killed: signal }),
  });
  return { exit, out: out.text(), err: err.text() };
}

/** A stream that is no terminal, and what was written to it. */
function written() {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { stream: stream as NodeJS.WriteStream, text: () => Buffer.concat(chunks).toString() };
}

/** Without `--norc`, bash takes the socket that it is given as input for a remote login, and reads the user's settings. */
export function shell({ cwd, env = {} }: RunOptions, command: string, input = ""): Ran {
  const done = spawnSync("bash", ["--norc", "-c", command], {
    cwd,
    env: { ...plain, ...env },
    encoding: "utf8",
    input,
  });
  return { exit: done.status, signal: done.signal, out: done.stdout, err: done.stderr };
}

/**
 * A command in a terminal of its own. Each answer is typed once its question is the last thing on the screen; if that
 * does not happen in time, the error shows the screen.
 */
export function inTerminal(
  { cwd, env = {} }: RunOptions,
  command: string,
  columns: number,
  answers: readonly (readonly [question: string | RegExp, typed: string])[] = [],
): Promise<Ran> {
  const inner = `stty cols ${columns} rows 40; ${command}`;
  const surroundings = { ...plain, TERM: "xterm-256color", SHELL: "/bin/bash", ...env };
  const child = spawn("script", ["-qfec", inner, "/dev/null"], { cwd, env: surroundings });
  const left = [...answers];
  let out = "";
  let since = 0;
  // A pattern is searched for in what came since the last answer, including its echo.
  const isAsked = (question: string | RegExp): boolean =>
    typeof question === "string"
      ? bare(out).trimEnd().endsWith(question)
      : question.test(bare(out.slice(since)).trimEnd());
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
    const [question, typed] = left[0] ?? [];
    if (question === undefined || !isAsked(question)) return;
    left.shift();
    since = out.length;
    child.stdin.write(`${typed}\r`);
  });
  return new Promise((done, fail) => {
    const late = setTimeout(() => {
      child.kill("SIGKILL");
      fail(new Error(`no end after five minutes; on the screen: ${out}`));
    }, 300_000);
    child.on("error", fail);
    child.on("close", (exit) => {
      clearTimeout(late);
      done({ exit, out, err: "" });
    });
  });
}

/** The text alone, without colours and cursor movements. */
export function bare(text: string): string {
  return text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, "");
}

export function has(program: string): boolean {
  return spawnSync("which", [program]).status === 0;
}

/** Builds if a source is newer than what was built. `npm test` has done that already. */
export function built(): void {
  const made = join(root, "dist", "cli", "main.js");
  const newest = (folder: string): number =>
    Math.max(
      ...readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => statSync(join(folder, file)).mtimeMs),
    );
  if (existsSync(made) && statSync(made).mtimeMs >= newest(join(root, "src"))) return;
  execFileSync(process.execPath, [join(root, "scripts", "build.js")], { stdio: "inherit" });
}

/** What differs from run to run and means nothing: places, times, hashes of a time. */
export function steady(text: string, folder: string): string {
  return (
    text
      .replaceAll(folder, "FOLDER")
      .replace(/\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z/g, "TIME")
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME")
      // A slow machine waits for its lock, and estimates other times: the first adds a line, the second wraps
      // differently.
      .replace(/^✓ lock .*\n/gm, "")
      .replace(/^Cost {2,}[\s\S]*?\n\n/gm, "Cost       …\n\n")
      .replace(/(under |about )?\b\d+(\.\d+)? (ms|s)\b/g, "N ms")
      .replace(/ +$/gm, "")
  );
}
