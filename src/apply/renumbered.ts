import type { Plan } from "../plan/plan.ts";
import { fold } from "../model/names.ts";
import { subjectNames } from "../words/subject.ts";

/**
 * The tables, by their folded names after the plan, whose rows may have different rowids afterwards, because the tables
 * are rewritten. A row without a parent is identified there only by the two tables, so such rows are counted.
 */
export function renumbered({ items }: Plan): ReadonlySet<string> {
  return new Set(
    items.flatMap((item) =>
      item.kind === "step" && item.step === "rebuild-copy" ? [fold(subjectNames(item.subject)[0] ?? "")] : [],
    ),
  );
}
