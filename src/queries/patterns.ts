/** File patterns with `*`, `**`, `?` and `{a,b}`; a leading `!` excludes files. */
export interface Patterns {
  /** Folders and files to begin with, none inside another. */
  readonly roots: readonly string[];
  matches(file: string): boolean;
  /** Whether the patterns cannot match anything inside a folder. */
  leavesOut(folder: string): boolean;
  /** The patterns that match no file. */
  unmatched(files: readonly string[]): readonly string[];
}

/** Files that may contain SQL, if only a folder is named. */
const readable = "**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,vue,svelte,astro,sql}";

export function readPatterns(written: readonly string[], isFolder: (path: string) => boolean): Patterns {
  const plain = (pattern: string) => pattern.replace(/^\.\//, "").replace(/\/$/, "");
  const wanted = written
    .filter((pattern) => !pattern.startsWith("!"))
    .map((pattern) => {
      const path = plain(pattern);
      const whole = !/[*?{]/.test(path) && isFolder(path) ? `${path}/${readable}` : path;
      return { pattern, alternatives: spelledOut(whole) };
    });
  const unwanted = written
    .filter((pattern) => pattern.startsWith("!"))
    .flatMap((each) => spelledOut(plain(each.slice(1))));
  const regular = wanted.map(({ pattern, alternatives }) => ({ pattern, tests: alternatives.map(regularOf) }));
  const not = unwanted.flatMap((each) => [regularOf(each), regularOf(`${each}/**`)]);
  const notFolders = unwanted
    .filter((each) => each.endsWith("/**") || !/[*?]/.test(each))
    .map((each) => each.replace(/\/\*\*$/, ""));
  return {
    roots: outermost(wanted.flatMap(({ alternatives }) => alternatives.map(fixedPart))),
    matches: (file) =>
      regular.some(({ tests }) => tests.some((test) => test.test(file))) && !not.some((test) => test.test(file)),
    leavesOut: (folder) => notFolders.some((each) => regularOf(each).test(folder)),
    unmatched: (files) =>
      regular
        .filter(({ tests }) => !files.some((file) => tests.some((test) => test.test(file))))
        .map(({ pattern }) => pattern),
  };
}

/** The leading folders that contain no wildcard. */
function fixedPart(pattern: string): string {
  const parts = pattern.split("/");
  const at = parts.findIndex((part) => /[*?]/.test(part));
  const fixed = at < 0 ? parts : parts.slice(0, at);
  return fixed.length === 0 ? "." : fixed.join("/");
}

function outermost(roots: readonly string[]): readonly string[] {
  const sorted = [...new Set(roots)].sort();
  if (sorted.includes(".")) return [".", ...sorted.filter((root) => root.startsWith("../"))];
  return sorted.filter((root) => !sorted.some((other) => other !== root && root.startsWith(`${other}/`)));
}

function regularOf(pattern: string): RegExp {
  const text = pattern.replace(/\*\*\/|\*\*|\*|\?|[^*?]+/g, (piece) => {
    if (piece === "**/") return "(?:[^/]+/)*";
    if (piece === "**") return ".*";
    if (piece === "*") return "[^/]*";
    if (piece === "?") return "[^/]";
    return piece.replace(/[.+^${}()|\\[\]]/g, "\\$&");
  });
  return new RegExp(`^${text}$`);
}

/** `{a,b}` written out, the innermost first. */
function spelledOut(pattern: string): readonly string[] {
  const group = /\{([^{}]*)\}/.exec(pattern);
  if (group === null) return [pattern];
  const before = pattern.slice(0, group.index);
  const after = pattern.slice(group.index + group[0].length);
  return (group[1] ?? "").split(",").flatMap((choice) => spelledOut(before + choice + after));
}
