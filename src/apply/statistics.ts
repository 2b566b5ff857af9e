import type { Row, Value } from "../database/connection.ts";
import { fold } from "../model/names.ts";
import type { Plan } from "../plan/plan.ts";
import { attemptRead } from "../sql/cursor.ts";
import { quoteName, quoteText } from "../sql/quote.ts";
import { readIndex } from "../sql/read-objects.ts";
import type { Renamed } from "./renamed.ts";
import type { Run } from "./run.ts";

/**
 * The statistics of ANALYZE are lost with a dropped table, and stay under the old name when a table is renamed:
 * https://www.sqlite.org/fileformat2.html#the_sqlite_stat1_table. After a rebuild the rows are the same, and so are
 * these numbers for every unchanged index, so ANALYZE need not be run again.
 */
export interface Statistics {
  /** Restores them under the current names. Those of a dropped or changed index are discarded. */
  readonly putBack: () => void;
}

/** The tables with the numbers, and their columns after `tbl` and `idx`. */
const columnsOf = { sqlite_stat1: ["stat"], sqlite_stat4: ["neq", "nlt", "ndlt", "sample"] } as const;

export type StatisticsTable = keyof typeof columnsOf;

export const statisticsTables = Object.keys(columnsOf) as readonly StatisticsTable[];

/** Which of them exist, and what each has numbers for. */
export interface Gathered {
  readonly name: StatisticsTable;
  readonly table: string;
  /** Null for just the number of rows; the table's own name for the key of a WITHOUT ROWID table. */
  readonly index: string | null;
}

/** The numbers of a table or index, and where they belong after the change; null if nowhere. */
export interface Moved extends Gathered {
  readonly place: Pick<Gathered, "table" | "index"> | null;
}

type All = (sql: string) => readonly Row[];

/** Null if ANALYZE never ran. Only tables that the plan touches are read. */
export function takeStatistics(run: Run, renamed: Renamed): Statistics | null {
  const { session } = run;
  const all: All = (sql) => session.all(sql);
  const there = statisticsTables.filter(
    (name) => all(`SELECT name FROM sqlite_schema WHERE name = '${name}'`).length > 0,
  );
  if (there.length === 0) return null;
  for (const name of there) session.exec(`CREATE TEMP TABLE ${aside(name)} AS SELECT * FROM main.${name}`);
  const gathered = there.flatMap((name) => all(gatheredIn(name)).map((row) => asGathered(name, row)));
  const move = movesOf(all, run.request.plan, gathered, renamed);
  return {
    putBack: () => {
      for (const sql of putBackStatements(move(), "temp")) session.exec(sql);
      for (const name of there) session.exec(`DROP TABLE temp.${aside(name)}`);
    },
  };
}

export function gatheredIn(name: StatisticsTable): string {
  return `SELECT DISTINCT tbl, idx FROM main.${name}`;
}

export function asGathered(name: StatisticsTable, [table, index]: readonly Value[]): Gathered {
  return { name, table: String(table), index: index === null || index === undefined ? null : String(index) };
}

/** The name of a copy of the numbers as they were before the change. */
export function aside(name: StatisticsTable): string {
  return `"__trueup_${name}"`;
}

/**
 * Records what the numbers belong to before the change; the function that it returns finds where that is afterwards.
 */
export function movesOf(all: All, plan: Plan, gathered: readonly Gathered[], renamed: Renamed): () => readonly Moved[] {
  const touched = new Set(plan.before.map(({ name }) => fold(name)));
  const shapes = shaping(all, plan);
  const known = gathered
    .filter(({ table, index }) => touched.has(fold(table)) || (index !== null && touched.has(fold(index))))
    .map((each) => ({ each, shape: shapes.of(each.table, each.index, renamed) }));
  return () => known.map(({ each, shape }) => ({ ...each, place: shapes.placeOf(each, shape, renamed) }));
}

/** `schema` is where the copy is. */
export function putBackStatements(moved: readonly Moved[], schema: "main" | "temp"): readonly string[] {
  const lines = ({ table, index }: Gathered) => `WHERE tbl = ${quoteText(table)} AND idx IS ${literal(index)}`;
  return [
    ...moved.map((each) => `DELETE FROM main.${each.name} ${lines(each)}`),
    ...moved.flatMap(({ place, ...each }) => {
      if (place === null) return [];
      const columns = columnsOf[each.name].map(quoteName).join(", ");
      return `INSERT INTO main.${each.name} (tbl, idx, ${columns}) SELECT ${quoteText(place.table)}, ${literal(place.index)}, ${columns} FROM ${schema}.${aside(each.name)} ${lines(each)}`;
    }),
  ];
}

/**
 * What an index sorts by, in the names that hold after the change. Two indexes with the same value have the same
 * entries.
 */
function shaping(all: All, plan: Plan) {
  const texts = (sql: string) => all(sql).map(([value]) => String(value));
  const primaryKey = (table: string) =>
    texts(`SELECT name FROM temp.pragma_index_list(${quoteText(table)}) WHERE origin = 'pk'`)[0] ?? null;

  function of(table: string, index: string | null, renamed: Renamed | null): string | null {
    if (index === null) return null;
    const key = fold(index) === fold(table);
    const name = key ? primaryKey(table) : index;
    if (name === null) return null;
    const terms = all(`SELECT name, "desc", coll FROM temp.pragma_index_xinfo(${quoteText(name)}) WHERE key = 1`);
    if (terms.length === 0) return null;
    const column = (value: Value | undefined) =>
      value === null || value === undefined ? null : (renamed?.column(table, String(value)) ?? String(value));
    const said = terms.map(([each, descending, collation]) => [column(each), String(descending), String(collation)]);
    const plain = terms.every(([each]) => each !== null);
    const [sql = ""] = texts(
      `SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = ${quoteText(name)} AND sql IS NOT NULL`,
    );
    // Renaming columns rewrites the part after ON, which means the same.
    const read =
      recolumned(plan, renamed?.table(table) ?? table) || sql === "" ? null : attemptRead(() => readIndex(sql));
    const expressions = read?.ok ? read.value.terms.map(({ expr }) => expr?.canon ?? null) : [];
    return JSON.stringify([key, said, plain ? [] : expressions, read?.ok ? (read.value.where?.canon ?? null) : null]);
  }

  function placeOf({ table: was, index }: Gathered, shape: string | null, renamed: Renamed): Moved["place"] {
    const table = renamed.table(was);
    if (texts(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ${quoteText(table)}`).length === 0)
      return null;
    if (index === null) return { table, index };
    if (shape === null) return null;
    const same = (candidate: string) => of(table, candidate, null) === shape;
    if (fold(index) === fold(was)) return same(table) ? { table, index: table } : null;
    if (!isAutomatic(index)) return same(index) ? { table, index } : null;
    const found = texts(`SELECT name FROM temp.pragma_index_list(${quoteText(table)})`)
      .filter(isAutomatic)
      .find(same);
    return found === undefined ? null : { table, index: found };
  }

  return { of, placeOf };
}

function recolumned({ decisions }: Plan, table: string): boolean {
  return decisions.some((each) => each.kind === "rename-column" && fold(each.table) === fold(table));
}

function isAutomatic(index: string): boolean {
  return /^sqlite_autoindex_/i.test(index);
}

function literal(text: string | null): string {
  return text === null ? "NULL" : quoteText(text);
}
