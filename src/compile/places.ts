import type { Span } from "../problem/problem.ts";
import type { Spans } from "./declared.ts";

/**
 * Where the things of one file are declared. There are dozens for each table, and most are never looked up, so this is not
 * an object for each.
 */
export interface PlacesByKey {
  /** The first one of a key counts. */
  readonly keys: string[];
  /** Of each key where it begins and where it ends. */
  readonly at: number[];
  /** Of those in another file: which key it is, and the file. */
  readonly elsewhere: [number, string][];
}

/** Where things are declared, made when something asks. */
export type SpansOf = () => Spans;

export function noPlaces(): PlacesByKey {
  return { keys: [], at: [], elsewhere: [] };
}

export function addPlace(
  { keys, at, elsewhere }: PlacesByKey,
  own: string,
  key: string,
  { file, start, end }: Span,
): void {
  if (file !== own) elsewhere.push([keys.length, file]);
  keys.push(key);
  at.push(start, end);
}

export function spansOf(byFile: ReadonlyMap<string, { readonly places: PlacesByKey }>): () => Map<string, Span> {
  let made: Map<string, Span> | null = null;
  return () => {
    made ??= spansIn(Array.from(byFile, ([file, { places }]) => ({ file, places })));
    return made;
  };
}

/** By key; the last file counts, and in it the first place. */
export function spansIn(parts: readonly { readonly file: string; readonly places: PlacesByKey }[]): Map<string, Span> {
  const spans = new Map<string, Span>();
  for (const { file, places } of parts.toReversed()) {
    const { keys, at } = places;
    const others = new Map(places.elsewhere);
    for (let n = 0; n < keys.length; n++) {
      const key = keys[n] as string;
      if (spans.has(key)) continue;
      spans.set(key, { file: others.get(n) ?? file, start: at[2 * n] ?? 0, end: at[2 * n + 1] ?? 0 });
    }
  }
  return spans;
}
