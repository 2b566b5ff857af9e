import { named, sameName } from "../../model/names.ts";
import type { ForeignKey, Table } from "../../model/schema.ts";
import { qualified, quoteName } from "../../sql/quote.ts";
import { subject } from "../../words/subject.ts";

/** Rows of a table, as a condition. The caller chooses how tables are read: as they are, or as they will be. */
export type Condition = (read: ReadTable) => string;
export type ReadTable = (table: string) => string;

export const asTheyAre: ReadTable = quoteName;

export function countOf(table: Table, conditions: readonly Condition[], read: ReadTable): string {
  const counts = conditions.map((condition) => `SELECT count(*) FROM ${read(table.name)} WHERE ${condition(read)}`);
  return counts.length === 1 ? (counts[0] ?? "") : `SELECT ${counts.map((each) => `(${each})`).join(" + ")}`;
}

/** Rows of one table that refer to rows of another by one foreign key. */
export interface Referring {
  readonly table: Table;
  readonly foreignKey: ForeignKey;
  readonly rows: Condition;
  /** `tune.genre`. */
  readonly by: string;
}

/** The rows of these tables that refer to such rows, table by table. */
export function referringTo(tables: readonly Table[], parent: Table, rows: Condition): readonly Referring[] {
  return tables.flatMap((table) =>
    table.foreignKeys
      .filter((foreignKey) => sameName(foreignKey.table, parent.name))
      .map((foreignKey) => ({
        table,
        foreignKey,
        rows: refers(table, foreignKey, parent, rows),
        by: subject(table.name, ...foreignKey.columns),
      })),
  );
}

/** A foreign key compares the way the columns do that it refers to. */
function refers(child: Table, { columns, references }: ForeignKey, parent: Table, rows: Condition): Condition {
  const to = references.length > 0 ? references : (parent.primaryKey?.terms.map(({ column }) => column) ?? []);
  return (read) => {
    const own = columns.map((column, n) => {
      const mine = named(child.columns, column)?.collate ?? null;
      const theirs = named(parent.columns, to[n] ?? "")?.collate ?? null;
      const value = qualified(child.name, column);
      return mine === theirs ? value : `${value} COLLATE ${quoteName(theirs ?? "BINARY")}`;
    });
    const left = own.length === 1 ? (own[0] ?? "") : `(${own.join(", ")})`;
    const keys = to.map((column) => qualified(parent.name, column)).join(", ");
    return `${left} IN (SELECT ${keys} FROM ${read(parent.name)} WHERE ${rows(read)})`;
  };
}
