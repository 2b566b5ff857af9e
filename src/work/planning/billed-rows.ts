import type { Snapshot } from "../../database/connection.ts";
import { fold, named, sameName } from "../../model/names.ts";
import type { Schema, Table } from "../../model/schema.ts";
import type { BilledRows } from "../../plan/explanation.ts";
import type { Item, Plan } from "../../plan/plan.ts";
import { unreachable } from "../../problem/problem.ts";
import { quoteName } from "../../sql/quote.ts";
import { subjectNames } from "../../words/subject.ts";

/**
 * About how many rows a plan reads and writes, as D1 counts them: an entry of an index is a row, and so is each row
 * that DROP TABLE deletes because of a reference. Measured on workerd, statement by statement.
 */
export async function billedRows(snapshot: Snapshot, live: Schema, target: Schema, plan: Plan): Promise<BilledRows> {
  const tables = live.tables.map(({ name }) => name);
  const counted = await snapshot.read(tables.map((name) => ({ sql: `SELECT count(*) FROM ${quoteName(name)}` })));
  const counts = new Map(tables.map((name, n) => [fold(name), Number(counted[n]?.[0]?.[0] ?? 0)]));
  for (const each of plan.decisions)
    if (each.kind === "rename-table") counts.set(fold(each.to), counts.get(fold(each.from)) ?? 0);
  const rowsOf = (name: string) => counts.get(fold(name)) ?? 0;
  // Each child is counted before and after, by its rows and by its references.
  const children = live.tables.filter(({ foreignKeys }) => foreignKeys.length > 0);
  const guards = children.reduce((sum, { name, foreignKeys }) => sum + 2 * (1 + foreignKeys.length) * rowsOf(name), 0);
  const all = plan.items.map((item) => ofItem(item, { live, target, rowsOf }));
  return {
    read: all.reduce((sum, { read }) => sum + read, guards),
    written: all.reduce((sum, { written }) => sum + written, 0),
  };
}

interface Ground {
  readonly live: Schema;
  readonly target: Schema;
  readonly rowsOf: (table: string) => number;
}

const nothing: BilledRows = { read: 0, written: 0 };

function ofItem(item: Item, ground: Ground): BilledRows {
  const [name = ""] = subjectNames(item.subject);
  const { live, target, rowsOf } = ground;
  const rows = rowsOf(name);
  if (item.kind === "check") return { read: item.check === "rebuild-rows" ? 4 * rows : rows, written: 0 };
  switch (item.step) {
    case "rebuild-copy":
      return { read: 2 * rows, written: rows * (1 + keysOf(named(target.tables, name))) };
    case "rebuild-drop":
    case "drop-table": {
      const children = [live, target].map(({ tables }) => childrenOf(tables, name).length);
      const most = Math.max(...children);
      return most === 0 ? nothing : { read: (3 + 5 * most) * rows, written: rows };
    }
    case "create-index": {
      const on = [target, live].flatMap(({ indexes }) => named(indexes, name) ?? [])[0]?.table ?? name;
      return { read: 2 * rowsOf(on), written: rowsOf(on) };
    }
    case "reference-index":
      return { read: 2 * rows, written: rows };
    case "fill":
    case "convert":
    case "restore-values":
    case "edit":
    case "data":
    case "drop-column":
    case "delete-rows":
    case "insert-rows":
    case "update-rows":
      return { read: 2 * rows, written: rows };
    case "fill-virtual-table":
      return { read: rows, written: rows };
    case "alter-column":
    case "add-column":
    case "create-table":
    case "create-trigger":
    case "create-view":
    case "create-virtual-table":
    case "defer-keys":
    case "defer-rows":
    case "drop-index":
    case "drop-reference-index":
    case "drop-trigger":
    case "drop-view":
    case "drop-virtual-table":
    case "rebuild-create":
    case "rebuild-rename":
    case "rebuild-sequence":
    case "rename-column":
    case "rename-table":
    case "requote":
    case "settle-keys":
    case "settle-rows":
    case "shield":
    case "unshield":
      return nothing;
    default:
      return unreachable(item.step);
  }
}

function childrenOf(tables: readonly Table[], name: string): readonly Table[] {
  return tables.filter(({ foreignKeys }) => foreignKeys.some(({ table }) => sameName(table, name)));
}

/** The indexes that SQLite keeps for the keys of a table. */
function keysOf(table: Table | undefined): number {
  if (table === undefined) return 0;
  const key = table.primaryKey === null || table.primaryKey.isRowid || table.withoutRowid ? 0 : 1;
  return key + table.uniques.length;
}
