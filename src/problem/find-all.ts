const begin = "find all: ";

/** The last line of evidence: the query that finds every row, of which the others show some. */
export function findAll(sql: string): string {
  return `${begin}${sql}`;
}

export function isFindAll(evidence: string): boolean {
  return evidence.startsWith(begin);
}
