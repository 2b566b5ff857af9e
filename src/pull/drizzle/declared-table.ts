import type { Declared } from "../../compile/declared.ts";
import { ts } from "../../compile/read/typescript.ts";
import { named, sameName } from "../../model/names.ts";
import type { Schema } from "../../model/schema.ts";
import { findSite } from "../source/sites.ts";
import { bareExpression, parseSource } from "../source/source-tree.ts";
import { codeNames, type CodeNames } from "./names.ts";

/** A stretch of a file, with its syntax tree. */
export interface TreeSpan {
  readonly file: string;
  readonly tree: ts.SourceFile;
  readonly start: number;
  readonly end: number;
}

/** A table as its file declares it: `export const name = sqliteTable("…", { … }, …)`. */
export interface DeclaredTable {
  readonly file: string;
  readonly tree: ts.SourceFile;
  /** The const. */
  readonly name: string;
  readonly call: ts.CallExpression;
  readonly columns: ts.ObjectLiteralExpression;
  /** `t`, if the columns are given as `(t) => ({ … })`. */
  readonly columnsParameter: string | null;
}

const trees = new WeakMap<Declared, Map<string, ts.SourceFile>>();

/** The syntax tree of one of the files. */
export function treeOf(declared: Declared, file: string): ts.SourceFile | undefined {
  const known = trees.get(declared) ?? new Map<string, ts.SourceFile>();
  trees.set(declared, known);
  const text = declared.sources.get(file);
  const tree = known.get(file) ?? (text === undefined ? undefined : parseSource(file, text));
  if (tree !== undefined) known.set(file, tree);
  return tree;
}

/** Where something is declared. */
export function spanIn(declared: Declared, key: string): TreeSpan | null {
  const at = declared.spans.get(key) ?? [...declared.spans].find(([each]) => sameName(each, key))?.[1];
  const tree = at === undefined ? undefined : treeOf(declared, at.file);
  return at === undefined || tree === undefined ? null : { ...at, tree };
}

export function declaredTable(declared: Declared, name: string): DeclaredTable | null {
  const table = named(declared.schema.tables, name);
  const site = table === undefined ? null : findSite(table, declared, (file) => treeOf(declared, file));
  const made = site?.declaration.initializer;
  const call = made === undefined ? null : bareExpression(made);
  const tree = site === null ? undefined : treeOf(declared, site.file);
  if (site === null || tree === undefined || call === null || !ts.isCallExpression(call)) return null;
  const given = call.arguments[1];
  const isArrow = given !== undefined && ts.isArrowFunction(given);
  const columns = isArrow ? (ts.isBlock(given.body) ? null : bareExpression(given.body)) : (given ?? null);
  if (columns === null || !ts.isObjectLiteralExpression(columns)) return null;
  const parameter = isArrow ? given.parameters[0]?.name : undefined;
  return {
    file: site.file,
    tree,
    name: site.name,
    call,
    columns,
    columnsParameter: parameter !== undefined && ts.isIdentifier(parameter) ? parameter.text : null,
  };
}

/** The names of consts and keys in the files, and new ones for what is not declared yet. */
export function declaredNames(declared: Declared, live: Schema): CodeNames {
  const fresh = codeNames(live);
  return {
    table: (name) => {
      const table = named(declared.schema.tables, name);
      const site = table === undefined ? null : findSite(table, declared, (file) => treeOf(declared, file));
      return site?.name ?? fresh.table(name);
    },
    column: (table, column) => {
      const place = spanIn(declared, `column:${table}.${column}`);
      const key = place?.tree.text.slice(place.start, place.end).replace(/^(["'])(.*)\1$/s, "$2");
      return key ?? fresh.column(table, column);
    },
  };
}
