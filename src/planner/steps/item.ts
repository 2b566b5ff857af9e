import type { CheckKind, StepKind } from "../../plan/kinds.ts";
import type { Expect, PlanCheck, Step } from "../../plan/plan.ts";

export function step(kind: StepKind, subject: string, sql: string, note: string | null = null): Step {
  return { kind: "step", step: kind, subject, note: oneLine(note), sql };
}

export function check(
  kind: CheckKind,
  subject: string,
  expect: Expect,
  sql: string,
  note: string | null = null,
): PlanCheck {
  return { kind: "check", check: kind, subject, note: oneLine(note), expect, sql };
}

/** A note may contain a name with line breaks, but in a plan file each line has a meaning of its own. */
function oneLine(note: string | null): string | null {
  return note === null ? null : note.replace(/[\s\p{Cc}]+/gu, " ");
}

export const none: Expect = { kind: "equal", value: 0 };
