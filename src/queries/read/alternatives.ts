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
  const texts: Text[] = [];
  const seen = new Set<string>();
  let cut = all.some((each) => each.cut);
  for (const text of all.flatMap((each) => each.texts)) {
    if (seen.has(text.sql)) continue;
    if (texts.length === most) {
      cut = true;
      break;
    }
    seen.add(text.sql);
    texts.push(text);
  }
  return { texts, cut };
}

/** Each of the first followed by each of the second. */
export function followed(a: Alternatives, b: Alternatives): Alternatives {
  const [first, second] = [a.texts[0], b.texts[0]];
  if (a.texts.length === 1 && b.texts.length === 1 && first !== undefined && second !== undefined)
    return { texts: [joined(first, second)], cut: a.cut || b.cut };
  const texts: Text[] = [];
  const seen = new Set<string>();
  let cut = a.cut || b.cut;
  for (const left of a.texts) {
    for (const right of b.texts) {
      const text = joined(left, right);
      if (seen.has(text.sql)) continue;
      if (texts.length === most) {
        cut = true;
        break;
      }
      seen.add(text.sql);
      texts.push(text);
    }
  }
  return { texts, cut };
}

export function together(all: readonly Alternatives[]): Alternatives {
  return all.reduce(followed, only(nothing));
}
