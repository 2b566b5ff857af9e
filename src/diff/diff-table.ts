import { canonicalPart } from "../model/canonical.ts";
import { fold } from "../model/names.ts";
import type { Column, Table } from "../model/schema.ts";
import type { ColumnField, Edit, TableChange } from "./change.ts";

/** Null if the two are equal, including the order of columns. */
export function diffTable(from: Table, to: Table): TableChange | null {
  const edits = [
    ...diffColumns(from, to),
    ...diffKey(from, to),
    ...diffSet(from.uniques, to.uniques, (kind, unique): Edit => ({ kind: `${kind}-unique`, unique })),
    ...diffSet(from.checks, to.checks, (kind, check): Edit => ({ kind: `${kind}-check`, check })),
    ...diffSet(
      from.foreignKeys,
      to.foreignKeys,
      (kind, foreignKey): Edit => ({ kind: `${kind}-foreign-key`, foreignKey }),
    ),
    ...diffOptions(from, to),
  ];
  const reordered = isReordered(from, to);
  return edits.length === 0 && !reordered ? null : { kind: "change-table", from, to, edits, reordered };
}

function diffColumns(from: Table, to: Table): Edit[] {
  const before = new Map(from.columns.map((column) => [fold(column.name), column]));
  const after = new Set(to.columns.map((column) => fold(column.name)));
  const dropped = from.columns.filter((column) => !after.has(fold(column.name)));
  return [
    ...to.columns.flatMap((column): Edit[] => {
      const old = before.get(fold(column.name));
      if (old === undefined) return [{ kind: "add-column", column }];
      const fields = changedFields(old, column);
      return fields.length === 0 ? [] : [{ kind: "change-column", from: old, to: column, fields }];
    }),
    ...dropped.map((column): Edit => ({ kind: "drop-column", column })),
  ];
}

const columnFields: readonly ColumnField[] = ["type", "notNull", "default", "collate", "generated"];

function changedFields(from: Column, to: Column): ColumnField[] {
  return columnFields.filter(
    (field) => canonicalPart({ [field]: from[field] }) !== canonicalPart({ [field]: to[field] }),
  );
}

function diffKey(from: Table, to: Table): Edit[] {
  const same = canonicalPart({ key: from.primaryKey }) === canonicalPart({ key: to.primaryKey });
  return same ? [] : [{ kind: "change-key", from: from.primaryKey, to: to.primaryKey }];
}

function diffSet<T extends object>(
  from: readonly T[],
  to: readonly T[],
  edit: (kind: "add" | "drop", each: T) => Edit,
): Edit[] {
  const before = new Set(from.map(canonicalPart));
  const after = new Set(to.map(canonicalPart));
  return [
    ...from.filter((each) => !after.has(canonicalPart(each))).map((each) => edit("drop", each)),
    ...to.filter((each) => !before.has(canonicalPart(each))).map((each) => edit("add", each)),
  ];
}

function diffOptions(from: Table, to: Table): Edit[] {
  const options = ["strict", "withoutRowid", "randomRowid"] as const;
  return options
    .filter((option) => from[option] !== to[option])
    .map((option) => ({ kind: "change-option", option, to: to[option] }));
}

/** Whether the columns that both have are in a different order. */
function isReordered(from: Table, to: Table): boolean {
  const inBoth = (a: Table, b: Table) => {
    const names = new Set(b.columns.map((column) => fold(column.name)));
    return a.columns.map((column) => fold(column.name)).filter((name) => names.has(name));
  };
  return inBoth(from, to).join("\0") !== inBoth(to, from).join("\0");
}
