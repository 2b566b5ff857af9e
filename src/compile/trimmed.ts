import type { Span } from "../problem/problem.ts";
import type { Part, Piece } from "./declared.ts";
import { digestOf } from "./pieces.ts";

/**
 * A file that has changed, without what need not be read again. Its text is as long as ever: spaces stand for the
 * statements that are left out.
 */
export interface Trimmed {
  readonly text: string;
  /** Whether what is declared there has to be read again: it has changed, or mentions what has. */
  isOpen(at: number): boolean;
  /** All that the file contributes, from what it did before and what was read of it now. Null if they do not fit. */
  merged(read: Part): Part | null;
}

/** A piece, and where it is in the text. */
interface Place {
  readonly start: number;
  readonly end: number;
  readonly piece: Piece;
}

/**
 * Which statements have changed is seen by their digests. Others are read if they mention a const of one of these, or if
 * they are mentioned, there or in `others`. Null if the whole file has to be read.
 */
export function trimmed(before: Part, text: string, others: readonly string[]): Trimmed | null {
  const { pieces } = before;
  // A comment that silences a rule has an effect where it stands, and a name can be written with escapes.
  if (pieces.length === 0 || text.includes("trueup-ignore") || text.includes("\\u")) return null;
  const { first, last, start, end } = changedIn(pieces, text);
  const changed = pieces.slice(first, last);
  const now = text.slice(start, end);
  if (changed.some(({ names }) => names === null) || /\bimport\b/.test(now)) return null;
  const [above, below] = [placesOf(pieces.slice(0, first), 0), placesOf(pieces.slice(last), end)];
  const rest = [...above, ...below];
  const textOf = (place: Place) => text.slice(place.start, place.end);
  const names = new Set([...changed.flatMap(({ names }) => names ?? []), ...constsIn(now)]);
  const open = mentioning(names, rest, textOf);
  // What stands beside it shows that the new text is no part of that.
  const beside = [above.at(-1), below[0], below.at(-1)].filter((place) => place !== undefined);
  const kept = neededBy([now, ...others, ...[...open].map(textOf)], beside, rest, textOf);
  for (const place of open) kept.add(place);
  const shown = (place: Place) => (kept.has(place) ? textOf(place) : blank(place));
  return {
    text: [...above.map(shown), now, ...below.map(shown)].join(""),
    isOpen: (at) => (at >= start && at < end) || [...open].some((place) => at >= place.start && at < place.end),
    merged,
  };

  function merged(read: Part): Part | null {
    const found = placesOf(read.pieces, 0);
    const isNew = (place: Place) => place.start >= start && place.end <= end;
    const statements = found.slice(0, -1);
    // What follows the last statement is a piece as well.
    const made = (below.length === 0 ? found : statements).filter(isNew);
    if ((made.at(-1)?.end ?? start) !== end) return null;
    if (made.some(({ piece }) => piece.names?.every((name) => names.has(name)) !== true)) return null;
    // All others end where they did: no quote and no bracket of what is new reaches into them.
    const expected = [...above, ...below.slice(0, -1)].filter((place) => kept.has(place));
    if (endsOf(expected) !== endsOf(statements.filter((place) => !isNew(place)))) return null;
    const again = new Map(statements.map(({ end, piece }) => [end, piece.objects]));
    const [old, fresh] = [contributionsOf(before), contributionsOf(read)];
    const all: Contribution[] = [];
    const take = (place: Place): Piece => {
      const own = old.splice(0, place.piece.objects);
      const objects = open.has(place) ? (again.get(place.end) ?? 0) : own.length;
      all.push(...(open.has(place) ? fresh.splice(0, objects) : own));
      return { ...place.piece, objects };
    };
    const piecesAbove = above.map(take);
    for (const { objects } of changed) old.splice(0, objects);
    for (const { piece } of made) all.push(...fresh.splice(0, piece.objects));
    const piecesBelow = below.map(take);
    if (old.length > 0 || fresh.length > 0) return null;
    const { file, imports } = before;
    return {
      file,
      imports,
      objects: all.map(({ object }) => object),
      spans: all.flatMap(({ spans }) => spans),
      docs: all.flatMap(({ docs }) => docs),
      hints: {
        tables: all.flatMap(({ hints }) => hints.tables),
        columns: all.flatMap(({ hints }) => hints.columns),
        fills: all.flatMap(({ hints }) => hints.fills),
      },
      silences: [],
      pieces: [...piecesAbove, ...made.map(({ piece }) => piece), ...piecesBelow],
    };
  }

  /** What each object of a part contributes, at the places where it is now. */
  function contributionsOf(part: Part): Contribution[] {
    const by = part === before ? end - start - sizeOf(changed) : 0;
    const from = start + sizeOf(changed);
    const moved = (at: number) => (at >= from ? at + by : at);
    const owners = new Map<string, Contribution>();
    const all: Contribution[] = [];
    const { hints } = part;
    for (const [key, at] of part.spans) {
      const object = part.objects[all.length];
      if (object !== undefined && key === `${object.kind}:${object.name}`)
        all.push({
          object,
          spans: [],
          docs: [],
          hints: {
            tables: hints.tables.filter(({ to }) => to === object.name),
            columns: hints.columns.filter(({ table }) => table === object.name),
            fills: hints.fills.filter(({ table }) => table === object.name),
          },
        });
      const owner = all.at(-1);
      if (owner === undefined) continue;
      owner.spans.push([key, at.file === part.file ? { ...at, start: moved(at.start), end: moved(at.end) } : at]);
      owners.set(key, owner);
    }
    for (const doc of part.docs) owners.get(doc[0])?.docs.push(doc);
    return all;
  }
}

