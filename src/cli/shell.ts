import type { Checked, Problem, Sources } from "../problem/problem.ts";
import { Trouble } from "../problem/problem.ts";
import type { Options } from "./argv.ts";
import type { Output } from "./output.ts";
import type { Prompt } from "./prompt.ts";

/** What a command is given: the world, made small. */
export interface Shell {
  readonly command: string;
  readonly args: readonly string[];
  readonly options: Options;
  readonly out: Output;
  readonly json: boolean;
  readonly prompt: Prompt;
  /** Where the command works, absolute. */
  readonly cwd: string;
  /** The environment, and what a .env file beside the configuration adds. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C: what is under way rolls back. */
  readonly interrupted: AbortSignal;
  /** Aborted by the second Ctrl-C: what is under way is killed, and SQLite rolls back. */
  readonly killed: AbortSignal;
  /** Texts of declarations that problems may point into and that stand in no file. */
  readonly sources: Map<string, string>;
}

/** The value, or out of the command with its problems. Warnings are told at once. */
export function need<T>(shell: Shell, checked: Checked<T>): T {
  if (!checked.ok) throw new Trouble(...checked.problems);
  if (checked.warnings.length > 0 && !shell.json) shell.out.problems(checked.warnings, shell.sources);
  return checked.value;
}

export function refuse(...problems: readonly Problem[]): never {
  throw new Trouble(...problems);
}

export function remember(shell: Shell, sources: Sources): void {
  for (const [file, text] of sources) shell.sources.set(file, text);
}
