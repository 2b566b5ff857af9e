import { type Affinity, comparedAs } from "../../model/affinity.ts";
import { named } from "../../model/names.ts";
import type { ForeignKey, Table } from "../../model/schema.ts";
import type { Question } from "../../model/facts.ts";
import { qualified, quoteName } from "../../sql/quote.ts";
import { type TablePair, liveColumnName } from "../pair/table-pair.ts";
import { ofFuture, where } from "./ask.ts";
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

/** The rows that refer to anything at all. */
export function askReferring(pair: TablePair, { columns, table }: ForeignKey): Question {
  const key = `referring ${pair.name} ${columns.join(", ")} ${table}`;
  return ofFuture(pair, key, refers(columns.map((column) => qualified(pair.name, column))), columns);
}

/** Today's rows that have their parent in a table: by the key that the reference names, or else its primary key. */
export function askBelow(
  child: Table,
  columns: readonly string[],
  parent: Table,
  { references }: ForeignKey,
): Question {
  const primary = parent.primaryKey?.terms.map(({ column }) => column) ?? [];
  const keys = references.length === columns.length ? references : primary;
  const key = `below ${parent.name} ${child.name} ${columns.join(", ")}`;
  const any = refers(columns.map((column) => qualified(child.name, column)));
  const found = hasParent(child, columns, quoteName(parent.name), parent, keys);
  const condition = keys.length === columns.length ? `${any} AND ${found}` : any;
  return where(key, child, quoteName(child.name), child.name, condition, columns);
}

function refers(columns: readonly string[]): string {
  return columns.map((column) => `${column} IS NOT NULL`).join(" AND ");
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

/** CASE keeps SQLite from considering what a NULL among the parents would mean: then it would scan them for every child. */
function orphaned(
  table: Table,
  columns: readonly string[],
  parents: string | null,
  parent: Table,
  keys: readonly string[],
): string {
  const set = refers(columns.map((column) => qualified(table.name, column)));
  if (parents === null) return set;
  return `${set} AND CASE WHEN ${hasParent(table, columns, parents, parent, keys)} THEN 0 ELSE 1 END`;
}

/** IN lets SQLite use the parent's index, or build one. */
function hasParent(
  table: Table,
  columns: readonly string[],
  parents: string,
  parent: Table,
  keys: readonly string[],
): string {
  const alias = quoteName(`parent of ${table.name}`);
  const plain = !parents.startsWith("(");
  const own = keys.map((name) => {
    // A column that is read through a subquery keeps today's affinity, and would convert the child's value to it.
    const bare = !plain && keyAffinity(parent, name) === "BLOB";
    return `${bare ? "+" : ""}${alias}.${nameIn(name, plain)}`;
  });
  const sought = keys.map((name, n) =>
    collated(asKey(qualified(table.name, columns[n] as string), parent, name, plain), parent, name),
  );
  const rows = plain ? parents : `(SELECT * FROM ${parents})`;
  return `${row(sought)} IN (SELECT ${own.join(", ")} FROM ${rows} AS ${alias})`;
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
  switch (keyAffinity(parent, key)) {
    case "TEXT":
      return `CASE typeof(${child}) WHEN 'blob' THEN ${child} ELSE CAST(${child} AS TEXT) END`;
    case "BLOB":
      return `+${child}`;
    default:
      return plain ? child : asNumber(child);
  }
}

function keyAffinity(parent: Table, key: string): Affinity {
  const column = named(parent.columns, key);
  return column === undefined ? "BLOB" : comparedAs(parent, column);
}

/**
 * The left side of IN determines how both sides are compared. That must be the parent's way, whatever the child's
 * column has.
 */
function collated(value: string, parent: Table, key: string): string {
  return `${value} COLLATE ${quoteName(named(parent.columns, key)?.collate ?? "BINARY")}`;
}
