import { posix } from "node:path";

/** What a file says of other files. Files are named by their last word, which aliases keep. */
export interface Links {
  /** What is imported, as written between `import` and `from`, and from which file. */
  readonly imports: readonly (readonly [clause: string, word: string])[];
  /** Files whose exports are passed on. */
  readonly passed: readonly string[];
}

const imported = /\bimport\s+(?:type\s+)?([\w$*{][^"'`;]{0,2000}?)\bfrom\s*["']([^"'\n]+)["']/g;
const passed = /\bexport\s*(?:\*[^"'`;]{0,60}?|\{[^"'`;}]{0,2000}\}\s*)from\s*["']([^"'\n]+)["']/g;

const none: Links = { imports: [], passed: [] };

export function linksIn(text: string): Links {
  const imports = [...text.matchAll(imported)].map(
    ([, clause = "", specifier = ""]) => [clause.trim(), lastWord(specifier)] as const,
  );
  const others = [...text.matchAll(passed)].map((found) => lastWord(found[1] ?? ""));
  return imports.length + others.length === 0 ? none : { imports, passed: others };
}

/** `all("…")`, `db.all(x, "…")`: a name, or a member of anything, and a text among the first arguments. */
const called = /((?:\.|(?<![.\w$]))[A-Za-z_$][\w$]*)(?:<[^()<>]*>)?\([^()"'`;{}]{0,80}["'`]/g;
const made = /\bnew\s+[A-Za-z_$][\w$]*/g;

/** What a file calls with a text, members with their dot, and what it makes: `new Store`. */
export function calledIn(text: string): readonly string[] {
  const names = new Set<string>();
  for (const [, name = ""] of text.matchAll(called)) names.add(name);
  for (const [name] of text.matchAll(made)) names.add(name.replace(/\s+/, " "));
  return [...names];
}

/** `all, { every as each }` and `* as db`: the local name, and the exported one. */
export function namesIn(clause: string): readonly (readonly [as: string, name: string])[] {
  const [outside = "", inside = ""] = clause.split("{");
  const space = /\*\s+as\s+([\w$]+)/.exec(outside)?.[1];
  const first = /^\s*([\w$]+)\s*(?:,|$)/.exec(outside)?.[1];
  const listed = inside.split(/[,}]/).flatMap((each): (readonly [string, string])[] => {
    const [, name, as] = /^\s*(?:type\s+)?([\w$]+)(?:\s+as\s+([\w$]+))?/.exec(each) ?? [];
    return name === undefined ? [] : [[as ?? name, name]];
  });
  return [
    ...(space === undefined ? [] : [[space, "*"] as const]),
    ...(first === undefined ? [] : [[first, "default"] as const]),
    ...listed,
  ];
}

/** `tune` of `../queries/tune.ts` and of `@/queries/tune`; for an index, the name of its folder. */
export function lastWord(specifier: string): string {
  const word = posix.basename(specifier).replace(/\.[cm]?[jt]sx?$/, "");
  return /^(?:index|\.{0,2})$/.test(word) ? posix.basename(posix.dirname(specifier)) : word;
}
