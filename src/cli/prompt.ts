import { createInterface } from "node:readline/promises";

/** Questions to a person. Never to stdout, which is data. */
export interface Prompt {
  /** Whether there is anybody to ask. */
  readonly possible: boolean;
  /** The answer, trimmed; null where it was broken off. */
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
      // While it reads a line the terminal's Ctrl-C comes here, and not to the process.
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
