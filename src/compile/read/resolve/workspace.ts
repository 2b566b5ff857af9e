import { posix } from "node:path";
import { field, readJson, texts } from "./json.ts";
import { matched } from "./tsconfig.ts";

export interface Folders {
  read(file: string): string | null;
  /** The folders in a folder. */
  list(folder: string): readonly string[];
}

/**
 * Finds the folder of a package in the same repository by its name, from the workspaces of a package.json above, or of
 * pnpm. Packages in node_modules that are not links to them are never read. Each root is searched once.
 */
export function workspaces(folders: Folders): (name: string, from: string) => string | null {
  const known = new Map<string, ReadonlyMap<string, string>>();
  return (name, from) => {
    for (let at = from; ; at = posix.dirname(at)) {
      const inside = known.get(at) ?? packagesBelow(at, folders);
      known.set(at, inside);
      const found = inside.get(name);
      if (found !== undefined) return found;
      if (posix.dirname(at) === at) return null;
    }
  };
}

/** The package of a folder, and those of its workspace if it is a root. */
function packagesBelow(root: string, folders: Folders): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const own = packageIn(root, folders);
  for (const folder of [root, ...patternsIn(root, own, folders).flatMap((pattern) => expand(root, pattern, folders))]) {
    const name = field(folder === root ? own : packageIn(folder, folders), "name");
    if (typeof name === "string" && !found.has(name)) found.set(name, folder);
  }
  return found;
}

function packageIn(folder: string, { read }: Folders): unknown {
  const file = posix.join(folder, "package.json");
  const text = read(file);
  return text === null ? null : readJson(file, text);
}

function patternsIn(folder: string, own: unknown, { read }: Folders): readonly string[] {
  const listed = texts(field(own, "workspaces"));
  const nested = texts(field(own, "workspaces", "packages"));
  const pnpm = read(posix.join(folder, "pnpm-workspace.yaml")) ?? "";
  // A list of quoted or bare globs below `packages:`, which is all that such a file says about them.
  const block = /^packages:\s*\n((?:\s+-.*\n?|\s*#.*\n?|\s*\n)*)/m.exec(`${pnpm}\n`)?.[1] ?? "";
  const lines = [...block.matchAll(/^\s+-\s*["']?([^"'#\n]+?)["']?\s*(?:#.*)?$/gm)].map((found) => found[1] ?? "");
  return [...listed, ...nested, ...lines].filter((each) => !each.startsWith("!"));
}

function expand(root: string, pattern: string, folders: Folders): readonly string[] {
  const parts = pattern.replace(/^\.\//, "").replace(/\/$/, "").split("/");
  return parts.reduce<readonly string[]>(
    (found, part) => {
      if (part === "**") return found.flatMap((folder) => [folder, ...below(folder, folders, 4)]);
      if (!part.includes("*")) return found.map((folder) => posix.join(folder, part));
      return found.flatMap((folder) =>
        folders
          .list(folder)
          .filter((name) => matched(part, name, []) !== null)
          .map((name) => posix.join(folder, name)),
      );
    },
    [root],
  );
}

function below(folder: string, folders: Folders, depth: number): readonly string[] {
  if (depth === 0) return [];
  return folders.list(folder).flatMap((name) => {
    const path = posix.join(folder, name);
    return [path, ...below(path, folders, depth - 1)];
  });
}

/** The files that a package exports under a name: first what it declares, then where its sources usually are. */
export function entriesOf(folder: string, subpath: string, folders: Folders): readonly string[] {
  const manifest = packageIn(folder, folders);
  const wanted = subpath === "" ? "." : `./${subpath}`;
  const exports = field(manifest, "exports");
  const said = [
    ...(wanted === "." ? conditionsOf(exports) : []),
    ...Object.entries(
      typeof exports === "object" && exports !== null && !Array.isArray(exports) ? exports : {},
    ).flatMap(([pattern, target]) =>
      pattern.startsWith(".") ? (matched(pattern, wanted, conditionsOf(target)) ?? []) : [],
    ),
    ...(wanted === "." ? texts(["types", "module", "main"].map((name) => field(manifest, name))) : []),
  ];
  const sources = said.flatMap((path) => {
    const plain = path.replace(/\.d\.([cm]?ts)$/, ".$1");
    return [plain, plain.replace(/^(\.\/)?(dist|build|lib|out)\//, "./src/")];
  });
  const usual = subpath === "" ? ["./src/index", "./index"] : [`./src/${subpath}`, `./${subpath}`];
  return [...sources, ...usual].map((path) => posix.join(folder, path));
}

/** `"./x.ts"`, or the same with conditions, in order. */
export function conditionsOf(target: unknown): readonly string[] {
  if (typeof target === "string") return [target];
  if (Array.isArray(target)) return target.flatMap(conditionsOf);
  if (typeof target !== "object" || target === null) return [];
  return Object.entries(target).flatMap(([key, each]) => (key.startsWith(".") ? [] : conditionsOf(each)));
}
