import type { Problem } from "../../problem/problem.ts";
import { sealDigits } from "../../plan/seal.ts";
import { refuse } from "../context.ts";
import type { PlanFile } from "../plans/plan-file.ts";

/** If seals are given, each plan must be one of those approved elsewhere. */
export function expectSeals(files: readonly Pick<PlanFile, "name" | "seal">[], seals: readonly string[]): void {
  if (seals.length === 0) return;
  const wanted = seals.map((seal) => sealDigits(seal).toLowerCase());
  // A prefix is enough, but it must be too long to match by chance.
  const approved = (seal: string) => wanted.some((each) => each.length >= 8 && sealDigits(seal).startsWith(each));
  const others = files.filter(({ seal }) => !approved(seal));
  if (others.length > 0) refuse(...others.map((file) => unexpected(file, wanted)));
}

function unexpected({ name, seal }: Pick<PlanFile, "name" | "seal">, wanted: readonly string[]): Problem {
  const approved = wanted.length === 1 ? "the plan that was approved" : "one of the plans that were approved";
  return {
    code: "seal-expected",
    level: "error",
    subject: name,
    message: `${name} is not ${approved}`,
    evidence: [...wanted.map((each) => `approved ${each}`), `found    ${sealDigits(seal)}`],
    help: ["have this plan approved, or apply the one that was"],
  };
}
