import { ts } from "../../compile/read/typescript.ts";
import { sameName } from "../../model/names.ts";
import { applyEdits } from "../source/edits.ts";
import { isWord } from "../write/export-names.ts";
import { each } from "../source/references.ts";
import { findProperty, spreadColumns, type Trees } from "../source/shared-piece.ts";
import { type Names, renameColumnKey } from "./rename-code.ts";
import type { Site } from "../source/sites.ts";
import { bareExpression, literalKey } from "../source/source-tree.ts";

/** The property of a column in a table, or the shared piece that it comes from. */
export function columnSlot(
  site: Site,
  tree: ts.SourceFile,
  trees: Trees,
  column: string,
): ts.PropertyAssignment | ts.SpreadAssignment | null {
  const { initializer } = site.declaration;
  const call = initializer === undefined ? null : bareExpression(initializer);
  if (call === null || !ts.isCallExpression(call)) return null;
  const columns = call.arguments.find((arg) => ts.isObjectLiteralExpression(arg));
  if (columns === undefined || !ts.isObjectLiteralExpression(columns)) return null;
  for (const node of columns.properties) {
    if (ts.isPropertyAssignment(node) && sameName(literalKey(node) ?? "", column)) return node;
    if (!ts.isSpreadAssignment(node)) continue;
    const names = spreadColumns(node.expression, tree, trees);
    if (names?.some((name) => sameName(name, column))) return node;
  }
  return null;
}

/** Writes out a shared piece for one table, with one of its columns renamed, and returns the words that this needs. */
export function unfoldSpread(slot: ts.SpreadAssignment, names: Names, tree: ts.SourceFile, trees: Trees) {
  const words = new Set<string>();
  const texts = (spreadColumns(slot.expression, tree, trees) ?? []).flatMap((name) => {
    const found = findProperty(slot.expression, name, tree, trees);
    if (found === null) return [];
    const { property } = found;
    const start = property.getStart(found.tree);
    const edits = sameName(name, names.from) ? renameColumnKey(found.tree, property, names) : [];
    const shifted = edits.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
    if (found.tree !== tree) for (const word of wordsIn(property)) words.add(word);
    return [applyEdits(found.tree.text.slice(start, property.end), shifted)];
  });
  const start = slot.getStart(tree);
  const indent = tree.text.slice(tree.text.lastIndexOf("\n", start - 1) + 1, start);
  const text = texts.join(/^[ \t]*$/.test(indent) ? `,\n${indent}` : ", ");
  return { edits: [{ start, end: slot.end, text }], words };
}

function wordsIn(property: ts.PropertyAssignment): string[] {
  const found: string[] = [];
  each(property.initializer, ts.isIdentifier, (node) => {
    const isProperty = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
    if (!isProperty && isWord(node.text)) found.push(node.text);
  });
  return found;
}
