import type { ProblemCode } from "./codes.ts";

/** A range of a source file, in UTF-16 offsets of its text. */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** The texts that spans point into, by file. */
export type Sources = ReadonlyMap<string, string>;

/**
 * An expected failure, as a value. `message` says what is wrong, in lower case and without a full stop; `label` is
 * printed under the smallest span that is wrong; `help`, and only `help`, says what to do next.
 */
export interface Problem {
  readonly code: ProblemCode;
  readonly level: "error" | "warning";
  /** The object it is about, as a person would name it: `tune.title`. */
  readonly subject: string;
  readonly message: string;
  readonly at?: Span;
  readonly label?: string;
  /** Keys of the declarations that it is about, the best first, if that is not the whole subject. */
  readonly places?: readonly string[];
  /** Related places, each with its own label. */
  readonly also?: readonly { readonly at: Span; readonly label: string }[];
  /** What was found, one item a line: counts, keys, names, a query that finds all of them. */
  readonly evidence?: readonly string[];
  /** Why it matters, if that is not obvious. */
  readonly why?: string;
  readonly help: readonly string[];
  /** The word at `at`, and the only known word that it can be a misspelling of. */
  readonly meant?: { readonly said: string; readonly near: string };
  /** The decision that nothing needs, as a plan file writes it. */
  readonly unneeded?: string;
  /** The open question, if an answer would let the command go on. */
  readonly decision?: DecisionNeeded;
}

/** A decision that a person must make, with every answer ready to paste. */
export interface DecisionNeeded {
  readonly code: string;
  readonly subject: string;
  readonly evidence: readonly string[];
  readonly answers: readonly {
    readonly means: string;
    readonly flags: readonly string[];
    readonly declaration?: string;
  }[];
}

/** Equal for problems that say the same about the same object. */
export function problemKey({ code, subject, message }: Problem): string {
  return [code, subject, message].join("\0");
}

export type Checked<T> =
  | { readonly ok: true; readonly value: T; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export function fine<T>(value: T, warnings: readonly Problem[] = []): Checked<T> {
  return { ok: true, value, warnings };
}

export function failed(...problems: readonly Problem[]): { readonly ok: false; readonly problems: readonly Problem[] } {
  return { ok: false, problems };
}

/** Ends every switch over a tagged union: a new kind does not compile until each switch knows it. */
export function unreachable(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`);
}

/**
 * Carries problems through code that does not handle them. Thrown only inside a stage whose entry
 * turns it back into a value; anything else that is thrown is a bug.
 */
export class ProblemError extends Error {
  readonly problems: readonly Problem[];
  constructor(...problems: readonly Problem[]) {
    super(problems.map((problem) => problem.message).join("\n"));
    this.problems = problems;
  }
}
