import { ts } from "../../compile/read/typescript.ts";
import type { Edit } from "../source/edits.ts";
import { listOf, removeItem } from "../source/list-edits.ts";
import { importedNames } from "../source/source-tree.ts";

/** Removes a const with the comment above it, and the types that depend on it. */
export function removeConst(tree: ts.SourceFile, declaration: ts.VariableDeclaration): Edit[] {
  const name = declaration.name.getText(tree);
  const statement = declaration.parent.parent;
  const types = tree.statements.filter((each) => ts.isTypeAliasDeclaration(each) && mentionsType(each, name, tree));
  const declarations = ts.isVariableDeclarationList(declaration.parent) ? declaration.parent.declarations : [];
  if (declarations.length > 1) return [removeDeclaration(tree, declarations, declaration)];
  return [
    ...(ts.isVariableStatement(statement) ? [removeStatement(tree, statement)] : []),
    ...types.map((each) => removeStatement(tree, each)),
  ];
}

/** One of several consts of a statement. */
function removeDeclaration(
  tree: ts.SourceFile,
  all: readonly ts.VariableDeclaration[],
  one: ts.VariableDeclaration,
): Edit {
  const index = all.indexOf(one);
  const [before, next] = [all[index - 1], all[index + 1]];
  if (before !== undefined) return { start: before.end, end: one.end, text: "" };
  return { start: one.getStart(tree), end: next?.getStart(tree) ?? one.end, text: "" };
}

function mentionsType(node: ts.Node, name: string, tree: ts.SourceFile): boolean {
  let found = false;
  const visit = (each: ts.Node): void => {
    if (ts.isTypeQueryNode(each) && each.exprName.getText(tree) === name) found = true;
    else ts.forEachChild(each, visit);
  };
  visit(node);
  return found;
}

/** With the comments directly above it, its line feed, and the empty line before the next statement. */
function removeStatement(tree: ts.SourceFile, statement: ts.Statement): Edit {
  const start = startWithComments(tree, statement);
  const { text } = tree;
  let end = statement.end;
  const trailing = ts.getTrailingCommentRanges(text, end)?.at(-1);
  if (trailing !== undefined) end = trailing.end;
  if (text[end] === "\r") end += 1;
  if (text[end] === "\n") end += 1;
  const blank = /^(?:[ \t]*\r?\n)+/.exec(text.slice(end));
  if (blank !== null) return { start, end: end + blank[0].length, text: "" };
  const before = end >= text.length ? /\n[ \t]*\r?\n$/.exec(text.slice(0, start)) : null;
  return { start: before === null ? start : start - before[0].length + 1, end, text: "" };
}

/** Comments that touch the statement belong to it; an empty line separates it from others. */
function startWithComments(tree: ts.SourceFile, statement: ts.Statement): number {
  const { text } = tree;
  let start = statement.getStart(tree);
  for (const comment of (ts.getLeadingCommentRanges(text, statement.pos) ?? []).reverse()) {
    const between = text.slice(comment.end, start);
    const lineStart = text.lastIndexOf("\n", comment.pos - 1) + 1;
    if ((between.match(/\n/g) ?? []).length > 1 || text.slice(lineStart, comment.pos).trim() !== "") break;
    start = comment.pos;
  }
  return start;
}

/** Imported names that the text used before and no longer uses. */
export function removeUnusedImports(before: ts.SourceFile, after: ts.SourceFile): Edit[] {
  const usedBefore = usedNames(before);
  const usedAfter = usedNames(after);
  return after.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement)) return [];
    const names = importedNames(statement);
    const unused = names.filter(({ local }) => usedBefore.has(local) && !usedAfter.has(local));
    if (unused.length === 0) return [];
    if (unused.length === names.length) return [removeImport(after, statement)];
    const bindings = statement.importClause?.namedBindings;
    if (bindings === undefined || !ts.isNamedImports(bindings)) return [];
    return unusedElements(after, bindings, new Set(unused.map((each) => each.local)));
  });
}

/** There may be several names on a line, so each line is rewritten with those that stay. */
function unusedElements(tree: ts.SourceFile, bindings: ts.NamedImports, unused: ReadonlySet<string>): Edit[] {
  const gone = bindings.elements.flatMap((each, n) => (unused.has(each.name.text) ? [n] : []));
  if (gone.length === 1) return [removeItem(listOf(tree, bindings), gone[0] as number)];
  const lines = new Map<number, string[]>();
  for (const each of bindings.elements.filter((element) => !unused.has(element.name.text))) {
    const { line } = tree.getLineAndCharacterOfPosition(each.getStart(tree));
    lines.set(line, [...(lines.get(line) ?? []), each.getText(tree)]);
  }
  const texts = [...lines.values()].map((names) => names.join(", "));
  const start = bindings.getStart(tree);
  const text = texts.length === 1 ? `{ ${texts[0]} }` : `{\n${texts.map((line) => `  ${line},\n`).join("")}}`;
  return [{ start, end: bindings.end, text }];
}

function removeImport(tree: ts.SourceFile, statement: ts.Statement): Edit {
  const end =
    statement.end + (tree.text.startsWith("\r\n", statement.end) ? 2 : tree.text[statement.end] === "\n" ? 1 : 0);
  return { start: statement.getStart(tree), end, text: "" };
}

/** Every identifier outside the imports that could refer to a top-level name of the file. */
function usedNames(tree: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) return;
    if (ts.isIdentifier(node) && !isLabel(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return names;
}

/** Names of properties and of declarations do not refer to imports. */
function isLabel(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  return (
    (ts.isPropertySignature(parent) || ts.isVariableDeclaration(parent) || ts.isParameter(parent)) &&
    parent.name === node
  );
}
