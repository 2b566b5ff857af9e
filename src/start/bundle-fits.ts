import type { Bundle, BundledPlan } from "./bundle.ts";
import { sha256 } from "../model/sha256.ts";
import { StartError } from "./start-error.ts";

/** What an application imports may be cut off, or written by a newer trueup. Throws StartError. */
export function checkBundle(bundle: Bundle): void {
  if (bundle === null || typeof bundle !== "object") throw unusable("it is not an object", "not-one");
  if (typeof bundle.format !== "number") throw unusable("it has no format", "not-one");
  if (bundle.format !== 1)
    throw unusable(`its format is ${bundle.format as number}, and this version of trueup reads 1`, "newer");
  const lists = { bases: bundle.bases, plans: bundle.plans, ignore: bundle.ignore, functions: bundle.functions };
  for (const [name, list] of Object.entries({ "target.objects": bundle.target?.objects, ...lists }))
    if (!Array.isArray(list)) throw unusable(`${name} is missing`, "incomplete");
  if (typeof bundle.target.fingerprint !== "string") throw unusable("target.fingerprint is missing", "incomplete");
}

/** The same of the plan that is about to run: it is the one that was proven. */
export function checkPlan({ from, items, seal }: BundledPlan, { target }: Bundle): void {
  const body = JSON.stringify({ from, target: target.fingerprint, items });
  if (seal === `sha256:${sha256(body)}`) return;
  throw unusable("a plan is not what its seal says", "incomplete");
}
const help = {
  "not-one": "pass what `trueup build` wrote: its default export, or the content of its .json file",
  newer: "update trueup in the application to the version that made the bundle",
  incomplete: "make it again with `trueup build`",
};

function unusable(why: string, which: keyof typeof help): StartError {
  return new StartError("bundle", `the bundle cannot be used: ${why}`, { help: [help[which]] });
}
