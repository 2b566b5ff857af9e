import { fold, sameName } from "../../model/names.ts";
import type { Index, Trigger, View, VirtualTable } from "../../model/schema.ts";
import { subject } from "../../words/subject.ts";
import type { Question } from "../../model/facts.ts";
import { type HazardKind, hazards } from "../../plan/kinds.ts";
import { unreachable } from "../../problem/problem.ts";
import { mentions } from "../../sql/mentions.ts";
import { type ChangedTable, type Dropped, type PairedChange, changedTables, dropped } from "../pair/changes.ts";
import type { Schemas } from "../situation.ts";
import { askReplaced, askRows, askUnconverted, askValues } from "../rows/ask.ts";
import { losesContent } from "../way/virtual.ts";

/** Something in the live database that a plan would destroy, or leave in a state that must be approved. */
export interface Destruction {
  readonly rule: HazardKind;
  readonly object: string;
  /** How many rows hold what is lost; null if rows are not the measure. */
  readonly rows: Question | null;
  readonly what: string;
  /** For a view or trigger: why it does not work today. */
  readonly broken?: string;
  /** Another with its name is declared. */
  readonly replaced?: true;
  /** The values give way to computed ones. */
  readonly computed?: true;
  /** The table that it belongs to; null if it is not one of many on a table. */
  readonly on: string | null;
}

/** Everything that is destroyed, except what is dropped along with its table: the table's approval covers that. */
export function destructions({ broken }: Pick<Schemas, "broken">, changes: readonly PairedChange[]): Destruction[] {
  const gone = dropped(changes).filter(({ object }) => object.kind === "table");
  const goneTables: GoneTables = {
    renamed: new Set(gone.map(({ object }) => fold(object.name))),
    live: new Set(gone.map(({ live }) => fold(live))),
  };
  return changes.flatMap((change): Destruction[] => {
    switch (change.kind) {
      case "drop":
        return droppedWhole(changes, change, goneTables).map((each) => saidBroken(each, broken.get(change.object)));
      case "replace-virtual-table":
        return losesContent(change.from, change.to) ? [virtualTable(change.from)] : [];
      case "change-table":
        return [
          ...overwritten(change),
          ...computedInstead(change),
          ...droppedColumns(change),
          ...keptAsTheyAre(change),
          ...lostCounter(change),
        ];
      case "create":
      case "replace-index":
        return [];
      case "replace-view":
      case "replace-trigger":
        return replacedBroken(change.from, broken.get(change.from));
      default:
        return unreachable(change);
    }
  });
}

/** A view that does not work may be unfinished work, so it is never overwritten without approval. */
function replacedBroken({ kind, name }: View | Trigger, why: string | undefined): Destruction[] {
  if (why === undefined) return [];
  const each: Destruction = {
    rule: `drop-${kind}`,
    object: subject(name),
    rows: null,
    what: `${kind} ${subject(name)}`,
    on: null,
  };
  return [{ ...saidBroken(each, why), replaced: true }];
}

function saidBroken(each: Destruction, why: string | undefined): Destruction {
  return why === undefined ? each : { ...each, broken: why };
}

/** The dropped tables. Indexes name them as they are after the renames, triggers as they were before. */
interface GoneTables {
  readonly renamed: ReadonlySet<string>;
  readonly live: ReadonlySet<string>;
}

function droppedColumns({ live, leaving }: ChangedTable): Destruction[] {
  return leaving
    .filter(({ from }) => from.generated === null)
    .map((column): Destruction => {
      const object = subject(live.name, column.live);
      return { rule: "drop-column", object, rows: askValues(live, column.live), what: `column ${object}`, on: null };
    });
}

/** A fill that does not name the column it fills overwrites the existing values. */
function overwritten({ live: table, columns }: ChangedTable): Destruction[] {
  return columns.flatMap(({ name, live, fill }): Destruction[] => {
    if (live === null || fill?.rows !== "all" || mentions(fill.sql).has(fold(name))) return [];
    const object = subject(table.name, live);
    return [{ rule: "lossy-convert", object, rows: askValues(table, live), what: `what ${object} holds`, on: null }];
  });
}

/** A column that becomes generated shows what is computed; what it held is gone where that is something else. */
function computedInstead(change: ChangedTable): Destruction[] {
  return change.columns.flatMap((column): Destruction[] => {
    if (column.from === null || column.from.generated !== null || column.to.generated === null) return [];
    const object = subject(change.live.name, column.live);
    const rows = askReplaced(change, column);
    return [{ rule: "lossy-convert", object, rows, what: `what ${object} holds`, computed: true, on: null }];
  });
}

/** Nothing is lost, but these values are not of the declared type. */
function keptAsTheyAre(change: ChangedTable): Destruction[] {
  if (change.to.strict) return [];
  return change.columns.flatMap((column): Destruction[] => {
    const { name, from, to, converts } = column;
    const rows = from === null || !converts || to.generated !== null ? null : askUnconverted(change, column);
    if (rows === null) return [];
    const object = subject(change.name, name);
    return [{ rule: "keep-unconverted", object, rows, what: `${from?.type || "no type"} → ${to.type}`, on: null }];
  });
}

/** Without the counter the numbers of deleted rows are given again. A counter goes with its column. */
function lostCounter({ live, to, leaving }: ChangedTable): Destruction[] {
  const counts = live.primaryKey?.autoincrement === true && to.primaryKey?.autoincrement !== true;
  const [key] = live.primaryKey?.terms ?? [];
  if (!counts || key === undefined || leaving.some((column) => sameName(column.live, key.column))) return [];
  const object = subject(live.name, key.column);
  return [{ rule: "drop-autoincrement", object, rows: null, what: `the counter of ${object}`, on: null }];
}

function droppedWhole(changes: readonly PairedChange[], { object, live }: Dropped, gone: GoneTables): Destruction[] {
  const name = subject(live);
  switch (object.kind) {
    case "table":
      return [{ rule: "drop-table", object: name, rows: askRows(live), what: `table ${name}`, on: null }];
    case "virtual-table":
      return [virtualTable(object)];
    case "index":
      return gone.renamed.has(fold(object.table)) || losesColumn(changes, object)
        ? []
        : [{ rule: "drop-index", object: name, rows: null, what: `index ${name}`, on: subject(object.table) }];
    case "trigger":
      return gone.live.has(fold(object.table))
        ? []
        : [{ rule: "drop-trigger", object: name, rows: null, what: `trigger ${name}`, on: subject(object.table) }];
    case "view":
      return [{ rule: "drop-view", object: name, rows: null, what: `view ${name}`, on: null }];
    default:
      return unreachable(object);
  }
}

function virtualTable(object: VirtualTable): Destruction {
  const name = subject(object.name);
  const rows = object.options.content.kind === "own" ? askRows(object.name) : null;
  return { rule: "drop-virtual-table", object: name, rows, what: `virtual table ${name}`, on: null };
}

/** An index cannot outlive its columns. A string that merely looks like the column's name is not a column. */
function losesColumn(changes: readonly PairedChange[], index: Index): boolean {
  const named = mentions(index.text, { strings: false });
  return changedTables(changes).some(
    (change) =>
      fold(change.name) === fold(index.table) && change.leaving.some((column) => named.has(fold(column.name))),
  );
}

/** Whether it is dropped with all its rows, not only with the values of one column. */
export function isWhole({ rule }: Pick<Destruction, "rule">): boolean {
  return hazards[rule].takes === "object";
}
