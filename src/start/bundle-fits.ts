import type { Bundle, BundledPlan } from "./bundle.ts";
import { sha256 } from "../model/sha256.ts";
import { StartError } from "./start-error.ts";

/** What an application imports may be cut off, or written by a newer trueup. Throws StartError. */
export function checkBundle(bundle: Bundle): void {
  if (typeof bundle?.format !== "number") throw unusable("it has no format");
  if (bundle.format !== 1)
    throw unusable(
      `its format is ${bundle.format as number}, and this version of trueup reads 1`,
      "update trueup in the application",
    );
  const { target, bases, plans, ignore, functions, collations } = bundle;
  for (const [name, list] of Object.entries({
    "target.objects": target?.objects,
    bases,
    plans,
    ignore,
    functions,
    collations,
  }))
    if (!Array.isArray(list)) throw unusable(`${name} is missing`);
}

/** The same of the plan that is about to run: it is the one that was proven. */
export function checkPlan({ from, items, seal }: BundledPlan, { target }: Bundle): void {
  const body = JSON.stringify({ from, target: target.fingerprint, items });
  if (seal === `sha256:${sha256(body)}`) return;
  throw unusable("a plan is not what its seal says");
}

function unusable(why: string, help = "pass what `trueup build` wrote, whole"): StartError {
  return new StartError("bundle", `the bundle cannot be used: ${why}`, { help: [help] });
}
