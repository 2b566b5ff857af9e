import { createInterface } from "node:readline/promises";

/** Questions to the user. Never on stdout, which is for data. */
export interface Prompt {
  /** Whether there is a terminal to ask on. */
  readonly possible: boolean;
  /** The answer, trimmed; null if it was cancelled. */
  ask(question: string): Promise<string | null>;
  confirm(question: string): Promise<boolean>;
}

interface Streams {
  readonly input: NodeJS.ReadStream;
  readonly messages: NodeJS.WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly allowed: boolean;
}

export function makePrompt({ input, messages, env, allowed }: Streams): Prompt {
  const ci = env.CI !== undefined && env.CI !== "" && env.CI !== "false" && env.CI !== "0";
  const possible = allowed && !ci && input.isTTY === true && messages.isTTY === true;
  const ask = async (question: string): Promise<string | null> => {
    if (!possible) return null;
    const lines = createInterface({ input, output: messages });
    const stopped = new AbortController();
    lines.on("SIGINT", () => {
      // While a line is read, Ctrl-C arrives here rather than at the process.
      process.emit("SIGINT");
      stopped.abort();
    });
    lines.on("close", () => stopped.abort());
    try {
      return (await lines.question(question, { signal: stopped.signal })).trim();
    } catch {
      messages.write("\n");
      return null;
    } finally {
      lines.close();
    }
  };
  const confirm = async (question: string): Promise<boolean> =>
    /^y(es)?$/i.test((await ask(`${question} [y/N] `)) ?? "");
  return { possible, ask, confirm };
}
