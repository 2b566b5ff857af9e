import { isFindAll } from "../problem/find-all.ts";
import { problemKey } from "../problem/problem.ts";
import type { Decision } from "../plan/plan.ts";
import type { DecisionNeeded, Problem } from "../problem/problem.ts";
import { commandLine } from "../report/command-line.ts";
import { headline } from "../report/problem.ts";
import { hang, oneLine, wrap } from "../report/width.ts";
import { readDecisions } from "../work/planning/decisions.ts";
import { languageOf } from "../compile/languages.ts";
import type { Project } from "../work/project.ts";
import { shownFrom } from "../work/shown-from.ts";
import type { Comparison, PlanningOptions, Try } from "../work/planning/planning.ts";
import type { Shell } from "./shell.ts";
import { need, unwrap } from "../work/context.ts";
import { subjectNames } from "../words/subject.ts";

/** A question was left with Ctrl-C, and how to continue was printed. */
class Left extends Error {
  override readonly name = "Left";
}

type Answer = NonNullable<PlanningOptions["answer"]>;

export interface Questions {
  /** Asks a person for what a plan needs to know. Answers are kept whatever happens to the rest. */
  readonly answer: (problems: readonly Problem[], tried: Try, again?: AbortSignal) => ReturnType<Answer>;
  /** The decisions that were taken so far. */
  readonly taken: () => readonly Decision[];
  /** Says how to repeat the answers, if there are some and the plan was refused anyway. */
  readonly tellRest: () => void;
}

interface Given {
  readonly flags: readonly string[];
  readonly decisions: readonly Decision[];
}

type Asked = Given | "declined" | "taken back";

export function questions(shell: Shell): Questions {
  const given: Given[] = [];
  const declined = new Set<string>();
  const decisions = () => given.flatMap((each) => each.decisions);
  const answer: Questions["answer"] = async (problems, tried, again) => {
    if (!shell.prompt.possible) return [];
    const open = problems.filter(({ decision }) => decision !== undefined);
    // If there is a problem that no answer solves, everything is reported as without a terminal. A problem with rows of
    // the same table may be solved by a value that they are given.
    const about = new Set(open.map(tableOf));
    if (problems.some((each) => each.decision === undefined && !about.has(tableOf(each)))) return [];
    const round: Given[] = [];
    const left = () => {
      tellAnswers(shell, given);
      throw new Left();
    };
    for (const problem of open) {
      const { decision } = problem;
      if (decision === undefined || declined.has(problemKey(problem))) continue;
      const before = round.flatMap((each) => each.decisions);
      const asked = await new Question(shell, problem, decision, tried, before, again).put(left);
      if (asked === "taken back") return [];
      if (asked === "declined") declined.add(problemKey(problem));
      else {
        round.push(asked);
        given.push(asked);
      }
    }
    return round.flatMap((each) => each.decisions);
  };
  return { answer, taken: decisions, tellRest: () => tellAnswers(shell, given) };
}

/** Offers to write the answers into the declarations, and repeats them if the plan was refused anyway. */
export async function afterwards(
  shell: Shell,
  project: Project,
  { planned, goal }: Pick<Comparison, "planned" | "goal">,
  asked: Questions,
): Promise<void> {
  if (planned.kind === "refused") return asked.tellRest();
  const hints = asked.taken().flatMap((each) => (each.kind === "approve" ? [] : [each]));
  const { declared, label } = goal;
  if (planned.kind !== "plan" || hints.length === 0 || declared === null || label !== "the declarations") return;
  // Only trueup has words for it; in other languages it is written as a comment.
  const paths = [...declared.sources.keys()];
  const own = declared.partial === null && paths.some((file) => languageOf(file) === "typescript");
  const sign = own ? "." : "@";
  const words = [...new Set(hints.map(({ kind }) => (kind === "fill" ? `${sign}fill` : `${sign}was`)))].join(" and ");
  if (!(await shell.prompt.confirm(`write these answers into the declarations as well, as ${words}?`))) return;
  const { writeHints } = await import("../work/schema/write-hints.ts");
  const { files, left } = unwrap(await writeHints(project, hints, shell));
  for (const file of files.keys()) shell.out.say(`wrote ${shownFrom(shell.cwd, file)}`);
  if (left.length > 0) {
    const named = left.map((each) =>
      each.kind === "rename-table"
        ? each.to
        : each.kind === "fill"
          ? `${each.table}.${each.column}`
          : `${each.table}.${each.to}`,
    );
    shell.out.say(`left as they are, because they are written in a way that cannot be edited: ${named.join(", ")}`);
  }
}

function tableOf({ subject }: Problem): string {
  return subjectNames(subject)[0] ?? subject;
}

/** The command as it was typed, with the answers. */
function tellAnswers(shell: Shell, given: readonly Given[]): void {
  if (given.length === 0) return;
  const flags = given.flatMap((each) => each.flags);
  const { style } = shell.out.messages;
  shell.out.say("To go on with these answers:");
  shell.out.say(`  ${style.command(commandLine(["trueup", ...shell.typed, ...flags]))}`);
}

/** In a line or two: what is wrong and what was found, but not what to do about it. */
function inShort({ message, evidence = [] }: Problem): string {
  const found = evidence.filter((each) => !isFindAll(each));
  return found.length === 0 ? message : `${message} (${found.join("; ")})`;
}

