import { plural } from "../../words/numbers.ts";
import { listed } from "../number.ts";
import { oneLine } from "../width.ts";
import type { PlansReport } from "./plans-report.ts";

/** The state of a target, in a sentence, and the next command; null if there is nothing to say. */
export interface Next {
  readonly said: string | null;
  readonly command: string | null;
}

/** `typed` is the target as it was typed, with a leading space, or empty. */
export function nextOf(report: PlansReport, typed: string): Next {
  const { folder, target, declared, name } = report;
  if (!declared) return { said: null, command: "trueup check" };
  const missing = `trueup plan${typed} --out ${name.replace(/\/$/, "")}/NAME.plan.sql`;
  if (folder.ahead && folder.ends.length > 1)
    return { said: "Branches were merged, and no plan joins them yet.", command: `trueup plan${typed} --rebase` };
  if (target === null)
    return folder.ahead
      ? { said: "The plan that leads to the declarations is missing.", command: missing }
      : { said: null, command: null };
  const who = oneLine(target.name);
  switch (target.where.kind) {
    case "there":
      return { said: `${who} matches the declarations.`, command: null };
    case "behind": {
      const { plans, instead } = target.where.path;
      const others =
        instead.length === 0
          ? ""
          : ` There is another path, through ${listed(instead.map(report.shown).map(oneLine))}.`;
      return {
        said: `${who} is ${plural(plans.length, "plan")} behind.${others}`,
        command: `trueup apply ${name}${typed}`,
      };
    }
    case "empty":
      return {
        said: `${who} is empty: it will be created as declared.`,
        command: `trueup apply ${name}${typed}`,
      };
    case "elsewhere":
      return { said: `No plan leads from the state of ${who} to the declarations.`, command: missing };
  }
}
