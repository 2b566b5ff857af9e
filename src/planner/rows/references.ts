import { canonicalPart } from "../../model/canonical.ts";
import { fold, named, sameName } from "../../model/names.ts";
import type { ForeignKey, Schema, Table } from "../../model/schema.ts";
import { subject } from "../../words/subject.ts";
import type { Question } from "../../model/facts.ts";
import type { Dropped } from "../pair/changes.ts";
import type { Pairs } from "../pair/pair-tables.ts";
import { type TablePair, liveColumnName } from "../pair/table-pair.ts";
import { referring } from "../pair/unmanaged.ts";
import { askBelow, askNewOrphans, askOrphans, askReferring } from "./ask-orphans.ts";
import { type Demand, columnSubjects, demand, ruleOver } from "./demand.ts";
import { renewedColumns } from "./kept-keys.ts";
import { type Today, isAlwaysNull } from "./promised.ts";
import { orphanRows, rowsOfMissing } from "./refusals.ts";

/** A new reference: every row must point to a parent. */
export function newReference(
  pairs: Pairs,
  target: Schema,
  today: Today,
  pair: TablePair,
  foreign: ForeignKey,
): Demand[] {
  // SQLite counts a row without its parent once for each reference, so a duplicate reference counts it again.
  const isFormer = alike(pair.from, foreign).length >= alike(pair.to, foreign).length;
  if (isFormer) return [];
  const parent = named(target.tables, foreign.table);
  if (parent === undefined) return isThere(foreign.table, target, today) ? [] : pointsNowhere(pair, foreign);
  if (!canBeChecked(foreign)) return [];
  const above = { table: parent, pair: pairs.of(parent.name) ?? null };
  return pointsSomewhere(pair, foreign, parent, askOrphans(pair, foreign.columns, above, foreign.references));
}

/** References that stay while values on either side change, or how they compare: no row may lose its parent because of that. */
export function keptReferences(pairs: Pairs, target: Schema, change: TablePair): Demand[] {
  const renewed = renewedColumns(change);
  if (renewed.size === 0) return [];
  return target.tables.flatMap((table) =>
    table.foreignKeys.flatMap((foreign): Demand[] => {
      if (!canBeChecked(foreign)) return [];
      const own = sameName(table.name, change.name) ? foreign.columns : [];
      const pointedAt = sameName(foreign.table, change.name) ? foreign.references : [];
      if (![...own, ...pointedAt].some((column) => renewed.has(fold(column)))) return [];
      const [pair, parent] = [pairs.of(table.name), pairs.of(foreign.table)];
      const before = pair === undefined ? undefined : formerReference(pair, foreign);
      if (pair === undefined || parent === undefined || before === undefined) return [];
      const question = askNewOrphans(pair, before, { table: parent.to, pair: parent }, foreign);
      return pointsSomewhere(pair, foreign, parent.to, question);
    }),
  );
}

function isThere(name: string, { views, virtualTables }: Schema, { opaque, ignored }: Today): boolean {
  return named<{ readonly name: string }>([...views, ...virtualTables, ...opaque, ...ignored], name) !== undefined;
}

/** SQLite counts every row that refers to a table that does not exist. */
function pointsNowhere(pair: TablePair, foreign: ForeignKey): Demand[] {
  const refuse: Demand["refuse"] = (...facts) => rowsOfMissing(pair.name, foreign, "does not exist", ...facts);
  return demand(askReferring(pair, foreign), subject(pair.name, ...foreign.columns.slice(0, 1)), refuse, {
    rests: columnSubjects(pair.to, foreign.columns),
    rule: "references",
    object: ruleOver(pair.to, foreign.columns),
  });
}

/** A table is dropped, and references to it stay, also in tables that are not managed: rows would lose their parents. */
export function lostParents(pairs: Pairs, target: Schema, today: Today, { object, live }: Dropped): Demand[] {
  if (object.kind !== "table" || named(target.tables, object.name) !== undefined) return [];
  const parent = { ...object, name: live };
  const managed = target.tables.flatMap(({ name, foreignKeys }) => {
    const pair = pairs.of(name);
    if (pair === undefined) return [];
    const kept = foreignKeys.filter((foreign) => formerReference(pair, foreign) !== undefined);
    return kept.map((foreign) => ({
      foreign,
      name,
      child: pair.live,
      columns: foreign.columns.map((column) => liveColumnName(pair, column)),
    }));
  });
  const unmanaged = referring(today).flatMap(({ table }) =>
    table === null
      ? []
      : table.foreignKeys.map((foreign) => ({ foreign, name: table.name, child: table, columns: foreign.columns })),
  );
  return [...managed, ...unmanaged]
    .filter(({ foreign }) => sameName(foreign.table, object.name))
    .flatMap(({ foreign, name, child, columns }) => {
      const refuse: Demand["refuse"] = (...facts) => rowsOfMissing(name, foreign, "is dropped", ...facts);
      return demand(askBelow(child, columns, parent, foreign), subject(name), refuse, {
        rests: [subject(live)],
        rule: "references",
        object: ruleOver(child, foreign.columns),
      });
    });
}

/** A reference to something that is not a key is not checked: SQLite accepts it until a row is written. */
function canBeChecked({ columns, references }: ForeignKey): boolean {
  return references.length === columns.length;
}

function pointsSomewhere(pair: TablePair, foreign: ForeignKey, parent: Table, question: Question): Demand[] {
  const { to: table } = pair;
  const refuse: Demand["refuse"] = (...facts) => orphanRows(table.name, foreign, ...facts);
  const rests = restsOn(table, foreign, parent);
  const about = subject(table.name, ...foreign.columns.slice(0, 1));
  // A new column that holds NULL in every row refers to nothing.
  const promised = foreign.columns.some((column) => isAlwaysNull(named(pair.columns, column)));
  return demand(question, about, refuse, {
    rests,
    rule: "references",
    object: ruleOver(table, foreign.columns),
    promised,
  });
}

function restsOn(table: Table, foreign: ForeignKey, parent: Table): string[] {
  const all = parent.columns.map((column) => column.name);
  return [...columnSubjects(table, foreign.columns), subject(parent.name), ...columnSubjects(parent, all)];
}

/** If only the actions of a reference change, it demands nothing new of the rows. */
function formerReference({ from }: TablePair, foreign: ForeignKey): ForeignKey | undefined {
  return alike(from, foreign)[0];
}

/** The references of a table that are equal except for their actions. */
function alike({ foreignKeys }: Table, foreign: ForeignKey): ForeignKey[] {
  const what = ({ columns, table: parent, references }: ForeignKey) =>
    canonicalPart({ columns: columns.map(fold), table: parent, references });
  return foreignKeys.filter((each) => what(each) === what(foreign));
}
