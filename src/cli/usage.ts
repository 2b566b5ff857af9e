import type { commandCodes } from "../problem/codes-command.ts";
import type { Problem } from "../problem/problem.ts";

/** The codes of usage errors, which exit with 64. */
export const usageCodes = [
  "unknown-command",
  "unknown-option",
  "missing-value",
  "missing-argument",
  "extra-argument",
  "bad-value",
  "bad-decision",
  "unknown-code",
] as const satisfies readonly (keyof typeof commandCodes)[];

export function usage(
  code: (typeof usageCodes)[number],
  subject: string,
  message: string,
  help: readonly string[],
): Problem {
  return { code, level: "error", subject, message, help };
}
