import { hazards } from "../../plan/kinds.ts";
import type { Item } from "../../plan/plan.ts";
import type { Destruction } from "../loss/destructions.ts";
import { check } from "./item.ts";

/** Under the lock, the rows at stake are counted once more: there may be more of them than somebody approved. */
export function dropGuards(bounds: ReadonlyMap<Destruction, number>): Item[] {
  return [...bounds].flatMap(([each, bound]): Item[] => {
    const kind = hazards[each.rule].check;
    if (each.rows === null || kind === null) return [];
    return [check(kind, each.object, { kind: "most", value: bound }, each.rows.count, "the approved loss")];
  });
}
