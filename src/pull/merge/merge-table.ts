import { ts } from "../../compile/read/typescript.ts";
import { canonicalPart } from "../../model/canonical.ts";
import type { Column, Table } from "../../model/schema.ts";
import type { Edit } from "../source/edits.ts";
import { insertItem, isMultiline, listOf, removeItem } from "../source/list-edits.ts";
import { editColumns, type TableChange } from "./merge-columns.ts";
import { spelled } from "../write/pen.ts";
import { placed } from "../write/placement.ts";
import { bareExpression, literalKey } from "../source/source-tree.ts";
import {
  constraintsOfKind,
  type ConstraintWord,
  constraintWords,
  tableConstraints,
} from "../write/write-constraints.ts";
import { callbackHead, plainOptions } from "../write/write-table.ts";

/** Edits inside one `table(…)`; null if it is written in a way that cannot be followed. */
export function editTable(call: ts.CallExpression, change: TableChange): Edit[] | null {
  const args = call.arguments.filter((arg, n) => n > 0 || !ts.isStringLiteralLike(arg));
  const [columns, options] = args.map(bareExpression);
  if (columns === undefined || !ts.isObjectLiteralExpression(columns)) return null;
  if (options !== undefined && !ts.isObjectLiteralExpression(options)) return null;
  const inColumns = editColumns(columns, change);
  const inOptions = inColumns === null ? null : editOptions(columns, options, change);
  return inColumns === null || inOptions === null ? null : [...inColumns, ...inOptions];
}

/**
 * The live table in the words of the declared one: what means the same stays as it was declared, where it was declared.
 * What is new goes where a person would write it.
 */
export function likeDeclared(live: Table, declared: Table): Table {
  const fresh = placed(live);
  const inTheirWords = <T extends Constraint>(was: readonly T[], now: readonly T[]) => mostlyTheirs(was, now, live);
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

interface Constraint {
  readonly at: string | null;
}

/** First those that were declared, in their order, then the new ones. */
function mostlyTheirs<T extends Constraint>(was: readonly T[], now: readonly T[], live: Table): T[] {
  const left = new Map(now.map((each) => [canonicalPart(each), each]));
  const kept = was.filter((each) => left.delete(canonicalPart(each)));
  return [...kept.map((each) => ({ ...each, at: each.at === null ? null : spelled(live, each.at) })), ...left.values()];
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
  const wanted = new Map(changed);
  const edits: Edit[] = [];
  if (!same) {
    const property = options.properties.find((each) => literalKey(each) === "constraints");
    const inside = property === undefined || constraints.length === 0 ? null : editConstraints(property, change);
    if (inside === null)
      wanted.set("constraints", constraints.length === 0 ? "" : constraintsProperty(constraints, false));
    else edits.push(...inside);
  }
  return [...edits, ...setProperties(columns, options, wanted, tree)];
}

/** Sets, adds and removes (if the text is empty) options of a table. */
function setProperties(
  columns: ts.ObjectLiteralExpression,
  options: ts.ObjectLiteralExpression,
  wanted: ReadonlyMap<string, string>,
  tree: ts.SourceFile,
): Edit[] {
  const list = listOf(tree, options);
  const keys = options.properties.map(literalKey);
  const isGone = (key: string | null) => key !== null && wanted.get(key) === "";
  const added = [...wanted].filter(([key, text]) => text !== "" && !keys.includes(key)).map(([, text]) => text);
  const last = keys.findLastIndex((key) => !isGone(key));
  if (last === -1) {
    const text = added.length === 0 ? "" : `, { ${added.join(", ")} }`;
    return [{ start: columns.end, end: options.end, text }];
  }
  const edits = options.properties.flatMap((property, index): Edit[] => {
    const text = wanted.get(keys[index] ?? "");
    if (text === undefined) return [];
    return text === "" ? [removeItem(list, index)] : [{ start: property.getStart(tree), end: property.end, text }];
  });
  const hasBoth = added.length > 0 && keys.some(isGone) && !isMultiline(list);
  if (!hasBoth) return [...edits, ...added.map((text) => insertItem(list, last, text))];
  const kept = options.properties.filter((property) => !isGone(literalKey(property)));
  const texts = kept.map((property) => wanted.get(literalKey(property) ?? "") ?? property.getText(tree));
  return [{ start: options.getStart(tree), end: options.end, text: `{ ${[...texts, ...added].join(", ")} }` }];
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

/** Edits single constraints of the list; null if the list is not a plain one. */
function editConstraints(property: ts.Node, change: TableChange): Edit[] | null {
  if (!ts.isPropertyAssignment(property) || !ts.isArrowFunction(property.initializer)) return null;
  const { parameters, body } = property.initializer;
  const array = ts.isParenthesizedExpression(body) ? body.expression : body;
  if (!ts.isArrayLiteralExpression(array)) return null;
  const [parameter] = parameters;
  if (parameter === undefined || !ts.isIdentifier(parameter.name) || parameter.name.text !== "t") return null;
  if (!array.elements.every((element) => wordOf(element) !== null)) return null;
  const list = listOf(change.tree, array);
  const gone = new Set<number>();
  const added: string[] = [];
  for (const word of constraintWords) {
    const own = array.elements.flatMap((element, index) => (wordOf(element) === word ? [index] : []));
    const was = constraintsOfKind(word, change.before, change.scratchPen);
    const wanted = constraintsOfKind(word, change.after, change.pen);
    if (was.join("\n") === wanted.join("\n")) continue;
    if (own.length !== was.length) return null;
    const missing = [...wanted];
    own.forEach((index, n) => {
      const at = missing.indexOf(was[n] as string);
      if (at === -1) gone.add(index);
      else missing.splice(at, 1);
    });
    added.push(...missing);
  }
  const last = array.elements.findLastIndex((_, index) => !gone.has(index));
  if (added.length > 0 && gone.size > 0 && (last === -1 || !isMultiline(list))) return null;
  return [...[...gone].map((index) => removeItem(list, index)), ...added.map((text) => insertItem(list, last, text))];
}

/** The word that a constraint begins with: `unique(…).onConflict(…)` is a `unique`. */
function wordOf(element: ts.Expression): ConstraintWord | null {
  let node: ts.Expression = element;
  while (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) node = node.expression.expression;
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return null;
  const { text } = node.expression;
  return constraintWords.find((word) => word === text) ?? null;
}
