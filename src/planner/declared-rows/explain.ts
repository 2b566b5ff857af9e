import type { Literal, RowsDifference } from "../../model/declared-rows.ts";
import { sameName } from "../../model/names.ts";
import type { Schema, Table, Trigger } from "../../model/schema.ts";
import type { Explained } from "../../plan/explanation.ts";
import { readable } from "../../sql/value.ts";
import { count, plural } from "../../words/numbers.ts";
import { subject } from "../../words/subject.ts";
import type { RowsLoss } from "./approve.ts";
import { type RowsGround, keyPlaces } from "./compare.ts";

/** How many rows of each kind are shown. */
const shown = 5;
/** How much of a value is shown. */
const most = 40;

/**
 * What happens to a table's rows, for people: the counts, and the first rows of each kind. Without values, nothing that
 * only the database holds is shown.
 */
export function explainRows(
  schema: Schema,
  { rows, table }: RowsGround,
  { missing, changed, extra }: RowsDifference,
  losses: readonly RowsLoss[],
  moving: number,
  values = true,
): Explained {
  const counts = [
    [missing.length, "inserted"],
    [changed.length, "changed"],
    [extra.length, "deleted"],
  ] as const;
  const what = counts.flatMap(([n, word]) => (n === 0 ? [] : [`${plural(n, "row")} ${word}`])).join(", ");
  const cascades = losses.flatMap(({ because, count, table: other, rule }) => {
    if (because === null || !sameName(because.root, table.name)) return [];
    return [
      `${rule === "delete-rows" ? "deletes" : "changes"} ${plural(count, "row")} of ${other.name} (${because.by})`,
    ];
  });
  const aside =
    moving === 0
      ? []
      : [
          `${plural(moving, "row")} set aside first, because ${moving === 1 ? "its value goes" : "their values go"} to other rows`,
        ];
  const fired = firing(schema, table, rows.columns, {
    INSERT: missing.length > 0,
    UPDATE: changed.length > 0,
    DELETE: extra.length > 0,
  });
  const key = (values: readonly (Literal | null)[]) =>
    keyPlaces(rows)
      .map((place) => cut(values[place] ?? ""))
      .join(", ");
  const wanted = (row: number) => rows.rows[row]?.values ?? [];
  return {
    mark: "~",
    object: "rows",
    subject: `rows of ${subject(table.name)}`,
    what,
    facts: [...cascades, ...aside, ...fired.map(({ name }) => `fires the trigger ${name}`)],
    why: null,
    rows: null,
    children: [
      ...some(missing, (row) => entry("+", key(wanted(row)), listed(rows.columns, wanted(row), keyPlaces(rows)))),
      ...some(changed, ({ row, live }) =>
        entry(
          "~",
          key(values ? live : wanted(row)),
          differing(rows.columns, live, wanted(row), values ? null : "from"),
        ),
      ),
      ...some(values ? extra : [], (row) => entry("-", key(row), listed(rows.columns, row, keyPlaces(rows)))),
    ],
  };
}

/** The same in the other direction: `+` marks rows that are only in the database. */
export function explainDrift(
  { rows, table }: RowsGround,
  { missing, changed, extra }: RowsDifference,
  values = true,
): Explained {
  const counts = [
    [missing.length, "missing"],
    [changed.length, "with other values"],
    [extra.length, "not declared"],
  ] as const;
  const places = keyPlaces(rows);
  const key = (values: readonly (Literal | null)[]) => places.map((place) => cut(values[place] ?? "")).join(", ");
  const wanted = (row: number) => rows.rows[row]?.values ?? [];
  return {
    ...entry("~", `rows of ${subject(table.name)}`, ""),
    what: counts.flatMap(([n, word]) => (n === 0 ? [] : [`${plural(n, "row")} ${word}`])).join(", "),
    children: [
      ...some(missing, (row) => entry("-", key(wanted(row)), listed(rows.columns, wanted(row), places))),
      ...some(changed, ({ row, live }) =>
        entry("~", key(values ? live : wanted(row)), differing(rows.columns, wanted(row), live, values ? null : "to")),
      ),
      ...some(values ? extra : [], (row) => entry("+", key(row), listed(rows.columns, row, places))),
    ],
  };
}

function some<T>(all: readonly T[], show: (one: T) => Explained): Explained[] {
  const left = all.length - shown;
  const entries = all.slice(0, shown).map(show);
  const last = entries.at(-1);
  return left > 0 && last !== undefined
    ? [...entries.slice(0, -1), { ...last, facts: [`and ${count(left)} more`] }]
    : entries;
}

function entry(mark: Explained["mark"], name: string, what: string): Explained {
  return { mark, object: "rows", subject: name, what, facts: [], why: null, rows: null, children: [] };
}

function cut(value: Literal): string {
  return spaced(head([...readable(value)]));
}

function head(text: readonly string[]): string {
  return text.length > most ? `${text.slice(0, most - 1).join("")}…` : text.join("");
}

/** Two values that differ. If they begin alike and are too long, what is shown begins shortly before the difference. */
function contrast(before: Literal, after: Literal): string {
  const [one, other] = [[...readable(before)], [...readable(after)]];
  const alike = one.findIndex((character, n) => character !== other[n]);
  const same = alike === -1 ? one.length : alike;
  const from = Math.max(one.length, other.length) > most && same > most / 2 ? same - most / 4 : 0;
  const shown = [one, other].map((text) => `${from > 0 ? "…" : ""}${head(text.slice(from))}`);
  return shown.map(spaced).join(" → ");
}

/** Lines of a report are wrapped at spaces, and several in a row would become one. */
function spaced(text: string): string {
  return text.replace(/ {2,}/g, (run) => "\u00a0".repeat(run.length));
}

function listed(columns: readonly string[], values: readonly (Literal | null)[], without: readonly number[]): string {
  return columns
    .flatMap((column, n) => (values[n] == null || without.includes(n) ? [] : [`${column} ${cut(values[n] ?? "")}`]))
    .join(", ");
}

function differing(
  columns: readonly string[],
  from: readonly (Literal | null)[],
  to: readonly (Literal | null)[],
  hidden: "from" | "to" | null,
): string {
  return columns
    .flatMap((column, n) => {
      const [before, after] = [from[n] ?? null, to[n] ?? null];
      if (before === after) return [];
      if (before === null) return [`${column} ${cut(after ?? "")}`];
      if (hidden !== null && after !== null)
        return [`${column} ${hidden === "from" ? `… → ${cut(after)}` : `${cut(before)} → …`}`];
      return [after === null ? `${column} no longer` : `${column} ${contrast(before, after)}`];
    })
    .join(", ");
}

/** The triggers that fire when this is done to a table. */
export function firing(
  { triggers }: Schema,
  table: Table,
  columns: readonly string[],
  events: Readonly<Record<"INSERT" | "UPDATE" | "DELETE", boolean>>,
): readonly Trigger[] {
  return triggers.filter(
    ({ table: on, fires }) =>
      sameName(on, table.name) &&
      events[fires.event] &&
      (fires.event !== "UPDATE" ||
        fires.of.length === 0 ||
        fires.of.some((of) => columns.some((column) => sameName(column, of)))),
  );
}
