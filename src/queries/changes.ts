import { canonicalPart } from "../model/canonical.ts";
import { fold, named, sameName } from "../model/names.ts";
import { subject } from "../words/subject.ts";
import type { Schema, Table } from "../model/schema.ts";

/** The live object of each object in the goal whose name has changed. */
export interface Renamed {
  readonly tables: readonly { readonly from: string; readonly to: string }[];
  /** `table` is the name in the goal. */
  readonly columns: readonly { readonly table: string; readonly from: string; readonly to: string }[];
}

/** One thing that a plan does to a name that statements use. */
export interface NameChange {
  /** The name of the object, or of a table and its column, as they are in the schema. */
  readonly names: readonly [object: string, ...column: string[]];
  /** As a clause: "practice.lapses is dropped". */
  readonly text: string;
  readonly kind: "table" | "column" | "index" | "view" | "trigger";
  /** The folded name of the table in the live schema, and in the goal. */
  readonly table: string;
  readonly goalTable: string | null;
  /** The column's folded name, if it is about one. */
  readonly column: string | null;
  /** `lost`: the name no longer refers to this. `gained`: the name refers to something new. */
  readonly does: "lost" | "gained" | "changed";
}

/** What changes for code that names tables, columns and indexes. */
export function nameChanges(live: Schema, goal: Schema, renamed: Renamed): readonly NameChange[] {
  const changes: NameChange[] = [];
  const goalOf = (name: string): string | null => {
    const rename = renamed.tables.find(({ from }) => sameName(from, name));
    if (rename !== undefined) return named(goal.tables, rename.to) === undefined ? null : rename.to;
    const taken = renamed.tables.some(({ to }) => sameName(to, name));
    return taken || named(goal.tables, name) === undefined ? null : name;
  };
  for (const table of live.tables) {
    const after = goalOf(table.name);
    const about = { table: fold(table.name), goalTable: after === null ? null : fold(after), column: null };
    if (after === null)
      changes.push({
        ...about,
        kind: "table",
        does: "lost",
        names: [table.name],
        text: `${subject(table.name)} is dropped`,
      });
    else if (!sameName(after, table.name))
      changes.push({
        ...about,
        kind: "table",
        does: "lost",
        names: [table.name],
        text: `${subject(table.name)} is renamed to ${after}`,
      });
    const goalTable = after === null ? undefined : named(goal.tables, after);
    if (goalTable !== undefined) changes.push(...columnChanges(table, goalTable, renamed));
  }
  changes.push(...objectChanges(live, goal));
  return changes;
}

function columnChanges(before: Table, after: Table, renamed: Renamed): readonly NameChange[] {
  const changes: NameChange[] = [];
  const renames = renamed.columns.filter(({ table }) => sameName(table, after.name));
  const about = (column: string) => ({
    kind: "column" as const,
    table: fold(before.name),
    goalTable: fold(after.name),
    column: fold(column),
  });
  for (const { name } of before.columns) {
    const rename = renames.find(({ from }) => sameName(from, name));
    const names = [before.name, name] as const;
    const both = subject(...names);
    if (rename !== undefined && !sameName(rename.to, name))
      changes.push({ ...about(name), does: "lost", names, text: `${both} is renamed to ${rename.to}` });
    else if (
      rename === undefined &&
      (named(after.columns, name) === undefined || renames.some(({ to }) => sameName(to, name)))
    )
      changes.push({ ...about(name), does: "lost", names, text: `${both} is dropped` });
  }
  for (const column of after.columns) {
    const from = renames.find(({ to }) => sameName(to, column.name))?.from ?? column.name;
    const was = renames.some((rename) => sameName(rename.from, column.name) && !sameName(rename.to, column.name))
      ? undefined
      : named(before.columns, from);
    const names = [after.name, column.name] as const;
    const both = subject(...names);
    if (was === undefined || !sameName(from, column.name)) {
      const text =
        was === undefined ? `${both} is added` : `${subject(before.name, from)} is renamed to ${column.name}`;
      changes.push({ ...about(column.name), does: "gained", names, text });
    } else if (column.notNull !== null && was.notNull === null)
      changes.push({ ...about(column.name), does: "changed", names, text: `${both} becomes NOT NULL` });
    else if (column.default === null && was.default !== null)
      changes.push({ ...about(column.name), does: "changed", names, text: `${both} loses its default` });
  }
  const kept = before.columns
    .map(({ name }) => renames.find(({ from }) => sameName(from, name))?.to ?? name)
    .flatMap((name) => named(after.columns, name)?.name ?? []);
  const now = after.columns.map(({ name }) => name).filter((name) => kept.includes(name));
  if (kept.some((name, n) => name !== now[n]))
    changes.push({
      ...about(""),
      column: null,
      does: "changed",
      names: [after.name],
      text: `the columns of ${subject(after.name)} are in a different order`,
    });
  const key = (table: Table) => JSON.stringify(canonicalPart({ primaryKey: table.primaryKey, uniques: table.uniques }));
  if (key(before) !== key(after))
    changes.push({
      ...about(""),
      column: null,
      kind: "index",
      does: "changed",
      names: [after.name],
      text: `the keys of ${subject(after.name)} change`,
    });
  return changes;
}

function objectChanges(live: Schema, goal: Schema): readonly NameChange[] {
  const changes: NameChange[] = [];
  const add = (kind: NameChange["kind"], name: string, table: string, does: NameChange["does"], text: string): void => {
    changes.push({ kind, does, names: [name], text, table: fold(table), goalTable: fold(table), column: null });
  };
  for (const index of live.indexes) {
    const after = named(goal.indexes, index.name);
    if (after === undefined) add("index", index.name, index.table, "lost", `the index ${index.name} is dropped`);
    else if (canonicalPart(after) !== canonicalPart(index))
      add("index", index.name, index.table, "changed", `the index ${index.name} changes`);
  }
  for (const [kind, before, after] of [
    ["view", [...live.views, ...live.virtualTables], [...goal.views, ...goal.virtualTables]],
    ["trigger", live.triggers, goal.triggers],
  ] as const) {
    for (const each of before) {
      const now = named<{ readonly name: string; readonly body: { readonly canon: string } }>(after, each.name);
      const table = "table" in each ? each.table : each.name;
      const shown = each.kind === "view" || each.kind === "trigger" ? `the ${each.kind} ${each.name}` : each.name;
      if (now === undefined) add(kind, each.name, table, "lost", `${shown} is dropped`);
      else if (now.body.canon !== each.body.canon) add(kind, each.name, table, "changed", `${shown} changes`);
    }
    for (const each of after)
      if (named<{ readonly name: string }>(before, each.name) === undefined)
        add(kind, each.name, "table" in each ? each.table : each.name, "gained", `${each.name} is added`);
  }
  return changes;
}
