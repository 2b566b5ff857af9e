import { fold } from "../model/names.ts";
import type { ForeignKey, Table } from "../model/schema.ts";

/** Tables that belong together. */
export interface Cluster {
  /** What the group is called: its central table, or the word that all its names begin with. */
  readonly name: string;
  readonly tables: readonly Table[];
}

/** A file with more tables than this is no pleasure to read; a group with more is parted where its branches are. */
const comfortable = 8;

/**
 * Parts tables into groups by their foreign keys: every table follows the parent it depends on most, and big families
 * are parted at their branches. Tables that follow nobody and are followed by nobody stand together.
 */
export function clusters(tables: readonly Table[]): Cluster[] {
  const parents = strongestParents(tables);
  const children = new Map<Table, Table[]>();
  for (const table of tables) {
    const parent = parents.get(table);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), table]);
  }
  const found: Table[][] = [];
  const single: Table[] = [];
  for (const table of tables) {
    if (parents.has(table)) continue;
    if (children.has(table)) found.push(...part(table, children));
    else single.push(table);
  }
  const families = found.map((group) => ({ name: centerOf(group).name, group: new Set(group) }));
  const groups = [...families, ...byPrefix(single)];
  return groups.map(({ name, group }) => ({ name, tables: tables.filter((table) => group.has(table)) }));
}

/** The table that most of a group is named after or points at. */
function centerOf(group: readonly Table[]): Table {
  const weight = (table: Table) =>
    group.filter((other) => other !== table && fold(other.name).startsWith(stemOf(table))).length * 2 +
    group.filter((other) => other.foreignKeys.some((key) => fold(key.table) === fold(table.name))).length;
  return group.reduce((best, table) => (weight(table) > weight(best) ? table : best));
}

/** `users` and `user_session` share their stem. */
function stemOf(table: Table): string {
  return fold(table.name).replace(/s$/, "");
}

function strongestParents(tables: readonly Table[]): Map<Table, Table> {
  const byName = new Map(tables.map((table) => [fold(table.name), table]));
  const followers = new Map<Table, number>();
  for (const table of tables) {
    for (const parent of new Set(table.foreignKeys.map((key) => byName.get(fold(key.table))))) {
      if (parent !== undefined && parent !== table) followers.set(parent, (followers.get(parent) ?? 0) + 1);
    }
  }
  const parents = new Map<Table, Table>();
  for (const table of tables) {
    let best: { readonly parent: Table; readonly pull: number } | undefined;
    for (const key of table.foreignKeys) {
      const parent = byName.get(fold(key.table));
      if (parent === undefined || parent === table || descends(parent, table, parents)) continue;
      const pull = strength(table, key, parent) / Math.sqrt(followers.get(parent) ?? 1);
      if (best === undefined || pull > best.pull) best = { parent, pull };
    }
    if (best !== undefined) parents.set(table, best.parent);
  }
  return parents;
}

function descends(table: Table, from: Table, parents: ReadonlyMap<Table, Table>): boolean {
  for (let each: Table | undefined = table; each !== undefined; each = parents.get(each))
    if (each === from) return true;
  return false;
}

/** How much a table belongs to a parent: part of its key, gone with it, called after it, nothing without it. */
function strength(table: Table, key: ForeignKey, parent: Table): number {
  const columns = new Set(key.columns.map(fold));
  const inKey = table.primaryKey?.terms.some((term) => columns.has(fold(term.column))) ?? false;
  const required = table.columns.some((column) => columns.has(fold(column.name)) && column.notNull !== null);
  return (
    1 +
    (inKey ? 2 : 0) +
    (key.onDelete === "CASCADE" ? 2 : 0) +
    (fold(table.name).startsWith(stemOf(parent)) ? 4 : 0) +
    (required ? 1 : 0)
  );
}

/** A family, or its branches where it is too big; what is too small for a branch stays with the head. */
function part(head: Table, children: ReadonlyMap<Table, readonly Table[]>): Table[][] {
  const whole = family(head, children);
  if (whole.length <= comfortable) return [whole];
  const own = [head];
  const groups: Table[][] = [];
  for (const child of children.get(head) ?? []) {
    const branch = part(child, children);
    const [first, ...rest] = branch as [Table[], ...Table[][]];
    if (first.length < 3) own.push(...first);
    else groups.push(first);
    groups.push(...rest);
  }
  const [nearest] = groups;
  // A head that keeps next to nothing goes with its first branch.
  if (own.length < 3 && nearest !== undefined) {
    nearest.unshift(...own);
    return groups;
  }
  return [own, ...groups];
}

function family(head: Table, children: ReadonlyMap<Table, readonly Table[]>): Table[] {
  const result = [head];
  for (const table of result) result.push(...(children.get(table) ?? []));
  return result;
}

/** `auth_user` and `auth_group` stand together; what shares its first word with too few stands with its like. */
function byPrefix(tables: readonly Table[]): { readonly name: string; readonly group: ReadonlySet<Table> }[] {
  const groups = new Map<string, Set<Table>>();
  for (const table of tables) {
    const word = /^[^_\s]+(?=_)/.exec(fold(table.name))?.[0] ?? "";
    groups.set(word, (groups.get(word) ?? new Set()).add(table));
  }
  const rest = new Set<Table>();
  const result: { readonly name: string; readonly group: ReadonlySet<Table> }[] = [];
  for (const [word, group] of groups) {
    if (word !== "" && group.size >= 3) result.push({ name: word, group });
    else for (const table of group) rest.add(table);
  }
  return rest.size === 0 ? result : [...result, { name: "schema", group: rest }];
}
