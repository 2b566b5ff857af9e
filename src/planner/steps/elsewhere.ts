import { fold } from "../../model/names.ts";
import type { Item } from "../../plan/plan.ts";
import type { Demand } from "../rows/demand.ts";
import { answerTo, type RowsAnswer, ruleKey } from "../rows/elsewhere.ts";
import { check, none, step } from "./item.ts";

/** The repairs, and then a check for each rule that was answered: where it still finds rows, nothing was done. */
export function answeredItems(demands: readonly Demand[], answers: readonly RowsAnswer[]): readonly Item[] {
  const repairs = new Map<RowsAnswer, Item>();
  const checks = demands.flatMap((demand): Item[] => {
    const { rule, question, subject, promised } = demand;
    const answer = promised ? undefined : answerTo(answers, demand);
    if (rule === null || answer === undefined) return [];
    const note = `${answer.repair === null ? "refuse" : "repair"} ${ruleKey(rule)}`;
    if (answer.repair !== null) repairs.set(answer, step("data", subject, answer.repair, note));
    return [check(rule.name, subject, none, question.count, note)];
  });
  return [...repairs.values(), ...checks];
}

/** The answers that a plan made use of. */
export function answersIn(items: readonly Item[], answers: readonly RowsAnswer[]): readonly RowsAnswer[] {
  const notes = new Set(items.map(({ note }) => fold(note ?? "")));
  return answers.filter((answer) => {
    const key = ruleKey({ name: answer.rule, object: answer.object });
    return notes.has(fold(`${answer.repair === null ? "refuse" : "repair"} ${key}`));
  });
}
