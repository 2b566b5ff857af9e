import { affinity, onlyKind, storage, storedAsIs } from "../../model/affinity.ts";
import type { ColumnRename, Renames } from "../../diff/renames.ts";
import { columnKey, compareText, fold, sameName } from "../../model/names.ts";
import { mayBeNull } from "../../model/nullable.ts";
import type { Column, Schema, Table } from "../../model/schema.ts";
import type { Hints } from "../../model/hints.ts";
import type { Decision } from "../../plan/plan.ts";
import { closed } from "../../sql/fragment.ts";
import { qualified, quoteName } from "../../sql/quote.ts";
import { significantIn, unquote } from "../../sql/tokens.ts";

export interface Fill {
  readonly sql: string;
  /** The same for the live rows: what it reads of other tables is called differently before the renames. */
  readonly asked: string;
  /** A column that only becomes NOT NULL keeps its values, and only its NULLs are filled; otherwise every row is. */
  readonly rows: "all" | "nulls";
}

interface Said {
  readonly sql: string;
  /** Given for this one plan, not a hint in the declarations. */
  readonly decided: boolean;
}

/** The value for existing rows: decided on the command line, or else a hint in the declarations. */
export interface Fills {
  readonly said: ReadonlyMap<string, Said>;
  readonly renamed: readonly RenamedTable[];
}

/** A table whose name or columns change by renames. */
interface RenamedTable {
  readonly live: string;
  readonly table: Table;
  readonly renames: readonly ColumnRename[];
}

export function fillsSaid(hints: Hints, decisions: readonly Decision[], renames: Renames, renamed: Schema): Fills {
  const fills = new Map<string, Said>();
  // The first one counts.
  const put = (table: string, column: string, said: Said) => {
    const key = columnKey(table, column);
    if (!fills.has(key)) fills.set(key, said);
  };
  for (const each of decisions)
    if (each.kind === "fill") put(each.table, each.column, { sql: each.sql, decided: true });
  for (const each of hints.fills) put(each.table, each.column, { sql: each.sql.text, decided: false });
  const names = new Set([
    ...renames.tables.map(({ to }) => fold(to)),
    ...renames.columns.map(({ table }) => fold(table)),
  ]);
  const tables = renamed.tables
    .filter(({ name }) => names.has(fold(name)))
    .sort((a, b) => compareText(a.name, b.name))
    .map((table) => ({
      table,
      live: renames.tables.find(({ to }) => sameName(to, table.name))?.from ?? table.name,
      renames: renames.columns.filter((each) => sameName(each.table, table.name)),
    }));
  return { said: fills, renamed: tables };
}

function beforeRenames(sql: string, renamed: readonly RenamedTable[]): string {
  const tokens = significantIn(sql);
  // Before a dot it is the row that is filled, or a table that is named elsewhere.
  const read = (name: string) =>
    tokens.some(({ text }, n) => sameName(unquote(text), name) && tokens[n + 1]?.text !== ".");
  const named = renamed.filter(({ table }) => read(table.name));
  if (named.length === 0) return sql;
  const tables = named.map(({ live, table, renames }) => {
    const columns = table.columns.map(({ name }) => {
      const was = renames.find(({ to }) => sameName(to, name))?.from;
      return was === undefined ? quoteName(name) : `${quoteName(was)} AS ${quoteName(name)}`;
    });
    return `${quoteName(table.name)} AS (SELECT ${columns.join(", ")} FROM ${qualified("main", live)})`;
  });
  return `(WITH ${tables.join(", ")} SELECT (${closed(sql)}))`;
}

/**
 * What a fill does to a column here; null if it does nothing. A hint may stay in the declarations long after it took
 * effect, so it counts only for what it was written for: a new column, another declared type, rows that hold NULL.
 */
export function fillOf(
  { said: fills, renamed }: Fills,
  fromTable: Table,
  from: Column | null,
  toTable: Table,
  to: Column,
): Fill | null {
  const said = fills.get(columnKey(toTable.name, to.name));
  if (said === undefined || to.generated !== null) return null;
  const { sql } = said;
  const fill = (rows: Fill["rows"]) => ({ sql, asked: beforeRenames(sql, renamed), rows });
  if (from === null || retyped(fromTable, from, toTable, to)) return fill("all");
  if (mayBeNull(fromTable, from) && !mayBeNull(toTable, to)) return fill("nulls");
  return said.decided && converts(fromTable, from, toTable, to) ? fill("all") : null;
}

/** Whether the declared type differs, whatever STRICT made of the old one. */
function retyped(fromTable: Table, from: Column, toTable: Table, to: Column): boolean {
  return (
    affinity(from.type) !== affinity(to.type) ||
    (fromTable.strict && toTable.strict && converts(fromTable, from, toTable, to))
  );
}

export function converts(fromTable: Table, from: Column, toTable: Table, to: Column): boolean {
  const [was, is] = [storage(fromTable, from), storage(toTable, to)];
  if (was === is) return false;
  const kind = onlyKind(fromTable, from);
  return kind === null || !storedAsIs[kind]?.includes(is);
}
