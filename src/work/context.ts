import { type Checked, failed, fine, type Problem, ProblemError } from "../problem/problem.ts";
import { shellWord } from "../words/shell.ts";
import { systemTrouble } from "./system-error.ts";
import type { Told } from "./told.ts";

export type Tell = (told: Told) => void;

/** The options that every use case takes. */
export interface Listening {
  readonly tell?: Tell;
  /** Stops the work: whatever is running is rolled back. */
  readonly signal?: AbortSignal;
}

/** The same, with defaults filled in. */
export interface Context {
  /** The name of the command, for messages that show one. */
  readonly command: string;
  /** Where relative paths start; absolute. */
  readonly cwd: string;
  readonly tell: Tell;
  readonly signal: AbortSignal;
}

export const neverAborted: AbortSignal = new AbortController().signal;

/** The same for a command that takes something before its target, as its messages show it. */
export function taking(context: Context, operand: string): Context {
  return { ...context, command: `${context.command} ${shellWord(operand)}` };
}

/** Runs a use case. Expected failures are returned as values; anything else that is thrown is a bug. */
export async function checked<T>(
  command: string,
  cwd: string,
  { tell, signal = neverAborted }: Listening,
  work: (context: Context) => Promise<T>,
): Promise<Checked<T>> {
  const warnings: Problem[] = [];
  const context: Context = {
    command,
    cwd,
    signal,
    tell: (told) => {
      if (told.kind === "warnings") warnings.push(...told.problems);
      tell?.(told);
    },
  };
  try {
    return fine(await work(context), warnings);
  } catch (error) {
    if (error instanceof ProblemError) return failed(...error.problems);
    const refused = systemTrouble(error, cwd);
    if (refused === null) throw error;
    return failed(refused);
  }
}

/** The value; if there is none, ends the work with the problems. Warnings are reported at once. */
export function need<T>({ tell }: Pick<Context, "tell">, checked: Checked<T>): T {
  if (checked.ok && checked.warnings.length > 0) tell({ kind: "warnings", problems: checked.warnings });
  return unwrap(checked);
}

/** The value of a use case, which has reported its warnings itself; if there is none, ends the work with the problems. */
export function unwrap<T>(checked: Checked<T>): T {
  if (!checked.ok) throw new ProblemError(...checked.problems);
  return checked.value;
}

/** What the work returns; null if it was refused, where that is no reason to stop. */
export async function unlessRefused<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProblemError) return null;
    throw error;
  }
}

export function refuse(...problems: readonly Problem[]): never {
  throw new ProblemError(...problems);
}
