import type { Decision } from "../plan/plan.ts";
import type { DecisionNeeded, Problem } from "../problem/problem.ts";
import { headline } from "../report/problem.ts";
import { need } from "../work/context.ts";
import { readDecisions } from "../work/planning/decisions.ts";
import type { Shell } from "./shell.ts";

/**
 * Asks a person for the decisions that the plan needs. Empty if a question was left open, or if there is a problem that
 * no answer solves: then the problems are reported as they would be without a terminal.
 */
export async function askDecisions(shell: Shell, problems: readonly Problem[]): Promise<readonly Decision[]> {
  if (!shell.prompt.possible) return [];
  const questions = problems.flatMap((problem) => problem.decision ?? []);
  if (questions.length < problems.length) return [];
  const taken: Decision[] = [];
  for (const [index, problem] of problems.entries()) {
    const question = questions[index];
    if (question === undefined) return [];
    const answer = await askOne(shell, problem, question);
    if (answer === null) return [];
    taken.push(...answer);
  }
  return taken;
}

async function askOne(shell: Shell, problem: Problem, question: DecisionNeeded): Promise<readonly Decision[] | null> {
  const { style } = shell.out.messages;
  const answers = question.answers.filter((answer) => answer.flags.length > 0);
  if (answers.length === 0) return null;
  shell.out.say(`\n${style.bold(headline(problem))}`);
  for (const line of question.evidence) shell.out.say(`  ${line}`);
  if (problem.why !== undefined) shell.out.say(style.dim(`  ${problem.why}`));
  answers.forEach((answer, index) => {
    shell.out.say(`  ${style.command(String(index + 1))}  ${answer.means}`);
  });
  const typed = await shell.prompt.ask(
    `which? [${answers.length === 1 ? "1" : `1-${answers.length}`}, Enter for none] `,
  );
  const answer = answers[Number(typed) - 1];
  if (typed === null || answer === undefined) return null;
  const flags = await filled(shell, answer.flags);
  return flags === null ? null : need(shell, readDecisions(flags));
}

/** `…` in a flag is a placeholder for what only a person can provide: a reason, an expression. */
async function filled(shell: Shell, flags: readonly string[]): Promise<readonly string[] | null> {
  const full: string[] = [];
  for (const [index, flag] of flags.entries()) {
    if (!flag.includes("…")) {
      full.push(flag);
      continue;
    }
    const what = flags[index - 1] === "--because" ? "why?" : `${flag.replace("…", "?")}  the SQL for it:`;
    const typed = await shell.prompt.ask(`${what} `);
    if (typed === null || typed === "") return null;
    full.push(flag.replace("…", typed));
  }
  return full;
}
