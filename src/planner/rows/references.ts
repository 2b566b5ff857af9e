import type { TableChange } from "../../diff/change.ts";
import { canonicalPart } from "../../model/canonical.ts";
import { fold, sameName } from "../../model/names.ts";
import type { ForeignKey, Table } from "../../model/schema.ts";
import { subject } from "../../plan/directive.ts";
import { askNewOrphans, askOrphans } from "./ask.ts";
import { type Demand, columnsOf, demand } from "./demand.ts";
import { renewedColumns } from "./kept-keys.ts";
import { orphanRows } from "./refusals.ts";
import { type Situation, findColumn, findTable } from "../situation.ts";

/** A reference that is new: every row has to point somewhere. */
export function newReference(situation: Situation, table: Table, foreign: ForeignKey): Demand[] {
  if (formerReference(situation, table, foreign) !== undefined) return [];
  const parent = findTable(situation.target, foreign.table);
  if (parent === null) return [];
  return demand(
    askOrphans(situation, table, foreign.columns, parent, foreign.references),
    on(table, foreign),
    (...facts) => orphanRows(table.name, foreign, ...facts),
    restsOn(table, foreign, parent),
  );
}

/** References that stay, over values that do not, on either side: no row may lose its parent by that. */
export function keptReferences(situation: Situation, { from, to }: TableChange): Demand[] {
  const renewed = new Set([
    ...renewedColumns(situation, from, to),
    ...to.columns
      .filter((column) => findColumn(from, column.name) && findColumn(from, column.name)?.collate !== column.collate)
      .map((column) => fold(column.name)),
  ]);
  if (renewed.size === 0) return [];
  return situation.target.tables.flatMap((table) =>
    table.foreignKeys.flatMap((foreign): Demand[] => {
      const own = sameName(table.name, to.name) ? foreign.columns : [];
      const pointedAt = sameName(foreign.table, to.name) ? foreign.references : [];
      if (![...own, ...pointedAt].some((column) => renewed.has(fold(column)))) return [];
      const before = formerReference(situation, table, foreign);
      const parent = findTable(situation.target, foreign.table);
      if (before === undefined || parent === null) return [];
      return demand(
        askNewOrphans(situation, table, before, parent, foreign),
        on(table, foreign),
        (...facts) => orphanRows(table.name, foreign, ...facts),
        restsOn(table, foreign, parent),
      );
    }),
  );
}

function restsOn(table: Table, foreign: ForeignKey, parent: Table): string[] {
  const all = parent.columns.map((column) => column.name);
  return [...columnsOf(table, foreign.columns), subject(parent.name), ...columnsOf(parent, all)];
}

function on(table: Table, foreign: ForeignKey): string {
  return subject(table.name, ...foreign.columns.slice(0, 1));
}

/** A reference whose actions change, and nothing else, asks nothing new of the rows. */
function formerReference(situation: Situation, table: Table, foreign: ForeignKey): ForeignKey | undefined {
  const what = ({ columns, table: parent, references }: ForeignKey) =>
    canonicalPart({ columns: columns.map(fold), table: parent, references });
  return findTable(situation.renamed, table.name)?.foreignKeys.find((each) => what(each) === what(foreign));
}
