import { randomBytes } from "node:crypto";

/** A line of an entry of the cache: its text, or where a file has it. Most of those that are read are never looked at. */
export type Line = string | Place;

export interface Place {
  readonly bytes: Bytes;
  readonly start: number;
  readonly end: number;
}

/** What a file of the cache holds. */
export interface Bytes {
  readonly size: number;
  /** Some of it, until something else is asked for. */
  part(start: number, end: number): Buffer;
  text(start: number, end: number): string;
}

/** An entry of the cache as lines. Its file holds all of them, or only those that another entry does not have. */
export interface Lines {
  readonly key: string;
  /** Of this writing of it: what stands outside the declarations may make another entry for the same key. */
  readonly id: string;
  /** The entry that it was written as a difference from; null if its file holds all of it. */
  readonly base: Lines | null;
  readonly lines: readonly Line[];
}

/** The first line of a file: which lines come from the base, and which follow here. */
interface Head {
  readonly id: string;
  readonly base: { readonly key: string; readonly id: string } | null;
  /** Pairs: where a run of lines begins in the base, or `own`, and how many lines it has. None without a base. */
  readonly runs: readonly number[];
  /** Of each line that follows, how many bytes it has. */
  readonly sizes: readonly number[];
}

const own = -1;
/** How many entries are read for one at most. */
const deepest = 3;

export function textIn(line: Line): string {
  return typeof line === "string" ? line : line.bytes.text(line.start, line.end);
}

export function isSameLine(a: Line, b: Line): boolean {
  return a === b || textIn(a) === textIn(b);
}

/** These lines as they stand in a file, each with its line feed, in a few pieces. Each is valid until the next. */
export function* piecesOf(lines: Iterable<Line>): Iterable<string | Buffer> {
  let first: Place | null = null;
  let last: Place | null = null;
  for (const line of lines) {
    if (typeof line !== "string" && last !== null && line.bytes === last.bytes && line.start === last.end + 1) {
      last = line;
      continue;
    }
    yield* between(first, last);
    if (typeof line === "string") yield `${line}\n`;
    first = last = typeof line === "string" ? null : line;
  }
  yield* between(first, last);
}

/** The same for who looks for something in them: only what is ASCII is as it was. */
export function searchable(lines: readonly Line[]): string {
  let text = "";
  for (const piece of piecesOf(lines)) text += piece.toString("latin1");
  return text;
}

const pieceSize = 1 << 15;

function* between(first: Place | null, last: Place | null): Iterable<string | Buffer> {
  if (first === null || last === null) return;
  const { bytes } = first;
  const end = Math.min(last.end + 1, bytes.size);
  for (let at = first.start; at < end; at += pieceSize) yield bytes.part(at, Math.min(at + pieceSize, end));
  // The last line of a file has no line feed.
  if (end === last.end) yield "\n";
}

/** What is written for an entry, as a difference from another one if that has most of it. */
export function linesToWrite(
  key: string,
  lines: readonly Line[],
  like: Lines | null,
): { readonly entry: Lines; readonly written: readonly string[] } {
  const id = randomBytes(8).toString("hex");
  const tried = like !== null && depth(like) === deepest ? like.base : like;
  for (let base = tried; base !== null; base = base.base) {
    // What needs this very entry cannot be what it needs.
    if ([base, ...basesOf(base)].some((each) => each.key === key)) continue;
    const { runs, rest } = difference(lines, base);
    if (2 * sizeOf(rest) <= sizeOf(lines))
      return { entry: { key, id, base, lines }, written: written({ id, base, runs }, rest) };
  }
  return { entry: { key, id, base: null, lines }, written: written({ id, base: null, runs: [] }, lines) };
}

function written({ id, base, runs }: Omit<Head, "sizes">, lines: readonly Line[]): readonly string[] {
  const texts = lines.map(textIn);
  const sizes = texts.map((text) => Buffer.byteLength(text));
  const head: Head = { id, base: base && { key: base.key, id: base.id }, runs, sizes };
  return [JSON.stringify(head), ...texts];
}

