import type { Item } from "./plan.ts";

/** `rebuild-copy orders`: the name of a step or check, in the plan file and everywhere else. */
export function itemName(item: Item): string {
  return `${item.kind === "step" ? item.step : item.check} ${item.subject}`;
}
