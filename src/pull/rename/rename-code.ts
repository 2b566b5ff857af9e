import { ts } from "../../compile/read/typescript.ts";
import { sameName } from "../../model/names.ts";
import { bareName } from "../../sql/bare-name.ts";
import { significantIn, unquote } from "../../sql/tokens.ts";
import type { Edit } from "../source/edits.ts";
import { insertItem, listOf } from "../source/list-edits.ts";
import { stringLiteral } from "../write/literal.ts";
import { columnOf, keyText } from "../write/pen.ts";
import { accessedKey, each, identifiersOf, localName } from "../source/references.ts";
import type { Subject } from "./rename-sql.ts";
import { type Files, resolveImport, type Site } from "../source/sites.ts";
import { bareExpression, literalKey, specifierOf } from "../source/source-tree.ts";

/**
 * Renames `tune.title` wherever code refers to it: `tune.title`, `tune["title"]`, and through the parameter of
 * constraints.
 */
export function renameColumnRefs(
  tree: ts.SourceFile,
  file: string,
  site: Site,
  from: string,
  to: string,
  files: Files,
): Edit[] {
  const edits: Edit[] = [];
  const rename = (base: ts.Node) => {
    const found = accessedKey(base);
    if (found === null || !sameName(found.key, from)) return;
    edits.push({ start: found.access.getStart(tree), end: found.access.end, text: columnOf(base.getText(tree), to) });
  };
  const local = localName(site, file, tree, files.trees);
  if (local !== null) for (const node of identifiersOf(tree, local)) rename(node);
  if (site.file === file && site.declaration.initializer !== undefined) {
    each(site.declaration.initializer, ts.isArrowFunction, (arrow) => {
      const [parameter] = arrow.parameters;
      if (parameter === undefined || !ts.isIdentifier(parameter.name)) return;
      const { text } = parameter.name;
      each(arrow.body, ts.isIdentifier, (node) => {
        if (node.text === text) rename(node);
      });
    });
  }
  return edits;
}

/** `references("tune.title")`, `references(["tune.a", "tune.b"])`, and `self("title")` and `order` of the table itself. */
export function renameInStrings(tree: ts.SourceFile, file: string, subject: Subject, site: Site): Edit[] {
  const edits: Edit[] = [];
  const own = site.file === file ? site.declaration : null;
  each(tree, ts.isStringLiteralLike, (node) => {
    const call = enclosingCall(node);
    if (call !== null && isMethod(call, "references")) {
      const text = renamedTarget(node.text, subject);
      if (text !== null) edits.push({ start: node.getStart(tree), end: node.end, text: stringLiteral(text) });
    }
    const isOwn = own !== null && node.pos >= own.pos && node.end <= own.end;
    const isSelf = isOwn && call !== null && ts.isIdentifier(call.expression) && call.expression.text === "self";
    if (subject.kind !== "column" || !(isSelf || (isOwn && isInOrder(node))) || !sameName(node.text, subject.from))
      return;
    edits.push({ start: node.getStart(tree), end: node.end, text: stringLiteral(subject.to) });
  });
  return edits;
}

function enclosingCall(node: ts.Node): ts.CallExpression | null {
  const { parent } = node;
  if (ts.isCallExpression(parent)) return parent;
  return ts.isArrayLiteralExpression(parent) && ts.isCallExpression(parent.parent) ? parent.parent : null;
}

function isMethod(call: ts.CallExpression, name: string): boolean {
  return ts.isPropertyAccessExpression(call.expression) && call.expression.name.text === name;
}

function isInOrder(node: ts.Node): boolean {
  const property = node.parent.parent;
  return (
    ts.isArrayLiteralExpression(node.parent) && ts.isPropertyAssignment(property) && literalKey(property) === "order"
  );
}

/** A string that names a table or one of its columns, with each part quoted as in SQL if necessary. */
function renamedTarget(text: string, subject: Subject): string | null {
  const [table, dot, column] = significantIn(text);
  if (table === undefined) return null;
  const owner = subject.kind === "column" ? subject.table : subject.from;
  if (!sameName(unquote(table.text), owner)) return null;
  if (subject.kind === "object") return `${bareName(subject.to)}${text.slice(table.end)}`;
  if (dot?.text !== "." || column === undefined || !sameName(unquote(column.text), subject.from)) return null;
  return `${text.slice(0, column.start)}${bareName(subject.to)}`;
}

export interface Names {
  readonly from: string;
  readonly to: string;
  /** Whether the former name is left as a hint. */
  readonly hint: boolean;
}

/** The key of the column and the hint of its former name. */
export function renameColumnKey(
  tree: ts.SourceFile,
  property: ts.PropertyAssignment,
  { from, to, hint }: Names,
): Edit[] {
  return [
    { start: property.name.getStart(tree), end: property.name.end, text: keyText(to) },
    ...(hint ? formerName(tree, property.initializer, from, to) : []),
  ];
}