/** The entry that a file holds. Null if another one is needed that is not there any more, or was written again. */
export function linesIn(key: string, bytes: Bytes, find: (key: string) => Lines | null): Lines | null {
  const { head, rest } = read(bytes);
  const { id } = head;
  if (head.base === null) return { key, id, base: null, lines: rest };
  const base = find(head.base.key);
  if (base?.id !== head.base.id) return null;
  const runs: (readonly Line[])[] = [];
  let next = 0;
  for (let n = 0; n < head.runs.length; n += 2) {
    const [start = 0, count = 0] = [head.runs[n], head.runs[n + 1]];
    if (start === own) runs.push(rest.slice(next, next + count));
    else runs.push(base.lines.slice(start, start + count));
    if (start === own) next += count;
  }
  return { key, id, base, lines: runs.flat() };
}

function read(bytes: Bytes): { readonly head: Head; readonly rest: readonly Line[] } {
  let start = endOfFirst(bytes);
  const head: Head = JSON.parse(bytes.text(0, start));
  const rest = head.sizes.map((size): Line => {
    start += 1;
    const place = { bytes, start, end: start + size };
    start = place.end;
    return place;
  });
  return { head, rest };
}

function endOfFirst(bytes: Bytes): number {
  for (let end = pieceSize; ; end *= 2) {
    const found = bytes.part(0, Math.min(end, bytes.size)).indexOf(10);
    if (found !== -1) return found;
    if (end >= bytes.size) return bytes.size;
  }
}

/** The entries that its file needs. */
export function basesOf({ base }: Lines): readonly Lines[] {
  return base === null ? [] : [base, ...basesOf(base)];
}

function depth(entry: Lines): number {
  return 1 + basesOf(entry).length;
}

function difference(
  lines: readonly Line[],
  base: Lines,
): { readonly runs: readonly number[]; readonly rest: readonly Line[] } {
  // What was read from there is known by where it stands. Texts are compared if most lines are made anew.
  const made = lines.filter((line) => typeof line === "string");
  const isMade = 2 * sizeOf(made) > sizeOf(lines);
  const before = isMade ? base.lines.map(textIn) : base.lines;
  let places: ReadonlyMap<Line, number> | null = null;
  const sizes = isMade ? new Set(before.map(lengthOf)) : null;
  const placeOf = (line: Line) => {
    if (!isMade && typeof line === "string") return own;
    // To look for a text, those of all lines are hashed. Most that are not there are not even as long as one of them.
    if (sizes?.has(lengthOf(line)) === false) return own;
    places ??= placesOf(before);
    return places.get(line) ?? own;
  };
  const now = isMade ? lines.map(textIn) : lines;
  const runs: number[] = [];
  const rest: Line[] = [];
  let next = 0;
  let replaced = 0;
  for (let n = 0; n < now.length; ) {
    const line = now[n] as Line;
    // Lines may be equal: the one that continues the run is as good, also behind lines of which each replaces one.
    const after = before[next] === line ? next : next + replaced;
    const place = before[after] === line ? after : placeOf(line);
    let count = 1;
    if (place !== own) while (n + count < now.length && before[place + count] === now[n + count]) count += 1;
    else rest.push(line);
    if (place === own && runs.at(-2) === own) runs.push((runs.pop() ?? 0) + 1);
    else runs.push(place, count);
    replaced = place === own ? replaced + 1 : 0;
    if (place !== own) next = place + count;
    n += count;
  }
  return { runs, rest };
}

/** Of equal lines the last. */
function placesOf(lines: readonly Line[]): ReadonlyMap<Line, number> {
  const places = new Map<Line, number>();
  for (let n = 0; n < lines.length; n++) places.set(lines[n] as Line, n);
  return places;
}

function sizeOf(lines: readonly Line[]): number {
  let size = 0;
  for (let n = 0; n < lines.length; n++) size += lengthOf(lines[n] as Line);
  return size;
}

function lengthOf(line: Line): number {
  return typeof line === "string" ? line.length : line.end - line.start;
}
