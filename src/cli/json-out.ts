import type { Problem } from "../problem/problem.ts";
import { located } from "../report/problem.ts";
import { problemJson } from "../report/problem-machine.ts";
import type { Exit } from "./exit-codes.ts";
import type { Shell } from "./shell.ts";
import { withFiles } from "../work/with-files.ts";
import { withShortSubject } from "./terminal.ts";
import { shownFrom } from "../work/shown-from.ts";

/** The shapes of --json. Fields are only ever added within a format number. */
export const jsonFormat = 1;

export function document(shell: Shell, exit: Exit, body: Record<string, unknown>): string {
  const head = { format: jsonFormat, command: shell.command, exit };
  // Commands that apply print one object a line; this is the last.
  const lines = shell.command === "apply" || shell.command === "rehearse";
  return lines
    ? JSON.stringify({ type: "result", ...head, ...body }, safe)
    : JSON.stringify({ ...head, ...body }, safe, 2);
}

/** Numbers too large for JSON are written as text. */
function safe(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}

export function problemsJson(shell: Shell, problems: readonly Problem[]) {
  const sources = withFiles(problems, shell.sources);
  return problems.map((problem) =>
    problemJson(withShortSubject(problem, shell.cwd), sources, (file) => shownFrom(shell.cwd, file)),
  );
}

/** The open questions, each with the place in the declarations that it is about. */
export function decisionsJson(shell: Shell, problems: readonly Problem[]) {
  const sources = withFiles(problems, shell.sources);
  return problems.flatMap((problem) => {
    if (problem.decision === undefined) return [];
    const at = located(problem, sources);
    return [{ ...problem.decision, at: at === null ? null : { ...at, file: shownFrom(shell.cwd, at.file) } }];
  });
}

export function errorJson(shell: Shell, problems: readonly Problem[], exit: Exit): string {
  return document(shell, exit, {
    problems: problemsJson(shell, problems),
    decisions: decisionsJson(shell, problems),
  });
}
