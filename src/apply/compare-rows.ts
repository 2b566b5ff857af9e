import type { Engine } from "../database/engine.ts";
import { storage } from "../model/affinity.ts";
import { fold, named, sameName } from "../model/names.ts";
import type { Schema, Table } from "../model/schema.ts";
import { subject, subjectNames } from "../words/subject.ts";
import { isRowItem } from "../plan/row-items.ts";
import type { Item, Plan } from "../plan/plan.ts";
import { qualified, quoteName } from "../sql/quote.ts";
import { readTable } from "../sql/read-table.ts";
import type { Renamed } from "./renamed.ts";

/** One table before and after a rehearsal. */
export interface Compared {
  /** Its name before. */
  readonly table: string;
  readonly rowsBefore: number;
  /** Null if the table is gone. */
  readonly rowsAfter: number | null;
  /** How many columns were compared, value by value and type by type. */
  readonly columns: number;
  readonly same: boolean;
  /** Columns whose values changed but should not have. */
  readonly different: readonly string[];
  /** Columns that the plan fills, converts or drops, so that there is nothing to compare. */
  readonly leftOut: readonly string[];
}

/** The checksums of one table, taken before the change, with the names its columns have after it. */
export interface Sums {
  readonly table: string;
  readonly after: string;
  readonly rows: number;
  readonly order: "rowid" | "values";
  readonly columns: readonly {
    readonly name: string;
    readonly after: string;
    readonly sum: string;
    readonly stores: string;
  }[];
  readonly leftOut: readonly string[];
}

export function sums(engine: Engine, schema: Schema, plan: Plan, renamed: Renamed): readonly Sums[] {
  const filled = new Set(
    plan.decisions.flatMap((each) => (each.kind === "fill" ? [`${fold(each.table)}.${fold(each.column)}`] : [])),
  );
  // If declared rows are written, values are meant to change, and the plan's own checks compare them.
  const written = new Set(plan.items.filter(isRowItem).flatMap(({ subject }) => fold(subjectNames(subject)[0] ?? "")));
  // If people change rows themselves, these are counted.
  const byHand = new Set(plan.items.filter(isByHand).flatMap(({ subject }) => fold(subjectNames(subject)[0] ?? "")));
  const compared = schema.tables.filter((table) => !written.has(fold(renamed.table(table.name))));
  return compared.map((table) => {
    const after = renamed.table(table.name);
    const order = ordered(plan, table, renamed, filled);
    const kept = table.columns.filter((column) => column.generated === null);
    const named = kept.map((column) => ({
      name: column.name,
      after: renamed.column(table.name, column.name),
    }));
    const compared = byHand.has(fold(after))
      ? []
      : named.filter((column) => !filled.has(`${fold(after)}.${fold(column.after)}`));
    const columns = compared.map((column) => ({
      ...column,
      sum: sum(engine, table.name, column.name, order),
      stores: stores(table, column.name),
    }));
    const leftOut = table.columns.map((column) => column.name).filter((name) => !compared.some((c) => c.name === name));
    return { table: table.name, after, rows: count(engine, table.name), order, columns, leftOut };
  });
}

function isByHand(item: Item): boolean {
  return item.kind === "step" && item.step === "data";
}

export function compared(engine: Engine, schema: Schema, before: readonly Sums[]): readonly Compared[] {
  return before.map(({ table: name, after, rows, order, columns, leftOut }) => {
    const table = named(schema.tables, after);
    if (!table) {
      return { table: name, rowsBefore: rows, rowsAfter: null, columns: 0, same: true, different: [], leftOut };
    }
    const there = columns.filter((column) => table.columns.some((each) => sameName(each.name, column.after)));
    const gone = columns.filter((column) => !there.includes(column)).map((column) => column.name);
    const others = there.filter((column) => sum(engine, table.name, column.after, order) !== column.sum);
    // Another type may store a value differently; a check of the plan verifies that it means the same.
    const converted = others.filter((column) => stores(table, column.after) !== column.stores);
    const different = others.filter((column) => !converted.includes(column)).map((column) => column.name);
    const rowsAfter = count(engine, table.name);
    const same = different.length === 0 && (rowsAfter === rows || columns.length === 0);
    return {
      table: name,
      rowsBefore: rows,
      rowsAfter,
      columns: there.length - converted.length,
      same,
      different,
      leftOut: [...leftOut, ...converted.map((column) => column.name), ...gone],
    };
  });
}

function stores(table: Table, name: string): string {
  return storage(table, named(table.columns, name) ?? { type: "" });
}

/**
 * By rowid if rows keep theirs, which also shows a value that moved to another row; otherwise as an unordered set of
 * values.
 */
function ordered(plan: Plan, table: Table, renamed: Renamed, filled: ReadonlySet<string>): "rowid" | "values" {
  const after = renamed.table(table.name);
  const rebuilt = plan.items.find(
    (item) => item.kind === "step" && item.step === "rebuild-create" && sameName(item.subject, subject(after)),
  );
  const to = rebuilt === undefined ? null : readTable(rebuilt.sql);
  const hidden = table.columns.some((column) => sameName(column.name, "rowid"));
  if (table.withoutRowid || hidden || to?.withoutRowid) return "values";
  const key = to?.primaryKey?.isRowid === true ? to.primaryKey.terms[0]?.column : undefined;
  if (key === undefined) return "rowid";
  const was = table.primaryKey?.isRowid === true ? table.primaryKey.terms[0]?.column : undefined;
  const same = was !== undefined && sameName(renamed.column(table.name, was), key);
  return same && !filled.has(`${fold(after)}.${fold(key)}`) ? "rowid" : "values";
}

/**
 * sha3_query hashes the text of its query along with the rows, so both queries have the same text, over a view of the
 * same name. It distinguishes 1, 1.0 and '1', which `=` does not.
 */
function sum(engine: Engine, table: string, column: string, order: "rowid" | "values"): string {
  // The sort order does not matter, and an engine here may lack the collation.
  const value = `${qualified(table, column)} COLLATE BINARY`;
  const shown =
    order === "rowid" ? `${quoteName(table)}.rowid AS k, ${value} AS v` : `typeof(${value}) AS k, ${value} AS v`;
  engine.exec("DROP VIEW IF EXISTS temp.trueup_rehearsal");
  engine.exec(`CREATE TEMP VIEW trueup_rehearsal AS SELECT ${shown} FROM main.${quoteName(table)}`);
  const query = "SELECT k, v FROM temp.trueup_rehearsal ORDER BY k, v COLLATE BINARY";
  return String(engine.all(`SELECT hex(sha3_query('${query}', 256))`)[0]?.[0]);
}

function count(engine: Engine, table: string): number {
  return Number(engine.all(`SELECT count(*) FROM main.${quoteName(table)}`)[0]?.[0]);
}
