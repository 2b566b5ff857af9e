import { ts } from "../compile/typescript.ts";
import { canonicalPart } from "../model/canonical.ts";
import type { Column, Table } from "../model/schema.ts";
import type { Edit } from "./edits.ts";
import { insertItem, listOf, removeItem } from "./list-edits.ts";
import { editColumns, type TableChange } from "./merge-columns.ts";
import { placed } from "./placement.ts";
import { keyOf } from "./source-tree.ts";
import { constraintsOfKind, type ConstraintWord, constraintWords, tableConstraints } from "./write-constraints.ts";
import { callbackHead, plainOptions } from "./write-table.ts";

/** Edits inside of one `table(…)`; null where it is written in a way that cannot be followed. */
export function editTable(call: ts.CallExpression, change: TableChange): Edit[] | null {
  const args = call.arguments.filter((arg, n) => n > 0 || !ts.isStringLiteralLike(arg));
  const [columns, options] = args;
  if (columns === undefined || !ts.isObjectLiteralExpression(columns)) return null;
  if (options !== undefined && !ts.isObjectLiteralExpression(options)) return null;
  const inColumns = editColumns(columns, change);
  const inOptions = inColumns === null ? null : editOptions(columns, options, change);
  return inColumns === null || inOptions === null ? null : [...inColumns, ...inOptions];
}

/**
 * The live table in the words of the declared one: what means the same is taken as it was declared, and stands where it
 * stood. What is new goes where a person would write it.
 */
export function likeDeclared(live: Table, declared: Table): Table {
  const fresh = placed(live);
  const [key = null] = inTheirWords(listed(declared.primaryKey), listed(fresh.primaryKey));
  return {
    ...fresh,
    columns: fresh.columns.map((column) => columnLike(column, declared)),
    primaryKey: key,
    uniques: inTheirWords(declared.uniques, fresh.uniques),
    checks: inTheirWords(declared.checks, fresh.checks),
    foreignKeys: inTheirWords(declared.foreignKeys, fresh.foreignKeys),
  };
}

function listed<T>(value: T | null): T[] {
  return value === null ? [] : [value];
}

/** Those that were declared in the order in which they were, then the new ones. */
function inTheirWords<T extends object>(was: readonly T[], now: readonly T[]): T[] {
  const left = new Map(now.map((each) => [canonicalPart(each), each]));
  const kept = was.filter((each) => left.delete(canonicalPart(each)));
  return [...kept, ...left.values()];
}

function columnLike(column: Column, declared: Table): Column {
  const was = declared.columns.find((each) => each.name === column.name);
  if (was === undefined) return column;
  return {
    ...column,
    type: was.type.toUpperCase() === column.type.toUpperCase() ? was.type : column.type,
    default: was.default?.canon === column.default?.canon ? was.default : column.default,
    generated:
      was.generated?.expr.canon === column.generated?.expr.canon && was.generated?.stored === column.generated?.stored
        ? was.generated
        : column.generated,
  };
}

function editOptions(
  columns: ts.ObjectLiteralExpression,
  options: ts.ObjectLiteralExpression | undefined,
  change: TableChange,
): Edit[] | null {
  const { before, after, pen, scratchPen, tree } = change;
  const constraints = tableConstraints(after, pen);
  const changed = changedOptions(plainOptions(before), plainOptions(after));
  const same = tableConstraints(before, scratchPen).join("\n") === constraints.join("\n");
  if (same && changed.size === 0) return [];
  if (options === undefined || options.properties.length === 0) {
    const all = [
      ...changed.values(),
      ...(constraints.length === 0 ? [] : [constraintsProperty(constraints, true)]),
    ].filter((each) => each !== "");
    if (options !== undefined)
      return [{ start: options.getStart(tree), end: options.end, text: `{ ${all.join(", ")} }` }];
    return [{ start: columns.end, end: columns.end, text: `, { ${all.join(", ")} }` }];
  }
  const list = listOf(tree, options);
  const edits: Edit[] = [];
  const left = new Set(options.properties.map((_, n) => n));
  const set = (key: string, text: string) => {
    const index = options.properties.findIndex((property) => keyOf(property) === key);
    const property = options.properties[index];
    if (property === undefined) edits.push(insertItem(list, options.properties.length - 1, text));
    else if (text !== "") edits.push({ start: property.getStart(tree), end: property.end, text });
    else {
      left.delete(index);
      edits.push(removeItem(list, index));
    }
  };
  for (const [key, text] of changed) set(key, text);
  if (!same) {
    const index = options.properties.findIndex((property) => keyOf(property) === "constraints");
    const inside =
      index === -1 || constraints.length === 0 ? null : editConstraints(options.properties[index] as ts.Node, change);
    if (inside !== null) edits.push(...inside);
    else set("constraints", constraints.length === 0 ? "" : constraintsProperty(constraints, false));
  }
  const isEmpty = left.size === 0 && edits.length === options.properties.length;
  return isEmpty ? [{ start: columns.end, end: options.end, text: "" }] : edits;
}

function changedOptions(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Map<string, string> {
  const changed = new Map<string, string>();
  for (const [key, text] of after) if (before.get(key) !== text) changed.set(key, text);
  for (const key of before.keys()) if (!after.has(key)) changed.set(key, "");
  return changed;
}

function constraintsProperty(constraints: readonly string[], flat: boolean): string {
  const head = `constraints: (${callbackHead(constraints)}) => [`;
  if (flat || (constraints.length === 1 && (constraints[0]?.length ?? 0) < 70))
    return `${head}${constraints.join(", ")}]`;
  return `${head}\n${constraints.map((constraint) => `    ${constraint},\n`).join("")}  ]`;
}

/** Edits single constraints of the list; null where the list is no plain one. */
function editConstraints(property: ts.Node, change: TableChange): Edit[] | null {
  if (!ts.isPropertyAssignment(property) || !ts.isArrowFunction(property.initializer)) return null;
  const { parameters, body } = property.initializer;
  const array = ts.isParenthesizedExpression(body) ? body.expression : body;
  if (!ts.isArrayLiteralExpression(array)) return null;
  const [parameter] = parameters;
  if (parameter === undefined || !ts.isIdentifier(parameter.name) || parameter.name.text !== "t") return null;
  const list = listOf(change.tree, array);
  const edits: Edit[] = [];
  for (const word of constraintWords) {
    const own = array.elements.flatMap((element, index) => (wordOf(element) === word ? [index] : []));
    const was = constraintsOfKind(word, change.before, change.scratchPen);
    const wanted = constraintsOfKind(word, change.after, change.pen);
    if (was.join("\n") === wanted.join("\n")) continue;
    if (own.length !== was.length) return null;
    const missing = [...wanted];
    own.forEach((index, n) => {
      const at = missing.indexOf(was[n] as string);
      if (at === -1) edits.push(removeItem(list, index));
      else missing.splice(at, 1);
    });
    for (const text of missing) edits.push(insertItem(list, array.elements.length - 1, text));
  }
  return array.elements.every((element) => wordOf(element) !== null) ? edits : null;
}

/** The word that a constraint begins with: `unique(…).onConflict(…)` is a `unique`. */
function wordOf(element: ts.Expression): ConstraintWord | null {
  let node: ts.Expression = element;
  while (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) node = node.expression.expression;
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return null;
  const { text } = node.expression;
  return constraintWords.find((word) => word === text) ?? null;
}
