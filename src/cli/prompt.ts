import { createRequire } from "node:module";
import { fit } from "../report/width.ts";
import { agentIn, isCi } from "../work/surroundings.ts";
import { widthOf } from "./output.ts";

/** Questions to the user. Never on stdout, which is for data. */
export interface Prompt {
  /** Whether there is a terminal to ask on. */
  readonly possible: boolean;
  /** The answer, trimmed; null if it was cancelled. */
  ask(question: string, options?: Asking): Promise<string | null>;
  confirm(question: string): Promise<boolean>;
  /**
   * One of several answers, by its number: typed, or chosen with the arrow keys; -1 for none of them, null if it was
   * cancelled. Only the line of the question is redrawn, so that it also reads well line by line.
   */
  choose(question: string, answers: readonly string[], options?: Asking): Promise<number | null>;
}

export interface Asking {
  /** Text that is already there, to be edited. */
  readonly initial?: string;
  /** Withdraws the question. */
  readonly again?: AbortSignal | undefined;
  /** What Ctrl-C does; if absent, what it does everywhere else. */
  readonly leave?: () => void;
}

interface Streams {
  readonly input: NodeJS.ReadStream;
  readonly messages: NodeJS.WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly allowed: boolean;
}

export function makePrompt(streams: Streams): Prompt {
  const { input, messages, env, allowed } = streams;
  const possible = allowed && !isCi(env) && agentIn(env) === null && input.isTTY === true && messages.isTTY === true;
  const ask: Prompt["ask"] = async (question, options = {}) => {
    if (!possible || (await leftBefore(streams, options))) return null;
    return line(streams, question, options);
  };
  const confirm = async (question: string): Promise<boolean> =>
    /^y(es)?$/i.test((await ask(`${question} [y/N] `)) ?? "");
  const choose: Prompt["choose"] = async (question, answers, options = {}) => {
    if (!possible || (await leftBefore(streams, options))) return null;
    // A terminal that cannot redraw a line can still read one.
    if (env.TERM === "dumb" || typeof input.setRawMode !== "function") {
      const typed = await line(streams, question, options);
      return typed === null ? null : numbered(typed, answers);
    }
    return keys(streams, question, answers, options);
  };
  return { possible, ask, confirm, choose };
}

function numbered(typed: string, answers: readonly string[]): number {
  const at = /^\d+$/.test(typed) ? Number(typed) - 1 : -1;
  return at < answers.length ? at : -1;
}

/** While a line is read, the terminal's Ctrl-C comes here and not to the process. */
const interrupt = () => void process.emit("SIGINT");

/**
 * What was typed before a question was on the screen does not answer it, and is dropped. True if Ctrl-C was among it.
 */
async function leftBefore({ input }: Streams, { leave = interrupt }: Asking): Promise<boolean> {
  let typed = "";
  const hear = (text: Buffer | string) => {
    typed += text.toString();
  };
  // By default a terminal passes a line on only when it is complete.
  const raw = (on: boolean) => void (typeof input.setRawMode === "function" && input.setRawMode(on));
  raw(true);
  input.on("data", hear);
  input.resume();
  // The timer gives the terminal time; what has arrived by then has been read after the following turn of the event
  // loop.
  await new Promise((resolve) => setTimeout(() => setImmediate(resolve), 15));
  input.off("data", hear);
  input.pause();
  raw(false);
  const left = typed.includes("\u0003");
  if (left) leave();
  return left;
}

function line({ input, messages, env }: Streams, question: string, asking: Asking): Promise<string | null> {
  const { initial = "", again, leave = interrupt } = asking;
  if (again?.aborted) return Promise.resolve(null);
  const lines = readline().createInterface({ input, output: messages, terminal: env.TERM !== "dumb" });
  return new Promise((resolve) => {
    const end = (answer: string | null) => {
      again?.removeEventListener("abort", broken);
      lines.off("close", broken);
      lines.close();
      if (answer === null) messages.write("\n");
      resolve(answer);
    };
    const broken = () => end(null);
    again?.addEventListener("abort", broken);
    lines.on("close", broken);
    lines.on("SIGINT", () => {
      end(null);
      leave();
    });
    lines.question(question, (typed) => end(typed.trim()));
    if (initial !== "") lines.write(initial);
  });
}

/** Loaded with the first question: most commands ask none. */
function readline(): typeof import("node:readline") {
  return createRequire(import.meta.url)("node:readline");
}

interface Key {
  readonly name?: string | undefined;
  readonly ctrl?: boolean | undefined;
}

function keys(
  { input, messages, env }: Streams,
  question: string,
  answers: readonly string[],
  { again, leave = interrupt }: Asking,
): Promise<number | null> {
  if (again?.aborted) return Promise.resolve(null);
  return new Promise((resolve) => {
    let typed = "";
    const draw = () => {
      const meant = answers[numbered(typed, answers)];
      const shown = `${question}${typed}${meant === undefined ? "" : `  ${meant}`}`;
      messages.write(`\r\u001b[K${fit(shown, widthOf(messages, env) - 1)}`);
    };
    const end = (answer: number | null) => {
      input.off("keypress", press);
      again?.removeEventListener("abort", broken);
      input.setRawMode(false);
      input.pause();
      messages.write("\n");
      resolve(answer);
    };
    const broken = () => end(null);
    const move = (by: number) => {
      const at = numbered(typed, answers);
      const from = at < 0 && by < 0 ? 0 : at;
      typed = String(((from + by + answers.length) % answers.length) + 1);
    };
    const press = (text: string | undefined, { name, ctrl }: Key) => {
      if (ctrl === true && (name === "c" || name === "d")) {
        end(null);
        leave();
        return;
      }
      if (name === "return" || name === "enter") return end(numbered(typed, answers));
      if (name === "up") move(-1);
      else if (name === "down") move(1);
      else if (name === "backspace") typed = typed.slice(0, -1);
      else if (name === "escape") typed = "";
      else if (text !== undefined && /^\d$/.test(text)) typed += text;
      else return;
      draw();
    };
    readline().emitKeypressEvents(input);
    input.setRawMode(true);
    input.resume();
    input.on("keypress", press);
    again?.addEventListener("abort", broken);
    draw();
  });
}
