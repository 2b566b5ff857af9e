/** The only place that quotes. Every identifier that trueup writes is quoted, so no name can become a keyword. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A string literal. An SQL string ends at a NUL, so a string that contains one is built from its parts. */
export function quoteText(text: string): string {
  if (!text.includes("\0")) return `'${text.replaceAll("'", "''")}'`;
  const parts = text.split("\0").map((part) => `'${part.replaceAll("'", "''")}'`);
  return `(${parts.join(" || char(0) || ")})`;
}

/** A column of a table, always qualified: SQLite may read an unknown quoted name as a string. */
export function qualified(table: string, column: string): string {
  return `${quoteName(table)}.${quoteName(column)}`;
}

export function nameList(names: readonly string[]): string {
  return names.map(quoteName).join(", ");
}
