import { asText } from "../database/values.ts";
import type { Engine } from "../database/engine.ts";
import type { Row, Value } from "../database/connection.ts";
import { overForeignKeys } from "../database/foreign-keys.ts";
import { readPragma } from "../sql/pragma.ts";
import { quoteName } from "../sql/quote.ts";
import { mentions } from "../sql/mentions.ts";
import { withoutSemicolon } from "../sql/statement.ts";

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
  const names = engine.columns(statement).map((_, n) => `c${n}`);
  const asked = names.flatMap((name) => [`typeof(${name})`, `CAST(${name} AS BLOB)`]).join(", ");
  const bound = limit === null ? "" : ` LIMIT ${limit}`;
  const encoding = String(engine.all("PRAGMA encoding")[0]?.[0]);
  // The closing part gets a line of its own: the statement may end in a comment.
  const own = quoteName(unmentioned(statement));
  const wrapped = `WITH ${own}(${names.join(", ")}) AS (\n${statement}\n) SELECT ${asked} FROM ${own}${bound}`;
  return engine.all(wrapped).map((row) => names.map((_, n) => shown(row, n * 2, encoding)));
}

/**
 * A name that does not occur in the statement: otherwise one of its own tables would be hidden by the WITH before it.
 */
function unmentioned(statement: string): string {
  const spoken = mentions(statement);
  let name = "__trueup_rows";
  while (spoken.has(name)) name += "_";
  return name;
}

/** The number in the first column of the only row; otherwise a text that says what was returned instead. */
export function readNumber(engine: Engine, sql: string): number | bigint | string {
  const rows = readRows(engine, sql, 2);
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
