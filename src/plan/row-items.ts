import { type checks, steps } from "./kinds.ts";
import { subjectNames } from "../words/subject.ts";
import type { Item, Plan } from "./plan.ts";

const ofRows: ReadonlySet<keyof typeof checks> = new Set(["rows", "delete-rows", "overwrite-rows"] as const);

/** Whether a step or check is about declared rows rather than about the schema. */
export function isRowItem(item: Item): boolean {
  return item.kind === "step" ? steps[item.step].object === "rows" : ofRows.has(item.check);
}

/** Tables from which a plan deletes rows with approval, and that its own checks count. */
export function tablesThatLose({ items }: Plan): readonly string[] {
  return items.flatMap((item) =>
    item.kind === "step" && item.step === "delete-rows" ? (subjectNames(item.subject)[0] ?? []) : [],
  );
}
