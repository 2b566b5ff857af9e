import { affinity } from "../../model/affinity.ts";
import { named } from "../../model/names.ts";
import type { ForeignKey, Table } from "../../model/schema.ts";
import type { Question } from "../../model/facts.ts";
import { qualified, quoteName } from "../../sql/quote.ts";
import { type TablePair, liveColumnName } from "../pair/table-pair.ts";
import { ofFuture } from "./ask.ts";
import { asNumber, futureRows, nameIn } from "./future-rows.ts";

/** A table that another one refers to; null if it is new and has no rows. */
export interface Parent {
  readonly table: Table;
  readonly pair: TablePair | null;
}

/** The child rows that have no parent. */
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

/** How many more child rows than today will have no parent. */
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
 * IN lets SQLite use the parent's index, or build one. CASE keeps SQLite from considering what a NULL among the parents
 * would mean. Without both, it would scan all parents for every child.
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
    // A column that is read through a subquery keeps today's affinity, and would convert the child's value to it.
    const bare = !plain && affinity(named(parent.columns, name)?.type ?? "") === "BLOB";
    return `${bare ? "+" : ""}${alias}.${nameIn(name, plain)}`;
  });
  const sought = keys.map((name, n) => collated(asKey(child[n] as string, parent, name, plain), parent, name));
  const rows = plain ? parents : `(SELECT * FROM ${parents})`;
  const found = `${row(sought)} IN (SELECT ${own.join(", ")} FROM ${rows} AS ${alias})`;
  return `${set} AND CASE WHEN ${found} THEN 0 ELSE 1 END`;
}

/** To SQLite, a list of one in parentheses is a value, not a row. */
function row(values: readonly string[]): string {
  return values.length === 1 ? values.join() : `(${values.join(", ")})`;
}

/**
 * A child's value is compared with its parent's key the way the parent stores it. Values from a subquery do not have
 * the affinity and the collation of their column.
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

/**
 * The left side of IN determines how both sides are compared. That must be the parent's way, whatever the child's
 * column has.
 */
function collated(value: string, parent: Table, key: string): string {
  return `${value} COLLATE ${quoteName(named(parent.columns, key)?.collate ?? "BINARY")}`;
}
