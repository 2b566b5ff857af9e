import type { Change, Edit, TableChange } from "../diff/change.ts";
import { canonicalPart } from "../model/canonical.ts";
import { fold } from "../model/names.ts";
import type { Column, ForeignKey, Index, Table } from "../model/schema.ts";
import { subject } from "../plan/directive.ts";
import type { Question } from "../plan/facts.ts";
import type { Problem } from "../problem/problem.ts";
import { never } from "../problem/problem.ts";
import { qualified, quoteName } from "../sql/quote.ts";
import { askCheck, askDuplicates, askLossy, askNulls, askOrphans, askRows, termExpression } from "./ask.ts";
import { fillOf } from "./fill.ts";
import { mentions } from "../sql/retarget.ts";
import { type Situation, fillFor, findColumn, findTable, liveTable } from "./situation.ts";
import { converts } from "./source.ts";
import { checkRows, duplicateRows, lossyValues, missingFill, nullRows, orphanRows } from "./refusals.ts";

/** Something that the live rows can forbid: what to ask them, and what to say where the answer is not zero. */
export interface Demand {
  readonly question: Question;
  /** The table or column it is about, as a person would name it. */
  readonly subject: string;
  /** The tables and columns that the answer rests on: where one of them may be a renamed one, the answer means nothing yet. */
  readonly rests: readonly string[];
  readonly refuse: (count: number, sample: readonly string[], find: string) => Problem;
}

export function demandsOf(situation: Situation, changes: readonly Change[]): Demand[] {
  return changes.flatMap((change): Demand[] => {
    if (change.kind === "change-table")
      return [
        ...change.edits.flatMap((edit) => demandsOfEdit(situation, change, edit)),
        ...keptKeys(situation, change),
      ];
    if (change.kind === "create" && change.object.kind === "index") return uniqueIndex(situation, change.object);
    return change.kind === "replace-index" ? uniqueIndex(situation, change.to) : [];
  });
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
            ...numberedNulls(situation, change),
          ];
    case "add-foreign-key":
      return orphans(situation, table, edit.foreignKey);
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
      return never(edit);
  }
}

function demand(
  question: Question | null,
  about: string,
  refuse: Demand["refuse"],
  rests: readonly string[] = [about],
): Demand[] {
  return question === null ? [] : [{ question, subject: about, rests, refuse }];
}

