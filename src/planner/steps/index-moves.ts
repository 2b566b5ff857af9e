import { byName, fold, named } from "../../model/names.ts";
import type { Index } from "../../model/schema.ts";
import { mentions } from "../../sql/mentions.ts";
import { brought, dropped, takenAway } from "../pair/changes.ts";
import type { Schemas } from "../situation.ts";
import { type PlannedChange, type PlannedTable, plannedTables } from "../way/way.ts";

export interface IndexMoves {
  readonly drop: readonly Index[];
  readonly create: readonly { readonly name: string; readonly text: string }[];
}

/**
 * Indexes that are dropped or changed, whose values will be stored differently, or that were dropped with a rebuilt
 * table.
 */
export function indexMoves({ renamed, target, renames }: Schemas, changes: readonly PlannedChange[]): IndexMoves {
  const drop = new Map<string, Index>();
  const create = new Map<string, IndexMoves["create"][number]>();
  const rebuilt = rebuiltTables(changes);
  const goneTables = new Set(
    dropped(changes).flatMap(({ object }) => (object.kind === "table" ? [fold(object.name)] : [])),
  );
  // Tables and indexes share one namespace, and a new table is created before an old one is dropped with its indexes.
  const taken = new Set([
    ...changes.flatMap((change) => (change.kind === "create" ? [fold(change.object.name)] : [])),
    ...renames.tables.map(({ to }) => fold(to)),
  ]);
  const falls = (index: Index) =>
    !taken.has(fold(index.name)) && (rebuilt.has(fold(index.table)) || goneTables.has(fold(index.table)));
  for (const change of changes) {
    const [before, after] = [takenAway(change), brought(change)];
    if (before?.kind === "index" && !falls(before)) drop.set(fold(before.name), before);
    if (after?.kind === "index") create.set(fold(after.name), after);
  }
  for (const index of target.indexes) if (rebuilt.has(fold(index.table))) create.set(fold(index.name), index);
  for (const index of renamed.ignored)
    if (index.type === "index" && rebuilt.has(fold(index.table))) create.set(fold(index.name), index);
  for (const change of plannedTables(changes)) {
    for (const index of overRewritten(change, renamed.indexes)) {
      if (create.has(fold(index.name)) || drop.has(fold(index.name))) continue;
      drop.set(fold(index.name), index);
      create.set(fold(index.name), named(target.indexes, index.name) ?? index);
    }
  }
  return { drop: [...drop.values()].sort(byName), create: [...create.values()].sort(byName) };
}

/** The rebuilt tables, by folded name. */
export function rebuiltTables(changes: readonly PlannedChange[]): ReadonlySet<string> {
  const rebuilt = plannedTables(changes).filter(({ way }) => way.how === "rebuild");
  return new Set(rebuilt.map(({ name }) => fold(name)));
}

/** The indexes of a table that changes in place whose entries would no longer match the values. */
function overRewritten(change: PlannedTable, indexes: readonly Index[]): Index[] {
  if (change.way.how === "rebuild") return [];
  const rewritten = change.edits.flatMap((edit) =>
    edit.kind === "change-column" &&
    (edit.fields.some((field) => field === "generated" || field === "collate") || edit.column.converts)
      ? [edit.column]
      : [],
  );
  if (rewritten.length === 0) return [];
  const generated = change.from.columns.some((column) => column.generated !== null);
  return indexes
    .filter((index) => fold(index.table) === fold(change.name))
    .filter((index) => {
      const names = mentions(index.text);
      return generated || rewritten.some(({ name }) => names.has(fold(name)));
    });
}
