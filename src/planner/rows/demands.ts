import type { Change, Edit, TableChange } from "../../diff/change.ts";
import { fold, named } from "../../model/names.ts";
import type { Column, Table } from "../../model/schema.ts";
import { subject } from "../../plan/directive.ts";
import { unreachable } from "../../problem/problem.ts";
import { askCheck, askLossy, askMisfits, askNulls, askRows, termExpression } from "./ask.ts";
import { type Demand, columnsOf, demand, unique, uniqueIndex } from "./demand.ts";
import { mentions } from "../../sql/retarget.ts";
import { fillOf } from "../pair/fill.ts";
import { keptKeys } from "./kept-keys.ts";
import { keptReferences, newReference } from "./references.ts";
import { checkRows, lossyValues, misfits, missingFill, notWholeNumbers, nullRows } from "./refusals.ts";
import { type Situation, fillFor, findColumn, liveTable } from "../situation.ts";
import { converts } from "./future-rows.ts";

/** What the changes demand of the rows; what two changes demand alike is asked once. */
export function demandsOf(situation: Situation, changes: readonly Change[]): Demand[] {
  const demands = changes.flatMap((change): Demand[] => {
    if (change.kind === "change-table")
      return [
        ...change.edits.flatMap((edit) => demandsOfEdit(situation, change, edit)),
        ...computedValues(situation, change),
        ...keptKeys(situation, change),
        ...keptReferences(situation, change),
      ];
    if (change.kind === "create" && change.object.kind === "index") return uniqueIndex(situation, change.object);
    return change.kind === "replace-index" ? uniqueIndex(situation, change.to) : [];
  });
  return [...new Map(demands.map((each) => [each.question.key, each])).values()];
}

function demandsOfEdit(situation: Situation, change: TableChange, edit: Edit): Demand[] {
  const table = change.to;
  switch (edit.kind) {
    case "add-column":
      return addedColumn(situation, change, edit.column);
    case "change-column":
      return [
        ...setNotNull(situation, table, edit.from, edit.to),
        ...conversion(situation, change, edit.from, edit.to),
      ];
    case "add-check":
      return demand(
        askCheck(situation, table, edit.check.expr.text),
        subject(table.name),
        (...facts) => checkRows(table.name, edit.check, ...facts),
        columnsOf(table, [...mentions(edit.check.expr.text)]),
      );
    case "add-unique":
      return unique(
        situation,
        table,
        edit.unique.terms.map((term) => termExpression(table, term)),
        edit.unique.terms.map((term) => term.column),
      );
    case "change-key":
      return edit.to === null
        ? []
        : [
            ...unique(
              situation,
              table,
              edit.to.terms.map((term) => termExpression(table, term)),
              edit.to.terms.map((term) => term.column),
            ),
            ...keyNotNull(situation, table),
            ...becomesRowid(situation, change),
          ];
    case "add-foreign-key":
      return newReference(situation, table, edit.foreignKey);
    case "change-option":
      // Either way: without STRICT, ANY is NUMERIC.
      return edit.option === "strict"
        ? [...strictTypes(situation, change), ...(edit.to ? keyNotNull(situation, table) : [])]
        : edit.option === "withoutRowid" && edit.to
          ? keyNotNull(situation, table)
          : [];
    case "drop-column":
    case "drop-unique":
    case "drop-check":
    case "drop-foreign-key":
      return [];
    default:
      return unreachable(edit);
  }
}

function addedColumn(situation: Situation, change: TableChange, column: Column): Demand[] {
  const table = change.to;
  if (column.notNull === null || column.generated !== null) return [];
  const fill = fillFor(situation, table.name, column.name);
  const live = liveTable(situation, table.name);
  if (live === null || isOwnKey(table, column)) return [];
  if (fill === null && column.default === null) {
    return demand(askRows(live.name), subject(table.name, column.name), (count) =>
      missingFill(table.name, column, count),
    );
  }
  return demand(askNulls(situation, table, column), subject(table.name, column.name), (...facts) =>
    nullRows(table.name, column, ...facts),
  );
}

