import { affinity } from "../../model/affinity.ts";
import type { Column } from "../../model/schema.ts";
import { subject } from "../../words/subject.ts";
import type { Item } from "../../plan/plan.ts";
import { closed, isLiteral } from "../../sql/fragment.ts";
import { qualified, quoteName } from "../../sql/quote.ts";
import { tokenize } from "../../sql/tokens.ts";
import type { ColumnPair, KeptColumn, TablePair } from "../pair/table-pair.ts";
import { addedDefinition, alteredDefinition, bareDefinition } from "../way/definition.ts";
import { isConverted } from "../way/in-place.ts";
import type { AddedColumn, AlteredColumn, InPlace, Placed } from "../way/way.ts";
import { step } from "./item.ts";

/**
 * The steps in place. Columns are added before rows are filled, because a fill may read any column. Rows are filled
 * before the new clauses apply. Columns are dropped last, because a fill may read them too.
 */
export function alterSteps(change: TablePair, work: InPlace): Item[] {
  const late = work.added.filter(({ atOnce }) => !atOnce);
  return [
    ...work.added.map((added) => addColumn(change, added)),
    ...updateAll(change, "fill", work.added.flatMap(filled)),
    ...work.altered.flatMap((altered) => beforeAlter(change, altered)),
    ...late.map(({ column, placed }) => alterColumn(change, column, placed)),
    ...work.altered.map(({ column, placed }) => alterColumn(change, column, placed)),
    ...updateAll(
      change,
      "convert",
      work.altered.flatMap(({ column }) => converted(change, column)),
      "stores each value in the new type",
    ),
    ...work.dropped.map((column) =>
      step("drop-column", on(change, column), alter(change, `DROP COLUMN ${quoteName(column.name)}`)),
    ),
  ];
}

function on(change: TablePair, { name }: { readonly name: string }): string {
  return subject(change.name, name);
}

function alter(change: TablePair, what: string): string {
  return `ALTER TABLE ${quoteName(change.name)} ${what}`;
}

function addColumn(change: TablePair, { column, atOnce, placed }: AddedColumn): Item {
  const definition = atOnce ? addedDefinition(column.to, placed) : bareDefinition(column.to);
  const note = atOnce ? null : "existing rows are filled before its constraints apply";
  return step("add-column", on(change, column), alter(change, `ADD COLUMN ${definition}`), note);
}

/** What every row gets in a column. */
interface Written {
  readonly column: ColumnPair;
  readonly value: string;
}

/** All columns at once, because each UPDATE writes the whole table. */
function updateAll(change: TablePair, kind: "fill" | "convert", all: readonly Written[], note?: string): Item[] {
  const [first] = all;
  if (first === undefined) return [];
  const object = all.length === 1 ? on(change, first.column) : subject(change.name);
  const set = all.map(({ column, value }) => `${quoteName(column.name)} = ${value}`).join(", ");
  return [step(kind, object, `UPDATE OR ABORT ${quoteName(change.name)} SET ${set}`, note)];
}

function filled({ column, value }: AddedColumn): Written[] {
  return value === null ? [] : [{ column, value: `(${closed(value)})` }];
}

function alterColumn(change: TablePair, column: ColumnPair, placed: Placed): Item {
  const definition = alteredDefinition(change, column, placed);
  return step(
    "alter-column",
    on(change, column),
    alter(change, `ALTER COLUMN ${quoteName(column.name)} TO ${definition}`),
  );
}

function beforeAlter(change: TablePair, { column, restoresValues }: AlteredColumn): Item[] {
  const { name, from, fill } = column;
  const own = qualified(change.name, name);
  const items: Item[] = [];
  if (fill !== null) {
    // Only a rebuild fills every row.
    const set = `${quoteName(name)} = (${closed(fill.sql)})`;
    const sql = `UPDATE OR ABORT ${quoteName(change.name)} SET ${set} WHERE ${own} IS NULL`;
    items.push(step("fill", on(change, column), sql));
  }
  if (restoresValues) {
    items.push(
      step(
        "restore-values",
        on(change, column),
        `UPDATE OR ABORT ${quoteName(change.name)} SET ${quoteName(name)} = ${own}${readsDefault(own, from)}`,
        "rows that read the old default keep it",
      ),
    );
  }
  return items;
}

/**
 * Narrows an UPDATE to the rows that could be reading the column's default: those with the same value. There is no
 * condition where it could miss one: a default that is not a plain literal, and REAL, for which SQLite 3.45 misreads
 * such rows.
 */
function readsDefault(own: string, { default: value, type }: Column): string {
  if (value === null) return ` WHERE ${own} IS NULL`;
  const odd = tokenize(value.text).some((token) => ["name", "bad", "comment"].includes(token.kind));
  if (odd || !isLiteral(value.text) || affinity(type) === "REAL") return "";
  return ` WHERE ${own} IS (${value.text})`;
}

/** Once the new type is in place, writing each value again stores it and its index entries in the new way. */
function converted(change: TablePair, column: KeptColumn): Written[] {
  if (!isConverted(column)) return [];
  const { name, from, to } = column;
  const own = qualified(change.name, name);
  return [{ column, value: wasReal(from, to) ? asReal(own) : own }];
}

/**
 * SQLite stores the REAL 23.0 as the integer 23 to save room. Once the column is no longer REAL, it would be just the
 * integer.
 */
function wasReal(from: Column, to: Column): boolean {
  return affinity(from.type) === "REAL" && ["TEXT", "BLOB"].includes(affinity(to.type));
}

function asReal(value: string): string {
  return `CASE typeof(${value}) WHEN 'integer' THEN CAST(${value} AS REAL) ELSE ${value} END`;
}
