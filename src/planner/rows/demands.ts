import { fold, named } from "../../model/names.ts";
import { mayBeNull } from "../../model/nullable.ts";
import type { Schema } from "../../model/schema.ts";
import { subject } from "../../words/subject.ts";
import { unreachable } from "../../problem/problem.ts";
import { type ChangedTable, type PairedChange, type PairedEdit, brought } from "../pair/changes.ts";
import type { Pairs } from "../pair/pair-tables.ts";
import { rowidKey } from "../../model/rowids.ts";
import type { ColumnPair, KeptColumn, NewColumn, TablePair } from "../pair/table-pair.ts";
import { askLossy, askMisfits, askNulls, askRows } from "./ask.ts";
import { type Demand, checkHolds, demand, uniqueIndex, uniqueKey } from "./demand.ts";
import { keptKeys } from "./kept-keys.ts";
import type { Today } from "./promised.ts";
import { keptReferences, lostParents, newReference } from "./references.ts";
import { lossyValues, misfits, missingFill, notWholeNumbers, nullRows } from "./refusals.ts";

/** What the changes demand of the rows. What two changes demand alike is asked once. */
export function demandsOf(pairs: Pairs, target: Schema, changes: readonly PairedChange[], today: Today): Demand[] {
  const demands = changes.flatMap((change): Demand[] => {
    if (change.kind === "drop") return lostParents(pairs, target, today, change);
    if (change.kind !== "change-table") {
      const object = brought(change);
      return object?.kind === "index" ? uniqueIndex(pairs, object, today) : [];
    }
    return [
      ...change.edits.flatMap((edit) => demandsOfEdit(pairs, target, today, change, edit)),
      ...filledWithNull(change),
      ...computedValues(change),
      ...keptKeys(pairs, change, target.indexes, today),
      ...keptReferences(pairs, target, change),
    ];
  });
  return [...new Map(demands.map((each) => [each.question.key, each])).values()];
}

function demandsOfEdit(pairs: Pairs, target: Schema, today: Today, change: ChangedTable, edit: PairedEdit): Demand[] {
  switch (edit.kind) {
    case "add-column":
      return addedColumn(change, edit.column);
    case "change-column":
      return [...setNotNull(change, edit.column), ...conversion(change, edit.column)];
    case "add-check":
      return checkHolds(change, edit.check);
    case "add-unique":
      return uniqueKey(change, edit.unique, today);
    case "change-key":
      return edit.to === null
        ? []
        : [...uniqueKey(change, edit.to, today), ...keyNotNull(change), ...becomesRowid(change)];
    case "add-foreign-key":
      return newReference(pairs, target, today, change, edit.foreignKey);
    case "change-option":
      // Both ways: without STRICT, ANY means NUMERIC.
      return edit.option === "strict"
        ? [...strictTypes(change), ...(edit.to ? keyNotNull(change) : [])]
        : edit.option === "withoutRowid" && edit.to
          ? keyNotNull(change)
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

function addedColumn(pair: TablePair, column: NewColumn): Demand[] {
  const { to, fill } = column;
  if (to.generated !== null || (isOwnKey(pair, column) && fill === null)) return [];
  const given = fill !== null || to.default !== null;
  const fits = given && pair.to.strict ? held(pair, column) : [];
  if (to.notNull === null) return fits;
  if (!given)
    return demand(askRows(pair.live.name), subject(pair.name, to.name), (count) => missingFill(pair.name, to, count));
  return [...fits, ...holdsNoNull(pair, column)];
}

/** Without a fill, a new INTEGER PRIMARY KEY takes its values from the rowids. */
function isOwnKey({ to }: TablePair, { name }: NewColumn): boolean {
  const key = rowidKey(to);
  return key !== null && fold(key) === fold(name);
}

function holdsNoNull(pair: TablePair, column: ColumnPair): Demand[] {
  return demand(
    askNulls(pair, column),
    subject(pair.name, column.name),
    (...facts) => nullRows(pair.name, column, ...facts),
    { guard: "not-null", rule: "not-null" },
  );
}

function setNotNull(pair: TablePair, column: KeptColumn): Demand[] {
  const { from, to } = column;
  return to.notNull === null || from.notNull !== null || to.generated !== null ? [] : holdsNoNull(pair, column);
}

/** A fill may give NULL in a column that does not allow it and never did. */
function filledWithNull(pair: TablePair): Demand[] {
  return pair.columns
    .filter(({ to, fill }) => fill !== null && to.generated === null && !mayBeNull(pair.to, to))
    .flatMap((column) => holdsNoNull(pair, column));
}

/** A key of a WITHOUT ROWID table, and of a STRICT one, holds no NULL. */
function keyNotNull(pair: TablePair): Demand[] {
  const { withoutRowid, strict, primaryKey } = pair.to;
  if ((!withoutRowid && !strict) || primaryKey?.isRowid === true) return [];
  const names = primaryKey?.terms.map((term) => fold(term.column)) ?? [];
  return pair.columns
    .filter(({ name, to }) => names.includes(fold(name)) && to.generated === null)
    .flatMap((column) => holdsNoNull(pair, column));
}

/** A column that becomes the INTEGER PRIMARY KEY accepts integers only, and gives each NULL a number of its own. */
function becomesRowid(pair: TablePair): Demand[] {
  const [before, after] = [rowidKey(pair.from), rowidKey(pair.to)];
  const key = after === null ? undefined : named(pair.columns, after);
  if (key === undefined || (key.from === null && key.fill === null)) return [];
  if (before !== null && fold(before) === fold(key.name)) return [];
  return [
    ...holdsNoNull(pair, key),
    ...demand(
      askLossy(pair, key),
      subject(pair.name, key.name),
      (...facts) => notWholeNumbers(pair.name, key.to, ...facts),
      { rule: "convert" },
    ),
  ];
}

/**
 * The values that a kept column holds, or gets from a fill, must fit its new type, or the old type once STRICT enforces
 * it.
 */
function conversion(pair: TablePair, column: KeptColumn): Demand[] {
  const { to, fill, converts } = column;
  const asked = converts || (fill !== null && pair.to.strict);
  return asked && to.generated === null ? held(pair, column) : [];
}

function held(pair: TablePair, column: ColumnPair): Demand[] {
  return demand(
    askLossy(pair, column),
    subject(pair.name, column.name),
    (...facts) => lossyValues(pair.to, column, ...facts),
    // A new column has no old value to lose: a STRICT table simply refuses what does not fit.
    { guard: column.converts ? "convert" : null, rule: "convert" },
  );
}

/** In a table that becomes STRICT, every column's type is enforced. */
function strictTypes(change: ChangedTable): Demand[] {
  return change.columns.flatMap((column) => {
    const changes = change.edits.some(
      (edit) => edit.kind === "change-column" && edit.column === column && edit.fields.includes("type"),
    );
    return column.from === null || changes ? [] : conversion(change, column);
  });
}

/** A STRICT table enforces the type of a generated column as well, but SQLite only checks it in its integrity check. */
function computedValues(pair: TablePair): Demand[] {
  if (!pair.to.strict) return [];
  return pair.columns.flatMap(({ from, to, converts }) => {
    const same = from !== null && from.generated?.expr.canon === to.generated?.expr.canon && !converts;
    if (to.generated === null || same) return [];
    return demand(askMisfits(pair, to), subject(pair.name, to.name), (...facts) => misfits(pair.name, to, ...facts), {
      rule: "convert",
    });
  });
}
