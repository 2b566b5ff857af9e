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
 * Whether a column of this type says that it holds numbers, or texts. NUMERIC is SQLite's affinity for every name that it does
 * not know: JSON, UUID, DATETIME promise no number, and a text in them is nothing odd.
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
