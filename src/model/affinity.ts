import { sameName } from "./names.ts";
import type { Column, Table } from "./schema.ts";

export type Affinity = "INTEGER" | "TEXT" | "BLOB" | "REAL" | "NUMERIC";

const known = new Map<string, Affinity>();

/** SQLite's five rules, in its order: https://www.sqlite.org/datatype3.html#determination_of_column_affinity */
export function affinity(declaredType: string): Affinity {
  const found = known.get(declaredType) ?? affinityOf(declaredType);
  known.set(declaredType, found);
  return found;
}

function affinityOf(declaredType: string): Affinity {
  const type = declaredType.toUpperCase();
  if (type.includes("INT")) return "INTEGER";
  if (/CHAR|CLOB|TEXT/.test(type)) return "TEXT";
  if (type === "" || type.includes("BLOB")) return "BLOB";
  if (/REAL|FLOA|DOUB/.test(type)) return "REAL";
  return "NUMERIC";
}

/**
 * Whether a column of this type promises numbers or text. NUMERIC is SQLite's affinity for every name that it does not
 * know: JSON, UUID, DATETIME promise no number, and text in them is nothing odd.
 */
export function promises(declaredType: string): boolean {
  const kind = affinity(declaredType);
  return kind === "NUMERIC" ? /NUM|DEC|BOOL|MONEY|CURRENCY/i.test(declaredType) : kind !== "BLOB";
}

/**
 * What a column allows a value to be. In a STRICT table, ANY stores everything as it is:
 * https://www.sqlite.org/stricttables.html
 */
export function storage(table: Pick<Table, "strict">, column: Pick<Column, "type">): string {
  if (table.strict) return `strict ${column.type.toUpperCase() === "INT" ? "INTEGER" : column.type.toUpperCase()}`;
  return affinity(column.type);
}

/** The affinity that the column gives to what it is compared with: ANY has none in a STRICT table, and NUMERIC elsewhere. */
export function comparedAs(table: Pick<Table, "strict">, column: Pick<Column, "type">): Affinity {
  return storage(table, column) === "strict ANY" ? "BLOB" : affinity(column.type);
}

/** The only kind of value that a column holds besides NULL; null if it may hold others. */
export function onlyKind(
  table: Pick<Table, "strict" | "primaryKey">,
  column: Pick<Column, "name" | "type">,
): string | null {
  const { primaryKey: key } = table;
  if (key?.isRowid === true && key.terms.some((term) => sameName(term.column, column.name))) return "INTEGER";
  const type = storage(table, column);
  return table.strict && type !== "strict ANY" ? type.slice("strict ".length) : null;
}

/**
 * Where values of one kind are stored unchanged. REAL in other tables is not among them: SQLite stores 23.0 as the
 * integer 23.
 */
export const storedAsIs: Readonly<Record<string, readonly string[]>> = {
  INTEGER: ["INTEGER", "NUMERIC", "BLOB", "strict INTEGER", "strict ANY"],
  TEXT: ["TEXT", "BLOB", "strict TEXT", "strict ANY"],
  REAL: ["REAL", "strict REAL"],
  BLOB: ["INTEGER", "NUMERIC", "REAL", "TEXT", "BLOB", "strict BLOB", "strict ANY"],
};
