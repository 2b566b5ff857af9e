/** The known word that was probably meant; null if none is close enough. */
export function nearest(word: string, known: Iterable<string>): string | null {
  const sought = word.toLowerCase();
  let best: string | null = null;
  let limit = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const name of known) {
    const far = distance(sought, name.toLowerCase(), limit);
    if (far >= limit) continue;
    best = name;
    limit = far;
  }
  return best;
}

/** The only known word that is close, as part of a problem; nothing if there is none, or more than one. */
export function meantBy(said: string, known: Iterable<string>): { readonly meant?: { said: string; near: string } } {
  const limit = Math.max(1, Math.floor(said.length / 3)) + 1;
  const near = [...new Set(known)].filter((name) => distance(said.toLowerCase(), name.toLowerCase(), limit) < limit);
  const [only, second] = near;
  return only === undefined || second !== undefined || said.length < 3 ? {} : { meant: { said, near: only } };
}

/** "did you mean `x`?" as a list for `help`; empty if no word is close enough. */
export function didYouMean(name: string, known: Iterable<string>): readonly string[] {
  const near = nearest(name, known);
  return near === null ? [] : [`did you mean \`${near}\`?`];
}

/** The same, or a word that contains the name, or is contained in it: `config` for `defineConfig`. */
export function didYouMeanPart(name: string, known: readonly string[]): readonly string[] {
  const near = didYouMean(name, known);
  const sought = name.toLowerCase();
  const within = known.filter((each) => sought.includes(each.toLowerCase()) || each.toLowerCase().includes(sought));
  const longest = within.filter(({ length }) => length >= 4).sort((a, b) => b.length - a.length)[0];
  return near.length > 0 || sought.length < 4 || longest === undefined ? near : [`did you mean \`${longest}\`?`];
}

/** The edit distance between two words, capped at `limit`; swapping two neighbours counts as one edit. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let far = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) far = Math.min(far, (before[j - 2] ?? 0) + 1);
      row.push(far);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
