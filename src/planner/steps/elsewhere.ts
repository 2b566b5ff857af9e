import { fold } from "../../model/names.ts";
import type { Item } from "../../plan/plan.ts";
import type { Destruction } from "../loss/destructions.ts";
import type { Demand } from "../rows/demand.ts";
import { answerFor, answerTo, type RowsAnswer, saysAnswer } from "../rows/elsewhere.ts";
import { check, none, step } from "./item.ts";

/** A question about rows, in the names that hold where it is asked. */
export interface Asked {
  readonly demands: readonly Demand[];
  readonly ends: readonly Destruction[];
}

export interface Answered {
  /** Checks that come before anything else, if no row is repaired. */
  readonly refusals: readonly Item[];
  /**
   * Statements that repair rows, followed by all checks. They run after the renames, so that one statement fits every
   * base.
   */
  readonly repairs: readonly Item[];
}

/** A check for each rule that was answered. If it finds rows, the plan stops. */
export function answeredItems(today: Asked, renamed: Asked, answers: readonly RowsAnswer[]): Answered {
  const mended = itemsFor(renamed, answers);
  // One repair may fix what another rule would stop at.
  const isMended = mended.some(({ kind }) => kind === "step");
  return isMended ? { refusals: [], repairs: mended } : { refusals: itemsFor(today, answers), repairs: [] };
}

function itemsFor({ demands, ends }: Asked, answers: readonly RowsAnswer[]): readonly Item[] {
  const repairs = new Map<RowsAnswer, Item>();
  const mend = (answer: RowsAnswer, subject: string) => {
    if (answer.repair !== null) repairs.set(answer, step("data", subject, answer.repair, saysAnswer(answer)));
  };
  const ofDemands = demands.flatMap((demand): Item[] => {
    const { rule, question, subject, promised } = demand;
    const answer = promised ? undefined : answerTo(answers, demand);
    if (rule === null || answer === undefined) return [];
    mend(answer, subject);
    return [check(rule.name, subject, none, question.count, saysAnswer(answer))];
  });
  const ofEnds = ends.flatMap((each): Item[] => {
    const answer = answerToEnd(answers, each);
    if (answer === undefined || each.rows === null) return [];
    mend(answer, each.object);
    return [check("convert", each.object, none, each.rows.count, saysAnswer(answer))];
  });
  return [...repairs.values(), ...ofDemands, ...ofEnds];
}

/**
 * Values that are not of the new type are asked about in the same way as those that would lose something in the
 * conversion.
 */
export function answerToEnd(
  answers: readonly RowsAnswer[],
  { rule, object }: Pick<Destruction, "rule" | "object">,
): RowsAnswer | undefined {
  return rule === "keep-unconverted" ? answerFor(answers, { name: "convert", object }) : undefined;
}

/** The answers that the plan used. */
export function answersIn(items: readonly Item[], answers: readonly RowsAnswer[]): readonly RowsAnswer[] {
  const notes = new Set(items.map(({ note }) => fold(note ?? "")));
  return answers.filter((answer) => notes.has(fold(saysAnswer(answer))));
}
