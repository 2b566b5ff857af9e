import { openScratch } from "../../database/scratch.ts";
import type { DeclaredRow, DeclaredRows } from "../../model/declared-rows.ts";
import { named } from "../../model/names.ts";
import type { Column, Schema, Table } from "../../model/schema.ts";
import type { OfApplication } from "../../sql/stand-ins.ts";
import { didYouMean } from "../../problem/nearest.ts";
import { type Problem, ProblemError } from "../../problem/problem.ts";
import { declarationError } from "../read/declaration-error.ts";
import { isMade, maker, placeOfValue } from "./make-value.ts";
import type { RawRow, RawRows } from "./raw-rows.ts";
import { keyColumns, keyProblems } from "./row-keys.ts";
import { asStored, type Prepared, refusedRows, stored, mostReported } from "./store-rows.ts";

/**
 * The declared rows as their tables store them. The engine checks each: how it stores a value, whether a row satisfies
 * the CHECK constraints, and whether two rows share what must be unique. Only a database can check what they point at.
 */
export function judgeRows(
  raw: readonly RawRows[],
  schema: Schema,
  names: ReadonlyMap<object, string>,
  known: OfApplication,
): { readonly rows: readonly DeclaredRows[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const rows: DeclaredRows[] = [];
  for (const lists of byTable(raw, names)) {
    try {
      rows.push(judged(lists, schema, names, known));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems.push(...error.problems);
    }
  }
  return { rows, problems };
}

interface Lists {
  /** Null if the table has no name because it is not exported. */
  readonly name: string | null;
  readonly first: RawRows;
  readonly lists: readonly RawRows[];
}

/** A table's rows may be declared in several places. */
function byTable(raw: readonly RawRows[], names: ReadonlyMap<object, string>): readonly Lists[] {
  const found = new Map<object, RawRows[]>();
  for (const each of raw) found.set(each.table, [...(found.get(each.table) ?? []), each]);
  return [...found].flatMap(([table, lists]) => {
    const [first] = lists;
    return first === undefined ? [] : [{ name: names.get(table) ?? null, first, lists }];
  });
}

function judged(
  { name, first, lists }: Lists,
  schema: Schema,
  names: ReadonlyMap<object, string>,
  known: OfApplication,
): DeclaredRows {
  const table = name === null ? undefined : named(schema.tables, name);
  if (table === undefined)
    throw declarationError(
      "unknown-table",
      first.args[0] ?? first.at,
      "this table is not part of the schema",
      // Only what is never managed has a name and is not there.
      name === null
        ? ["export the const that holds it"]
        : ["remove its rows here", `give the table another name than ${name} if it is yours`],
      { subject: name ?? "", label: name === null ? "not declared" : "its name is left to other tools" },
    );
  for (const other of lists.slice(1)) agree(first, other, table.name);
  const key = keyColumns(table, schema, first, known);
  const all = lists.flatMap((each) => each.rows);
  const heads = lists.flatMap(({ head }) => head ?? []);
  const columns = columnsNamed(table, [...heads, ...all], key);
  const required = requiredIn(table, key);
  for (const head of heads) {
    const absent = required.filter((column) => !head.names.includes(column));
    if (absent.length > 0) throw missing(table, key, absent, head, "these rows give");
  }
  const written = prepared(table, key, required, columns, all, first.mode === "once", names);
  const scratch = openScratch();
  try {
    const values = stored(scratch, table, columns, all, written);
    const rows = all.map(({ at }, n): DeclaredRow => ({ values: values[n] ?? [], at }));
    const result: DeclaredRows = {
      table: table.name,
      mode: first.mode,
      key,
      columns: columns.map((each) => each.name),
      rows,
      lists: lists.map((each) => each.list),
    };
    const { problems: refused, whole } = refusedRows(scratch, table, schema, result, known);
    if (refused.length === 0 && whole) return result;
    // The key is unique in the table, so two rows with the same key are among the refused ones. Both are named then.
    const double = keyProblems(scratch, table, schema, result);
    if (double.length > 0) throw new ProblemError(...double);
    if (refused.length > 0) throw new ProblemError(...refused);
    return result;
  } finally {
    scratch.close();
  }
}

function agree(first: RawRows, other: RawRows, table: string): void {
  const same = first.mode === other.mode && first.key.join("\0") === other.key.join("\0");
  if (same) return;
  throw declarationError(
    "rows-declared-twice",
    other.at,
    `the rows of ${table} are declared in two ways`,
    ["give both lists the same mode and the same key, or put them into one list"],
    { subject: table, label: `here ${said(other)}`, also: [{ at: first.at, label: `here ${said(first)}` }] },
  );
}

function said({ mode, key }: RawRows): string {
  return key.length === 0 ? mode : `${mode}, by ${key.join(", ")}`;
}

/** The columns that rows name, in table order; the first rows that name an unknown column are reported. */
function columnsNamed(table: Table, all: readonly RawRow[], key: readonly string[]): readonly Column[] {
  const seen = new Set(key);
  const problems: Problem[] = [];
  let last: readonly string[] | null = null;
  for (const row of all) {
    // The rows of a file have the same names.
    if (row.names === last) continue;
    last = row.names;
    for (const [n, name] of row.names.entries()) {
      const column = table.columns.find((each) => each.name === name);
      if (column?.generated === null) seen.add(name);
      else if (problems.length < mostReported) problems.push(...notAColumn(table, column, name, row, n).problems);
    }
  }
  if (problems.length > 0) throw new ProblemError(...problems);
  return table.columns.filter(({ name }) => seen.has(name));
}

function notAColumn(table: Table, column: Column | undefined, name: string, row: RawRow, n: number): ProblemError {
  const at = row.places?.[n]?.key ?? row.at;
  const subject = `${table.name}.${name}`;
  if (column !== undefined)
    return declarationError(
      "wrong-argument",
      at,
      `${subject} is a generated column: SQLite computes it`,
      ["leave it out"],
      {
        subject,
        label: "rows cannot set it",
      },
    );
  const known = table.columns.map((each) => each.name);
  return declarationError(
    "unknown-column",
    at,
    `\`${table.name}\` has no column \`${name}\``,
    didYouMean(name, known),
    {
      subject,
      label: `no such column (${known.join(", ")})`,
    },
  );
}

/** The columns to which each row gives a value. */
function requiredIn(table: Table, key: readonly string[]): readonly string[] {
  const needed = table.columns.filter(
    ({ notNull, default: fallback, generated }) => notNull !== null && fallback === null && generated === null,
  );
  return [...new Set([...key, ...needed.map(({ name }) => name)])];
}

/** Each cell in column order: what the column stores, as far as that is certain; null if the row does not name the column. */
function prepared(
  table: Table,
  key: readonly string[],
  required: readonly string[],
  columns: readonly Column[],
  all: readonly RawRow[],
  once: boolean,
  names: ReadonlyMap<object, string>,
): readonly Prepared[] {
  const problems: Problem[] = [];
  const make = maker(table, names);
  const isKey = columns.map(({ name }) => key.includes(name));
  let last: readonly string[] | null = null;
  let [absent, places]: [readonly string[], readonly number[]] = [[], []];
  const rows = all.map((row) => {
    // The rows of a file have the same names.
    if (row.names !== last) {
      absent = required.filter((name) => !row.names.includes(name));
      places = columns.map(({ name }) => row.names.lastIndexOf(name));
    }
    last = row.names;
    if (absent.length > 0 && problems.length < mostReported)
      problems.push(...missing(table, key, absent, row).problems);
    return columns.map((column, c) => {
      const n = places[c] ?? -1;
      if (n === -1) return null;
      const made = make(column, row, n, once && isKey[c] === false);
      if (!isMade(made)) {
        if (problems.length < mostReported) problems.push(...made.problems);
        return null;
      }
      if (made.value === null && made.sql === null && problems.length < mostReported) {
        if (isKey[c] === true) problems.push(...nullKey(table, column, placeOfValue(row, n)).problems);
        else if (column.notNull !== null) problems.push(...notNull(table, column, placeOfValue(row, n)).problems);
      }
      return asStored(column, made);
    });
  });
  if (problems.length > 0) throw new ProblemError(...problems);
  return rows;
}

function missing(
  table: Table,
  key: readonly string[],
  absent: readonly string[],
  { at }: RawRow,
  who = "this row gives",
): ProblemError {
  const [name = ""] = absent;
  const what = key.includes(name) ? "part of the key that identifies a row" : "NOT NULL, and it has no default";
  return declarationError("wrong-argument", at, `${who} no \`${table.name}.${name}\``, [`add it: ${name} is ${what}`], {
    subject: `${table.name}.${name}`,
    label: `without ${absent.join(", ")}`,
  });
}

function nullKey(table: Table, { name }: Column, at: RawRow["at"]): ProblemError {
  return declarationError(
    "wrong-argument",
    at,
    `a row of ${table.name} needs a value for \`${name}\`, which identifies it`,
    ["NULL is never equal to NULL: give it a value"],
    { subject: `${table.name}.${name}`, label: "this is NULL" },
  );
}

function notNull(table: Table, { name }: Column, at: RawRow["at"]): ProblemError {
  return declarationError("wrong-argument", at, `${table.name}.${name} is NOT NULL`, ["give it a value"], {
    subject: `${table.name}.${name}`,
    label: "this is NULL",
  });
}
