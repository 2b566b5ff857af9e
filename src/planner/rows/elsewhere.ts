import { quotedWord } from "../../words/shell.ts";
import { fold } from "../../model/names.ts";
import { type Problem, unreachable } from "../../problem/problem.ts";
import { onOneLine } from "../../sql/fragment.ts";
import type { Demand, Rule, RuleName } from "./demand.ts";

/**
 * What happens if rows on other people's machines violate a rule: a statement repairs them first, or the plan stops at
 * its check before anything is touched.
 */
export interface RowsAnswer {
  readonly rule: RuleName;
  readonly object: string;
  /** Null: the plan is not carried out there. */
  readonly repair: string | null;
}

/** `unique:users.email`, as flags and the configuration write it. */
export function ruleKey({ name, object }: Rule): string {
  return `${name}:${object}`;
}

export function answerTo(answers: readonly RowsAnswer[], { rule }: Demand): RowsAnswer | undefined {
  return rule === null ? undefined : answerFor(answers, rule);
}

export function answerFor(answers: readonly RowsAnswer[], { name, object }: Rule): RowsAnswer | undefined {
  return answers.find((each) => each.rule === name && fold(each.object) === fold(object));
}

const refuses = "refuse ";

/** As the plan notes it: `refuse unique:users.email`. */
export function saysAnswer({ rule, object, repair }: RowsAnswer): string {
  return `${repair === null ? refuses : "repair "}${ruleKey({ name: rule, object })}`;
}

/** The rule of such a note, if it refuses; null for any other note. */
export function refusedRule(note: string | null): string | null {
  return note?.startsWith(refuses) === true ? note.slice(refuses.length) : null;
}

/** Nobody can be asked, so this has to be decided before the release goes out. */
export function unanswered({ rule, subject, question, refuse }: Demand, sample: readonly string[]): Problem {
  if (rule === null) return refuse(Number.POSITIVE_INFINITY, sample, question.find);
  const key = ruleKey(rule);
  const filled = rule.name === "not-null" || rule.name === "convert";
  const fill = ["--fill", `${subject}=SQL`];
  const repair = ["--repair", `${key}=SQL`];
  const refusal = ["--refuse", key];
  return {
    code: "rows-elsewhere",
    level: "error",
    subject: rule.object,
    message: demanded(rule),
    evidence: [
      ...(sample.length === 0 ? [] : [`for example: ${sample.slice(0, 3).join(" · ")}`]),
      `find such rows: ${onOneLine(question.find)}`,
    ],
    why: "the plan runs on machines where nobody can be asked, so decide now what happens to such rows",
    help: [
      ...(filled
        ? [`say what they get: .fill(sql\`…\`) in the declaration, or --fill ${quotedWord(`${subject}=SQL`)}`]
        : []),
      `repair them first with SQL: --repair ${quotedWord(`${key}=SQL`)}`,
      `or refuse to start this release where there are any: --refuse ${quotedWord(key)}`,
      "both can be set in the configuration: build: { repair: { … }, refuse: [ … ] }",
    ],
    decision: {
      code: "rows-elsewhere",
      subject: rule.object,
      evidence: [...sample],
      answers: [
        ...(filled ? [{ means: "such rows get this value", flags: fill, declaration: ".fill(sql`…`)" }] : []),
        { means: "repair such rows first", flags: repair },
        { means: "this release does not start where there are such rows", flags: refusal },
      ],
    },
  };
}

function demanded({ name, object }: Rule): string {
  switch (name) {
    case "not-null":
      return `${object} does not allow NULL, and rows on other machines may have NULL there`;
    case "convert":
      return `${object} changes its type, and values on other machines may not convert without loss`;
    case "check":
      return `CHECK ${object} must hold, and rows on other machines may not pass it`;
    case "unique":
      return `${object} must be unique, and rows on other machines may have duplicates`;
    case "references":
      return `${object} must refer to a row, and rows on other machines may refer to none`;
    default:
      return unreachable(name);
  }
}
