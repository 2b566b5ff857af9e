import { lastWord, type Links, namesIn } from "./links.ts";

/** The callers that are looked at; a helper with more of them is called in the same ways again. */
const most = 40;

/**
 * Finds the files that may call a function of another file, in the order of their names: one that is exported under a
 * name, or a member, `Store.list`, of what is. The syntax trees tell which of them really do.
 */
export function callersAmong(
  all: ReadonlyMap<string, Links>,
  calledIn: (file: string) => readonly string[],
): (file: string, name: string) => readonly string[] {
  const importing = new Map<string, Set<string>>();
  const passing = new Map<string, Set<string>>();
  const add = (to: Map<string, Set<string>>, key: string, file: string) => {
    const files = to.get(key);
    if (files === undefined) to.set(key, new Set([file]));
    else files.add(file);
  };
  for (const [file, { imports, passed }] of all) {
    for (const [, word] of imports) add(importing, word, file);
    for (const word of passed) add(passing, word, file);
  }
  const known = new Map<string, readonly string[]>();
  return (file, name) => {
    const key = `${file} ${name}`;
    const found = known.get(key) ?? callersOf(file, name);
    known.set(key, found);
    return found;
  };

  function callersOf(file: string, name: string): readonly string[] {
    const [exported = "", member] = name.split(".");
    const words = wordsOf(file);
    if (member !== undefined) {
      // An instance may be made in one file, and used in those that import it from there.
      for (const maker of filesThat(words, file, Number.POSITIVE_INFINITY, (each) => makes(each, words, exported)))
        for (const word of wordsOf(maker)) words.add(word);
    }
    return filesThat(words, file, most, (each) =>
      member === undefined ? calls(each, words, exported) : calledIn(each).includes(`.${member}`),
    );
  }

  /** The words that lead to a file, its own and those of files that pass its exports on. */
  function wordsOf(file: string): Set<string> {
    // The set grows while it is iterated.
    const words = new Set([lastWord(file)]);
    for (const word of words) for (const each of passing.get(word) ?? []) words.add(lastWord(each));
    return words;
  }

  function filesThat(
    words: ReadonlySet<string>,
    except: string,
    many: number,
    fits: (file: string) => boolean,
  ): readonly string[] {
    const candidates = new Set([...words].flatMap((word) => [...(importing.get(word) ?? [])]));
    candidates.delete(except);
    const found: string[] = [];
    for (const each of [...candidates].sort()) {
      if (found.length === many) break;
      if (fits(each)) found.push(each);
    }
    return found;
  }

  function makes(file: string, words: ReadonlySet<string>, exported: string): boolean {
    return localNames(file, words).some(([as, name]) => name === exported && calledIn(file).includes(`new ${as}`));
  }

  function calls(file: string, words: ReadonlySet<string>, exported: string): boolean {
    const called = calledIn(file);
    return localNames(file, words).some(([as, name]) =>
      // `super("…")` makes a class that is extended.
      name === "*"
        ? called.includes(`.${exported}`)
        : name === exported && (called.includes(as) || called.includes("super")),
    );
  }

  function localNames(file: string, words: ReadonlySet<string>): readonly (readonly [as: string, name: string])[] {
    const imports = all.get(file)?.imports ?? [];
    return imports.flatMap(([clause, word]) => (words.has(word) ? namesIn(clause) : []));
  }
}
