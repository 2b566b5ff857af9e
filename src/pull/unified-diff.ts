/** One line of a comparison: kept, removed or added. */
interface Line {
  readonly mark: " " | "-" | "+";
  readonly text: string;
}

const context = 3;

/** The output of `diff -u`, with git's `a/` and `b/`; empty if both texts are the same. Null means no file. */
export function unifiedDiff(path: string, before: string | null, after: string | null): string {
  if (before === after) return "";
  const lines = compareLines(split(before ?? ""), split(after ?? ""));
  const head = `--- ${before === null ? "/dev/null" : `a/${path}`}\n+++ ${after === null ? "/dev/null" : `b/${path}`}\n`;
  return head + hunks(lines).join("");
}

/** Lines with their line ends, so that a missing last one shows. */
function split(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function compareLines(a: readonly string[], b: readonly string[]): Line[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const keep = (text: string): Line => ({ mark: " ", text });
  return [
    ...a.slice(0, start).map(keep),
    ...shortest(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...a.slice(a.length - end).map(keep),
  ];
}

/** Above this many edits the two are practically unrelated, and finding the shortest script costs too much. */
const maximumEdits = 4000;

/** Myers' shortest edit script: walks the edit graph one edit at a time and records how far each diagonal got. */
function shortest(a: readonly string[], b: readonly string[]): Line[] {
  const rounds: Map<number, number>[] = [];
  const reach = new Map([[1, 0]]);
  for (let edits = 0; edits <= Math.min(a.length + b.length, maximumEdits); edits += 1) {
    rounds.push(new Map(reach));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = stepDown(reach, diagonal, edits) ? far(reach, diagonal + 1) : far(reach, diagonal - 1) + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      reach.set(diagonal, x);
      if (x >= a.length && x - diagonal >= b.length) return walkBack(a, b, rounds);
    }
  }
  return [...a.map((text): Line => ({ mark: "-", text })), ...b.map((text): Line => ({ mark: "+", text }))];
}

function far(reach: ReadonlyMap<number, number>, diagonal: number): number {
  return reach.get(diagonal) ?? -1;
}

function stepDown(reach: ReadonlyMap<number, number>, diagonal: number, edits: number): boolean {
  return diagonal === -edits || (diagonal !== edits && far(reach, diagonal - 1) < far(reach, diagonal + 1));
}

function walkBack(a: readonly string[], b: readonly string[], rounds: readonly ReadonlyMap<number, number>[]): Line[] {
  const lines: Line[] = [];
  let x = a.length;
  let y = b.length;
  for (let edits = rounds.length - 1; edits >= 0; edits -= 1) {
    const reach = rounds[edits] as ReadonlyMap<number, number>;
    const down = stepDown(reach, x - y, edits);
    const fromX = edits === 0 ? 0 : far(reach, x - y + (down ? 1 : -1));
    const fromY = edits === 0 ? 0 : fromX - (x - y + (down ? 1 : -1));
    while (x > fromX && y > fromY) {
      x -= 1;
      y -= 1;
      lines.push({ mark: " ", text: a[x] as string });
    }
    if (edits === 0) break;
    if (down) lines.push({ mark: "+", text: b[fromY] as string });
    else lines.push({ mark: "-", text: a[fromX] as string });
    x = fromX;
    y = fromY;
  }
  return lines.reverse();
}

function hunks(lines: readonly Line[]): string[] {
  const result: string[] = [];
  let before = 1;
  let after = 1;
  let at = 0;
  while (at < lines.length) {
    const first = lines.findIndex((line, n) => n >= at && line.mark !== " ");
    if (first === -1) break;
    const start = Math.max(at, first - context);
    for (const line of lines.slice(at, start)) {
      if (line.mark !== "+") before += 1;
      if (line.mark !== "-") after += 1;
    }
    const end = hunkEnd(lines, first);
    const body = lines.slice(start, end);
    const old = body.filter((line) => line.mark !== "+").length;
    const fresh = body.filter((line) => line.mark !== "-").length;
    result.push(`@@ -${range(before, old)} +${range(after, fresh)} @@\n${body.map(show).join("")}`);
    before += old;
    after += fresh;
    at = end;
  }
  return result;
}

/** A hunk continues while the next change is close enough for their contexts to touch. */
function hunkEnd(lines: readonly Line[], first: number): number {
  let last = first;
  for (let n = first; n < lines.length && n <= last + 2 * context + 1; n += 1) {
    if (lines[n]?.mark !== " ") last = n;
  }
  return Math.min(lines.length, last + context + 1);
}

function range(start: number, count: number): string {
  if (count === 1) return `${start}`;
  return `${count === 0 ? start - 1 : start},${count}`;
}

function show(line: Line): string {
  return line.text.endsWith("\n") ? line.mark + line.text : `${line.mark}${line.text}\n\\ No newline at end of file\n`;
}
