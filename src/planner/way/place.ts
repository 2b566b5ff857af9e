import { fold, named } from "../../model/names.ts";
import type { Check, ForeignKey } from "../../model/schema.ts";
import { mentions } from "../../sql/mentions.ts";
import type { ChangedTable } from "../pair/changes.ts";
import type { Placed } from "./way.ts";

/** The new constraints on a column. */
export type PlacedOn = (column: string) => Placed;

const nothing: Placed = { checks: [], foreignKeys: [] };

/**
 * Puts each new constraint on one column: the one it was declared on, else one that it names. Null if that is not
 * possible.
 */
export function place({ edits, to }: ChangedTable): PlacedOn | null {
  const placed = new Map<string, { checks: Check[]; foreignKeys: ForeignKey[] }>();
  const at = (column: string) => {
    const known = placed.get(fold(column)) ?? { checks: [], foreignKeys: [] };
    placed.set(fold(column), known);
    return known;
  };
  const written = new Set(
    edits.flatMap((edit) =>
      edit.kind === "add-column" || edit.kind === "change-column" ? [fold(edit.column.name)] : [],
    ),
  );
  for (const edit of edits) {
    if (edit.kind === "add-foreign-key") at(edit.foreignKey.columns[0] as string).foreignKeys.push(edit.foreignKey);
    if (edit.kind !== "add-check") continue;
    const spoken = mentions(edit.check.expr.text);
    const candidates = to.columns.filter((column) => spoken.has(fold(column.name)) && column.generated === null);
    const column =
      (edit.check.at === null ? undefined : named(to.columns, edit.check.at)) ??
      candidates.find((each) => written.has(fold(each.name))) ??
      candidates[0];
    if (column === undefined) return null;
    at(column.name).checks.push(edit.check);
  }
  return (column) => placed.get(fold(column)) ?? nothing;
}
