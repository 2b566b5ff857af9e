import type { Engine } from "../../src/database/engine.ts";
import { quoteName } from "../../src/sql/quote.ts";

/** A table that exists in both databases, and the columns whose values must survive. */
export interface Survival {
  readonly from: string;
  readonly to: string;
  readonly columns: readonly {
    readonly from: string;
    /** What a fill makes of it, where the old row is called `o`. */
    readonly sql?: string;
    readonly to: string;
    readonly type: string;
  }[];
  /** The name of the rowid on each side, if both keep it. */
  readonly rowid: { readonly from: string; readonly to: string } | null;
  /** Whether the table is STRICT now: then ANY means any. */
  readonly strict: boolean;
}

/**
 * What became of the rows, row by row, byte by byte: null where nothing did. A value is expected to be what storing
 * the old one in a column of the new type makes of it. Compared as text that SQL made, for JavaScript cannot hold
 * all that SQLite can.
 */
export function lostRows(engine: Engine, old: string, survivals: readonly Survival[]): string | null {
  engine.exec(`ATTACH '${old.replaceAll("'", "''")}' AS old`);
  try {
    for (const survival of survivals) {
      const wrong = compareTable(engine, survival);
      if (wrong) return wrong;
    }
    return null;
  } finally {
    engine.exec("DETACH old");
  }
}

function compareTable(engine: Engine, { from, to, columns, rowid, strict }: Survival): string | null {
  const names = columns.map((_, n) => `c${n}`);
  const types = columns.map(({ type }) => type);
  const expected = [...(rowid ? ["r INTEGER"] : []), ...names.map((name, n) => `${name} ${types[n]}`), "z INTEGER"];
  const sources = columns.map((column) => column.sql ?? `o.${quoteName(column.from)}`);
  const list = [...(rowid ? ["r"] : []), ...names, "z"].join(", ");
  engine.exec(`CREATE TEMP TABLE expected (${expected.join(", ")})${strict ? " STRICT" : ""}`);
  try {
    const values = [...(rowid ? [`o.${rowid.from}`] : []), ...sources, "1"].join(", ");
    engine.exec(`INSERT INTO temp.expected (${list}) SELECT ${values} FROM old.${quoteName(from)} AS o`);
    const want = read(engine, "temp.expected", rowid ? "r" : null, names);
    const have = read(
      engine,
      `main.${quoteName(to)}`,
      rowid?.to ?? null,
      columns.map((column) => quoteName(column.to)),
    );
    for (let n = 0; n < Math.max(want.length, have.length); n++) {
      if (want[n] !== have[n])
        return `${to}: ${want.length} rows before, ${have.length} now; first ${want[n]} now ${have[n]}`;
    }
    return null;
  } catch (error) {
    return `${to}: ${(error as Error).message}`;
  } finally {
    engine.exec("DROP TABLE temp.expected");
  }
}

function read(engine: Engine, table: string, rowid: string | null, columns: readonly string[]): string[] {
  const cells = columns.map(cell);
  const parts = [...(rowid ? [`x.${rowid}`] : []), ...cells, "''"];
  return engine
    .all(`SELECT ${parts.join(" || '|' || ")} FROM ${table} AS x`)
    .map(([text]) => String(text))
    .sort();
}

/** Exactly the value and its storage class, in plain letters. */
function cell(column: string): string {
  const value = `x.${column}`;
  return `typeof(${value}) || ':' || CASE typeof(${value}) WHEN 'text' THEN hex(${value}) WHEN 'blob' THEN hex(${value}) ELSE quote(${value}) END`;
}

/** Everything in a database's tables, to compare two that should behave alike. */
export function dump(
  engine: Engine,
  tables: readonly { readonly name: string; readonly columns: readonly string[]; readonly rowid: string | null }[],
): string[] {
  return tables.map(
    ({ name, columns, rowid }) =>
      `${name}\n${read(engine, `main.${quoteName(name)}`, rowid, columns.map(quoteName)).join("\n")}`,
  );
}
