import { isRowItem } from "../plan/row-items.ts";
import type { Item, Plan, Step } from "../plan/plan.ts";

/** The steps of a plan that can be tried on a copy of the schema, which holds no rows. */
export function stepsToTry({ items }: Plan): readonly Step[] {
  return items.filter((item) => item.kind === "step").filter((item) => !isRowItem(item) && !isRequote(item));
}

/** A copy is made from definitions that have their strings in single quotes, so those need no change. */
export function isRequote(item: Item): boolean {
  return item.kind === "step" && item.step === "requote";
}
