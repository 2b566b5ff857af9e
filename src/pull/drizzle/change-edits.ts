import type { Declared } from "../../compile/declared.ts";
import { ts } from "../../compile/read/typescript.ts";
import { named, sameName } from "../../model/names.ts";
import type { Column, Index, Schema, Table } from "../../model/schema.ts";
import type { Edit } from "../source/edits.ts";
import { insertItem, listOf, removeItem } from "../source/list-edits.ts";
import { nodeAt, topNames } from "../source/source-tree.ts";
import { columnEdits } from "./column-edits.ts";
import { declaredNames, type DeclaredTable, declaredTable, spanIn } from "./declared-table.ts";
import type { Change } from "./foreign-differences.ts";
import { viewEdits, withoutObject } from "./object-edits.ts";
import { freeKey, newPart, ownColumn, propertyAt } from "./places.ts";
import { partEdits } from "./part-edits.ts";
import { inWordsOf } from "./words-of-file.ts";
import type { FileEdits } from "./with-edits.ts";
import { drizzleColumn } from "./write-column.ts";
import { drizzleIndex, drizzleTable, keyText } from "./write-table.ts";

/** How to edit a Drizzle schema for one difference; null if it is written in a way that is not edited. */
export function editsFor(change: Change, declared: Declared, live: Schema): FileEdits | null {
  switch (change.kind) {
    case "column":
      return change.column === null
        ? withoutColumn(change.table, change.name, declared)
        : ofColumn(change.table, change.column, declared, live);
    case "index":
      return ofIndex(change.table, change.name, change.index, declared, live);
    case "table":
      return newTable(change.table, declared, live);
    case "part":
      return partEdits(change.table, change.part, declared, live);
    case "view":
      return viewEdits(change.view, declared, live);
    case "gone":
      return withoutObject(change.of, change.name, declared);
  }
}

function ofColumn(table: Table, column: Column, declared: Declared, live: Schema): FileEdits | null {
  const there = spanIn(declared, `column:${table.name}.${column.name}`);
  if (there === null) return newColumn(table, column, declared, live);
  const property = propertyAt(there);
  if (property === null) return null;
  const before = named(declared.schema.tables, table.name)?.columns.find(({ name }) => sameName(name, column.name));
  const edits = before === undefined ? null : columnEdits(property.initializer, there.tree, before, column);
  return edits === null ? null : inWordsOf(there, edits, declared);
}

function withoutColumn(table: Table, name: string, declared: Declared): FileEdits | null {
  const place = spanIn(declared, `column:${table.name}.${name}`);
  const property = place === null ? null : propertyAt(place);
  if (place === null || property === null || !ts.isObjectLiteralExpression(property.parent)) return null;
  const list = listOf(place.tree, property.parent);
  return { file: place.file, edits: [removeItem(list, list.items.indexOf(property))], imports: new Map() };
}

function newColumn(table: Table, column: Column, declared: Declared, live: Schema): FileEdits | null {
  const own = declaredTable(declared, table.name);
  if (own === null) return null;
  const { tree, columns } = own;
  const names = declaredNames(declared, live);
  const text = `${keyText(freeKey(names.column(table.name, column.name), columns))}: ${drizzleColumn(column, table, names)}`;
  const at = table.columns.indexOf(column);
  const list = listOf(tree, columns);
  const before = table.columns
    .slice(0, at)
    .map((each) => spanIn(declared, `column:${table.name}.${each.name}`))
    .map((place) => (place === null ? null : propertyAt(place)))
    .findLast((each) => each !== null && each.parent === columns);
  const after = before === undefined || before === null ? -1 : list.items.indexOf(before);
  const parents = table.foreignKeys.filter((key) => key.columns.some((name) => sameName(name, column.name)));
  return inWordsOf(own, [insertItem(list, after, text)], declared, {
    parameter: own.columnsParameter,
    tables: parents.map((key) => key.table),
  });
}

function ofIndex(table: string, name: string, index: Index | null, declared: Declared, live: Schema): FileEdits | null {
  const own = declaredTable(declared, table);
  if (own === null) return null;
  const place = spanIn(declared, `index:${name}`);
  const text = index === null ? null : indexText(index, own, declared, live);
  const there = place === null ? null : { node: nodeAt(place.tree, place.start, place.end), place };
  if (there !== null && there.node !== null && ts.isExpression(there.node)) {
    const edits = isInside(there.node, own.call.arguments[2])
      ? editedPart(there.node, own, text)
      : withoutUnique(there.node, text);
    return edits === null ? null : inWordsOf(there.place, edits, declared);
  }
  if (text === null) return null;
  const edit = newPart(own, name, text);
  return edit === null ? null : inWordsOf(own, [edit], declared);
}

/** An index that the database does not have is removed, and one that differs is replaced. */
function editedPart(node: ts.Expression, { tree }: DeclaredTable, text: string | null): readonly Edit[] | null {
  let at: ts.Node = node;
  while (!ts.isArrayLiteralExpression(at.parent) && !ts.isPropertyAssignment(at.parent)) at = at.parent;
  if (text !== null) return [{ start: at.getStart(tree), end: at.end, text }];
  const item = ts.isPropertyAssignment(at.parent) ? at.parent : at;
  const list = item.parent;
  if (!ts.isArrayLiteralExpression(list) && !ts.isObjectLiteralExpression(list)) return null;
  const items = listOf(tree, list);
  return [removeItem(items, items.items.indexOf(item))];
}

/** `.unique()` on a column. */
function withoutUnique(node: ts.Expression, text: string | null): readonly Edit[] | null {
  if (text !== null || !ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null;
  if (node.expression.name.text !== "unique") return null;
  return [{ start: node.expression.expression.end, end: node.end, text: "" }];
}

function isInside(node: ts.Node, outer: ts.Node | undefined): boolean {
  let at: ts.Node | undefined = node;
  while (at !== undefined && at !== outer) at = at.parent;
  return outer !== undefined && at === outer;
}

function indexText(index: Index, own: DeclaredTable, declared: Declared, live: Schema): string | null {
  const table = named(live.tables, index.table);
  if (table === undefined) return null;
  return drizzleIndex(index, table, ownColumn(own, table, declaredNames(declared, live)));
}

/** A table goes to the end of the file that has most of them. */
function newTable(table: Table, declared: Declared, live: Schema): FileEdits | null {
  const counts = new Map<string, number>();
  const all = declared.schema.tables
    .map(({ name }) => spanIn(declared, `table:${name}`))
    .filter((each) => each !== null);
  for (const { file } of all) counts.set(file, (counts.get(file) ?? 0) + 1);
  const [home] = all.toSorted((a, b) => (counts.get(b.file) ?? 0) - (counts.get(a.file) ?? 0));
  if (home === undefined) return null;
  const { tree } = home;
  const names = declaredNames(declared, live);
  if (topNames(tree).includes(names.table(table.name))) return null;
  const end = tree.text.length;
  const text = `${tree.text.endsWith("\n") ? "" : "\n"}\n${drizzleTable(table, live, names)}`;
  const parents = table.foreignKeys.map((key) => key.table).filter((name) => !sameName(name, table.name));
  return inWordsOf(home, [{ start: end, end, text }], declared, { tables: parents });
}
