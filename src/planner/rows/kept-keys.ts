import { fold } from "../../model/names.ts";
import type { Index } from "../../model/schema.ts";
import { quoteName } from "../../sql/quote.ts";
import { mentions } from "../../sql/mentions.ts";
import type { ChangedTable } from "../pair/changes.ts";
import type { Pairs } from "../pair/pair-tables.ts";
import { type ColumnPair, type TablePair, comparesDifferently } from "../pair/table-pair.ts";
import { type Demand, checkHolds, uniqueIndex, uniqueKey } from "./demand.ts";
import type { Today } from "./promised.ts";

/**
 * Keys and CHECKs that stay while values or comparisons do not: a fill, a conversion or another collation may make two
 * rows equal, or let a row fail an old CHECK.
 */
export function keptKeys(pairs: Pairs, change: ChangedTable, indexes: readonly Index[], today: Today): Demand[] {
  const renewed = renewedColumns(change);
  if (renewed.size === 0) return [];
  const { to: table, edits } = change;
  const touches = (text = "") => [...mentions(text)].some((name) => renewed.has(name));
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
  return [
    ...table.checks
      .filter((each) => !added.has(each) && touches(each.expr.text))
      .flatMap((each) => checkHolds(change, each)),
    ...keys
      .filter(({ terms }) => terms.some((term) => renewed.has(fold(term.column))))
      .flatMap((key) => uniqueKey(change, key, today)),
    ...indexes
      .filter((index) => fold(index.table) === fold(table.name))
      .filter(({ terms, where }) =>
        [...terms.map(({ column, expr }) => (column === null ? expr?.text : quoteName(column))), where?.text].some(
          touches,
        ),
      )
      .flatMap((index) => uniqueIndex(pairs, index, today)),
  ];
}

/**
 * The columns, folded, that conditions may see differently: filled, converted, compared in another way, or computed from
 * such columns.
 */
export function renewedColumns(pair: TablePair): ReadonlySet<string> {
  const { columns, to } = pair;
  const isSeenDifferently = (column: ColumnPair) => isRenewed(column) || comparesDifferently(pair, column);
  const renewed = new Set(columns.filter(isSeenDifferently).map(({ name }) => fold(name)));
  const computed = to.columns.filter((column) => column.generated !== null);
  for (let before = -1; before !== renewed.size; ) {
    before = renewed.size;
    for (const { name, generated } of computed)
      if ([...mentions(generated?.expr.text ?? "")].some((each) => renewed.has(each))) renewed.add(fold(name));
  }
  return renewed;
}

function isRenewed({ from, to, fill, converts }: ColumnPair): boolean {
  if (from === null || fill !== null || converts) return fill !== null || converts;
  return to.generated !== null && from.generated?.expr.canon !== to.generated.expr.canon;
}
