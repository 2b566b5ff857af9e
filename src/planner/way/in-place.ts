import type { Edit, TableChange } from "../../diff/change.ts";
import { fold } from "../../model/names.ts";
import { alterColumnObstacle, type EngineProfile } from "../../model/profile.ts";
import type { Check, Column, ForeignKey, Table } from "../../model/schema.ts";
import { unreachable } from "../../problem/problem.ts";
import { mentions } from "../../sql/retarget.ts";
import { addsAtOnce, altersColumns } from "../steps/alter.ts";
import { bareDefinition } from "./definition.ts";
import { fillOf } from "../pair/fill.ts";
import { type Situation, fillFor, findColumn, liveColumn } from "../situation.ts";
import { converts } from "../rows/future-rows.ts";

/**
 * THE decision: whether a table can change where it stands, or must be written anew; and why.
 *
 * In place there are SQLite's ADD, DROP and RENAME COLUMN (https://www.sqlite.org/lang_altertable.html) and libSQL's
 * ALTER COLUMN … TO …, which replaces a column's definition in the stored text and looks at no row. So each rule below says
 * what the stored text or the stored rows would get wrong.
 */
export type Method =
  | { readonly how: "in-place"; readonly work: InPlace }
  | { readonly how: "rebuild"; readonly why: readonly string[] };

/** What is done in place, each list in the order of the columns. */
export interface InPlace {
  readonly added: readonly Column[];
  readonly altered: readonly { readonly from: Column; readonly to: Column }[];
  readonly dropped: readonly Column[];
  /** Where new constraints are written, by folded name of the column. */
  readonly placed: ReadonlyMap<string, Placed>;
}

export interface Placed {
  readonly checks: readonly Check[];
  readonly foreignKeys: readonly ForeignKey[];
}

/** DROP COLUMN writes the whole table each time, a rebuild does so once, in about the time of three. */
const dropsInPlace = 3;

export function methodFor(situation: Situation, change: TableChange): Method {
  const why = change.edits.flatMap((edit) => reasons(situation, change, edit));
  if (situation.columnOrder && change.reordered) why.push("the order of the columns changes");
  const drops = change.edits.filter((edit) => edit.kind === "drop-column").length;
  if (drops > dropsInPlace) why.push(`${drops} columns are dropped, and one rebuild writes the table once`);
  const placed = place(change);
  if (placed === null) why.push("a new constraint is written on no column that changes");
  const work = placed === null ? null : inPlace(change, placed);
  why.push(...(work?.altered ?? []).flatMap(({ from, to }) => alterReasons(change, from, to)));
  if (work !== null && fillsMeet(situation, change, work))
    why.push("a fill reads a column that is filled as well, and each of them reads what was there before");
  if (work !== null && altersColumns(situation, change, work)) why.push(...noAlterColumn(situation.profile));
  if (why.length > 0 || work === null) return { how: "rebuild", why: [...new Set(why)] };
  return { how: "in-place", work };
}

function noAlterColumn(profile: EngineProfile): string[] {
  switch (alterColumnObstacle(profile)) {
    case "engine":
      return [`${profile.engine} changes no column's definition where it stands`];
    case "utf-16":
      return ["libSQL's ALTER COLUMN fails in a database whose text is UTF-16"];
    case null:
      return [];
  }
}

