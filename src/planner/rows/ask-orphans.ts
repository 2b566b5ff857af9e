import { affinity } from "../../model/affinity.ts";
import { named } from "../../model/names.ts";
import type { ForeignKey, Table } from "../../model/schema.ts";
import type { Question } from "../../model/facts.ts";
import { qualified, quoteName } from "../../sql/quote.ts";
import { type TablePair, liveColumnName } from "../pair/table-pair.ts";
import { ofFuture } from "./ask.ts";
import { asNumber, futureRows, nameIn } from "./future-rows.ts";

/** A table that another one points at; null if it is new and has no rows. */
export interface Parent {
  readonly table: Table;
  readonly pair: TablePair | null;
}

/** The child rows that point at no parent. */
export function askOrphans(
  pair: TablePair,
  columns: readonly string[],
  parent: Parent,
  keys: readonly string[],
): Question {
  const parents = parent.pair === null ? null : futureRows(parent.pair);
  const key = `orphans ${pair.name} ${columns.join(", ")} ${parent.table.name} ${keys.join(", ")}`;
  return ofFuture(pair, key, orphaned(pair.to, columns, parents, parent.table, keys), columns);
}

/** The child rows that will point at no parent, as far as they are more than today. */
export function askNewOrphans(
  pair: TablePair,
  today: ForeignKey,
  parent: Parent & { readonly pair: TablePair },
  later: ForeignKey,
): Question {
  const question = askOrphans(pair, later.columns, parent, later.references);
  const [child, above] = [pair.live, parent.pair.live];
  const columns = today.columns.map((column) => liveColumnName(pair, column));
  const keys = today.references.map((column) => liveColumnName(parent.pair, column));
  const condition = orphaned(child, columns, quoteName(above.name), above, keys);
  const now = `SELECT count(*) FROM ${quoteName(child.name)} WHERE ${condition}`;
  return {
    ...question,
    key: `more ${question.key}`,
    count: `SELECT max(0, (${question.count}) - (${now}))`,
    where: null,
  };
}

/**
 * By IN, for which SQLite uses the parent's index or makes one of its own, and by CASE, which does not ask what a NULL among
 * the parents may mean: either would otherwise be a look at every parent for every child.
 */
function orphaned(
  table: Table,
  columns: readonly string[],
  parents: string | null,
  parent: Table,
  keys: readonly string[],
): string {
  const child = columns.map((column) => qualified(table.name, column));
  const set = child.map((column) => `${column} IS NOT NULL`).join(" AND ");
  if (parents === null) return set;
  const alias = quoteName(`parent of ${table.name}`);
  const plain = !parents.startsWith("(");
  const own = keys.map((name) => {
    // A column keeps the affinity of today through a subquery, and would turn the child's value with it.
    const bare = !plain && affinity(named(parent.columns, name)?.type ?? "") === "BLOB";
    return `${bare ? "+" : ""}${alias}.${nameIn(name, plain)}`;
  });
  const sought = keys.map((name, n) => collated(asKey(child[n] as string, parent, name, plain), parent, name));
  const rows = plain ? parents : `(SELECT * FROM ${parents})`;
  const found = `${row(sought)} IN (SELECT ${own.join(", ")} FROM ${rows} AS ${alias})`;
  return `${set} AND CASE WHEN ${found} THEN 0 ELSE 1 END`;
}

/** A list of one in parentheses is no row to SQLite, but a value. */
function row(values: readonly string[]): string {
  return values.length === 1 ? values.join() : `(${values.join(", ")})`;
}

/**
 * A child's value looks for its parent in the way in which the parent stores its own. Values that come out of a subquery
 * do not bring the affinity and the collation of their column along.
 */
function asKey(child: string, parent: Table, key: string, plain: boolean): string {
  switch (affinity(named(parent.columns, key)?.type ?? "")) {
    case "TEXT":
      return `CASE typeof(${child}) WHEN 'blob' THEN ${child} ELSE CAST(${child} AS TEXT) END`;
    case "BLOB":
      return `+${child}`;
    default:
      return plain ? child : asNumber(child);
  }
}

/** What is on the left of IN says how both sides are compared: the parent's way, whatever the child's column has. */
function collated(value: string, parent: Table, key: string): string {
  return `${value} COLLATE ${quoteName(named(parent.columns, key)?.collate ?? "BINARY")}`;
}
