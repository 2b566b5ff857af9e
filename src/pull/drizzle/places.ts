import { ts } from "../../compile/read/typescript.ts";
import type { Table } from "../../model/schema.ts";
import type { Edit } from "../source/edits.ts";
import { indentAt } from "../source/edits.ts";
import { insertItem, listOf } from "../source/list-edits.ts";
import { bareExpression, literalKey, nodeAt } from "../source/source-tree.ts";
import type { DeclaredTable, TreeSpan } from "./declared-table.ts";
import { camel, type CodeNames } from "./names.ts";
import { keyText } from "./write-table.ts";

/** Where the parts of a table stand in its declaration. */

/** The column with this key. */
export function propertyAt({ tree, start, end }: TreeSpan): ts.PropertyAssignment | null {
  const key = nodeAt(tree, start, end);
  const property = key?.parent;
  return property !== undefined && ts.isPropertyAssignment(property) && property.name === key ? property : null;
}

/** A key that the object does not have. */
export function freeKey(key: string, object: ts.ObjectLiteralExpression): string {
  const taken = new Set(object.properties.map(literalKey));
  let found = key;
  for (let n = 2; taken.has(found); n += 1) found = `${key}${n}`;
  return found;
}

/** Adds to what stands beside the columns. */
export function newPart({ call, tree }: DeclaredTable, name: string, text: string): Edit | null {
  const [, columns, extras] = call.arguments;
  if (columns === undefined) return null;
  if (extras === undefined) {
    const indent = indentAt(tree.text, call.getStart(tree));
    return { start: columns.end, end: columns.end, text: `, (t) => [\n${indent}  ${text},\n${indent}]` };
  }
  const list = returned(extras);
  if (list !== null && ts.isArrayLiteralExpression(list))
    return insertItem(listOf(tree, list), list.elements.length - 1, text);
  if (list === null || !ts.isObjectLiteralExpression(list)) return null;
  const key = keyText(freeKey(camel(name), list));
  return insertItem(listOf(tree, list), list.properties.length - 1, `${key}: ${text}`);
}

/** The value that a function returns, if its body is no more than that. */
export function returned(node: ts.Expression): ts.Expression | null {
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return null;
  if (!ts.isBlock(node.body)) return bareExpression(node.body);
  const [only, ...more] = node.body.statements;
  const isReturn = only !== undefined && ts.isReturnStatement(only) && more.length === 0;
  return isReturn && only.expression !== undefined ? bareExpression(only.expression) : null;
}

/** A column of the table in what stands beside its columns: `t.title`. */
export function ownColumn(own: DeclaredTable, table: Table, names: CodeNames): (column: string) => string {
  const extras = own.call.arguments[2];
  let parameter = "t";
  if (extras !== undefined && (ts.isArrowFunction(extras) || ts.isFunctionExpression(extras))) {
    const [first] = extras.parameters;
    // The table itself, where the function takes nothing or takes it apart.
    parameter = first !== undefined && ts.isIdentifier(first.name) ? first.name.text : own.name;
  }
  return (column) => {
    const key = names.column(table.name, column);
    return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? `${parameter}.${key}` : `${parameter}[${JSON.stringify(key)}]`;
  };
}
