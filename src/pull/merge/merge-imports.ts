import { posix } from "node:path";
import { ts } from "../../compile/read/typescript.ts";
import type { Edit } from "../source/edits.ts";
import { insertItem, isMultiline, listOf } from "../source/list-edits.ts";
import { resolveImport } from "../source/sites.ts";
import { importedNames, parseSource, specifierOf } from "../source/source-tree.ts";
import { applyEdits } from "../source/edits.ts";
import { importLine } from "../write/write-files.ts";

/** What a file must import: names by source file, or by package. */
export type Wanted = ReadonlyMap<string, ReadonlySet<string>>;

/** The text with the imports that it still lacks. */
export function addImports(file: string, text: string, wanted: Wanted, files: ReadonlySet<string>): string {
  const tree = parseSource(file, text);
  const edits: Edit[] = [];
  const lines: string[] = [];
  for (const [from, names] of wanted) {
    const own = tree.statements
      .filter((statement) => ts.isImportDeclaration(statement))
      .filter((statement) => sourceOf(statement, file, files) === from);
    const known = new Set(own.flatMap((statement) => importedNames(statement).map((each) => each.local)));
    const missing = [...names].filter((name) => !known.has(name)).sort();
    if (missing.length === 0) continue;
    const home = own.find((statement) => canTake(statement));
    const bindings = home?.importClause?.namedBindings;
    if (bindings !== undefined && ts.isNamedImports(bindings)) edits.push(...addNames(tree, bindings, missing));
    else lines.push(importLine(new Set(missing), specifierFor(file, from, tree)));
  }
  return withLines(tree, applyEdits(text, edits), edits, lines);
}

function canTake(statement: ts.ImportDeclaration): boolean {
  const clause = statement.importClause;
  const bindings = clause?.namedBindings;
  return (
    clause?.phaseModifier === undefined &&
    bindings !== undefined &&
    ts.isNamedImports(bindings) &&
    bindings.elements.length > 0
  );
}

function sourceOf(statement: ts.ImportDeclaration, file: string, files: ReadonlySet<string>): string | null {
  const specifier = specifierOf(statement);
  return specifier === null ? null : (resolveImport(file, specifier, files) ?? specifier);
}

/** In alphabetical position if the list is sorted, otherwise at the end. */
function addNames(tree: ts.SourceFile, bindings: ts.NamedImports, missing: readonly string[]): Edit[] {
  const list = listOf(tree, bindings);
  const locals = bindings.elements.map((each) => each.name.text);
  const sorted = locals.every((name, n) => n === 0 || (locals[n - 1] as string) < name);
  if (!isMultiline(list)) {
    const names = [...bindings.elements.map((each) => each.getText(tree)), ...missing];
    if (sorted) names.sort((a, b) => (nameIn(a) < nameIn(b) ? -1 : 1));
    return [{ start: bindings.getStart(tree), end: bindings.end, text: `{ ${names.join(", ")} }` }];
  }
  return missing.map((name) => {
    const before = sorted ? locals.filter((local) => local < name).length - 1 : locals.length - 1;
    return insertItem(list, before, name);
  });
}

function nameIn(element: string): string {
  return element.replace(/^type\s+/, "").replace(/^.*\sas\s+/s, "");
}

/** `./genre.ts`, with the ending that the other imports of the file have; a package by its name. */
function specifierFor(file: string, from: string, tree: ts.SourceFile): string {
  if (!/\.[cm]?[jt]sx?$/.test(from)) return from;
  const relative = posix.relative(posix.dirname(file), from);
  const path = relative.startsWith(".") ? relative : `./${relative}`;
  const others = tree.statements
    .flatMap((each) => (ts.isImportDeclaration(each) ? [specifierOf(each) ?? ""] : []))
    .filter((each) => each.startsWith("."));
  if (others.length > 0 && others.every((each) => each.endsWith(".js"))) return path.replace(/ts$/, "js");
  if (others.length > 0 && others.every((each) => !/\.[cm]?[jt]s$/.test(each))) return path.replace(/\.[cm]?ts$/, "");
  return path;
}

/** New import lines go below the last import, or else at the top. */
function withLines(tree: ts.SourceFile, text: string, edits: readonly Edit[], lines: readonly string[]): string {
  if (lines.length === 0) return text;
  const last = tree.statements.findLast((statement) => ts.isImportDeclaration(statement));
  if (last === undefined) return `${lines.join("")}${text === "" || text.startsWith("\n") ? "" : "\n"}${text}`;
  const shift = edits
    .filter((edit) => edit.start < last.end)
    .reduce((sum, edit) => sum + edit.text.length - (edit.end - edit.start), 0);
  const end = last.end + shift;
  return `${text.slice(0, end)}\n${lines.join("").trimEnd()}${text.slice(end)}`;
}
