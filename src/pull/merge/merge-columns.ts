import { ts } from "../../compile/read/typescript.ts";
import { fold, named, sameName } from "../../model/names.ts";
import { onColumn } from "../../model/on-column.ts";
import type { Column, Table } from "../../model/schema.ts";
import type { Edit } from "../source/edits.ts";
import { insertItem, type List, listOf, removeItem } from "../source/list-edits.ts";
import { mergedChain } from "./merge-chain.ts";
import { keyText, type Pen } from "../write/pen.ts";
import { findProperty, plainColumn, spreadColumns, type Trees } from "../source/shared-piece.ts";
import { type Link, columnChain } from "../write/write-column.ts";
import { chainText, columnProperty } from "../write/write-table.ts";

/** A property of the object with the columns, and the columns that come from it. */
interface Slot {
  readonly index: number;
  readonly node: ts.ObjectLiteralElementLike;
  readonly columns: readonly string[];
}

/** One table as it is declared, and as it should be. */
export interface TableChange {
  readonly before: Table;
  readonly after: Table;
  readonly tree: ts.SourceFile;
  readonly trees: Trees;
  readonly pen: Pen;
  /** For what is only compared, not written. */
  readonly scratchPen: Pen;
}

/** Edits of the columns; null if the object cannot be followed and the table must be rewritten. */
export function editColumns(object: ts.ObjectLiteralExpression, change: TableChange): Edit[] | null {
  const slots = readSlots(object, change);
  if (slots === null) return null;
  const list = listOf(change.tree, object);
  const edits: Edit[] = [];
  for (const slot of slots) {
    const edit = ts.isSpreadAssignment(slot.node) ? editSpread(slot, list, change) : editProperty(slot, list, change);
    if (edit === "unclear") return null;
    if (edit !== null) edits.push(edit);
  }
  const declared = new Set(slots.flatMap((slot) => slot.columns.map(fold)));
  change.after.columns.forEach((column, at) => {
    if (declared.has(fold(column.name))) return;
    edits.push(insertItem(list, slotBefore(slots, change.after.columns, at), newProperty(column, change)));
  });
  return edits;
}

function newProperty(column: Column, { after, pen }: TableChange): string {
  return columnProperty(after, column, pen).trim().replace(/,$/, "");
}

/** The slot of the nearest column before this one that is declared and stays. */
function slotBefore(slots: readonly Slot[], columns: readonly Column[], at: number): number {
  for (const column of columns.slice(0, at).reverse()) {
    const slot = slots.find((each) => each.columns.some((name) => sameName(name, column.name)));
    if (slot !== undefined) return slot.index;
  }
  return -1;
}

function readSlots(object: ts.ObjectLiteralExpression, { tree, trees }: TableChange): Slot[] | null {
  const slots: Slot[] = [];
  for (const [index, node] of object.properties.entries()) {
    const columns = ts.isSpreadAssignment(node) ? spreadColumns(node.expression, tree, trees) : plainColumn(node);
    if (columns === null) return null;
    slots.push({ index, node, columns });
  }
  const names = slots.flatMap((slot) => slot.columns.map(fold));
  return new Set(names).size === names.length ? slots : null;
}

interface Chains {
  readonly before: readonly Link[];
  readonly after: readonly Link[];
  readonly same: boolean;
}

function chains(was: Column, column: Column, { before, after, pen, scratchPen }: TableChange): Chains {
  const old = columnChain(before, was, onColumn(before, was.name), scratchPen);
  const probe = columnChain(after, column, onColumn(after, column.name), scratchPen);
  const same = old.map((link) => link.text).join("") === probe.map((link) => link.text).join("");
  return { before: old, after: same ? probe : columnChain(after, column, onColumn(after, column.name), pen), same };
}

function editProperty(slot: Slot, list: List, change: TableChange): Edit | null | "unclear" {
  const [name = ""] = slot.columns;
  const was = named(change.before.columns, name);
  const column = named(change.after.columns, name);
  if (was === undefined) return "unclear";
  if (column === undefined) return removeItem(list, slot.index);
  const links = chains(was, column, change);
  const renamed = was.name !== column.name;
  if (links.same && !renamed) return null;
  const { node } = slot;
  if (!ts.isPropertyAssignment(node) || renamed) {
    const text = `${keyText(column.name)}: ${chainText(links.after, keyText(column.name))}`;
    return { start: node.getStart(change.tree), end: node.end, text };
  }
  const merged = mergedChain(node.initializer, change.tree, links.before, links.after);
  const text = merged ?? chainText(links.after, keyText(column.name));
  return { start: node.initializer.getStart(change.tree), end: node.initializer.end, text };
}

/** A shared piece stays while it is true for all its columns; otherwise it is written out for this table. */
function editSpread(slot: Slot, list: List, change: TableChange): Edit | null | "unclear" {
  const fits = slot.columns.every((name) => {
    const [was, column] = [named(change.before.columns, name), named(change.after.columns, name)];
    return was !== undefined && column !== undefined && was.name === column.name && chains(was, column, change).same;
  });
  if (fits) return null;
  const texts: string[] = [];
  for (const name of slot.columns) {
    const column = named(change.after.columns, name);
    if (column === undefined) continue;
    texts.push(spreadProperty(slot, name, column, change) ?? newProperty(column, change));
  }
  if (texts.length === 0) return removeItem(list, slot.index);
  const start = slot.node.getStart(change.tree);
  const line = list.text.slice(list.text.lastIndexOf("\n", start - 1) + 1, start);
  const indent = /^[ \t]*$/.test(line) ? line : null;
  return { start, end: slot.node.end, text: texts.join(indent === null ? ", " : `,\n${indent}`) };
}

/** A column of the shared piece in its author's words, as far as they are still true. */
function spreadProperty(slot: Slot, name: string, column: Column, change: TableChange): string | null {
  const was = named(change.before.columns, name);
  const found = ts.isSpreadAssignment(slot.node)
    ? findProperty(slot.node.expression, name, change.tree, change.trees)
    : null;
  // What another file writes may need what only that file imports.
  if (was === undefined || found === null || found.tree !== change.tree) return null;
  const node = found.property;
  const links = chains(was, column, change);
  const { text } = change.tree;
  if (links.same) return text.slice(node.getStart(change.tree), node.end);
  const merged = mergedChain(node.initializer, change.tree, links.before, links.after);
  return merged === null
    ? null
    : `${text.slice(node.getStart(change.tree), node.initializer.getStart(change.tree))}${merged}`;
}
