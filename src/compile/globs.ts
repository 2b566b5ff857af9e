import { readdirSync, statSync } from "node:fs";
import { posix } from "node:path";

/**
 * The files that a path or glob in drizzle.config matches, sorted: `*`, `**`, `{a,b}`; a path without them is itself.
 */
export function expandGlob(folder: string, glob: string): readonly string[] {
  const path = posix.join(folder, glob);
  if (!/[*?{]/.test(glob)) return [path];
  const fixed = path.slice(0, path.search(/[*?{]/));
  const start = fixed.slice(0, fixed.lastIndexOf("/"));
  const shape = new RegExp(`^${patternOf(path)}$`);
  return [...filesBelow(start)].filter((file) => shape.test(file)).sort();
}

function patternOf(glob: string): string {
  return glob.replace(/\*\*\/|\*\*|\*|\?|\{[^}]*\}|[.+^$()|[\]\\]/g, (part) => {
    if (part === "**/") return "(?:.*/)?";
    if (part === "**") return ".*";
    if (part === "*") return "[^/]*";
    if (part === "?") return "[^/]";
    if (part.startsWith("{")) return `(?:${part.slice(1, -1).split(",").map(patternOf).join("|")})`;
    return `\\${part}`;
  });
}

function* filesBelow(folder: string): Iterable<string> {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = posix.join(folder, entry.name);
    if (entry.name === "node_modules" || entry.name.startsWith(".")) continue;
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (/\.[cm]?[jt]s$/.test(entry.name) && !/\.(d|test|spec)\.[cm]?ts$/.test(entry.name)) yield path;
  }
}
