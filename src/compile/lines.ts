/** An entry of the cache as lines. Its file holds all of them, or only those that another entry does not have. */
export interface Lines {
  readonly key: string;
  /** The entry that it was written as a difference from; null if its file holds all of it. */
  readonly base: Lines | null;
  readonly lines: readonly string[];
}

/** The first line of a file: which lines come from the base, and which follow here. */
interface Head {
  readonly base: string | null;
  /** Pairs: where a run of lines begins in the base, or `own`, and how many lines it has. None without a base. */
  readonly runs: readonly number[];
}

const own = -1;
/** How many entries are read for one at most. */
const deepest = 3;

/** What is written for an entry, as a difference from another one if that has most of it. */
export function linesToWrite(
  key: string,
  lines: readonly string[],
  like: Lines | null,
): { readonly entry: Lines; readonly written: readonly string[] } {
  const tried = like !== null && depth(like) === deepest ? like.base : like;
  for (let base = tried; base !== null; base = base.base) {
    const { head, rest } = difference(lines, base);
    if (2 * sizeOf(rest) <= sizeOf(lines)) return { entry: { key, base, lines }, written: [head, ...rest] };
  }
  return { entry: { key, base: null, lines }, written: [headOf({ base: null, runs: [] }), ...lines] };
}

/** The entry that a file holds. Null if that of another one is needed which is not there any more. */
export function linesIn(
  key: string,
  [first, ...rest]: readonly string[],
  find: (key: string) => Lines | null,
): Lines | null {
  const { base: baseKey, runs }: Head = JSON.parse(first ?? "");
  if (baseKey === null) return { key, base: null, lines: rest };
  const base = find(baseKey);
  if (base === null) return null;
  const lines: string[] = [];
  let next = 0;
  for (let n = 0; n < runs.length; n += 2) {
    const [start = 0, count = 0] = [runs[n], runs[n + 1]];
    const from = start === own ? rest : base.lines;
    const at = start === own ? next : start;
    for (let line = at; line < at + count; line++) lines.push(from[line] ?? "");
    if (start === own) next += count;
  }
  return { key, base, lines };
}

/** The entries that its file needs. */
export function basesOf({ base }: Lines): readonly Lines[] {
  return base === null ? [] : [base, ...basesOf(base)];
}

function depth(entry: Lines): number {
  return 1 + basesOf(entry).length;
}

function difference(lines: readonly string[], base: Lines): { readonly head: string; readonly rest: string[] } {
  const places = new Map(base.lines.map((line, n) => [line, n]));
  const runs: number[] = [];
  const rest: string[] = [];
  let next = 0;
  for (const line of lines) {
    // Lines may be equal: the one that continues the run is as good.
    const place = base.lines[next] === line ? next : (places.get(line) ?? own);
    if (place === own) rest.push(line);
    const isOwn = runs.at(-2) === own;
    const continues = runs.length > 0 && (place === own ? isOwn : !isOwn && place === next);
    if (continues) runs.push((runs.pop() ?? 0) + 1);
    else runs.push(place, 1);
    next = place === own ? next : place + 1;
  }
  return { head: headOf({ base: base.key, runs }), rest };
}

function headOf(head: Head): string {
  return JSON.stringify(head);
}

function sizeOf(lines: readonly string[]): number {
  let size = 0;
  for (const { length } of lines) size += length;
  return size;
}
