import { EngineError } from "../database/connection.ts";
import { kept, openBeside } from "../database/page-difference.ts";
import type { Engine } from "../database/engine.ts";
import { quoteName } from "../sql/quote.ts";

/**
 * Why a database cannot be the one that a backup was taken from, although it is in the same place: a file may have been
 * replaced, a server's namespace recreated. Empty if nothing contradicts it. Two things in the contents identify a
 * database: SQLite's count of schema changes, which never decreases, and its rows, some of which stay the same for as
 * long as it is used. Neither file may be written meanwhile.
 */
export async function signsOfAnother(live: string, backup: string): Promise<readonly string[]> {
  const engine = openBeside(live, backup);
  try {
    return [...countersBehind(engine), ...rowsUnknown(engine)];
  } catch (error) {
    // For example, because of a collation that only the application has: then nothing is known.
    if (error instanceof EngineError) return [];
    throw error;
  } finally {
    await engine.close();
  }
}

function countersBehind(engine: Engine): readonly string[] {
  const version = (schema: string) => Number(engine.all(`PRAGMA ${quoteName(schema)}.schema_version`)[0]?.[0]);
  const [now, then] = [version("main"), version(kept)];
  return now < then ? [`its schema was changed ${now} times in total, that of the backup ${then} times`] : [];
}

const rowsOfTable = 200;
const tablesInAll = 50;

function rowsUnknown(engine: Engine): readonly string[] {
  let looked = 0;
  let found = 0;
  for (const [name] of engine.all(bothHave)) {
    const [row] = engine.all(sameRows(engine, String(name)));
    looked += Number(row?.[0] ?? 0);
    found += Number(row?.[1] ?? 0);
  }
  const known = found > 0 && (looked < 20 || found * 10 >= looked);
  return looked === 0 || known ? [] : [`of ${looked} rows of the backup that were checked, it has ${found}`];
}

const tables = (schema: string) =>
  `SELECT name FROM ${quoteName(schema)}.sqlite_schema WHERE type = 'table' AND rootpage > 0 AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`;
const bothHave = `${tables("main")} INTERSECT ${tables(kept)} ORDER BY 1 LIMIT ${tablesInAll}`;

/**
 * How many rows were looked up by their keys, and how many still have at least half of their values. If a column of the
 * key was renamed, the table says nothing.
 */
function sameRows(engine: Engine, table: string): string {
  const columns = (schema: string) =>
    engine
      .all("SELECT name, pk FROM temp.pragma_table_xinfo(?, ?) WHERE hidden = 0", [table, schema])
      .map(([name, pk]) => ({ name: String(name), isKey: Number(pk) > 0 }));
  const [wr] =
    engine.all("SELECT wr FROM temp.pragma_table_list WHERE schema = ? AND name = ?", [kept, table])[0] ?? [];
  const mine = new Set(columns("main").map(({ name }) => name));
  const then = columns(kept);
  const keys = Number(wr) === 1 ? then.flatMap(({ name, isKey }) => (isKey ? [name] : [])) : null;
  if (keys?.some((name) => !mine.has(name))) return "SELECT 0, 0";
  const values = then.flatMap(({ name, isKey }) => (isKey || !mine.has(name) ? [] : [quoteName(name)]));
  const key = keys?.map(quoteName) ?? ["rowid"];
  const same = values.map((each) => `(a.${each} IS b.${each} AND a.${each} IS NOT NULL)`);
  const filled = values.map((each) => `(a.${each} IS NOT NULL OR b.${each} IS NOT NULL)`);
  const hit = values.length === 0 ? "1" : `(${same.join(" + ")}) * 2 >= ${filled.join(" + ")}`;
  const on = key.map((each, n) => `a.${each} = b.k${n}`).join(" AND ");
  const sample = [...key.map((each, n) => `${each} AS k${n}`), ...values].join(", ");
  return `SELECT count(*), count((SELECT 1 FROM main.${quoteName(table)} AS a WHERE ${on} AND ${hit} LIMIT 1))
FROM (SELECT ${sample} FROM ${quoteName(kept)}.${quoteName(table)} LIMIT ${rowsOfTable}) AS b`;
}