function reasons(situation: Situation, change: TableChange, edit: Edit): string[] {
  switch (edit.kind) {
    case "change-key":
      return [
        edit.to === null ? "PRIMARY KEY goes" : edit.from === null ? "PRIMARY KEY is added" : "PRIMARY KEY changes",
      ];
    case "add-unique":
    case "drop-unique":
      // Its index is part of the table: neither form of ALTER adds or removes it.
      return [
        `UNIQUE (${edit.unique.terms.map(({ column }) => (edit.kind === "add-unique" ? column : liveColumn(situation, change.to.name, column))).join(", ")}) ${edit.kind === "add-unique" ? "is added" : "goes"}`,
      ];
    case "change-option":
      return [`${optionName[edit.option]} ${edit.to ? "is added" : "goes"}`];
    case "drop-check":
      return edit.check.at === null ? ["a CHECK of the table goes"] : [];
    case "drop-foreign-key":
      return edit.foreignKey.at === null ? ["a FOREIGN KEY of the table goes"] : [];
    case "add-foreign-key":
      return edit.foreignKey.columns.length > 1 ? ["a FOREIGN KEY over several columns is added"] : [];
    case "add-check":
      return [];
    case "add-column":
      return addReasons(situation, change, edit.column);
    case "drop-column":
      return change.from.columns.length === 1 ? [`${edit.column.name} is the only column`] : [];
    case "change-column":
      return changeReasons(change, edit);
    default:
      return unreachable(edit);
  }
}

/** In place one column is filled after the other, so that the second fill would read what the first one wrote. */
function fillsMeet(situation: Situation, { from, to }: TableChange, { altered }: InPlace): boolean {
  const filled = altered.flatMap((each) => {
    const fill = fillOf(situation, from, to, each.to);
    return fill === null ? [] : [{ column: fold(each.to.name), reads: mentions(fill.sql) }];
  });
  return filled.some(({ reads }, n) => filled.some(({ column }, m) => n !== m && reads.has(column)));
}

const optionName = { strict: "STRICT", withoutRowid: "WITHOUT ROWID", randomRowid: "RANDOM ROWID" } as const;

function addReasons(situation: Situation, change: TableChange, column: Column): string[] {
  if (column.generated?.stored) return [`${column.name} is generated and stored`];
  // SQLite 3.45 then takes older rows, which do not store the value, for NULL: quick_check fails, a STRICT table refuses.
  if (column.notNull !== null && isReal(column))
    return [`${column.name} is NOT NULL with a REAL default, which rows that are there would not hold`];
  const mustHold = column.notNull !== null && column.default === null && column.generated === null;
  if (mustHold && fillFor(situation, change.to.name, column.name) === null)
    return [`${column.name} is NOT NULL without a default`];
  // Its clauses are written by an ALTER COLUMN once the rows are filled.
  if (!addsAtOnce(situation, change, column) && !endsSimply(bareDefinition(column)))
    return [`ALTER COLUMN cannot take the definition of ${column.name} apart`];
  return [];
}

