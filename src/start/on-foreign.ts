import { addMissing } from "./additions.ts";
import { copiesOf } from "./backup.ts";
import type { Start } from "./change.ts";
import { compared, refused } from "./foreign.ts";
import type { Judged } from "./judge.ts";
import type { Outcome } from "./outcome.ts";
import type { StartError } from "./start-error.ts";
import type { Work } from "./work.ts";

type Unknown = Extract<Judged, { readonly kind: "foreign" }>;

/**
 * What the options allow with a database of no known release. Null if another connection made it a known one meanwhile.
 */
export function* onForeign(start: Start, found: Unknown): Work<Outcome | null> {
  const { newer, unknown } = start.options;
  const { kind, compatible, differences } = compared(found.live, start.bundle);
  if (kind === "newer" && compatible && (newer === "run-if-compatible" || unknown === "plan"))
    return { state: "newer-compatible", more: differences, milliseconds: 0 };
  if (kind === "unknown" && unknown === "plan") return yield* addMissing(start, found.live);
  throw yield* refusal(start, found);
}

export function* refusal({ driver, bundle, options }: Start, { live }: Unknown): Work<StartError> {
  return refused(compared(live, bundle), bundle, yield* copiesOf(driver, options));
}
