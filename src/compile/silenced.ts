import type { Problem } from "../problem/problem.ts";
import type { Silence } from "./declared.ts";

/** The comment that says a problem is intended. */
export function silenceOf({ code, at }: Problem, silences: readonly Silence[]): Silence | undefined {
  if (at === undefined) return undefined;
  return silences.find(
    (silence) =>
      silence.code === code &&
      silence.line.file === at.file &&
      silence.line.start <= at.start &&
      at.end <= silence.line.end,
  );
}
