import type { Declared } from "../../compile/declared.ts";
import { ts } from "../../compile/read/typescript.ts";
import { named, sameName } from "../../model/names.ts";
import type { Schema, Table } from "../../model/schema.ts";
import type { Edit } from "../source/edits.ts";
import { listOf, removeItem } from "../source/list-edits.ts";
import { bareExpression, literalKey } from "../source/source-tree.ts";
import { type Chain, chainOf, leadOf } from "./column-edits.ts";
import { declaredNames, type DeclaredTable, declaredTable, spanIn } from "./declared-table.ts";
import { newPart, ownColumn, propertyAt, returned } from "./places.ts";
import type { Part } from "./parts.ts";
import { keyCall, referenceCall } from "./write-column.ts";
import { checkName, drizzleCheck, drizzleForeign, drizzleKey, drizzleUnique } from "./write-table.ts";
import type { FileEdits } from "./with-edits.ts";
import { inWordsOf } from "./words-of-file.ts";

/** How to edit the keys and checks of a table: calls on its columns, and what stands beside them. */
export function partEdits(table: Table, part: Part, declared: Declared, live: Schema): FileEdits | null {
  const own = declaredTable(declared, table.name);
  if (own === null) return null;
  const edits = editsOf(table, part, own, declared, live);
  if (edits === null || edits.length === 0) return null;
  const parents = part.is === "foreign-key" && part.after !== null ? [part.after.table] : [];
  return inWordsOf(own, edits, declared, { tables: parents.filter((name) => !sameName(name, table.name)) });
}

function editsOf(
  table: Table,
  part: Part,
  own: DeclaredTable,
  declared: Declared,
  live: Schema,
): readonly Edit[] | null {
  const names = declaredNames(declared, live);
  const column = ownColumn(own, table, names);
  const beside = (columns: readonly string[]) => (call: ts.CallExpression) => isOn(call, columns.map(column));
  switch (part.is) {
    case "check": {
      const { before, after } = part;
      const found = before === null ? null : itemOf(own, "check", (call) => isText(call.arguments[0], before.name));
      const text = after === null ? null : drizzleCheck(after, table);
      return itemEdits(own, found, before !== null, text, after === null ? "" : checkName(after, table));
    }
    case "unique": {
      const { before, after } = part;
      const columns = (before ?? after)?.terms.map((term) => term.column) ?? [];
      const item = before === null ? null : itemOf(own, "unique", (_, whole) => beside(columns)(whole));
      return itemEdits(
        own,
        item,
        before !== null,
        after === null ? null : drizzleUnique(after, column),
        columns.join("_"),
      );
    }
    case "foreign-key": {
      const { before, after } = part;
      const columns = (before ?? after)?.columns ?? [];
      const [only = "", ...more] = columns;
      const item = itemOf(own, "foreignKey", (call) => isOn(call, columns.map(column)));
      if (item !== null || more.length > 0) {
        const text = after === null ? null : drizzleForeign(after, names, column);
        return itemEdits(own, item, before !== null, text, columns.join("_"));
      }
      return callEdits(
        own,
        only,
        table,
        "references",
        after === null ? null : referenceCall(after, table, names),
        declared,
      );
    }
    case "primary-key": {
      const { before, after } = part;
      const [was, is] = [before?.terms ?? [], after?.terms ?? []];
      const item = itemOf(own, "primaryKey", () => true);
      const edits: (readonly Edit[] | null)[] = [];
      const [wasOnly, isOnly] = [was, is].map((terms) => (terms.length === 1 ? (terms[0]?.column ?? "") : null));
      if (is.length > 1)
        edits.push(itemEdits(own, item, was.length > 1, drizzleKey(after as NonNullable<typeof after>, column), "pk"));
      else if (item !== null) edits.push(itemEdits(own, item, true, null, "pk"));
      if (wasOnly != null && item === null && (isOnly == null || !sameName(wasOnly, isOnly))) {
        // A column that was the key was NOT NULL without saying so.
        const stays = named(table.columns, wasOnly)?.notNull != null && !says(own, wasOnly, table, "notNull", declared);
        edits.push(callEdits(own, wasOnly, table, "primaryKey", stays ? "notNull()" : null, declared));
      }
      if (isOnly != null && after !== null)
        edits.push(callEdits(own, isOnly, table, "primaryKey", keyCall(after), declared));
      return edits.some((each) => each === null) ? null : edits.flatMap((each) => each ?? []);
    }
  }
}

