import { byName, fold, named } from "../../model/names.ts";
import type { Schema, SchemaObject, VirtualTable } from "../../model/schema.ts";
import { subject } from "../../words/subject.ts";
import type { Item } from "../../plan/plan.ts";
import { mentions } from "../../sql/mentions.ts";
import { brought, takenAway } from "../pair/changes.ts";
import type { TablePair } from "../pair/table-pair.ts";
import type { Schemas } from "../situation.ts";
import { type PlannedChange, plannedTables } from "../way/way.ts";
import { refill } from "./virtual.ts";

/** Whether an item fills a full-text index from a view, which must exist by then. */
export function overViews(target: Schema): (item: Item) => boolean {
  const over = new Set(
    target.virtualTables.flatMap((table) => {
      const from = table.options.content;
      return from.kind === "table" && named(target.tables, from.name) === undefined ? [subject(table.name)] : [];
    }),
  );
  return (item) => item.kind === "step" && item.step === "fill-virtual-table" && over.has(item.subject);
}

/**
 * Whether a full-text index shows only rows of something new: a new table, or a new view that names nothing that
 * exists.
 */
export function withoutRows(live: Schema, created: readonly SchemaObject[]): (table: VirtualTable) => boolean {
  const there = new Set(
    [live.tables, live.virtualTables, live.views, live.opaque, live.ignored].flat().map(({ name }) => fold(name)),
  );
  return ({ options: { content } }) => {
    if (content.kind !== "table") return false;
    const names = new Set([fold(content.name)]);
    for (const name of names) {
      const view = created.find((each) => each.kind === "view" && fold(each.name) === name);
      for (const other of view === undefined ? [] : mentions(view.text)) names.add(other);
    }
    return (
      created.some(({ name }) => fold(name) === fold(content.name)) && [...names].every((name) => !there.has(name))
    );
  };
}

/** A full-text index over another table's rows does not notice when those rows are filled, converted or renumbered. */
export function staleFullText({ target, renames }: Schemas, changes: readonly PlannedChange[]): Item[] {
  if (target.virtualTables.length === 0) return [];
  const touched = changes.flatMap((change) => takenAway(change) ?? []);
  const made = changes.flatMap((change) => brought(change) ?? []);
  const fresh = new Set([...touched, ...made].map(({ name }) => fold(name)));
  const written = plannedTables(changes).filter((change) =>
    change.way.how === "in-place" ? change.way.writesRows : holdsNewValues(change) || !change.keepsRowids,
  );
  // A table that takes over a name brings different rows.
  const names = new Set([...written.map(({ name }) => name), ...renames.tables.map(({ to }) => to)].map(fold));
  for (const { kind, name } of made) if (kind !== "index" && kind !== "trigger") names.add(fold(name));
  // So does a view that reads one of them.
  for (let before = -1; before !== names.size; ) {
    before = names.size;
    for (const view of target.views)
      if ([...mentions(view.text)].some((name) => names.has(name))) names.add(fold(view.name));
  }
  return [...target.virtualTables]
    .sort(byName)
    .filter((table) => !fresh.has(fold(table.name)))
    .flatMap((table) => {
      const from = table.options.content;
      return from.kind === "table" && names.has(fold(from.name))
        ? refill(table, `the rows of ${from.name} have changed`)
        : [];
    });
}

function holdsNewValues({ columns }: TablePair): boolean {
  return columns.some(({ from, fill, converts }) => from !== null && (converts || fill !== null));
}
