import { ts } from "../../compile/read/typescript.ts";
import { sameName } from "../../model/names.ts";
import { resolveImport } from "./sites.ts";
import { constOf, importedNames, literalKey, specifierOf } from "./source-tree.ts";

/** The files that a shared piece may come from. */
export type Trees = ReadonlyMap<string, ts.SourceFile>;

/** An object of columns that tables spread, and its file. */
interface Piece {
  readonly object: ts.ObjectLiteralExpression;
  readonly tree: ts.SourceFile;
}

/** A limit on nested helpers: more is not written in practice, and a circle would never end. */
const deepest = 20;

/** The columns of what is spread; null if it cannot be followed. */
export function spreadColumns(
  expression: ts.Expression,
  tree: ts.SourceFile,
  trees: Trees,
  depth = 0,
): string[] | null {
  const piece = sharedPiece(expression, tree, trees, depth);
  if (piece === null) return null;
  const columns: string[] = [];
  for (const node of piece.object.properties) {
    const own = ts.isSpreadAssignment(node)
      ? spreadColumns(node.expression, piece.tree, trees, depth + 1)
      : plainColumn(node);
    if (own === null) return null;
    columns.push(...own);
  }
  return columns;
}

export function plainColumn(node: ts.ObjectLiteralElementLike): string[] | null {
  const key = ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node) ? literalKey(node) : null;
  return key === null ? null : [key];
}

/** The property of a column in a shared piece. */
export function findProperty(
  expression: ts.Expression,
  name: string,
  tree: ts.SourceFile,
  trees: Trees,
  depth = 0,
): { readonly property: ts.PropertyAssignment; readonly tree: ts.SourceFile } | null {
  const piece = sharedPiece(expression, tree, trees, depth);
  for (const node of piece?.object.properties ?? []) {
    const from = piece?.tree ?? tree;
    if (ts.isPropertyAssignment(node) && sameName(literalKey(node) ?? "", name)) return { property: node, tree: from };
    const deeper = ts.isSpreadAssignment(node) ? findProperty(node.expression, name, from, trees, depth + 1) : null;
    if (deeper !== null) return deeper;
  }
  return null;
}

function sharedPiece(expression: ts.Expression, tree: ts.SourceFile, trees: Trees, depth: number): Piece | null {
  if (depth > deepest) return null;
  if (ts.isObjectLiteralExpression(expression)) return { object: expression, tree };
  if (
    ts.isAsExpression(expression) ||
    ts.isSatisfiesExpression(expression) ||
    ts.isParenthesizedExpression(expression)
  ) {
    return sharedPiece(expression.expression, tree, trees, depth);
  }
  if (!ts.isIdentifier(expression)) return null;
  const initializer = constOf(tree, expression.text)?.initializer;
  if (initializer !== undefined) return sharedPiece(initializer, tree, trees, depth + 1);
  const other = importedConst(expression.text, tree, trees);
  return other === null ? null : sharedPiece(other.initializer, other.tree, trees, depth + 1);
}

function importedConst(name: string, tree: ts.SourceFile, trees: Trees) {
  for (const statement of tree.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const found = importedNames(statement).find((each) => each.local === name);
    const file = found === undefined ? null : resolveImport(tree.fileName, specifierOf(statement) ?? "", trees);
    const from = file === null ? undefined : trees.get(file);
    const initializer = from === undefined ? undefined : constOf(from, found?.imported ?? name)?.initializer;
    if (from !== undefined && initializer !== undefined) return { initializer, tree: from };
  }
  return null;
}
