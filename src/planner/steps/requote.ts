import { type StepKind, steps as kinds } from "../../plan/kinds.ts";
import type { Item, Step } from "../../plan/plan.ts";
import type { Schema } from "../../model/schema.ts";
import { requoteStatement } from "../../sql/requote.ts";
import { subject } from "../../words/subject.ts";
import { step } from "./item.ts";

/**
 * SQLite reads the whole schema again for each ALTER, and this engine then accepts no strings in double quotes. So
 * every definition that has some gets single quotes first.
 */
export function requoteSteps({ requoted }: Schema, items: readonly Item[]): Step[] {
  const rereads = (kind: StepKind) => kinds[kind].rereadsSchema;
  if (!items.some((item) => item.kind === "step" && rereads(item.step))) return [];
  return requoted.map(({ type, name, text }) =>
    step(
      "requote",
      subject(name),
      requoteStatement(type, name, text),
      `this ${type} has strings in double quotes, which no ALTER can read`,
    ),
  );
}