interface Contribution {
  readonly object: Part["objects"][number];
  readonly spans: (readonly [string, Span])[];
  readonly docs: (readonly [string, string])[];
  readonly hints: Part["hints"];
}

/** The pieces that have changed, from `first` to `last`, and the text that is in their place, from `start` to `end`. */
function changedIn(pieces: readonly Piece[], text: string) {
  let [first, start, last, end] = [0, 0, pieces.length, text.length];
  const isAt = (piece: Piece | undefined, from: number) =>
    piece !== undefined &&
    from >= start &&
    from + piece.size <= end &&
    digestOf(text.slice(from, from + piece.size)) === piece.digest;
  for (let piece = pieces[first]; piece !== undefined && isAt(piece, start); piece = pieces[first]) {
    start += piece.size;
    first++;
  }
  for (
    let piece = pieces[last - 1];
    last > first && piece !== undefined && isAt(piece, end - piece.size);
    piece = pieces[last - 1]
  ) {
    end -= piece.size;
    last--;
  }
  return { first, last, start, end };
}

function placesOf(pieces: readonly Piece[], from: number): readonly Place[] {
  let end = from;
  return pieces.map((piece) => {
    const start = end;
    end += piece.size;
    return { start, end, piece };
  });
}

function sizeOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { size }) => sum + size, 0);
}

function endsOf(places: readonly Place[]): string {
  return places.map(({ end }) => end).join();
}

/** All names that it can declare: that these are enough is checked when it has been read. */
function constsIn(text: string): readonly string[] {
  return Array.from(text.matchAll(/\bconst\s+([\w$]+)/g), ([, name = ""]) => name);
}

/** The consts that mention one of these names, in any number of steps. More are found rather than fewer. */
function mentioning(names: ReadonlySet<string>, places: readonly Place[], textOf: (place: Place) => string) {
  const found = new Set<Place>();
  let fresh = [...names];
  while (fresh.length > 0) {
    const mention = places.filter(
      (place) => !found.has(place) && place.piece.names?.length && fresh.some((name) => textOf(place).includes(name)),
    );
    for (const place of mention) found.add(place);
    fresh = mention.flatMap(({ piece }) => piece.names ?? []);
  }
  return found;
}

/**
 * Some of them and all that these texts mention, with what that needs in turn, but for what it names in arrow functions:
 * most of these are never called. An import stays if any of its names is mentioned.
 */
function neededBy(
  texts: readonly string[],
  some: readonly Place[],
  places: readonly Place[],
  textOf: (place: Place) => string,
): Set<Place> {
  const declaring = new Map(places.flatMap((place) => (place.piece.names ?? []).map((name) => [name, place] as const)));
  const kept = new Set<Place>();
  const mentioned = new Set<string>();
  const waiting = [...texts];
  const keep = (place: Place) => {
    if (kept.has(place)) return;
    kept.add(place);
    if (place.piece.names !== null) waiting.push(textOf(place).replace(/=>\s*[\w$]+/g, "=>"));
  };
  for (const place of some) keep(place);
  for (const text of waiting)
    for (const word of wordsIn(text)) {
      mentioned.add(word);
      const place = declaring.get(word);
      if (place !== undefined) keep(place);
    }
  for (const place of places)
    if (place.piece.names === null && wordsIn(textOf(place)).some((word) => mentioned.has(word))) kept.add(place);
  return kept;
}

function wordsIn(text: string): readonly string[] {
  return text.match(/[\w$]+/g) ?? [];
}

/** On a line of its own, as before, so that what stands around it is no part of one statement. */
function blank({ start, end }: Place): string {
  return end > start ? `\n${" ".repeat(end - start - 1)}` : "";
}
