import { canonicalPart } from "../../model/canonical.ts";
import { affinity } from "../../model/affinity.ts";
import { fold } from "../../model/names.ts";
import type { Column, Table } from "../../model/schema.ts";
import { subject } from "../../words/subject.ts";
import { type PairedChange, changedTables, dropped } from "../pair/changes.ts";
import type { Destruction } from "./destructions.ts";

/**
 * A new object that a dropped one may have become. A column with a fill is not one: it gets its own values. Scores only
 * word the question; they never answer it.
 */
export interface Candidate {
  readonly name: string;
  /** The key of its declaration. */
  readonly place: string;
  readonly flag: string;
  readonly declaration: string;
  readonly evidence: readonly string[];
}

export function candidatesFor(changes: readonly PairedChange[], gone: Destruction): Candidate[] {
  if (gone.rule === "drop-column") return columns(changes, gone);
  return gone.rule === "drop-table" ? tables(changes, gone) : [];
}

function columns(changes: readonly PairedChange[], gone: Destruction): Candidate[] {
  for (const change of changedTables(changes)) {
    const was = change.leaving.find(({ live }) => subject(change.live.name, live) === gone.object);
    if (was === undefined) continue;
    const added = change.columns.filter(
      ({ from, to, fill }) => from === null && to.generated === null && fill === null,
    );
    return best(
      added.map(({ to }) => ({ column: to, evidence: alike(change.from, was.from, change.to, to) })),
      ({ name }) => ({
        name: subject(change.name, name),
        place: `column:${change.name}.${name}`,
        flag: `${subject(change.name, was.live)}:${subject(change.name, name)}`,
        declaration: `.was(${JSON.stringify(was.live)})`,
      }),
    );
  }
  return [];
}

function best(
  scored: readonly { column: Column; evidence: string[] }[],
  of: (column: Column) => Omit<Candidate, "evidence">,
): Candidate[] {
  return scored
    .filter(({ evidence }) => evidence.length > 0)
    .sort((a, b) => b.evidence.length - a.evidence.length)
    .slice(0, 3)
    .map(({ column, evidence }) => ({ ...of(column), evidence }));
}

function alike(before: Table, old: Column, after: Table, fresh: Column): string[] {
  const position = (table: Table, column: Column) => table.columns.findIndex((each) => each.name === column.name);
  const standing = [
    ...(position(before, old) === position(after, fresh) ? ["the same position in the table"] : []),
    ...(fold(fresh.name).includes(fold(old.name)) || fold(old.name).includes(fold(fresh.name))
      ? ["a similar name"]
      : []),
  ];
  // The type may have changed along with the name.
  if (affinity(old.type) !== affinity(fresh.type)) return standing;
  const nullable = fresh.notNull === null ? "both nullable" : "both NOT NULL";
  const type =
    old.type === fresh.type
      ? `the same type ${fresh.type || "(none)"}`
      : `types with the same affinity (${old.type}, ${fresh.type})`;
  return [type, ...standing, ...((old.notNull === null) === (fresh.notNull === null) ? [nullable] : [])];
}

function tables(changes: readonly PairedChange[], gone: Destruction): Candidate[] {
  const went = dropped(changes).find(({ object, live }) => object.kind === "table" && subject(live) === gone.object);
  if (went?.object.kind !== "table") return [];
  const { object: old, live: was } = went;
  const names = new Set(old.columns.map((column) => canonicalPart(column)));
  return changes
    .flatMap((change) => (change.kind === "create" && change.object.kind === "table" ? [change.object] : []))
    .map((table) => ({ table, shared: table.columns.filter((column) => names.has(canonicalPart(column))).length }))
    .filter(({ table, shared }) => shared > 0 && shared * 2 >= Math.max(table.columns.length, old.columns.length))
    .sort((a, b) => b.shared - a.shared)
    .slice(0, 3)
    .map(({ table, shared }) => ({
      name: subject(table.name),
      place: `table:${table.name}`,
      flag: `${subject(was)}:${subject(table.name)}`,
      declaration: `{ was: ${JSON.stringify(was)} }`,
      evidence: [`${shared} of ${table.columns.length} columns are the same`],
    }));
}
