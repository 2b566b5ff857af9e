import { posix } from "node:path";
import type { Declared } from "../../compile/declared.ts";
import { ts } from "../../compile/read/typescript.ts";
import { objectKey } from "../../model/names.ts";
import type { SchemaObject } from "../../model/schema.ts";
import { inNamingOrder } from "../write/export-names.ts";
import { constOf, nodeAt, parseSource, specifierOf } from "./source-tree.ts";

/** Where a declared object is in the files. */
export interface Site {
  readonly object: SchemaObject;
  readonly file: string;
  readonly declaration: ts.VariableDeclaration;
  /** The name of the const. */
  readonly name: string;
}

export interface Files {
  readonly trees: ReadonlyMap<string, ts.SourceFile>;
  readonly sites: ReadonlyMap<string, Site>;
  /** Objects whose const could not be found. */
  readonly lost: readonly SchemaObject[];
}

export function readSites(declared: Declared): Files {
  const trees = new Map([...declared.sources].map(([file, text]) => [file, parseSource(file, text)]));
  const sites = new Map<string, Site>();
  const lost: SchemaObject[] = [];
  for (const object of inNamingOrder(declared.schema)) {
    const site = findSite(object, declared, (file) => trees.get(file));
    if (site === null) lost.push(object);
    else sites.set(objectKey(object), site);
  }
  return { trees, sites, lost };
}

/** The const of an object; null if it is not found. */
export function findSite(
  object: SchemaObject,
  declared: Declared,
  treeOf: (file: string) => ts.SourceFile | undefined,
): Site | null {
  const at = declared.spans.get(`${object.kind}:${object.name}`);
  const tree = at === undefined ? undefined : treeOf(at.file);
  if (at === undefined || tree === undefined) return null;
  const node = nodeAt(tree, at.start, at.end);
  const name = node !== null && ts.isIdentifier(node) ? node.text : null;
  const declaration = name === null ? null : constOf(tree, exportedConst(node as ts.Identifier));
  if (declaration === null || !ts.isIdentifier(declaration.name)) return null;
  return { object, file: at.file, declaration, name: declaration.name.text };
}

/** `export { tune as music }`: the const of the exported name. */
function exportedConst(node: ts.Identifier): string {
  const parent = node.parent;
  return ts.isExportSpecifier(parent) ? (parent.propertyName ?? parent.name).text : node.text;
}

/** The file that an import names, among the given files. */
export function resolveImport(
  from: string,
  specifier: string,
  files: ReadonlySet<string> | ReadonlyMap<string, unknown>,
): string | null {
  if (!specifier.startsWith(".")) return null;
  const path = posix.join(posix.dirname(from), specifier);
  const candidates = [path, path.replace(/\.([cm]?)js$/, ".$1ts"), `${path}.ts`, `${path}/index.ts`, `${path}.mts`];
  return candidates.find((candidate) => files.has(candidate)) ?? null;
}

/** Which files each file imports. */
export function importsOf(trees: ReadonlyMap<string, ts.SourceFile>): Map<string, Set<string>> {
  const graph = new Map<string, Set<string>>();
  for (const [file, tree] of trees) {
    const targets = tree.statements.flatMap((statement) => {
      if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
      const target = resolveImport(file, specifierOf(statement) ?? "", trees);
      return target === null ? [] : [target];
    });
    graph.set(file, new Set(targets));
  }
  return graph;
}

export function leadsTo(graph: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): boolean {
  const seen = new Set<string>();
  const next = [from];
  for (const file of next) {
    if (file === to) return true;
    if (seen.has(file)) continue;
    seen.add(file);
    next.push(...(graph.get(file) ?? []));
  }
  return false;
}
