/** A line of two texts set side by side; a side without a line is null. */
export interface DiffLine {
  readonly before: string | null;
  readonly after: string | null;
  readonly same: boolean;
}

/** Above this many pairs of lines, the table of the longest common subsequence is not worth its memory. */
const mostCells = 400_000;

/** The shortest edit from one text to the other, line by line; lines that differ in the same place share a row. */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const a = before.split("\n");
  const b = after.split("\n");
  if (a.length * b.length > mostCells) return beside(a, b, before === after);
  const common = table(a, b);
  const out: DiffLine[] = [];
  let gone: string[] = [];
  let come: string[] = [];
  const flush = (): void => {
    out.push(...beside(gone, come, false));
    gone = [];
    come = [];
  };
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (left !== undefined && left === right) {
      flush();
      out.push({ before: left, after: right, same: true });
      i += 1;
      j += 1;
    } else if (right === undefined || (left !== undefined && at(common, i + 1, j) >= at(common, i, j + 1))) {
      gone.push(left as string);
      i += 1;
    } else {
      come.push(right);
      j += 1;
    }
  }
  flush();
  return out;
}

function beside(gone: readonly string[], come: readonly string[], same: boolean): DiffLine[] {
  return Array.from({ length: Math.max(gone.length, come.length) }, (_, row) => ({
    before: gone[row] ?? null,
    after: come[row] ?? null,
    same,
  }));
}

function at(table: readonly Uint16Array[], i: number, j: number): number {
  return table[i]?.[j] ?? 0;
}

/** The length of the longest common subsequence from each pair of lines on. */
function table(a: readonly string[], b: readonly string[]): readonly Uint16Array[] {
  const rows = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const best = a[i] === b[j] ? at(rows, i + 1, j + 1) + 1 : Math.max(at(rows, i + 1, j), at(rows, i, j + 1));
      (rows[i] as Uint16Array)[j] = best;
    }
  return rows;
}
