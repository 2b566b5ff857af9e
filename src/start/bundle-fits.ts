import type { Bundle } from "./bundle.ts";
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

export function unusable(why: string, help = "pass what `trueup build` wrote, whole"): StartError {
  return new StartError("bundle", `the bundle cannot be used: ${why}`, { help: [help] });
}
