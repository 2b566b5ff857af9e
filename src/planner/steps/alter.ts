import type { TableChange } from "../../diff/change.ts";
import { affinity, storage } from "../../model/affinity.ts";
import { canonicalPart } from "../../model/canonical.ts";
import { fold } from "../../model/names.ts";
import type { Column } from "../../model/schema.ts";
import { subject } from "../../plan/directive.ts";
import type { CheckKind, StepKind } from "../../plan/kinds.ts";
import type { Expect, Item, PlanCheck, Step } from "../../plan/plan.ts";
import { qualified, quoteName } from "../../sql/quote.ts";
import { tokenize } from "../../sql/tokens.ts";
import { asStored, lossy } from "../rows/ask.ts";
import { addedDefinition, alteredDefinition, bareDefinition } from "../way/definition.ts";
import type { InPlace } from "../way/in-place.ts";
import { fillOf } from "../pair/fill.ts";
import { type Situation, fillFor } from "../situation.ts";
import { converts } from "../rows/future-rows.ts";

export function step(kind: StepKind, subject: string, sql: string, note: string | null = null): Step {
  return { kind: "step", step: kind, subject, note: oneLine(note), sql };
}

export function check(
  kind: CheckKind,
  subject: string,
  expect: Expect,
  sql: string,
  note: string | null = null,
): PlanCheck {
  return { kind: "check", check: kind, subject, note: oneLine(note), expect, sql };
}

/** A note may speak of a name that runs over lines; in a plan file each line has a meaning of its own. */
function oneLine(note: string | null): string | null {
  return note === null ? null : note.replace(/[\s\p{Cc}]+/gu, " ");
}

export const none: Expect = { kind: "equal", value: 0 };

/** True where the change writes rows, which would fire the table's triggers. */
export function writesRows(situation: Situation, change: TableChange, work: InPlace): boolean {
  return alterSteps(situation, change, work).some((item) => item.kind === "step" && /^UPDATE/.test(item.sql));
}

/** True where SQLite reads the whole schema again on the way, and stops at what it cannot read: ADD COLUMN does not. */
export function rereadsSchema(situation: Situation, change: TableChange, work: InPlace): boolean {
  return work.dropped.length > 0 || altersColumns(situation, change, work);
}

/** True where libSQL's ALTER COLUMN is needed: for columns that change, and for new ones whose rows are filled first. */
export function altersColumns(situation: Situation, change: TableChange, { added, altered }: InPlace): boolean {
  return altered.length > 0 || added.some((column) => !addsAtOnce(situation, change, column));
}

/**
 * The steps in place. Columns are added before rows are filled, for a fill may read any column; filled before the new
 * clauses hold; dropped last, for a fill may read what goes.
 */
export function alterSteps(situation: Situation, change: TableChange, work: InPlace): Item[] {
  const late = work.added.filter((column) => !addsAtOnce(situation, change, column));
  return [
    ...work.added.map((column) => {
      const whole = !late.includes(column);
      const definition = whole ? addedDefinition(column, work.placed.get(fold(column.name))) : bareDefinition(column);
      return step(
        "add-column",
        subject(change.to.name, column.name),
        alter(change, `ADD COLUMN ${definition}`),
        whole ? null : "its rows are filled before its clauses hold",
      );
    }),
    ...work.added.flatMap((column) => fillAdded(situation, change, column, late)),
    ...work.altered.flatMap(({ from, to }) => beforeAlter(situation, change, from, to, work)),
    ...late.flatMap((column) => [...guards(change, column, work), alterColumn(change, column, work)]),
    ...work.altered.map(({ to }) => alterColumn(change, to, work)),
    ...work.altered.flatMap(({ from, to }) => convertSteps(change, from, to)),
    ...work.dropped.map((column) =>
      step("drop-column", subject(change.to.name, column.name), alter(change, `DROP COLUMN ${quoteName(column.name)}`)),
    ),
  ];
}

function alter(change: TableChange, what: string): string {
  return `ALTER TABLE ${quoteName(change.to.name)} ${what}`;
}

/** ADD COLUMN takes a literal default only, and NOT NULL only with one: https://www.sqlite.org/lang_altertable.html#altertabaddcol */
export function addsAtOnce(situation: Situation, change: TableChange, column: Column): boolean {
  if (column.generated !== null) return true;
  if (fillFor(situation, change.to.name, column.name) !== null)
    return column.notNull === null && isLiteral(column.default);
  return isLiteral(column.default);
}

/** One literal, signed or in parentheses; CURRENT_TIMESTAMP and its like are no literals. */
function isLiteral(value: Column["default"]): boolean {
  if (value === null) return true;
  const tokens = tokenize(value.text).filter(
    (token) => !["space", "comment"].includes(token.kind) && !["(", ")", "+", "-"].includes(token.text),
  );
  const [only] = tokens;
  if (tokens.length !== 1 || only === undefined) return false;
  if (only.kind !== "word") return true;
  return /^(NULL|TRUE|FALSE)$/i.test(only.text);
}

