import type { ProblemCode } from "../../problem/codes.ts";
import { type Problem, type Span, ProblemError } from "../../problem/problem.ts";

/** An error in a declaration. */
export function declarationError(
  code: ProblemCode,
  at: Span,
  message: string,
  help: readonly string[],
  more: Partial<Omit<Problem, "code" | "at" | "message" | "help">> = {},
): ProblemError {
  return new ProblemError({ code, level: "error", subject: more.subject ?? "", message, at, help, ...more });
}

/** Thrown where something is missing only because an error was already reported for it. */
export function alreadyReported(): ProblemError {
  return new ProblemError();
}

/** Does the work for each part even if it fails for others, and then throws all problems together. */
export function collected<P, T>(parts: readonly P[], work: (part: P, index: number) => T): T[] {
  let problems: Problem[] | null = null;
  const values: T[] = Array(parts.length);
  for (let index = 0; index < parts.length; index++) {
    try {
      values[index] = work(parts[index] as P, index);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems ??= [];
      problems.push(...error.problems);
    }
  }
  if (problems !== null) throw new ProblemError(...problems);
  return values;
}
