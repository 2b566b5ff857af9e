import { ts } from "../../compile/read/typescript.ts";
import { resolveImport, type Site } from "./sites.ts";
import { importedNames, specifierOf } from "./source-tree.ts";

/** The name of a const in a file: its own, or that of its import. Null if the file does not use it. */
export function localName(
  site: Site,
  file: string,
  tree: ts.SourceFile,
  trees: ReadonlyMap<string, ts.SourceFile>,
): string | null {
  if (site.file === file) return site.name;
  for (const statement of tree.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const from = resolveImport(file, specifierOf(statement) ?? "", trees);
    const found = importedNames(statement).find((each) => each.imported === site.name);
    if (from === site.file && found !== undefined) return found.local;
  }
  return null;
}

/** Every identifier that refers to the const with this name, excluding properties and parameters that hide it. */
export function identifiersOf(tree: ts.SourceFile, name: string): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === name && isReference(node) && !isHidden(node, name)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) return parent.name !== node;
  if (ts.isQualifiedName(parent)) return parent.left === node;
  if (ts.isExportSpecifier(parent) && parent.parent.parent.moduleSpecifier !== undefined) return false;
  return !ts.isParameter(parent) && !ts.isTypeReferenceNode(parent);
}

function isHidden(node: ts.Node, name: string): boolean {
  for (let each = node.parent; each !== undefined && !ts.isSourceFile(each); each = each.parent) {
    if (ts.isFunctionLike(each) && each.parameters.some((parameter) => parameter.name.getText() === name)) return true;
  }
  return false;
}

/** The key in `base.key` and `base["key"]`, if the node is the base. */
export function accessedKey(
  node: ts.Node,
): { readonly key: string; readonly name: ts.Node; readonly access: ts.Expression } | null {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
    return { key: parent.name.text, name: parent.name, access: parent };
  }
  if (
    ts.isElementAccessExpression(parent) &&
    parent.expression === node &&
    ts.isStringLiteralLike(parent.argumentExpression)
  ) {
    return { key: parent.argumentExpression.text, name: parent.argumentExpression, access: parent };
  }
  return null;
}

/** The top-level statement that contains a node. */
export function topStatement(node: ts.Node): ts.Statement | null {
  for (let each = node; each.parent !== undefined; each = each.parent) {
    if (ts.isSourceFile(each.parent)) return ts.isStatement(each) ? each : null;
  }
  return null;
}

export function each<T extends ts.Node>(
  tree: ts.Node,
  is: (node: ts.Node) => node is T,
  work: (node: T) => void,
): void {
  const visit = (node: ts.Node): void => {
    if (is(node)) work(node);
    ts.forEachChild(node, visit);
  };
  visit(tree);
}