function fillAdded(situation: Situation, change: TableChange, column: Column, late: readonly Column[]): Item[] {
  const fill =
    fillFor(situation, change.to.name, column.name) ?? (late.includes(column) ? (column.default?.text ?? null) : null);
  if (fill === null || column.generated !== null) return [];
  return [step("fill", subject(change.to.name, column.name), update(change, column, fill))];
}

function update(change: TableChange, column: Column, value: string, where = ""): string {
  return `UPDATE OR ABORT ${quoteName(change.to.name)} SET ${quoteName(column.name)} = (${value}${/--[^\n]*$/.test(value) ? "\n" : ""})${where}`;
}

function alterColumn(change: TableChange, column: Column, work: InPlace): Item {
  const definition = alteredDefinition(change.from, change.to, column, work.placed.get(fold(column.name)));
  return step(
    "alter-column",
    subject(change.to.name, column.name),
    alter(change, `ALTER COLUMN ${quoteName(column.name)} TO ${definition}`),
  );
}

function beforeAlter(situation: Situation, change: TableChange, from: Column, to: Column, work: InPlace): Item[] {
  const own = qualified(change.to.name, to.name);
  const on = subject(change.to.name, to.name);
  const items: Item[] = [];
  const fill = fillOf(situation, change.from, change.to, to);
  const changesType = converts(change.from, from, change.to, to);
  if (fill !== null)
    items.push(step("fill", on, update(change, to, fill.sql, fill.rows === "nulls" ? ` WHERE ${own} IS NULL` : "")));
  if (changesType) {
    const where = lossy(asStored(change.from, to.name, own), storage(change.to, to));
    if (where !== "0")
      items.push(
        check(
          "convert",
          on,
          none,
          `SELECT count(*) FROM ${quoteName(change.to.name)} WHERE ${where}`,
          "each value says the same in the new type",
        ),
      );
  }
  // Rows that are older than an ADD COLUMN do not hold the value: they read the default of today.
  if (canonicalPart({ is: from.default }) !== canonicalPart({ is: to.default }) && to.generated === null) {
    items.push(
      step(
        "restore-values",
        on,
        `UPDATE OR ABORT ${quoteName(change.to.name)} SET ${quoteName(to.name)} = ${own}${readsDefault(own, from)}`,
        "rows that read the old default keep it",
      ),
    );
  }
  return [...items, ...guards(change, to, work, from)];
}

/**
 * Narrows an UPDATE to the rows that could be reading the column's default: those that say what it says. Nothing where
 * that could miss one: a default that is no plain literal, and REAL, of which SQLite 3.45 misreads such rows.
 */
function readsDefault(own: string, { default: value, type }: Column): string {
  if (value === null) return ` WHERE ${own} IS NULL`;
  const odd = tokenize(value.text).some((token) => ["name", "bad", "comment"].includes(token.kind));
  if (odd || !isLiteral(value) || affinity(type) === "REAL") return "";
  return ` WHERE ${own} IS (${value.text})`;
}

/** ALTER COLUMN looks at no row, so what the new clauses demand is looked at here: in one walk over the rows. */
function guards(change: TableChange, column: Column, work: InPlace, from: Column | null = null): Item[] {
  const wrong: string[] = [];
  const added = column.notNull !== null && from?.notNull == null && column.generated === null;
  if (added) wrong.push(`${qualified(change.to.name, column.name)} IS NULL`);
  for (const { expr } of work.placed.get(fold(column.name))?.checks ?? [])
    wrong.push(`NOT (${expr.text}${/--[^\n]*$/.test(expr.text) ? "\n" : ""})`);
  if (wrong.length === 0) return [];
  const only = wrong.length === 1;
  return [
    check(
      only && added ? "not-null" : "check",
      subject(change.to.name, column.name),
      none,
      `SELECT count(*) FROM ${quoteName(change.to.name)} WHERE ${wrong.join(" OR ")}`,
      ...(only ? [] : ["all that is asked of it"]),
    ),
  ];
}

/** With the new type in place, writing each value once more stores it, and its index entries, in the new way. */
function convertSteps(change: TableChange, from: Column, to: Column): Item[] {
  if (!converts(change.from, from, change.to, to) || to.generated !== null) return [];
  const own = qualified(change.to.name, to.name);
  const table = quoteName(change.to.name);
  const sql = `UPDATE OR ABORT ${table} SET ${quoteName(to.name)} = ${wasReal(from, to) ? asReal(own) : own}`;
  return [step("convert", subject(change.to.name, to.name), sql, "stores each value in the new type")];
}

/** Where REAL goes, the number 23.0 that SQLite has written as the integer 23 to save room is nothing else any more. */
function wasReal(from: Column, to: Column): boolean {
  return affinity(from.type) === "REAL" && ["TEXT", "BLOB"].includes(affinity(to.type));
}

function asReal(value: string): string {
  return `CASE typeof(${value}) WHEN 'integer' THEN CAST(${value} AS REAL) ELSE ${value} END`;
}
