import type { Declared } from "../compile/declared.ts";
import { silenceOf } from "../compile/silenced.ts";
import { type Hints, noHints } from "../model/hints.ts";
import { named, sameName } from "../model/names.ts";
import type { Schema } from "../model/schema.ts";
import type { Problem } from "../problem/problem.ts";
import { type Levels, problemOf } from "./lint.ts";
import type { Finding } from "./rule.ts";
import { toSort } from "./to-sort.ts";

/**
 * Hints that no longer have an effect in any of these databases. Check all targets: one that lags behind still needs
 * its hints. `needed` are those that a release in use still needs; null if none is known.
 */
export function spentHints(
  declared: Declared,
  live: readonly Schema[],
  levels: Levels,
  needed: Hints | null = null,
): readonly Problem[] {
  const level = levels["spent-hint"] ?? "warn";
  if (level === "off" || (live.length === 0 && needed === null)) return [];
  const { tables, columns, fills } = without(declared.hints, needed ?? noHints);
  const findings = [
    ...tables
      .filter(({ from, to }) => live.every((schema) => named(schema.tables, to) && !named(schema.tables, from)))
      .map(({ from, to }) =>
        finding([to], `was:${to}`, `in every database it is named \`${to}\`, and in none \`${from}\``, "was"),
      ),
    ...columns
      .filter(({ table, from, to }) => live.every((schema) => has(schema, table, to) && !has(schema, table, from)))
      .map(({ table, from, to }) =>
        finding(
          [table, to],
          `was:${table}.${to}`,
          `in every database the column is named \`${to}\`, and in none \`${from}\``,
          ".was",
        ),
      ),
    ...fills
      .filter(({ table, column }) => live.every((schema) => isFilled(declared.schema, schema, table, column)))
      .map(({ table, column }) =>
        finding(
          [table, column],
          `fill:${table}.${column}`,
          `every database has \`${table}.${column}\` as it is declared`,
          ".fill",
        ),
      ),
  ];
  return toSort(
    findings
      .flatMap((each) => problemOf(each, "spent-hint", level, declared) ?? [])
      .filter((problem) => silenceOf(problem, declared.silences) === undefined),
    declared.sources,
  );
}

function without({ tables, columns, fills }: Hints, needed: Hints): Hints {
  const isRename = (a: { readonly from: string; readonly to: string }, b: typeof a) =>
    sameName(a.from, b.from) && sameName(a.to, b.to);
  const ofTable = (a: { readonly table: string }, b: typeof a) => sameName(a.table, b.table);
  return {
    tables: tables.filter((hint) => !needed.tables.some((each) => isRename(each, hint))),
    columns: columns.filter((hint) => !needed.columns.some((each) => ofTable(each, hint) && isRename(each, hint))),
    fills: fills.filter(
      (hint) => !needed.fills.some((each) => ofTable(each, hint) && sameName(each.column, hint.column)),
    ),
  };
}

function finding(on: Finding["on"], place: string, message: string, word: string): Finding {
  return {
    on,
    places: [place],
    message,
    label: "no longer has an effect",
    help: [`remove ${word}`],
    helpIn: () => [`remove @${word.replace(".", "")} from the comment`],
  };
}

function columnOf(schema: Schema, table: string, column: string) {
  const found = named(schema.tables, table);
  return found && named(found.columns, column);
}

function has(schema: Schema, table: string, column: string): boolean {
  return columnOf(schema, table, column) !== undefined;
}

/** A fill matters when a column is added, changes its type, or becomes NOT NULL. */
function isFilled(declared: Schema, live: Schema, table: string, column: string): boolean {
  const [wanted, found] = [columnOf(declared, table, column), columnOf(live, table, column)];
  if (wanted === undefined || found === undefined) return false;
  const nullable = (each: typeof wanted) => each.notNull === null;
  return wanted.type.toUpperCase() === found.type.toUpperCase() && nullable(wanted) === nullable(found);
}