/** One question, until the database agrees with the answer. */
class Question {
  readonly #shell: Shell;
  readonly #problem: Problem;
  readonly #needed: DecisionNeeded;
  readonly #tried: Try;
  readonly #before: readonly Decision[];
  readonly #again: AbortSignal | undefined;
  #left = false;

  constructor(
    shell: Shell,
    problem: Problem,
    needed: DecisionNeeded,
    tried: Try,
    before: readonly Decision[],
    again: AbortSignal | undefined,
  ) {
    this.#shell = shell;
    this.#problem = problem;
    this.#needed = needed;
    this.#tried = tried;
    this.#before = before;
    this.#again = again;
  }

  async put(left: () => never): Promise<Asked> {
    const asked = await this.#choose();
    if (this.#left) left();
    return asked;
  }

  async #choose(): Promise<Asked> {
    const { out } = this.#shell;
    const { style } = out.messages;
    const answers = this.#needed.answers.filter(({ flags }) => flags.length > 0);
    if (answers.length === 0) return "declined";
    const width = out.messages.width - 2;
    out.say("");
    for (const line of wrap(headline(this.#problem), width + 2)) out.say(style.bold(line));
    const evidence = this.#problem.evidence ?? this.#needed.evidence;
    for (const text of evidence.filter((each) => !isFindAll(each)))
      for (const line of wrap(oneLine(text), width)) out.say(`  ${line}`);
    if (this.#problem.why !== undefined)
      for (const line of wrap(this.#problem.why, width)) out.say(style.dim(`  ${line}`));
    answers.forEach(({ means }, at) => {
      out.say(hang(`  ${style.command(String(at + 1))}  `, means, width + 2));
    });
    const range = answers.length === 1 ? "1" : `1-${answers.length}`;
    const means = answers.map((each) => each.means);
    const chosen = await this.#shell.prompt.choose(`which? [${range}, Enter for none] `, means, this.#asking());
    if (chosen === null) return "taken back";
    const answer = answers[chosen];
    if (answer === undefined) return "declined";
    const at = answer.flags.indexOf("--fill");
    const subject = at < 0 ? undefined : /^([\s\S]+)=(?:SQL|…)$/.exec(answer.flags[at + 1] ?? "")?.[1];
    if (subject !== undefined) return this.#value(subject);
    return this.#reasoned(answer.flags);
  }

  /** What existing rows get, checked against them at once. */
  async #value(subject: string): Promise<Asked> {
    const { out, prompt } = this.#shell;
    const { style } = out.messages;
    const example = "an SQL expression, such as 'text', 0 or another column";
    for (let initial = ""; ; ) {
      const typed = await prompt.ask(`${subject} = `, this.#asking(initial));
      if (typed === null) return "taken back";
      if (typed === "") {
        out.say(`  ${example}; nothing was typed, and the question stays open`);
        return "declined";
      }
      initial = typed;
      const flags = ["--fill", `${subject}=${typed}`];
      const decisions = need(this.#shell, readDecisions(flags));
      const { wrong, rows } = await this.#tryOut(decisions);
      if (wrong.length > 0) {
        for (const text of wrong) for (const line of wrap(`✗ ${oneLine(text)}`, out.messages.width)) out.say(line);
        out.say(style.dim(`  ${example}; empty it to leave the question open`));
        continue;
      }
      for (const row of rows) out.say(`  ${oneLine(row)}`);
      if (rows.length === 0) return { flags, decisions };
      const kept = await prompt.choose(
        "these rows would get this: [Enter keeps it, 1 changes it] ",
        ["change it"],
        this.#asking(),
      );
      if (kept === null) return "taken back";
      if (kept < 0) return { flags, decisions };
    }
  }

  /** The problems that come with the answer: new ones, or ones about the same thing. */
  async #tryOut(
    decisions: readonly Decision[],
  ): Promise<{ readonly wrong: readonly string[]; readonly rows: readonly string[] }> {
    const { problems, unreadable, rows } = await this.#tried([...this.#before, ...decisions]);
    if (unreadable !== null) return { wrong: [`SQLite cannot read that: ${unreadable}`], rows: [] };
    const without = new Set((await this.#tried(this.#before)).problems.map(problemKey));
    const { subject } = this.#problem;
    const against = problems.filter((each) => each.subject === subject || !without.has(problemKey(each)));
    return { wrong: against.map(inShort), rows };
  }

  /** A loss needs a reason, which is in the plan file for those who review it. */
  async #reasoned(flags: readonly string[]): Promise<Asked> {
    const { out, prompt, command } = this.#shell;
    if (!flags.includes("--approve")) return { flags, decisions: need(this.#shell, readDecisions(flags)) };
    const optional = command !== "plan";
    for (;;) {
      const typed = await prompt.ask(`why?${optional ? " [Enter for no reason]" : ""} `, this.#asking());
      if (typed === null) return "taken back";
      if (typed === "" && !optional) {
        out.say("  others review the plan: say why this may be lost");
        continue;
      }
      const bare = flags.filter((flag, at) => flag !== "--because" && flags[at - 1] !== "--because");
      const full = typed === "" ? bare : [...bare, "--because", typed];
      return { flags: full, decisions: need(this.#shell, readDecisions(full)) };
    }
  }

  #asking(initial = "") {
    const leave = () => {
      this.#left = true;
    };
    return { initial, again: this.#again, leave };
  }
}
