import type { Context } from "../work/context.ts";
import type { Options } from "./argv.ts";
import type { Output } from "./output.ts";
import type { Prompt } from "./prompt.ts";

/** What a command is given: the world, made small. */
export interface Shell extends Context {
  /** All that was typed after `trueup`. */
  readonly typed: readonly string[];
  readonly args: readonly string[];
  readonly options: Options;
  readonly out: Output;
  readonly json: boolean;
  readonly prompt: Prompt;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ctrl-C aborts `signal`, and what is under way rolls back. Aborted by the second Ctrl-C: what is under way is killed, and SQLite rolls back. */
  readonly killed: AbortSignal;
  /** Texts of declarations that problems may point into and that stand in no file. */
  readonly sources: Map<string, string>;
}
