import { ts } from "../../compile/read/typescript.ts";
import type { Link } from "../write/write-column.ts";

/** Calls in the order they are written; `oneOf` is a CHECK, too. */
const order = [
  "type",
  "nullable",
  "notNull",
  "collate",
  "primaryKey",
  "unique",
  "check",
  "default",
  "references",
  "generated",
];

interface Item {
  readonly group: string;
  /** White space and comments before it. */
  readonly lead: string;
  readonly text: string;
}

/**
 * The text of a column that is declared as `before` and should become `after`: calls that mean the same stay as their
 * author wrote them, including hints. Null if it is not a plain chain of calls.
 */
export function mergedChain(
  initializer: ts.Expression,
  tree: ts.SourceFile,
  before: readonly Link[],
  after: readonly Link[],
): string | null {
  const read = readChain(initializer, tree);
  if (read === null) return null;
  const items = [...read];
  for (const group of order) {
    const was = before.filter((link) => groupOf(link.is) === group);
    const wanted = after.filter((link) => groupOf(link.is) === group);
    if (sameTexts(was, wanted)) continue;
    const own = items.filter((item) => item.group === group);
    const matched = own.length === was.length;
    own.forEach((item, n) => {
      const link = matched ? wanted[n] : undefined;
      const at = items.indexOf(item);
      if (link === undefined) items.splice(at, 1);
      else if (link.text !== was[n]?.text) items[at] = { ...item, text: link.text };
    });
    for (const link of wanted.slice(matched ? own.length : 0)) insert(items, group, link.text);
  }
  return items.map((item) => item.lead + item.text).join("");
}

function insert(items: Item[], group: string, text: string): void {
  const rank = order.indexOf(group);
  const at = items.findLastIndex((item) => order.indexOf(item.group) <= rank && order.includes(item.group));
  const neighbour = items[at === 0 ? 1 : at];
  const lead = /\n[ \t]*$/.exec(neighbour?.lead ?? "")?.[0] ?? "";
  items.splice(at + 1, 0, { group, lead, text });
}

function groupOf(is: string): string {
  return is === "oneOf" ? "check" : is;
}

function sameTexts(a: readonly Link[], b: readonly Link[]): boolean {
  return a.length === b.length && a.every((link, n) => link.text === b[n]?.text);
}

/** `text().nullable()` as the pieces between which nothing is left. */
function readChain(initializer: ts.Expression, tree: ts.SourceFile): Item[] | null {
  const items: Item[] = [];
  let node: ts.Expression = initializer;
  while (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const inner: ts.Expression = node.expression.expression;
    const dot = tree.text.lastIndexOf(".", node.expression.name.getStart(tree));
    const lead = tree.text.slice(inner.end, dot);
    items.unshift({ group: groupOf(node.expression.name.text), lead, text: tree.text.slice(dot, node.end) });
    node = inner;
  }
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return null;
  const isType = /^(integer|text|real|blob|numeric|any|column|vector)$/.test(node.expression.text);
  return isType ? [{ group: "type", lead: "", text: tree.text.slice(node.getStart(tree), node.end) }, ...items] : null;
}
