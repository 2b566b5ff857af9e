import { fold } from "../model/names.ts";
import type { Item } from "../plan/plan.ts";
import { significantIn, unquote } from "../sql/tokens.ts";

/** How a plan renames tables: maps a folded name from before it to the one after it, through any names in between. */
export function renamedBy(items: readonly Item[]): (name: string) => string {
  const renames = items.flatMap((item) => {
    if (item.kind !== "step" || item.step !== "rename-table") return [];
    // ALTER TABLE "a" RENAME TO "b"
    const [, , from, , , to] = significantIn(item.sql);
    return from && to ? [{ from: fold(unquote(from.text)), to: fold(unquote(to.text)) }] : [];
  });
  return (name) => renames.reduce((now, { from, to }) => (now === from ? to : now), name);
}
