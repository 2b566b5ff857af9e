import { fold } from "../../model/names.ts";
import type { Item } from "../../plan/plan.ts";
import type { Destruction } from "../loss/destructions.ts";
import type { Demand } from "../rows/demand.ts";
import { answerFor, answerTo, type RowsAnswer, saysAnswer } from "../rows/elsewhere.ts";
import { check, none, step } from "./item.ts";

/** The repairs, and then a check for each rule that was answered: where it still finds rows, nothing was done. */
export function answeredItems(
  demands: readonly Demand[],
  ends: Iterable<Destruction>,
  answers: readonly RowsAnswer[],
): readonly Item[] {
  const repairs = new Map<RowsAnswer, Item>();
  const mend = (answer: RowsAnswer, subject: string) => {
    if (answer.repair !== null) repairs.set(answer, step("data", subject, answer.repair, saysAnswer(answer)));
  };
  const checks = demands.flatMap((demand): Item[] => {
    const { rule, question, subject, promised } = demand;
    const answer = promised ? undefined : answerTo(answers, demand);
    if (rule === null || answer === undefined) return [];
    mend(answer, subject);
    return [check(rule.name, subject, none, question.count, saysAnswer(answer))];
  });
  // What is not of the new type is counted with what else would be lost.
  for (const { rule, object } of ends) {
    const answer = rule === "keep-unconverted" ? answerFor(answers, { name: "convert", object }) : undefined;
    if (answer !== undefined) mend(answer, object);
  }
  return [...repairs.values(), ...checks];
}

/** The answers that a plan made use of. */
export function answersIn(items: readonly Item[], answers: readonly RowsAnswer[]): readonly RowsAnswer[] {
  const notes = new Set(items.map(({ note }) => fold(note ?? "")));
  return answers.filter((answer) => notes.has(fold(saysAnswer(answer))));
}
