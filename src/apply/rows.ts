import { asText } from "../database/values.ts";
import type { Engine } from "../database/engine.ts";
import { EngineError, type Row, type Value } from "../database/connection.ts";
import { overForeignKeys } from "../database/foreign-keys.ts";
import { readPragma } from "../sql/pragma.ts";
import { quoteName } from "../sql/quote.ts";
import { valuesForWith } from "../sql/lacks.ts";
import { withoutSemicolon } from "../sql/statement.ts";
import { significantIn } from "../sql/tokens.ts";

/**
 * The rows that a check returns, as text. A check may return stored values, and the engine crashes the process on text
 * that is not UTF-8, so each value is read as bytes.
 */
export function readRows(engine: Engine, sql: string, limit: number | null): readonly (readonly string[])[] {
  const statement = withoutSemicolon(sql);
  const pragma = readPragma(statement);
  if (pragma?.name === "foreign_key_check" && pragma.argument === null) {
    const all = (sql: string, args: readonly Value[]) => engine.all(sql, args);
    return overForeignKeys(all, (source) => `SELECT * FROM ${source}`).map((row) => row.map(plain));
  }
  if (pragma !== null) return engine.all(statement).map((row) => row.map(plain));
  return asBytes(engine, statement, engine.columns(statement).length, limit);
}

function asBytes(engine: Engine, statement: string, columns: number, limit: number | null) {
  const names = Array.from({ length: columns }, (_, n) => `c${n}`);
  const asked = names.flatMap((name) => [`typeof(${name})`, `CAST(${name} AS BLOB)`]).join(", ");
  const bound = limit === null ? "" : ` LIMIT ${limit}`;
  const encoding = String(engine.all("PRAGMA encoding")[0]?.[0]);
  // The closing part gets a line of its own: the statement may end in a comment.
  const own = quoteName(unmentioned(statement));
  const wrapped = `WITH ${own}(${names.join(", ")}) AS (\n${statement}\n) SELECT ${asked} FROM ${own}${bound}`;
  return engine.all(wrapped).map((row) => names.map((_, n) => shown(row, n * 2, encoding)));
}

/** A name that does not occur in the statement. Otherwise the WITH before it would hide one of its tables. */
function unmentioned(statement: string): string {
  const spoken = statement.toLowerCase();
  let name = "__trueup_rows";
  while (spoken.includes(name)) name += "_";
  return name;
}

/** Almost every count is one column, and need not be compiled again to see that. */
function numberIn(engine: Engine, sql: string): readonly (readonly string[])[] {
  if (isCount(sql)) return engine.all(sql).map((row) => row.map(plain));
  const statement = withoutSemicolon(sql);
  if (readPragma(statement) !== null) return readRows(engine, sql, 2);
  try {
    return asBytes(engine, statement, 1, 2);
  } catch (error) {
    if (!(error instanceof EngineError) || !valuesForWith.test(error.message)) throw error;
    return readRows(engine, sql, 2);
  }
}

/** A single count of rows, which is always an integer. */
function isCount(sql: string): boolean {
  const begins = significantIn(sql, count.length).map(({ text }) => text.toUpperCase());
  return begins.every((text, n) => text === count[n]) && !joins.some((word) => sql.toUpperCase().includes(word));
}

const count = ["SELECT", "COUNT", "(", "*", ")", "FROM"];
const joins = ["UNION", "EXCEPT", "INTERSECT"];

/** The number in the first column of the only row; otherwise a text that says what was returned instead. */
export function readNumber(engine: Engine, sql: string): number | bigint | string {
  const rows = numberIn(engine, sql);
  const [first] = rows;
  if (rows.length !== 1 || first === undefined) return rows.length === 0 ? "no row" : "more than one row";
  const value = first[0] ?? "nothing";
  return /^-?\d+$/.test(value) ? BigInt(value) : value;
}

function shown(row: Row, at: number, encoding: string): string {
  const type = row[at];
  const value = row[at + 1];
  if (type === "null") return "NULL";
  if (type === "blob" && value instanceof Uint8Array) return `x'${Buffer.from(value).toString("hex").slice(0, 80)}'`;
  return asText(value, encoding) ?? "(text that cannot be read)";
}

function plain(value: Value): string {
  if (value === null) return "NULL";
  return value instanceof Uint8Array ? `x'${Buffer.from(value).toString("hex")}'` : String(value);
}
