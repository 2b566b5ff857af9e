import type { Plan } from "../plan/plan.ts";
import { fold } from "../model/names.ts";
import { subjectNames } from "../words/subject.ts";

/**
 * The tables, folded and as they are called after the plan, whose rows may have other numbers afterwards: those that are
 * written anew. A row without its parent is known there by the two tables alone, so that such rows are counted.
 */
export function numberedAnew({ items }: Plan): ReadonlySet<string> {
  return new Set(
    items.flatMap((item) =>
      item.kind === "step" && item.step === "rebuild-copy" ? [fold(subjectNames(item.subject)[0] ?? "")] : [],
    ),
  );
}