/** A new INTEGER PRIMARY KEY gets its values from the rows' numbers. */
function isOwnKey(table: Table, column: Column): boolean {
  return table.primaryKey?.isRowid === true && fold(table.primaryKey.terms[0]?.column ?? "") === fold(column.name);
}

function setNotNull(situation: Situation, table: Table, from: Column, to: Column): Demand[] {
  if (to.notNull === null || from.notNull !== null || to.generated !== null) return [];
  return demand(askNulls(situation, table, to), subject(table.name, to.name), (...facts) =>
    nullRows(table.name, to, ...facts),
  );
}

/** A key of a WITHOUT ROWID table, and of a STRICT one, holds no NULL. */
function keyNotNull(situation: Situation, table: Table): Demand[] {
  if (!table.withoutRowid && !table.strict) return [];
  if (table.primaryKey?.isRowid === true) return [];
  const names = table.primaryKey?.terms.map((term) => fold(term.column)) ?? [];
  return table.columns
    .filter((column) => names.includes(fold(column.name)) && column.generated === null)
    .flatMap((column) =>
      demand(askNulls(situation, table, column), subject(table.name, column.name), (...facts) =>
        nullRows(table.name, column, ...facts),
      ),
    );
}

/** What becomes the INTEGER PRIMARY KEY takes integers only, and gives a number of its own to each NULL. */
function becomesRowid(situation: Situation, { from, to }: TableChange): Demand[] {
  const key = to.primaryKey?.isRowid ? findColumn(to, to.primaryKey.terms[0]?.column ?? "") : undefined;
  const before = key === undefined ? undefined : findColumn(from, key.name);
  if (key === undefined || before === undefined) return [];
  if (from.primaryKey?.isRowid && fold(from.primaryKey.terms[0]?.column ?? "") === fold(key.name)) return [];
  const on = subject(to.name, key.name);
  const asked = converts(from, before, to, key) || fillOf(situation, from, to, key)?.rows === "all";
  return [
    ...demand(askNulls(situation, to, key), on, (...facts) => nullRows(to.name, key, ...facts)),
    ...(asked ? [] : demand(askLossy(situation, to, key), on, (...facts) => notWholeNumbers(to.name, key, ...facts))),
  ];
}

function conversion(situation: Situation, change: TableChange, from: Column, to: Column): Demand[] {
  if (!converts(change.from, from, change.to, to) || to.generated !== null) return [];
  if (fillOf(situation, change.from, change.to, to)?.rows === "all") return [];
  return demand(askLossy(situation, change.to, to), subject(change.to.name, to.name), (...facts) =>
    lossyValues(change.to.name, from, to, ...facts),
  );
}

/** Every column of a table that becomes STRICT is held to its type. */
function strictTypes(situation: Situation, change: TableChange): Demand[] {
  return change.to.columns.flatMap((column) => {
    const before = named(change.from.columns, column.name);
    const changes = change.edits.some(
      (edit) => edit.kind === "change-column" && edit.to === column && edit.fields.includes("type"),
    );
    return before === undefined || changes ? [] : conversion(situation, change, before, column);
  });
}

/** A STRICT table holds a generated column to its type as well, but SQLite looks at it in its checks only. */
function computedValues(situation: Situation, { from, to }: TableChange): Demand[] {
  if (!to.strict) return [];
  return to.columns.flatMap((column) => {
    const before = findColumn(from, column.name);
    const same =
      before?.generated?.expr.canon === column.generated?.expr.canon && before && !converts(from, before, to, column);
    if (column.generated === null || same) return [];
    return demand(askMisfits(situation, to, column), subject(to.name, column.name), (...facts) =>
      misfits(to.name, column, ...facts),
    );
  });
}
