/** The keys of spans, for parts of a table that have no name of their own. */
export function keyOfForeignKey(table: string, columns: readonly string[]): string {
  return `foreign-key:${table}.${columns.join(",")}`;
}

export function keyOfUnique(table: string, columns: readonly string[]): string {
  return `unique:${table}.${columns.join(",")}`;
}
