import { ts } from "../../compile/read/typescript.ts";
import { type Edit, endOfTrailing, indentAt } from "./edits.ts";

/** A comma-separated list between two brackets. */
export interface List {
  readonly text: string;
  readonly tree: ts.SourceFile;
  readonly items: ts.NodeArray<ts.Node>;
  /** Directly after the opening bracket. */
  readonly open: number;
}

export function listOf(
  tree: ts.SourceFile,
  node: ts.ObjectLiteralExpression | ts.ArrayLiteralExpression | ts.NamedImports,
): List {
  const items = ts.isObjectLiteralExpression(node) ? node.properties : node.elements;
  return { text: tree.text, tree, items, open: node.getStart(tree) + 1 };
}

/** Whether each item has its own line. */
export function isMultiline(list: List): boolean {
  const [first] = list.items;
  const end = first === undefined ? list.text.length : first.getStart(list.tree);
  return list.text.slice(list.open, end).includes("\n");
}

/** The indentation of the items. */
function indentOf(list: List): string {
  const [first] = list.items;
  return first === undefined ? "  " : indentAt(list.text, first.getStart(list.tree));
}

/** Inserts an item after another one, or first if `after` is -1. `text` is written for an indentation of two spaces. */
export function insertItem(list: List, after: number, text: string): Edit {
  const multiline = isMultiline(list);
  const indent = indentOf(list);
  const shifted = multiline ? text.replaceAll(/\n {2}/g, `\n${indent}`) : text;
  const item = list.items[after];
  if (item === undefined) {
    const first = multiline ? `\n${indent}${shifted},` : list.items.length === 0 ? shifted : ` ${shifted},`;
    return { start: list.open, end: list.open, text: first };
  }
  const comma = commaAfter(list, item);
  if (comma === null)
    return { start: item.end, end: item.end, text: multiline ? `,\n${indent}${shifted}` : `, ${shifted}` };
  const at = endOfTrailing(list.text, comma + 1);
  return { start: at, end: at, text: multiline ? `\n${indent}${shifted},` : ` ${shifted},` };
}

/** Removes an item, with its comma and the comments that belong to it. */
export function removeItem(list: List, index: number): Edit {
  const item = list.items[index] as ts.Node;
  const before = list.items[index - 1];
  const next = list.items[index + 1];
  const comma = commaAfter(list, item);
  if (isMultiline(list)) {
    const comesAfter = before === undefined ? list.open : (commaAfter(list, before) ?? before.end - 1) + 1;
    return {
      start: endOfTrailing(list.text, comesAfter),
      end: endOfTrailing(list.text, comma === null ? item.end : comma + 1),
      text: "",
    };
  }
  if (next !== undefined) return { start: item.getStart(list.tree), end: next.getStart(list.tree), text: "" };
  return { start: before?.end ?? list.open, end: comma === null ? item.end : comma + 1, text: "" };
}

function commaAfter(list: List, item: ts.Node): number | null {
  const index = list.items.indexOf(item);
  if (index === list.items.length - 1 && !list.items.hasTrailingComma) return null;
  let at = item.end;
  for (;;) {
    const comments = ts.getLeadingCommentRanges(list.text, at) ?? ts.getTrailingCommentRanges(list.text, at) ?? [];
    const found = list.text.indexOf(",", at);
    const inside = comments.find((comment) => comment.pos <= found && found < comment.end);
    if (inside === undefined) return found;
    at = inside.end;
  }
}
