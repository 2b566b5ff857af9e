import type { Change } from "../../diff/change.ts";
import type { SchemaObject } from "../../model/schema.ts";

/** What goes for good. */
export function dropped(changes: readonly Change[]): SchemaObject[] {
  return changes.flatMap((change) => (change.kind === "drop" ? [change.object] : []));
}
