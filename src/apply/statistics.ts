import type { Value } from "../database/connection.ts";
import { fold } from "../model/names.ts";
import { quoteName, quoteText } from "../sql/quote.ts";
import type { Renamed } from "./renamed.ts";
import type { Run } from "./run.ts";
import { attemptRead } from "../sql/cursor.ts";
import { readIndex } from "../sql/read-objects.ts";

/**
 * The statistics of ANALYZE are lost with a dropped table, and stay under the old name when a table is renamed:
 * https://www.sqlite.org/fileformat2.html#the_sqlite_stat1_table. After a rebuild the rows are the same, and so are these numbers for every unchanged index, so that ANALYZE need not be run again.
 */
export interface Statistics {
  /** Restores them under the current names. Those of a dropped or changed index are discarded. */
  readonly putBack: () => void;
}

const tables = ["sqlite_stat1", "sqlite_stat4"];

/** Null if ANALYZE never ran. Only tables that the plan touches are read. */
export function takeStatistics(run: Run, renamed: Renamed): Statistics | null {
  const { session, request } = run;
  const there = tables.filter((name) => texts(run, `SELECT name FROM sqlite_schema WHERE name = '${name}'`).length > 0);
  if (there.length === 0) return null;
  const touched = new Set(request.plan.before.map(({ name }) => fold(name)));
  for (const name of there) session.exec(`CREATE TEMP TABLE ${aside(name)} AS SELECT * FROM main.${name}`);
  const known = there.flatMap((name) =>
    session
      .all(`SELECT DISTINCT tbl, idx FROM main.${name}`)
      .map(pair)
      .filter(({ table, index }) => touched.has(fold(table)) || (index !== null && touched.has(fold(index))))
      .map((each) => ({ name, ...each, shape: shapeOf(run, each.table, each.index, renamed) })),
  );
  const lines = ({ table, index }: Known) => `WHERE tbl = ${quoteText(table)} AND idx IS ${literal(index)}`;
  return {
    putBack: () => {
      const found = known.map((each) => ({ ...each, place: placeOf(run, each, renamed) }));
      for (const each of found) session.exec(`DELETE FROM main.${each.name} ${lines(each)}`);
      for (const each of found) {
        if (each.place === null) continue;
        const columns = texts(run, `SELECT name FROM pragma_table_info('${each.name}')`).slice(2).map(quoteName);
        const { table, index } = each.place;
        session.exec(
          `INSERT INTO main.${each.name} (tbl, idx, ${columns.join(", ")}) SELECT ${quoteText(table)}, ${literal(index)}, ${columns.join(", ")} FROM temp.${aside(each.name)} ${lines(each)}`,
        );
      }
      for (const name of there) session.exec(`DROP TABLE temp.${aside(name)}`);
    },
  };
}

interface Known {
  readonly table: string;
  /** Null for just the number of rows; the table's own name for the key of a WITHOUT ROWID table. */
  readonly index: string | null;
  /** What the index sorts by, in the names after the change; null if there is no such index. */
  readonly shape: string | null;
}

/** Where a row of the statistics belongs after the change. */
type Place = Pick<Known, "table" | "index">;

function placeOf(run: Run, { table: was, index, shape }: Known, renamed: Renamed): Place | null {
  const table = renamed.table(was);
  if (texts(run, `SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ${quoteText(table)}`).length === 0)
    return null;
  if (index === null) return { table, index };
  if (shape === null) return null;
  const same = (candidate: string) => shapeOf(run, table, candidate, null) === shape;
  if (fold(index) === fold(was)) return same(table) ? { table, index: table } : null;
  if (!isAutomatic(index)) return same(index) ? { table, index } : null;
  const found = texts(run, `SELECT name FROM pragma_index_list(${quoteText(table)})`)
    .filter(isAutomatic)
    .find(same);
  return found === undefined ? null : { table, index: found };
}

/** Two indexes of the same shape have the same entries. */
function shapeOf(run: Run, table: string, index: string | null, renamed: Renamed | null): string | null {
  if (index === null) return null;
  const key = fold(index) === fold(table);
  const name = key ? primaryKey(run, table) : index;
  if (name === null) return null;
  const terms = run.session.all(`SELECT name, "desc", coll FROM pragma_index_xinfo(${quoteText(name)}) WHERE key = 1`);
  if (terms.length === 0) return null;
  const column = (value: Value | undefined) =>
    value === null || value === undefined ? null : (renamed?.column(table, String(value)) ?? String(value));
  const said = terms.map(([each, descending, collation]) => [column(each), String(descending), String(collation)]);
  const plain = terms.every(([each]) => each !== null);
  const [sql = ""] = texts(
    run,
    `SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = ${quoteText(name)} AND sql IS NOT NULL`,
  );
  // Renaming columns rewrites the part after ON, which means the same.
  const read = recolumned(run, renamed?.table(table) ?? table) || sql === "" ? null : attemptRead(() => readIndex(sql));
  const expressions = read?.ok ? read.value.terms.map(({ expr }) => expr?.canon ?? null) : [];
  return JSON.stringify([key, said, plain ? [] : expressions, read?.ok ? (read.value.where?.canon ?? null) : null]);
}

function recolumned({ request }: Run, table: string): boolean {
  return request.plan.decisions.some((each) => each.kind === "rename-column" && fold(each.table) === fold(table));
}

function primaryKey(run: Run, table: string): string | null {
  return texts(run, `SELECT name FROM pragma_index_list(${quoteText(table)}) WHERE origin = 'pk'`)[0] ?? null;
}

function isAutomatic(index: string): boolean {
  return /^sqlite_autoindex_/i.test(index);
}

function pair([table, index]: readonly Value[]): { readonly table: string; readonly index: string | null } {
  return { table: String(table), index: index === null ? null : String(index) };
}

function literal(text: string | null): string {
  return text === null ? "NULL" : quoteText(text);
}

function aside(name: string): string {
  return `"__trueup_${name}"`;
}

function texts(run: Run, sql: string): string[] {
  return run.session.all(sql).map(([value]) => String(value));
}
