import { fold } from "../../model/names.ts";
import type { Facts } from "../../model/facts.ts";
import { type EngineProfile, alterColumnObstacle } from "../../model/profile.ts";
import type { Column, Table } from "../../model/schema.ts";
import { unreachable } from "../../problem/problem.ts";
import { loneToken } from "../../sql/fragment.ts";
import { mentions } from "../../sql/mentions.ts";
import { significantIn, tokenize } from "../../sql/tokens.ts";
import { subject } from "../../words/subject.ts";
import type { ChangedColumn, ChangedTable, PairedChange, PairedEdit } from "../pair/changes.ts";
import { isCalledLikeRowid } from "../pair/rowid-names.ts";
import { askRows } from "../rows/ask.ts";
import { type KeptColumn, type NewColumn, type TablePair, liveColumnName } from "../pair/table-pair.ts";
import { bareDefinition } from "./definition.ts";
import { addsAtOnce, altersColumns, inPlace } from "./in-place.ts";
import { place } from "./place.ts";
import type { AddedColumn, InPlace, PlannedChange, Way } from "./way.ts";

/** What the decision depends on, besides the table itself. */
export interface WayGround {
  readonly profile: EngineProfile;
  /** Whether the declared order of columns was asked for. */
  readonly columnOrder: boolean;
  /** Here those of them that say how many rows a table has. */
  readonly facts: Facts;
}

export function choose(change: PairedChange, ground: WayGround): PlannedChange {
  return change.kind === "change-table" ? { ...change, way: wayFor(change, ground) } : change;
}

/** Each DROP COLUMN writes the whole table. A rebuild writes it once, and takes about as long as three of them. */
const dropsInPlace = 3;

/** Of one table. So many are quick, however long the schema is. */
const altersInPlace = 100;

/**
 * Each ALTER COLUMN reads the whole schema again. A rebuild does that a few times, but writes the table: it takes as long
 * as this many rows are written for each column that is altered. See docs/decisions/many-columns-altered.md.
 */
const rowsForAnAlter = 16;

/**
 * Decides whether a table can change in place or must be rebuilt, and why.
 *
 * In place there are SQLite's ADD, DROP and RENAME COLUMN (https://www.sqlite.org/lang_altertable.html) and libSQL's
 * ALTER COLUMN … TO …, which replaces a column's definition in the stored text and reads no rows. So each rule below
 * says what would be wrong in the stored text or the stored rows.
 */
function wayFor(change: ChangedTable, { profile, columnOrder, facts }: WayGround): Way {
  const why = [...newNames(change, profile), ...change.edits.flatMap((edit) => reasons(change, edit))];
  if (columnOrder && change.reordered) why.push("the order of the columns changes");
  const drops = change.leaving.length;
  if (drops > dropsInPlace) why.push(`${drops} columns are dropped, and a rebuild writes the table only once`);
  const placed = place(change);
  if (placed === null) why.push("a new CHECK names no column that it could be attached to");
  const work = placed === null ? null : inPlace(change, placed);
  why.push(...(work?.altered ?? []).flatMap(({ column }) => alterReasons(change, column)));
  if (work !== null && isWrittenSooner(change, work, facts))
    why.push(`${alters(work)} columns change, and so few rows are sooner written anew`);
  if (work !== null && fillsMeet(work))
    why.push("a fill reads another column that is filled too, and must see its old value");
  if (work !== null && altersColumns(work)) why.push(...noAlterColumn(profile));
  if (work !== null && !profile.foreignKeysOff) why.push(...work.added.flatMap(refersAtOnce));
  return why.length > 0 || work === null ? { how: "rebuild", why: [...new Set(why)] } : work;
}

/** As long as the rows were not counted, they are many. */
function isWrittenSooner({ live }: ChangedTable, work: InPlace, facts: Facts): boolean {
  const rows = facts.get(askRows(live.name).key);
  const altered = alters(work);
  return altered > altersInPlace && rows?.known === true && rows.count <= altered * rowsForAnAlter;
}

