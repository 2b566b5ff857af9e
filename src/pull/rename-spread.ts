import { ts } from "../compile/typescript.ts";
import { sameName } from "../model/names.ts";
import { applyEdits, type Edit } from "./edits.ts";
import { findProperty, spreadColumns } from "./merge-columns.ts";
import { type Names, renameColumnKey } from "./rename-code.ts";
import type { Site } from "./sites.ts";
import { bareExpression, keyOf } from "./source-tree.ts";

/** The property of a table that a column is, or the shared piece that it comes from. */
export function columnSlot(
  site: Site,
  tree: ts.SourceFile,
  column: string,
): ts.PropertyAssignment | ts.SpreadAssignment | null {
  const { initializer } = site.declaration;
  const call = initializer === undefined ? null : bareExpression(initializer);
  if (call === null || !ts.isCallExpression(call)) return null;
  const columns = call.arguments.find((arg) => ts.isObjectLiteralExpression(arg));
  if (columns === undefined || !ts.isObjectLiteralExpression(columns)) return null;
  for (const node of columns.properties) {
    if (ts.isPropertyAssignment(node) && sameName(keyOf(node) ?? "", column)) return node;
    if (!ts.isSpreadAssignment(node)) continue;
    const names = spreadColumns(node.expression, tree, 0);
    if (names?.some((name) => sameName(name, column))) return node;
  }
  return null;
}

/** Writes a shared piece out for one table, with one of its columns renamed. */
export function unfoldSpread(slot: ts.SpreadAssignment, names: Names, tree: ts.SourceFile): Edit[] {
  const texts = (spreadColumns(slot.expression, tree, 0) ?? []).flatMap((name) => {
    const property = findProperty(slot.expression, name, tree);
    if (property === null) return [];
    const start = property.getStart(tree);
    const edits = sameName(name, names.from) ? renameColumnKey(tree, property, names) : [];
    const shifted = edits.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
    return [applyEdits(tree.text.slice(start, property.end), shifted)];
  });
  const start = slot.getStart(tree);
  const indent = tree.text.slice(tree.text.lastIndexOf("\n", start - 1) + 1, start);
  return [{ start, end: slot.end, text: texts.join(/^[ \t]*$/.test(indent) ? `,\n${indent}` : ", ") }];
}