/** One of the calls beside the columns: added, replaced, or removed. */
function itemEdits(
  own: DeclaredTable,
  item: ts.Expression | null,
  wasThere: boolean,
  text: string | null,
  name: string,
): readonly Edit[] | null {
  if (item === null) {
    const edit = wasThere || text === null ? null : newPart(own, name, text);
    return edit === null ? null : [edit];
  }
  if (text !== null) return [{ start: item.getStart(own.tree), end: item.end, text }];
  const whole = ts.isPropertyAssignment(item.parent) ? item.parent : item;
  const list = whole.parent;
  if (!ts.isArrayLiteralExpression(list) && !ts.isObjectLiteralExpression(list)) return null;
  const items = listOf(own.tree, list);
  return [removeItem(items, items.items.indexOf(whole))];
}

/** The element beside the columns that begins with this word. */
function itemOf(
  { call }: DeclaredTable,
  word: string,
  fits: (call: ts.CallExpression, whole: ts.CallExpression) => boolean,
): ts.Expression | null {
  const extras = call.arguments[2];
  const list = extras === undefined ? null : returned(extras);
  if (list === null) return null;
  const items = ts.isArrayLiteralExpression(list)
    ? [...list.elements]
    : ts.isObjectLiteralExpression(list)
      ? list.properties.flatMap((each) => (ts.isPropertyAssignment(each) ? [each.initializer] : []))
      : [];
  const found = items.filter((item) => {
    const whole = bareExpression(item);
    if (!ts.isCallExpression(whole)) return false;
    let first: ts.CallExpression = whole;
    while (ts.isPropertyAccessExpression(first.expression) && ts.isCallExpression(first.expression.expression))
      first = first.expression.expression;
    return nameOf(first.expression) === word && fits(first, whole);
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}

function nameOf(callee: ts.Expression): string | null {
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  return ts.isIdentifier(callee) ? callee.text : null;
}

function isText(node: ts.Expression | undefined, text: string | null): boolean {
  return node !== undefined && ts.isStringLiteralLike(node) && node.text === text;
}

/** Whether a call is on these columns: `.on(t.a, t.b)` or `{ columns: [t.a, t.b] }`. */
function isOn(call: ts.CallExpression, columns: readonly string[]): boolean {
  const [first] = call.arguments;
  const property =
    first !== undefined && ts.isObjectLiteralExpression(first)
      ? first.properties.find((each) => literalKey(each) === "columns")
      : undefined;
  const list =
    property !== undefined && ts.isPropertyAssignment(property) ? bareExpression(property.initializer) : null;
  const given = list !== null && ts.isArrayLiteralExpression(list) ? list.elements : call.arguments;
  const texts = [...given].map((each) => each.getText());
  return (
    texts.length === columns.length &&
    texts.every((text, n) => text.split(".").at(-1) === columns[n]?.split(".").at(-1))
  );
}

/** A column as a chain of calls; null if it is declared in another file, or in no such form. */
function chainIn(own: DeclaredTable, column: string, table: Table, declared: Declared): Chain | null {
  const place = spanIn(declared, `column:${table.name}.${column}`);
  const property = place === null || place.file !== own.file ? null : propertyAt(place);
  return property === null ? null : chainOf(property.initializer);
}

function says(own: DeclaredTable, column: string, table: Table, word: string, declared: Declared): boolean {
  return chainIn(own, column, table, declared)?.calls.some(({ name }) => name === word) === true;
}

/** A call on a column: added, replaced, or removed. */
function callEdits(
  own: DeclaredTable,
  column: string,
  table: Table,
  word: string,
  text: string | null,
  declared: Declared,
): readonly Edit[] | null {
  const chain = chainIn(own, column, table, declared);
  if (chain === null) return null;
  const there = chain.calls.find(({ name }) => name === word);
  if (there === undefined) {
    const { end } = chain.calls.at(-1)?.node ?? chain.base;
    return text === null ? null : [{ start: end, end, text: `${leadOf(chain, own.tree)}.${text}` }];
  }
  const { expression } = there.node;
  if (text === null) return [{ start: there.from, end: there.node.end, text: "" }];
  if (!ts.isPropertyAccessExpression(expression)) return null;
  return [{ start: expression.name.getStart(own.tree), end: there.node.end, text }];
}
