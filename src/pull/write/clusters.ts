import { fold } from "../../model/names.ts";
import type { ForeignKey, Table } from "../../model/schema.ts";

/** Tables that belong together. */
export interface Cluster {
  /** The name of the group: its central table, or the word that all its names begin with. */
  readonly name: string;
  readonly tables: readonly Table[];
}

/** A file with more tables than this is hard to read; a larger group is split at its branches. */
const comfortable = 8;

/**
 * Splits tables into groups by their foreign keys: every table follows the parent it depends on most, and large
 * families are split at their branches. Tables without any such relation form one group.
 */
export function clusters(tables: readonly Table[]): Cluster[] {
  const parents = strongestParents(tables);
  const children = new Map<Table, Table[]>();
  for (const table of tables) {
    const parent = parents.get(table);
    if (parent === undefined) continue;
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [table]);
    else siblings.push(table);
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
  const order = new Map(tables.map((table, at) => [table, at]));
  const place = (table: Table) => order.get(table) ?? 0;
  return groups.map(({ name, group }) => ({ name, tables: [...group].sort((a, b) => place(a) - place(b)) }));
}

/** The table that most of a group is named after or refers to. */
function centerOf(group: readonly Table[]): Table {
  const stems = new Set(group.map(stemOf));
  const called = new Map<string, number>();
  const pointed = new Map<string, number>();
  const count = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const { name, foreignKeys } of group) {
    const folded = fold(name);
    for (let end = 0; end <= folded.length; end++)
      if (stems.has(folded.slice(0, end))) count(called, folded.slice(0, end));
    for (const parent of new Set(foreignKeys.map((key) => fold(key.table)))) count(pointed, parent);
  }
  const weight = (table: Table) => ((called.get(stemOf(table)) ?? 1) - 1) * 2 + (pointed.get(fold(table.name)) ?? 0);
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
  /** Only a table that is already followed can have the parent among its own descendants. */
  const followed = new Set<Table>();
  for (const table of tables) {
    let best: { readonly parent: Table; readonly pull: number } | undefined;
    for (const key of table.foreignKeys) {
      const parent = byName.get(fold(key.table));
      if (parent === undefined || parent === table) continue;
      if (followed.has(table) && descends(parent, table, parents)) continue;
      const pull = strength(table, key, parent) / Math.sqrt(followers.get(parent) ?? 1);
      if (best === undefined || pull > best.pull) best = { parent, pull };
    }
    if (best === undefined) continue;
    parents.set(table, best.parent);
    followed.add(best.parent);
  }
  return parents;
}

function descends(table: Table, from: Table, parents: ReadonlyMap<Table, Table>): boolean {
  for (let each: Table | undefined = table; each !== undefined; each = parents.get(each))
    if (each === from) return true;
  return false;
}

/** How much a table belongs to a parent: part of its key, deleted with it, named after it, meaningless without it. */
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

/** A family, or its branches if it is too large; what is too small for a branch stays with the head. */
function part(root: Table, children: ReadonlyMap<Table, readonly Table[]>): Table[][] {
  const groups: Table[][] = [];
  const sizes = new Map<Table, number>();
  /** The group that each table heads; the parent may still take it in. */
  const open = new Map<Table, Table[]>();
  for (const head of family(root, children).reverse()) {
    const branches = children.get(head) ?? [];
    const size = branches.reduce((sum, child) => sum + (sizes.get(child) ?? 0), 1);
    sizes.set(head, size);
    if (size <= comfortable) {
      open.set(head, family(head, children));
      continue;
    }
    const own = [head];
    const others: Table[][] = [];
    for (const child of branches) {
      const group = open.get(child) ?? [];
      if (group.length < 3) own.push(...group);
      else others.push(group);
    }
    const [nearest, ...rest] = others;
    // A head that keeps almost nothing joins its first branch, unless that is long enough, as in a chain.
    if (own.length < 3 && nearest !== undefined && nearest.length < 2 * comfortable) {
      nearest.unshift(...own);
      open.set(head, nearest);
      groups.push(...rest);
    } else {
      open.set(head, own);
      groups.push(...others);
    }
  }
  return [open.get(root) ?? [], ...groups];
}

function family(head: Table, children: ReadonlyMap<Table, readonly Table[]>): Table[] {
  const result = [head];
  for (const table of result) result.push(...(children.get(table) ?? []));
  return result;
}

/**
 * `auth_user` and `auth_group` form a group; tables that share their first word with too few others are grouped
 * together.
 */
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