/** How many statements `altersColumns` is about. */
function alters({ added, altered }: InPlace): number {
  return altered.length + added.filter(({ atOnce }) => !atOnce).length;
}

/** What SQLite does not do since 3.54 with a column that is called like the rowid. */
function newNames({ renamedByRebuild, refersAnew, edits, from, to }: ChangedTable, profile: EngineProfile): string[] {
  const cannot = (what: string, table: Table, names: readonly string[]): string[] => {
    const rowid = names.find((name) => !profile.altersRowidNames && isCalledLikeRowid(table, name));
    return rowid === undefined
      ? []
      : [`${profile.engine} cannot ${what} in place: ${subject(rowid)} is a name of the rowid`];
  };
  return [
    ...renamedByRebuild.flatMap((each) =>
      cannot(`rename ${subject(each.from)} to ${subject(each.to)}`, to, [each.from, each.to]),
    ),
    ...refersAnew,
    ...edits.flatMap((edit) => {
      if (edit.kind !== "add-column" && edit.kind !== "drop-column") return [];
      const { name } = edit.column;
      return edit.kind === "add-column"
        ? cannot(`add ${subject(name)}`, to, [name])
        : cannot(`drop ${subject(name)}`, from, [name]);
    }),
  ];
}

function noAlterColumn(profile: EngineProfile): string[] {
  switch (alterColumnObstacle(profile)) {
    case "engine":
      return [`${profile.engine} cannot change a column's definition in place`];
    case "utf-16":
      return ["libSQL's ALTER COLUMN fails in a database whose text is UTF-16"];
    case null:
      return [];
  }
}

/** With foreign keys on, ADD COLUMN accepts a reference only if existing rows get NULL. */
function refersAtOnce({ column: { name, to }, placed }: AddedColumn): string[] {
  if (
    placed.foreignKeys.length === 0 ||
    to.default === null ||
    loneToken(to.default.text)?.text.toUpperCase() === "NULL"
  )
    return [];
  return [`${name} refers to another table, and existing rows would hold its default`];
}

function reasons(change: ChangedTable, edit: PairedEdit): string[] {
  switch (edit.kind) {
    case "change-key":
      return [
        edit.to === null
          ? "PRIMARY KEY is dropped"
          : edit.from === null
            ? "PRIMARY KEY is added"
            : "PRIMARY KEY changes",
      ];
    // The index of a UNIQUE constraint is part of the table: neither form of ALTER adds or removes it.
    case "add-unique":
      return [`UNIQUE (${edit.unique.terms.map(({ column }) => column).join(", ")}) is added`];
    case "drop-unique":
      return [
        `UNIQUE (${edit.unique.terms.map(({ column }) => liveColumnName(change, column)).join(", ")}) is dropped`,
      ];
    case "change-option":
      return [`${optionName[edit.option]} ${edit.to ? "is added" : "is dropped"}`];
    case "drop-check":
      return edit.check.at === null ? ["a table CHECK is dropped"] : [];
    case "drop-foreign-key":
      return edit.foreignKey.at === null ? ["a table FOREIGN KEY is dropped"] : [];
    case "add-foreign-key":
      return edit.foreignKey.columns.length > 1 ? ["a FOREIGN KEY over several columns is added"] : [];
    case "add-check":
      return [];
    case "add-column":
      return addReasons(edit.column);
    case "drop-column":
      return change.from.columns.length === 1 ? [`${edit.column.name} is the only column`] : [];
    case "change-column":
      return changeReasons(change, edit);
    default:
      return unreachable(edit);
  }
}

const optionName = { strict: "STRICT", withoutRowid: "WITHOUT ROWID", randomRowid: "RANDOM ROWID" } as const;

/** In place, columns are filled one after the other, so the second fill would read what the first one wrote. */
function fillsMeet({ altered }: InPlace): boolean {
  const filled = altered.flatMap(({ column: { name, fill } }) =>
    fill === null ? [] : [{ column: fold(name), reads: mentions(fill.sql) }],
  );
  return filled.some(({ reads }, n) => filled.some(({ column }, m) => n !== m && reads.has(column)));
}

