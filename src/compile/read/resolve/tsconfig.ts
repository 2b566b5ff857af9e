import { posix } from "node:path";
import { field, readJson, texts } from "./json.ts";

/** Path aliases of TypeScript: `@/*` for `./src/*`. */
export interface Aliases {
  readonly pattern: string;
  /** Absolute, or in the form of the caller's file system. */
  readonly targets: readonly string[];
}

type Read = (file: string) => string | null;

/** The aliases for the files of a folder: those of the nearest tsconfig.json, and of what it extends and references. */
export function aliasesFor(folder: string, read: Read): readonly Aliases[] {
  for (let at = folder; ; at = posix.dirname(at)) {
    for (const name of ["tsconfig.json", "jsconfig.json"]) {
      const file = posix.join(at, name);
      if (read(file) === null) continue;
      const found = aliasesIn(file, read, new Set());
      if (found.length > 0) return found;
    }
    if (posix.dirname(at) === at) return [];
  }
}

function aliasesIn(file: string, read: Read, seen: Set<string>): readonly Aliases[] {
  const text = seen.has(file) ? null : read(file);
  seen.add(file);
  if (text === null) return [];
  const config = readJson(file, text);
  const folder = posix.dirname(file);
  const own = pathsOf(config, folder);
  if (own.length > 0) return own;
  for (const parent of texts(field(config, "extends")).toReversed()) {
    const inherited = parentFiles(parent, folder).flatMap((each) => aliasesIn(each, read, seen));
    if (inherited.length > 0) return inherited;
  }
  // The root tsconfig.json of a Vite project only references the files with the options.
  const references = field(config, "references");
  for (const each of Array.isArray(references) ? references : []) {
    const path = field(each, "path");
    if (typeof path !== "string") continue;
    const at = posix.join(folder, path);
    const found = aliasesIn(path.endsWith(".json") ? at : posix.join(at, "tsconfig.json"), read, seen);
    if (found.length > 0) return found;
  }
  return [];
}

function pathsOf(config: unknown, folder: string): readonly Aliases[] {
  const base = field(config, "compilerOptions", "baseUrl");
  const from = typeof base === "string" ? posix.join(folder, base) : folder;
  const paths = field(config, "compilerOptions", "paths");
  const named = typeof paths === "object" && paths !== null ? Object.entries(paths) : [];
  const found = named.map(([pattern, targets]) => ({
    pattern,
    targets: texts(targets).map((target) => posix.join(from, target)),
  }));
  return typeof base === "string" ? [...found, { pattern: "*", targets: [posix.join(from, "*")] }] : found;
}

function parentFiles(name: string, folder: string): readonly string[] {
  if (name.startsWith(".")) {
    const at = posix.join(folder, name);
    return name.endsWith(".json") ? [at] : [`${at}.json`, posix.join(at, "tsconfig.json")];
  }
  if (name.startsWith("/")) return [name];
  const found: string[] = [];
  for (let at = folder; ; at = posix.dirname(at)) {
    const inside = posix.join(at, "node_modules", name);
    found.push(...(name.endsWith(".json") ? [inside] : [`${inside}.json`, posix.join(inside, "tsconfig.json")]));
    if (posix.dirname(at) === at) return found;
  }
}

/** Applies a pattern with one star to a name: the targets with the star filled in; null if it does not match. */
export function matched(pattern: string, name: string, targets: readonly string[]): readonly string[] | null {
  const [before = "", after] = pattern.split("*");
  if (after === undefined) return pattern === name ? targets : null;
  if (!name.startsWith(before) || !name.endsWith(after) || name.length < before.length + after.length) return null;
  const star = name.slice(before.length, name.length - after.length);
  return targets.map((target) => target.replace("*", star));
}