function columnsOf(table: Table, names: readonly string[]): string[] {
  return names.flatMap((name) => findColumn(table, name)?.name ?? []).map((name) => subject(table.name, name));
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

/** SQLite gives a number of its own to each NULL in a column that becomes the INTEGER PRIMARY KEY. */
function numberedNulls(situation: Situation, { from, to }: TableChange): Demand[] {
  const key = to.primaryKey?.isRowid ? findColumn(to, to.primaryKey.terms[0]?.column ?? "") : undefined;
  if (key === undefined || findColumn(from, key.name) === undefined) return [];
  if (from.primaryKey?.isRowid && fold(from.primaryKey.terms[0]?.column ?? "") === fold(key.name)) return [];
  return demand(askNulls(situation, to, key), subject(to.name, key.name), (...facts) =>
    nullRows(to.name, key, ...facts),
  );
}

function conversion(situation: Situation, change: TableChange, from: Column, to: Column): Demand[] {
  if (!converts(change.from, from, change.to, to) || to.generated !== null || from.generated !== null) return [];
  if (fillOf(situation, change.from, change.to, to)?.rows === "all") return [];
  return demand(askLossy(situation, change.to, to), subject(change.to.name, to.name), (...facts) =>
    lossyValues(change.to.name, from, to, ...facts),
  );
}

/** Every column of a table that becomes STRICT is held to its type. */
function strictTypes(situation: Situation, change: TableChange): Demand[] {
  return change.to.columns.flatMap((column) => {
    const before = change.from.columns.find((each) => fold(each.name) === fold(column.name));
    const changes = change.edits.some(
      (edit) => edit.kind === "change-column" && edit.to === column && edit.fields.includes("type"),
    );
    return before === undefined || changes ? [] : conversion(situation, change, before, column);
  });
}

function unique(
  situation: Situation,
  table: Table,
  terms: readonly string[],
  names: readonly string[],
  filter: string | null = null,
): Demand[] {
  return demand(
    askDuplicates(situation, table, terms, filter),
    subject(table.name),
    (...facts) => duplicateRows(table.name, names, ...facts),
    columnsOf(table, [...names.flatMap((name) => [name, ...mentions(name)]), ...mentions(filter ?? "")]),
  );
}

/** A key that stays, over values that do not: a fill or a conversion may make two rows alike. */
function keptKeys(situation: Situation, change: TableChange): Demand[] {
  const { from, to: table, edits } = change;
  const renewed = new Set(
    table.columns
      .filter((column) => {
        const before = findColumn(from, column.name);
        return (
          fillOf(situation, from, table, column) !== null ||
          (before !== undefined && converts(from, before, table, column))
        );
      })
      .map((column) => fold(column.name)),
  );
  if (renewed.size === 0) return [];
  const key = edits.some((edit) => edit.kind === "change-key") ? null : table.primaryKey;
  const added = edits.flatMap((edit) => (edit.kind === "add-unique" ? [edit.unique] : []));
  const keys = [
    ...(key === null || key.isRowid ? [] : [key]),
    ...table.uniques.filter((each) => !added.includes(each)),
  ];
  const indexes = situation.target.indexes.filter((index) => fold(index.table) === fold(table.name));
  const filled = new Set(
    table.columns
      .filter((column) => fillOf(situation, from, table, column) !== null)
      .map((column) => fold(column.name)),
  );
  return [
    ...table.foreignKeys
      .filter(({ columns }) => columns.some((column) => filled.has(fold(column))))
      .flatMap((foreign) => (hadIt(situation, table, foreign) ? pointsSomewhere(situation, table, foreign) : [])),
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
          (text) => [...mentions(text)].some((name) => renewed.has(name)),
        ),
      )
      .flatMap((index) => uniqueIndex(situation, index)),
  ];
}

function uniqueIndex(situation: Situation, index: Index): Demand[] {
  const table = findTable(situation.target, index.table);
  if (!index.unique || table === null) return [];
  const terms = index.terms.map((term) => {
    const value = term.column === null ? `(${term.expr?.text}\n)` : qualified(table.name, term.column);
    return `${value} COLLATE ${quoteName(term.collate ?? "BINARY")}`;
  });
  return unique(
    situation,
    table,
    terms,
    index.terms.map((term) => term.column ?? term.expr?.text ?? ""),
    index.where?.text ?? null,
  );
}

function orphans(situation: Situation, table: Table, foreign: ForeignKey): Demand[] {
  return hadIt(situation, table, foreign) ? [] : pointsSomewhere(situation, table, foreign);
}

function pointsSomewhere(situation: Situation, table: Table, foreign: ForeignKey): Demand[] {
  const parent = findTable(situation.target, foreign.table);
  if (parent === null) return [];
  return demand(
    askOrphans(situation, table, foreign.columns, parent, foreign.references),
    subject(table.name, ...foreign.columns.slice(0, 1)),
    (...facts) => orphanRows(table.name, foreign, ...facts),
    [
      ...columnsOf(table, foreign.columns),
      subject(parent.name),
      ...columnsOf(
        parent,
        parent.columns.map((column) => column.name),
      ),
    ],
  );
}

/** A reference whose actions change, and nothing else, asks nothing new of the rows. */
function hadIt(situation: Situation, table: Table, foreign: ForeignKey): boolean {
  const what = ({ columns, table: parent, references }: ForeignKey) =>
    canonicalPart({ columns: columns.map(fold), table: parent, references });
  return findTable(situation.renamed, table.name)?.foreignKeys.some((each) => what(each) === what(foreign)) ?? false;
}
