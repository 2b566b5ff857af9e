import { posix } from "node:path";
import { looseCandidates } from "./candidates.ts";
import { field, readJson } from "./json.ts";
import { aliasesFor, type Aliases, matched } from "./tsconfig.ts";
import { conditionsOf, entriesOf, type Folders, workspaces } from "./workspace.ts";

/** Paths that an import may refer to, the likeliest first, whether or not they exist. */
export type Locate = (specifier: string, from: string) => readonly string[];

/**
 * Resolves the imports of a file that is not trueup's: relative paths, `paths` of tsconfig.json, `imports` of
 * package.json, packages of the same workspace. Nothing else in node_modules is ever read.
 */
export function locator(folders: Folders): Locate {
  const aliases = new Map<string, readonly Aliases[]>();
  const folderOf = workspaces(folders);
  return (specifier, from) => {
    const folder = posix.dirname(from);
    if (/^\.{1,2}(\/|$)/.test(specifier)) return looseCandidates(posix.join(folder, specifier));
    if (specifier.startsWith("/")) return looseCandidates(specifier);
    const known = aliases.get(folder) ?? aliasesFor(folder, folders.read);
    aliases.set(folder, known);
    const named = [...known]
      .toSorted((a, b) => b.pattern.length - a.pattern.length)
      .flatMap(({ pattern, targets }) => matched(pattern, specifier, targets) ?? []);
    const paths = named.flatMap(looseCandidates);
    return [
      ...paths,
      ...(specifier.startsWith("#")
        ? imports(specifier, folder, folders)
        : inWorkspace(specifier, folder, folders, folderOf)),
    ];
  };
}

function imports(specifier: string, from: string, { read }: Folders): readonly string[] {
  for (let at = from; ; at = posix.dirname(at)) {
    const file = posix.join(at, "package.json");
    const text = read(file);
    if (text !== null) {
      const said = field(readJson(file, text), "imports");
      const found = Object.entries(typeof said === "object" && said !== null ? said : {}).flatMap(
        ([pattern, target]) => matched(pattern, specifier, conditionsOf(target)) ?? [],
      );
      return found.flatMap((path) => looseCandidates(posix.join(at, path)));
    }
    if (posix.dirname(at) === at) return [];
  }
}

function inWorkspace(
  specifier: string,
  from: string,
  folders: Folders,
  folderOf: (name: string, from: string) => string | null,
): readonly string[] {
  const [, name = "", subpath = ""] = /^((?:@[^/]+\/)?[^/]+)\/?(.*)$/.exec(specifier) ?? [];
  const folder = folderOf(name, from);
  return folder === null ? [] : entriesOf(folder, subpath, folders).flatMap(looseCandidates);
}
