import type { Context } from "../work/context.ts";
import type { Options } from "./argv.ts";
import type { Output } from "./output.ts";
import type { Prompt } from "./prompt.ts";

/** Where a command runs. */
export interface Surroundings {
  readonly cwd: string;
  readonly env: Shell["env"];
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly messages: NodeJS.WriteStream;
  /** Called once, with the name of the command, before it runs. */
  begin(command: string): Stopping;
}

/** What stops a command. */
export type Stopping = Pick<Shell, "signal" | "killed">;

/** What a command is given: its whole environment. */
export interface Shell extends Context {
  /** All that was typed after `trueup`. */
  readonly typed: readonly string[];
  readonly args: readonly string[];
  readonly options: Options;
  readonly out: Output;
  readonly json: boolean;
  readonly prompt: Prompt;
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * Ctrl-C aborts `signal`, and what is running rolls back. This one is aborted by the second Ctrl-C: what is running
   * is killed, and SQLite rolls back.
   */
  readonly killed: AbortSignal;
  /** Texts of declarations that problems may point into and that are not in a file. */
  readonly sources: Map<string, string>;
}
