import { fold } from "../model/names.ts";
import type { ForeignKey, Table } from "../model/schema.ts";

/** Tables that belong together, the one that gives the group its name first. */
export interface Cluster {
  readonly center: Table;
  readonly tables: readonly Table[];
}

/** A file with more tables than this is no pleasure to read; a group with more is parted where its branches are. */
const comfortable = 12;

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
  const groups = [...found, ...byPrefix(single)].map((group) => ({ center: group[0] as Table, group: new Set(group) }));
  return groups.map(({ center, group }) => ({ center, tables: tables.filter((table) => group.has(table)) }));
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
  const stem = fold(parent.name).replace(/s$/, "");
  return (
    1 +
    (inKey ? 2 : 0) +
    (key.onDelete === "CASCADE" ? 2 : 0) +
    (fold(table.name).startsWith(stem) ? 4 : 0) +
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
  return [own, ...groups];
}

function family(head: Table, children: ReadonlyMap<Table, readonly Table[]>): Table[] {
  const result = [head];
  for (const table of result) result.push(...(children.get(table) ?? []));
  return result;
}

/** `auth_user` and `auth_group` stand together; what shares its first word with nobody stands with its like. */
function byPrefix(tables: readonly Table[]): Table[][] {
  const groups = new Map<string, Table[]>();
  for (const table of tables) {
    const word = /^[^_\s]+(?=_)/.exec(fold(table.name))?.[0] ?? "";
    groups.set(word, [...(groups.get(word) ?? []), table]);
  }
  const rest: Table[] = [];
  const result: Table[][] = [];
  for (const [word, group] of groups) {
    if (word === "" || group.length < 3) rest.push(...group);
    else result.push(group);
  }
  return rest.length === 0 ? result : [...result, rest];
}
