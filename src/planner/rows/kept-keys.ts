import type { TableChange } from "../../diff/change.ts";
import { fold } from "../../model/names.ts";
import type { Column, Table } from "../../model/schema.ts";
import { subject } from "../../plan/directive.ts";
import { quoteName } from "../../sql/quote.ts";
import { mentions } from "../../sql/retarget.ts";
import { askCheck, termExpression } from "./ask.ts";
import { type Demand, columnsOf, demand, unique, uniqueIndex } from "./demand.ts";
import { fillOf } from "../pair/fill.ts";
import { checkRows } from "./refusals.ts";
import { type Situation, findColumn } from "../situation.ts";
import { converts } from "./future-rows.ts";

/** What stays while values do not: a fill or a conversion may make two rows alike, or let a row fail an old CHECK. */
export function keptKeys(situation: Situation, { from, to: table, edits }: TableChange): Demand[] {
  const renewed = renewedColumns(situation, from, table);
  if (renewed.size === 0) return [];
  const touches = (text: string) => [...mentions(text)].some((name) => renewed.has(name));
  const newKey = edits.some((edit) => edit.kind === "change-key");
  const added = new Set(
    edits.flatMap((edit): object[] =>
      edit.kind === "add-unique" ? [edit.unique] : edit.kind === "add-check" ? [edit.check] : [],
    ),
  );
  const keys = [
    ...(table.primaryKey === null || newKey ? [] : [table.primaryKey]),
    ...table.uniques.filter((each) => !added.has(each)),
  ];
  const indexes = situation.target.indexes.filter((index) => fold(index.table) === fold(table.name));
  return [
    ...table.checks
      .filter((each) => !added.has(each) && touches(each.expr.text))
      .flatMap((each) =>
        demand(
          askCheck(situation, table, each.expr.text),
          subject(table.name),
          (...facts) => checkRows(table.name, each, ...facts),
          columnsOf(table, [...mentions(each.expr.text)]),
        ),
      ),
    ...keys
      .filter(({ terms }) => terms.some((term) => renewed.has(fold(term.column))))
      .flatMap(({ terms }) =>
        unique(
          situation,
          table,
          terms.map((term) => termExpression(table, term)),
          terms.map((term) => term.column),
        ),
      ),
    ...indexes
      .filter(({ terms, where }) =>
        [...terms.map((term) => quoteName(term.column ?? "") + (term.expr?.text ?? "")), where?.text ?? ""].some(
          touches,
        ),
      )
      .flatMap((index) => uniqueIndex(situation, index)),
  ];
}

/** The columns, folded, whose values will not be what they are: filled, converted, or computed from such. */
export function renewedColumns(situation: Situation, from: Table, to: Table): ReadonlySet<string> {
  const renewed = new Set(to.columns.filter((column) => isRenewed(situation, from, to, column)).map(name));
  const computed = to.columns.filter((column) => column.generated !== null);
  for (let before = -1; before !== renewed.size; ) {
    before = renewed.size;
    for (const column of computed)
      if ([...mentions(column.generated?.expr.text ?? "")].some((each) => renewed.has(each))) renewed.add(name(column));
  }
  return renewed;
}

function isRenewed(situation: Situation, from: Table, to: Table, column: Column): boolean {
  const before = findColumn(from, column.name);
  if (before === undefined) return fillOf(situation, from, to, column) !== null;
  return (
    fillOf(situation, from, to, column) !== null ||
    converts(from, before, to, column) ||
    (column.generated !== null && before.generated?.expr.canon !== column.generated.expr.canon)
  );
}

function name(column: Column): string {
  return fold(column.name);
}
