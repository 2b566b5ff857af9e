import type { Bundle } from "./bundle.ts";
import { StartError } from "./start-error.ts";

/** A bundle that an application imports may be truncated, or written by a newer trueup. Throws StartError. */
export function checkBundle(bundle: Bundle): void {
  if (typeof bundle?.format !== "number") throw unusable("it has no format");
  if (bundle.format !== 1)
    throw unusable(
      `its format is ${bundle.format as number}, and this version of trueup reads 1`,
      "update trueup in the application",
    );
  const { target, bases, plans, ignore, functions, collations } = bundle;
  const lists = { "target.objects": target?.objects, bases, plans, ignore, functions, collations };
  for (const [name, list] of Object.entries(lists)) if (!Array.isArray(list)) throw unusable(`${name} is missing`);
}

export function unusable(why: string, help = "pass the `bundle` that `trueup build` wrote, whole"): StartError {
  return new StartError("bundle", `the bundle cannot be used: ${why}`, { help: [help] });
}
