import { canonicalPart } from "../../model/canonical.ts";
import { fold } from "../../model/names.ts";
import { isLiteral } from "../../sql/fragment.ts";
import type { ChangedTable } from "../pair/changes.ts";
import type { KeptColumn, NewColumn } from "../pair/table-pair.ts";
import type { PlacedOn } from "./place.ts";
import type { AddedColumn, AlteredColumn, InPlace } from "./way.ts";

/** What would be done to a table in place. */
export function inPlace(change: ChangedTable, placed: PlacedOn): InPlace {
  const added = change.edits.flatMap((edit) => (edit.kind === "add-column" ? [add(edit.column, placed)] : []));
  const altered = change.columns.flatMap((column) =>
    column.from !== null && isTouched(change, column, placed) ? [alter(column, placed)] : [],
  );
  const leaving = [...change.leaving].reverse();
  const dropped = [
    ...leaving.filter(({ from }) => from.generated !== null),
    ...leaving.filter(({ from }) => from.generated === null).reverse(),
  ];
  const writesRows =
    added.some(({ value }) => value !== null) ||
    altered.some(({ column, restoresValues }) => restoresValues || column.fill !== null || isConverted(column));
  const rereadsSchema = dropped.length > 0 || altersColumns({ added, altered });
  return { how: "in-place", added, altered, dropped, writesRows, rereadsSchema };
}

function add(column: NewColumn, placed: PlacedOn): AddedColumn {
  const atOnce = addsAtOnce(column);
  const value = column.fill?.sql ?? (atOnce ? null : (column.to.default?.text ?? null));
  return { column, atOnce, value, placed: placed(column.name) };
}

/**
 * ADD COLUMN accepts only a literal default, and NOT NULL only with a default:
 * https://www.sqlite.org/lang_altertable.html#altertabaddcol
 */
export function addsAtOnce({ to, fill }: NewColumn): boolean {
  if (to.generated !== null) return true;
  const literal = to.default === null || isLiteral(to.default.text);
  return literal && (fill === null || to.notNull === null);
}

function alter(column: KeptColumn, placed: PlacedOn): AlteredColumn {
  const { name, from, to } = column;
  const otherDefault = canonicalPart({ is: from.default }) !== canonicalPart({ is: to.default });
  return { column, restoresValues: otherDefault && to.generated === null, placed: placed(name) };
}

/** True if the column's definition changes, or a constraint that is written on it. */
function isTouched({ edits }: ChangedTable, { name }: KeptColumn, placed: PlacedOn): boolean {
  const { checks, foreignKeys } = placed(name);
  if (checks.length + foreignKeys.length > 0) return true;
  return edits.some((edit) => {
    switch (edit.kind) {
      case "change-column":
        return fold(edit.column.name) === fold(name);
      case "drop-check":
        return edit.check.at !== null && fold(edit.check.at) === fold(name);
      case "drop-foreign-key":
        return edit.foreignKey.at !== null && fold(edit.foreignKey.at) === fold(name);
      default:
        return false;
    }
  });
}

/** Once the new type is in place, each value is written again. */
export function isConverted({ to, converts }: KeptColumn): boolean {
  return converts && to.generated === null;
}

/**
 * True if a column's definition has to be replaced: because it changes, or because the rows of a new column are filled
 * first.
 */
export function altersColumns({ added, altered }: Pick<InPlace, "added" | "altered">): boolean {
  return altered.length > 0 || added.some(({ atOnce }) => !atOnce);
}
