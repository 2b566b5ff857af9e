import { joined, nothing, type Text } from "../text.ts";

/** The texts that one string may become. No more than this number are followed. */
export const most = 24;

export interface Alternatives {
  readonly texts: readonly Text[];
  readonly cut: boolean;
}

export function only(...texts: readonly Text[]): Alternatives {
  return { texts, cut: false };
}

/** One of these, each text once. */
export function either(...all: readonly Alternatives[]): Alternatives {
  const cut = all.some((each) => each.cut);
  return distinct(
    all.flatMap((each) => each.texts),
    cut,
  );
}

/** Each of the first followed by each of the second. */
export function followed(a: Alternatives, b: Alternatives): Alternatives {
  const [first, second] = [a.texts[0], b.texts[0]];
  if (a.texts.length === 1 && b.texts.length === 1 && first !== undefined && second !== undefined)
    return { texts: [joined(first, second)], cut: a.cut || b.cut };
  return distinct(pairs(a.texts, b.texts), a.cut || b.cut);
}

function* pairs(first: readonly Text[], second: readonly Text[]): Iterable<Text> {
  for (const left of first) for (const right of second) yield joined(left, right);
}

/** Each text once, and no more than `most`. */
function distinct(all: Iterable<Text>, cut: boolean): Alternatives {
  const texts = new Map<string, Text>();
  for (const text of all) {
    if (texts.has(text.sql)) continue;
    if (texts.size === most) return { texts: [...texts.values()], cut: true };
    texts.set(text.sql, text);
  }
  return { texts: [...texts.values()], cut };
}

export function together(all: readonly Alternatives[]): Alternatives {
  return all.reduce(followed, only(nothing));
}