function addReasons(column: NewColumn): string[] {
  const { name, to, fill } = column;
  if (to.generated?.stored) return [`${name} is generated and stored`];
  // SQLite 3.45 then reads NULL in older rows, which do not store the value: quick_check fails, and a STRICT table
  // refuses.
  if (to.notNull !== null && isReal(to))
    return [`${name} is NOT NULL with a REAL default, which existing rows would not hold`];
  const mustHold = to.notNull !== null && to.default === null && to.generated === null;
  if (mustHold && fill === null) return [`${name} is NOT NULL without a default`];
  // Its clauses are written by an ALTER COLUMN once the rows are filled.
  if (!addsAtOnce(column) && !endsSimply(bareDefinition(to)))
    return [`ALTER COLUMN cannot parse the definition of ${name}`];
  return [];
}

/** A number with a point or an exponent. */
function isReal(column: Column): boolean {
  const value = loneToken(column.default?.text ?? "");
  return value?.kind === "number" && !/^0x/i.test(value.text) && /[.e]/i.test(value.text);
}

function changeReasons({ from }: ChangedTable, { column, fields }: ChangedColumn): string[] {
  const why: string[] = [];
  const { from: before, to, name } = column;
  if (fields.includes("generated")) {
    if ((before.generated === null) !== (to.generated === null))
      why.push(`${name} ${to.generated ? "becomes" : "is no longer"} generated`);
    else if (before.generated?.stored || to.generated?.stored) why.push(`${name} is generated and stored`);
  }
  // A fill reads the value in the old type and is stored in the new one, but a column has only one type at a time.
  if (column.fill?.rows === "all") why.push(`${name} is filled, and changes its type`);
  if (fields.includes("type") && column.converts) {
    // The index of a key is ordered by the values as they are stored now.
    if (inKey(from, name)) why.push(`${name} is part of a key, and its values change their type`);
    else if (from.columns.some(({ generated }) => generated?.stored))
      why.push("values change their type next to a stored generated column");
    else if (from.strict) why.push("a STRICT table accepts no value of another type");
  }
  return why;
}

/**
 * What ALTER COLUMN refuses, or writes wrongly. It assumes that the old definition ends at the first comma, or at the
 * first closing parenthesis without an opening one, even in strings and comments: of `DECIMAL(10,2)` it would leave
 * `,2)` behind. It begins after the name.
 */
function alterReasons({ from }: TablePair, { name, from: before, to }: KeptColumn): string[] {
  if (to.generated !== null) return [`${name} is generated, and its definition changes`];
  const key = from.primaryKey;
  // The engine counts the indexes before and after, and INTEGER is the only type whose key has none.
  const isInteger = ({ type }: Column) => fold(type) === "integer";
  if (key?.at != null && fold(key.at) === fold(name) && isInteger(before) !== isInteger(to))
    return [`${name} is the PRIMARY KEY, and its type changes`];
  const keyed = key?.at === null && key.terms.some((term) => fold(term.column) === fold(name));
  if (keyed) return [`${name} is part of the table's PRIMARY KEY, and its definition changes`];
  return endsWhereItSeems(from, before) ? [] : [`ALTER COLUMN cannot parse the old definition of ${name}`];
}

function endsWhereItSeems(table: Table, column: Column): boolean {
  const start = table.text.indexOf(column.text);
  if (start === -1) return false;
  const next = tokenize(table.text.slice(start + column.text.length)).find(({ kind }) => kind !== "space");
  return next?.kind !== "comment" && endsSimply(column.text);
}

function endsSimply(definition: string): boolean {
  const [name] = significantIn(definition);
  let depth = 0;
  for (const letter of definition.slice(name?.end)) {
    if (letter === "(") depth += 1;
    else if (letter === ")") depth -= 1;
    if (letter === "," || depth < 0) return false;
  }
  return depth === 0;
}

function inKey(table: Table, column: string): boolean {
  const keys = [table.primaryKey?.terms ?? [], ...table.uniques.map((unique) => unique.terms)];
  return keys.some((terms) => terms.some((term) => fold(term.column) === fold(column)));
}
