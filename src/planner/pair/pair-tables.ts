import type { ColumnRename, Renames } from "../../diff/renames.ts";
import { promises } from "../../model/affinity.ts";
import { fold, named, columnKey } from "../../model/names.ts";
import type { EngineProfile } from "../../model/profile.ts";
import type { Column, Schema, Table } from "../../model/schema.ts";
import type { Hints } from "../../model/hints.ts";
import type { Decision } from "../../plan/plan.ts";
import { subject } from "../../words/subject.ts";
import { keysMeant } from "./bare-references.ts";
import { type Fills, converts, fillOf, fillsSaid } from "./fill.ts";
import { referencesRenamed, renamedByRebuild } from "./rowid-names.ts";
import { rowidsAreKept } from "./rowids.ts";
import type { ColumnPair, LeavingColumn, TablePair } from "./table-pair.ts";

interface Sides {
  readonly live: Schema;
  readonly renamed: Schema;
  readonly target: Schema;
  readonly renames: Renames;
  readonly hints: Hints;
  readonly decisions: readonly Decision[];
  readonly profile: Pick<EngineProfile, "limits" | "altersRowidNames">;
}

/** The pairs of live and declared tables and columns. */
export interface Pairs {
  /** The live table for each table name after the renames, by folded name. */
  readonly live: ReadonlyMap<string, Table>;
  /**
   * The pair of a table that exists and stays, by its name after the renames. Computed on demand, because most of a
   * thousand are never asked for.
   */
  readonly of: (name: string) => TablePair | undefined;
  /** Renames of columns that only a rebuild can bring, by folded table after the renames. */
  readonly renamedByRebuild: ReadonlyMap<string, readonly ColumnRename[]>;
}

export function pairTables({ live, renamed, target, renames, hints, decisions, profile }: Sides): Pairs {
  const mostColumns = profile.limits?.columns ?? sqliteColumns;
  const fills = fillsSaid(hints, decisions, renames, renamed);
  const stays = (object: string) =>
    decisions.some(
      (each) => each.kind === "approve" && each.rule === "keep-unconverted" && fold(each.object) === fold(object),
    );
  const before = liveTables(live, renames);
  const wereColumns = new Map(renames.columns.map(({ table, from, to }) => [columnKey(table, to), from]));
  const byRebuild = renamedByRebuild(profile, renamed, renames);
  const known = new Map<string, TablePair>();
  const of = (name: string): TablePair | undefined => {
    const key = fold(name);
    const found = known.get(key);
    if (found !== undefined) return found;
    const [old, from, to] = [before.get(key), named(renamed.tables, name), named(target.tables, name)];
    if (old === undefined || from === undefined || to === undefined) return undefined;
    const was = (column: Column) => wereColumns.get(columnKey(name, column.name)) ?? column.name;
    const pair = {
      ...pairTable(old, from, to, was, { fills, stays }),
      renamedByRebuild: byRebuild.get(key) ?? [],
      refersAnew: [...referencesRenamed(from, byRebuild), ...keysMeant(from, to, renamed, target)],
      mostColumns,
    };
    known.set(key, pair);
    return pair;
  };
  return { live: before, of, renamedByRebuild: byRebuild };
}

/** The most columns that SQLite allows in a SELECT, and in a table: https://www.sqlite.org/limits.html */
const sqliteColumns = 2000;

function liveTables(live: Schema, { tables }: Renames): ReadonlyMap<string, Table> {
  const found = new Map(live.tables.map((table) => [fold(table.name), table]));
  for (const { from } of tables) found.delete(fold(from));
  for (const { from, to } of tables) {
    const table = named(live.tables, from);
    if (table !== undefined) found.set(fold(to), table);
  }
  return found;
}

interface PairSaid {
  readonly fills: Fills;
  /** Whether it was approved that values of this column that do not convert stay. */
  readonly stays: (object: string) => boolean;
}

function pairTable(live: Table, from: Table, to: Table, was: (column: Column) => string, { fills, stays }: PairSaid) {
  const columns = to.columns.map((column): ColumnPair => {
    const old = named(from.columns, column.name) ?? null;
    const fill = fillOf(fills, from, old, to, column);
    const { name } = column;
    if (old === null) return { name, live: null, from: null, to: column, fill, converts: false, mayStay: false };
    const other = converts(from, old, to, column);
    const mayStay = !to.strict && (!promises(column.type) || stays(subject(to.name, name)));
    return { name, live: was(old), from: old, to: column, fill, converts: other, mayStay };
  });
  const leaving = from.columns
    .filter((column) => named(to.columns, column.name) === undefined)
    .map((column): LeavingColumn => ({ name: column.name, live: was(column), from: column }));
  return { name: to.name, live, from, to, columns, leaving, keepsRowids: rowidsAreKept(from, to, columns) };
}

/** The current name of the table that is named `name` after the renames. */
export function liveName({ live }: Pairs, name: string): string {
  return live.get(fold(name))?.name ?? name;
}
