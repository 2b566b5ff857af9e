import { isAbsolute } from "node:path";
import { type ApplyOutcome, exitCodes } from "../apply/events.ts";
import type { Problem } from "../problem/problem.ts";
import { outcomeText } from "../report/apply-text.ts";
import type { Exit } from "./exit-codes.ts";
import { decisionsJson, problemsJson } from "./json-out.ts";
import type { Shell } from "./shell.ts";
import { shownFrom } from "../work/shown-from.ts";

/** How an apply ended: under --json the last line, otherwise in words, with the command that undoes it. */
export function tellOutcome(shell: Shell, target: string, outcome: ApplyOutcome): Exit {
  const exit = exitCodes[outcome.kind];
  const problems: readonly Problem[] = "problems" in outcome ? outcome.problems : [];
  if (shell.json) {
    const result = { ...outcome, problems: problemsJson(shell, problems) };
    shell.out.print(JSON.stringify({ type: "result", exit, ...result, decisions: decisionsJson(shell, problems) }));
    return exit;
  }
  shell.out.status(null);
  if (problems.length > 0) shell.out.problems(problems, shell.sources);
  const { width, style } = shell.out.data;
  const all = shell.options.flag("verbose");
  const text = outcomeText(shortened(shell, outcome), { width, style, all, command: "trueup" });
  if (outcome.kind === "applied" && shell.out.data.terminal && shell.out.messages.terminal) shell.out.say("");
  // The end says what happened to the database, and which command undoes it.
  shell.out.print(shell.options.flag("quiet") ? (text.trimEnd().split("\n\n").at(-1) ?? text) : text);
  shell.out.detail(`target ${target}`);
  return exit;
}

/** With paths relative to here: the undo command is meant to be pasted. */
function shortened(shell: Shell, outcome: ApplyOutcome): ApplyOutcome {
  if (outcome.kind !== "applied") return outcome;
  const { backup, undo } = outcome;
  return {
    ...outcome,
    backup: backup && { ...backup, path: shownFrom(shell.cwd, backup.path) },
    undo: undo && near(shell, undo),
  };
}

export function near(shell: Shell, words: readonly string[]): readonly string[] {
  return words.map((word) => (isAbsolute(word) ? shownFrom(shell.cwd, word) : word));
}