/** Adds `.was("title")` to the chain, before older names. A name that the column gets back is not a former one. */
export function formerName(tree: ts.SourceFile, chain: ts.Expression, from: string, to: string): Edit[] {
  for (
    let node: ts.Expression = chain;
    ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression);
    node = node.expression.expression
  ) {
    if (node.expression.name.text !== "was") continue;
    const older = node.arguments
      .map((arg) => (ts.isStringLiteralLike(arg) ? arg.text : ""))
      .filter((name) => name !== "" && !sameName(name, to));
    const names = [from, ...older].map(stringLiteral).join(", ");
    const [first] = node.arguments;
    return first === undefined ? [] : [{ start: first.getStart(tree), end: node.arguments.end, text: names }];
  }
  return [{ start: chain.end, end: chain.end, text: `.was(${stringLiteral(from)})` }];
}

/** The options of a table with `was`, if it is written as `table({ … })`. */
export function tableWas(tree: ts.SourceFile, site: Site, from: string, to: string): Edit[] {
  const call = site.declaration.initializer === undefined ? null : bareExpression(site.declaration.initializer);
  if (call === null || !ts.isCallExpression(call)) return [];
  const [columns, options] = call.arguments.filter((arg) => !ts.isStringLiteralLike(arg));
  if (columns === undefined) return [];
  if (options === undefined)
    return [{ start: columns.end, end: columns.end, text: `, { was: ${stringLiteral(from)} }` }];
  if (!ts.isObjectLiteralExpression(options)) return [];
  const property = options.properties.find((each) => literalKey(each) === "was");
  if (property === undefined || !ts.isPropertyAssignment(property)) {
    return [insertItem(listOf(tree, options), options.properties.length - 1, `was: ${stringLiteral(from)}`)];
  }
  const value = property.initializer;
  const older = (ts.isArrayLiteralExpression(value) ? [...value.elements] : [value]).flatMap((each) =>
    ts.isStringLiteralLike(each) ? [each.text] : [],
  );
  const names = [from, ...older.filter((name) => !sameName(name, to))].map(stringLiteral);
  const text = names.length === 1 ? (names[0] as string) : `[${names.join(", ")}]`;
  return [{ start: value.getStart(tree), end: value.end, text }];
}

/** The const and every mention of it, or only the name that it gives itself. */
export function renameConst(site: Site, to: string, exportName: string, files: Files): Map<string, Edit[]> {
  const edits = new Map<string, Edit[]>();
  const tree = files.trees.get(site.file) as ts.SourceFile;
  const add = (file: string, edit: Edit) => edits.set(file, [...(edits.get(file) ?? []), edit]);
  const call =
    site.declaration.initializer === undefined ? null : baseCall(bareExpression(site.declaration.initializer));
  const [first] = call?.arguments ?? [];
  const hasOwnName = first !== undefined && ts.isStringLiteralLike(first);
  if (hasOwnName && exportName !== to)
    add(site.file, { start: first.getStart(tree), end: first.end, text: stringLiteral(to) });
  if (hasOwnName && exportName === to) {
    const [, second] = call?.arguments ?? [];
    add(site.file, { start: first.getStart(tree), end: second?.getStart(tree) ?? first.end, text: "" });
  }
  if (!hasOwnName && exportName !== to && call !== null) {
    const at = first?.getStart(tree) ?? call.end - 1;
    add(site.file, { start: at, end: at, text: `${stringLiteral(to)}, ` });
  }
  if (exportName === site.name) return edits;
  for (const [file, other] of files.trees) {
    for (const node of passedOn(site, file, other, files))
      add(file, { start: node.getStart(other), end: node.end, text: exportName });
    const local = localName(site, file, other, files.trees);
    if (local === null || local !== site.name) continue;
    for (const node of identifiersOf(other, local)) {
      const text = ts.isShorthandPropertyAssignment(node.parent) ? `${node.text}: ${exportName}` : exportName;
      add(file, { start: node.getStart(other), end: node.end, text });
    }
  }
  return edits;
}

/** `import { tune as melody }` and `export { tune } from`: where another file refers to the export itself. */
function passedOn(site: Site, file: string, tree: ts.SourceFile, files: Files): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  for (const statement of tree.statements) {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue;
    if (resolveImport(file, specifierOf(statement) ?? "", files.trees) !== site.file) continue;
    each(statement, ts.isImportSpecifier, ({ propertyName }) => {
      if (propertyName !== undefined && propertyName.text === site.name && ts.isIdentifier(propertyName))
        found.push(propertyName);
    });
    each(statement, ts.isExportSpecifier, ({ propertyName, name }) => {
      const node = propertyName ?? name;
      if (node.text === site.name && ts.isIdentifier(node)) found.push(node);
    });
  }
  return found;
}

function baseCall(expression: ts.Expression): ts.CallExpression | null {
  let node = expression;
  while (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) node = node.expression.expression;
  return ts.isCallExpression(node) ? node : null;
}
