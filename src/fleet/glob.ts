import { type Dirent, readdirSync } from "node:fs";
import { isAbsolute, join } from "node:path";

/** Files that SQLite keeps beside a database; a glob like `tenants/*` does not match them. */
const helper = /-(?:wal|shm|journal)$/;

/**
 * The files that a pattern matches, sorted. Supports `*`, `?`, `[a-z]`, `{a,b}` and `**`. Throws on a folder that
 * cannot be read.
 */
export function glob(pattern: string, folder: string): readonly string[] {
  const found = new Set<string>();
  for (const one of alternatives(pattern)) {
    const parts = one.split("/").filter((part) => part !== "" && part !== ".");
    walk(isAbsolute(one) ? "/" : "", parts, folder, found);
  }
  return [...found].sort();
}

function walk(at: string, parts: readonly string[], folder: string, found: Set<string>): void {
  const [part, ...rest] = parts;
  if (part === undefined) return;
  if (part === "..") {
    walk(join(at, ".."), rest, folder, found);
    return;
  }
  const entries = list(isAbsolute(at) ? at : join(folder, at));
  if (part === "**") {
    walk(at, rest, folder, found);
    for (const entry of entries) {
      if (entry.isDirectory() && !entry.name.startsWith(".")) walk(join(at, entry.name), parts, folder, found);
    }
    return;
  }
  const matches = matcher(part);
  for (const entry of entries) {
    if (!matches.test(entry.name) || (entry.name.startsWith(".") && !part.startsWith("."))) continue;
    if (rest.length > 0) {
      if (entry.isDirectory() || entry.isSymbolicLink()) walk(join(at, entry.name), rest, folder, found);
    } else if (!entry.isDirectory() && !helper.test(entry.name)) found.add(join(at, entry.name));
  }
}

function list(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) return [];
    throw error;
  }
}

function matcher(part: string): RegExp {
  const text = part.replace(/\[[^\]]+\]|[*?]|[^*?[]+|\[/g, (piece) => {
    if (piece === "*") return "[^/]*";
    if (piece === "?") return "[^/]";
    if (piece.startsWith("[") && piece.length > 2) return piece.replace(/^\[!/, "[^").replaceAll("\\", "\\\\");
    return piece.replace(/[.+^${}()|\\[\]]/g, "\\$&");
  });
  return new RegExp(`^${text}$`);
}

/** `{a,b}` expanded, the innermost first. */
function alternatives(pattern: string): readonly string[] {
  const group = /\{([^{}]*)\}/.exec(pattern);
  if (group === null) return [pattern];
  const before = pattern.slice(0, group.index);
  const after = pattern.slice(group.index + group[0].length);
  return (group[1] ?? "").split(",").flatMap((choice) => alternatives(before + choice + after));
}