function isReal(column: Column): boolean {
  return (
    /^\(*\s*[-+]?\s*\(*\s*[0-9]*\.?[0-9]*(e[-+]?[0-9]+)?\s*\)*$/i.test(column.default?.text ?? "") &&
    /[.e]/i.test(column.default?.text ?? "")
  );
}

function changeReasons(
  { from: before, to: after }: TableChange,
  { from, to, fields }: Extract<Edit, { kind: "change-column" }>,
): string[] {
  const why: string[] = [];
  if (fields.includes("generated")) {
    if ((from.generated === null) !== (to.generated === null))
      why.push(`${to.name} ${to.generated ? "becomes" : "is no longer"} generated`);
    else if (from.generated?.stored || to.generated?.stored) why.push(`${to.name} is generated and stored`);
  }
  if (fields.includes("type") && converts(before, from, after, to)) {
    // The index of a key is ordered by the values as they are stored now.
    if (inKey(before, from.name)) why.push(`${to.name} is part of a key, and its values change their type`);
    else if (before.columns.some((column) => column.generated?.stored))
      why.push(`values change their type next to a stored generated column`);
    else if (before.strict) why.push(`a STRICT table takes no value of another type`);
  }
  return why;
}

/**
 * What ALTER COLUMN refuses, or writes wrongly. It takes the old definition to end at the first comma, or at the first closing
 * parenthesis that it has not seen open, in strings and comments too: of `DECIMAL(10,2)` it would leave `,2)` behind.
 */
function alterReasons({ from }: TableChange, before: Column, column: Column): string[] {
  if (column.generated !== null) return [`${column.name} is generated, and its definition changes`];
  const key = from.primaryKey;
  // The engine counts the indexes before and after, and INTEGER is the one type whose key has none.
  const isInteger = ({ type }: Column) => fold(type) === "integer";
  if (key?.at != null && fold(key.at) === fold(column.name) && isInteger(before) !== isInteger(column))
    return [`${column.name} is the PRIMARY KEY, and its type changes`];
  const keyed = key?.at === null && key.terms.some((term) => fold(term.column) === fold(column.name));
  if (keyed) return [`${column.name} is part of the table's PRIMARY KEY, and its definition changes`];
  return endsWhereItSeems(from, before) ? [] : [`ALTER COLUMN cannot take the old definition of ${column.name} apart`];
}

function endsWhereItSeems(table: Table, column: Column): boolean {
  const start = table.text.indexOf(column.text);
  const rest = table.text.slice(start + column.text.length);
  const comment = /^\s*(--|\/\*)/.test(rest);
  return start !== -1 && !comment && endsSimply(column.text);
}

function endsSimply(definition: string): boolean {
  let depth = 0;
  for (const letter of definition) {
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

/** Every new constraint goes onto one column: the one it was declared on, else one that it speaks of. Null where it cannot. */
function place(change: TableChange): Map<string, Placed> | null {
  const placed = new Map<string, { checks: Check[]; foreignKeys: ForeignKey[] }>();
  const at = (column: string) => {
    const known = placed.get(fold(column)) ?? { checks: [], foreignKeys: [] };
    placed.set(fold(column), known);
    return known;
  };
  const written = new Set(
    change.edits.flatMap((edit) =>
      edit.kind === "add-column" ? [fold(edit.column.name)] : edit.kind === "change-column" ? [fold(edit.to.name)] : [],
    ),
  );
  for (const edit of change.edits) {
    if (edit.kind === "add-foreign-key") at(edit.foreignKey.columns[0] as string).foreignKeys.push(edit.foreignKey);
    if (edit.kind !== "add-check") continue;
    const spoken = mentions(edit.check.expr.text);
    const candidates = change.to.columns.filter((column) => spoken.has(fold(column.name)) && column.generated === null);
    const column =
      (edit.check.at === null ? undefined : findColumn(change.to, edit.check.at)) ??
      candidates.find((each) => written.has(fold(each.name))) ??
      candidates[0];
    if (column === undefined) return null;
    at(column.name).checks.push(edit.check);
  }
  return placed;
}

function inPlace(change: TableChange, placed: ReadonlyMap<string, Placed>): InPlace {
  const { from, to, edits } = change;
  const added = edits.flatMap((edit) => (edit.kind === "add-column" ? [edit.column] : []));
  // What is generated goes before what it is generated from.
  const leaving = edits.flatMap((edit) => (edit.kind === "drop-column" ? [edit.column] : [])).reverse();
  const dropped = [
    ...leaving.filter((column) => column.generated !== null),
    ...leaving.filter((column) => column.generated === null).reverse(),
  ];
  const changed = new Set(edits.flatMap((edit) => (edit.kind === "change-column" ? [fold(edit.to.name)] : [])));
  const freed = edits.flatMap((edit) => {
    const at =
      edit.kind === "drop-check" ? edit.check.at : edit.kind === "drop-foreign-key" ? edit.foreignKey.at : null;
    return at === null ? [] : [fold(at)];
  });
  const altered = to.columns.flatMap((column) => {
    const name = fold(column.name);
    const before = findColumn(from, column.name);
    const touched = changed.has(name) || placed.has(name) || freed.includes(name);
    return before !== undefined && touched ? [{ from: before, to: column }] : [];
  });
  return { added, altered, dropped, placed };
}
