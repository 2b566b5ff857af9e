import { readPlan } from "../../plan/read.ts";

/** The seal of a plan file; null if it is broken. */
export function sealOfText(text: string): string | null {
  const read = readPlan(text, "");
  return read.ok ? read.value.seal : null;
}
