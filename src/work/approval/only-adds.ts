import type { Plan } from "../../plan/plan.ts";
import { significantIn } from "../../sql/tokens.ts";

/** Whether no statement of a plan can take anything away, whatever the file calls it: each creates, adds or renames. */
export function onlyAdds({ items }: Plan): boolean {
  return items.every((item) => {
    if (item.kind === "check") return true;
    const words = significantIn(item.sql).map(({ text }) => text.toUpperCase());
    const [verb, , , dot] = words;
    if (verb === "CREATE") return true;
    const change = dot === "." ? words[5] : dot;
    return verb === "ALTER" && (change === "ADD" || change === "RENAME");
  });
}
