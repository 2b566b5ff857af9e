import type { ProblemCode } from "../../problem/codes.ts";
import { type Problem, type Span, Trouble } from "../../problem/problem.ts";

/** An error in a declaration, as one line of code. */
export function trouble(
  code: ProblemCode,
  at: Span,
  message: string,
  help: readonly string[],
  more: Partial<Omit<Problem, "code" | "at" | "message" | "help">> = {},
): Trouble {
  return new Trouble({ code, level: "error", subject: more.subject ?? "", message, at, help, ...more });
}

/** Thrown where something is missing only because an error was already reported for it. */
export function alreadyReported(): Trouble {
  return new Trouble();
}

/** Runs each piece of work though others fail, and then throws all that was wrong at once. */
export function together<T>(work: Iterable<() => T>): T[] {
  const problems: Problem[] = [];
  const values: T[] = [];
  let failed = false;
  for (const each of work) {
    try {
      values.push(each());
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      failed = true;
      problems.push(...error.problems);
    }
  }
  if (failed) throw new Trouble(...problems);
  return values;
}
