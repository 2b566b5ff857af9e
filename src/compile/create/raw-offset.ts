/** The offset in the source of a string or template of the n-th character of its value. */
export function rawOffset(raw: string, n: number): number {
  if (!/[\\\r]/.test(raw)) return n;
  const pieces = /\r\n|\\(?:\r\n|u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[^])|[^]/g;
  let at = 0;
  for (let count = 0; count < n; count++) {
    pieces.lastIndex = at;
    const piece = pieces.exec(raw)?.[0];
    if (piece === undefined) break;
    at += piece.length;
    // A backslash before a line end produces nothing.
    if (/^\\(\r\n|\n)$/.test(piece)) count--;
  }
  return at;
}
