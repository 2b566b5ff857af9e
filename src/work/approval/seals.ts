import type { Approved } from "../../apply/approved.ts";
import { sealDigits } from "../../plan/seal.ts";
import type { Surroundings } from "../surroundings.ts";

/** Whether one of these seals is among those that a protected CI environment names, or why that does not count. */
export function approvedBySeal(
  seals: readonly string[],
  { approvedSeals, job, agent }: Surroundings,
): { readonly approved: Approved | null; readonly why: string } {
  const no = (why: string) => ({ approved: null, why: `TRUEUP_APPROVED_SEALS: ${why}` });
  if (approvedSeals === null) return no("not set");
  if (agent !== null) return no(`does not count beside ${agent.variable}: ${agent.name} may have set it`);
  if (job === null) return no("counts only in a CI job, and nothing says that this is one");
  const named = approvedSeals
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((each) => sealDigits(each).toLowerCase());
  // Someone could craft a plan that matches a prefix.
  const short = named.filter((each) => !/^[0-9a-f]{64}$/.test(each));
  if (seals.some((seal) => named.includes(sealDigits(seal)))) return { approved: { by: "seal", where: job }, why: "" };
  return no(short.length > 0 ? `\`${short[0]}\` is not a whole seal of 64 digits` : `names ${named.length} other`);
}
