import { posix } from "node:path";
import type { Declared } from "../../compile/declared.ts";
import { readCsv } from "../../compile/rows/read-csv.ts";
import type { DeclaredRows, RowsDifference } from "../../model/declared-rows.ts";
import { named, sameName } from "../../model/names.ts";
import type { Column, Table } from "../../model/schema.ts";
import { type Problem, ProblemError, type Span } from "../../problem/problem.ts";
import { literalOf, type Stored } from "../../sql/value.ts";
import { addImports } from "../merge/merge-imports.ts";
import { applyEdits, type Edit } from "../source/edits.ts";
import { csvHead, csvLine, rowLiteral } from "./write-row.ts";

/** The rows of a live table, and how they differ from the declared ones; null if none are declared. */
export interface LiveTable {
  readonly table: Table;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Stored[])[];
  readonly difference: RowsDifference | null;
}

/** From this many rows on, they are written to a file of their own. */
const many = 50;

interface Work {
  readonly declared: Declared;
  readonly edits: Map<string, Edit[]>;
  readonly imports: Map<string, Set<string>>;
  readonly files: Map<string, string>;
}

/** The files that change so that they declare the rows of these tables. Existing lists are edited row by row. */
export function pullRows(declared: Declared, tables: readonly LiveTable[]): ReadonlyMap<string, string> {
  const work: Work = { declared, edits: new Map(), imports: new Map(), files: new Map() };
  for (const table of tables) {
    const rows = (declared.schema.rows ?? []).find((each) => sameName(each.table, table.table.name));
    if (rows === undefined) declare(work, table);
    else if (table.difference !== null) merge(work, table, rows, table.difference);
  }
  const known = new Set(declared.sources.keys());
  for (const [file, edits] of work.edits) {
    const text = applyEdits(declared.sources.get(file) ?? "", edits);
    const words = work.imports.get(file);
    work.files.set(file, words === undefined ? text : addImports(file, text, new Map([["trueup", words]]), known));
  }
  return work.files;
}

/** After everything that the file of the table contains. */
function declare(work: Work, live: LiveTable): void {
  const { declared } = work;
  const at = declared.spans.get(`table:${live.table.name}`);
  const source = at === undefined ? undefined : declared.sources.get(at.file);
  if (at === undefined || source === undefined || !/\.[cm]?tsx?$/.test(at.file)) throw unclear(live.table, at);
  const name = source.slice(at.start, at.end);
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) throw unclear(live.table, at);
  const columns = live.columns.filter(
    (column, n) => isKey(live.table, column) || live.rows.some((row) => row[n]?.type !== "null"),
  );
  const rows = live.rows.map((row) => ({ columns, values: columns.map((column) => storedIn(live, row, column.name)) }));
  const lines = rows.map((row) => csvLine(live.table, row));
  const csv = `${live.table.name.replace(/[^\w-]+/g, "-")}.csv`;
  const path = posix.join(posix.dirname(at.file), csv);
  if (rows.length >= many && !lines.includes(null) && !declared.sources.has(path)) {
    work.files.set(path, `${[csvHead(columns), ...lines].join("\n")}\n`);
    append(work, at.file, source, `rows(${name}, rowsFrom(${JSON.stringify(csv)}));`, ["rows", "rowsFrom"]);
    return;
  }
  const written = rows.map((row) => rowLiteral(live.table, row));
  const words = ["rows", ...(written.some(({ sql }) => sql) ? ["sql"] : [])];
  const list = written.map(({ text }) => `  ${text},\n`).join("");
  append(work, at.file, source, written.length === 0 ? `rows(${name}, []);` : `rows(${name}, [\n${list}]);`, words);
}

function append(work: Work, file: string, source: string, text: string, words: readonly string[]): void {
  const end = source.length;
  edit(work, file, { start: end, end, text: `${source.endsWith("\n") ? "" : "\n"}\n${text}\n` });
  need(work, file, words);
}

function edit(work: Work, file: string, one: Edit): void {
  work.edits.set(file, [...(work.edits.get(file) ?? []), one]);
}

function need(work: Work, file: string, words: readonly string[]): void {
  work.imports.set(file, new Set([...(work.imports.get(file) ?? []), ...words]));
}

function isKey({ primaryKey }: Table, { name }: Column): boolean {
  return primaryKey?.terms.some(({ column }) => sameName(column, name)) ?? false;
}

function storedIn({ columns }: Pick<LiveTable, "columns">, row: readonly Stored[], name: string): Stored {
  return row[columns.findIndex((column) => sameName(column.name, name))] ?? { type: "null", value: null };
}

/**
 * Each row stays in its place: changed rows are rewritten, new rows take the places of removed ones, and the rest comes
 * last.
 */
function merge(work: Work, live: LiveTable, rows: DeclaredRows, { missing, changed, extra }: RowsDifference): void {
  const places = rows.key.map((name) => rows.columns.indexOf(name));
  const keyOf = (values: readonly (string | null)[]) => places.map((place) => values[place]).join("\0");
  const byKey = new Map(
    live.rows.map((row) => [rows.key.map((name) => literalOf(storedIn(live, row, name))).join("\0"), row]),
  );
  const liveRow = (values: readonly (string | null)[]) => byKey.get(keyOf(values));
  for (const { row, live: values } of changed) {
    const at = rows.rows[row]?.at;
    const found = liveRow(values);
    const names = rows.columns.filter((_, n) => rows.rows[row]?.values[n] !== null);
    if (at !== undefined && found !== undefined) replace(work, live, at, names, found);
  }
  const fresh = extra.map(liveRow).filter((row) => row !== undefined);
  for (const row of missing) {
    const at = rows.rows[row]?.at;
    if (at === undefined) continue;
    const next = fresh.shift();
    if (next === undefined) remove(work, live.table, at);
    else replace(work, live, at, rows.columns, next);
  }
  const list = rows.lists.at(-1);
  if (fresh.length > 0 && list !== undefined) add(work, live, rows, list, fresh);
}

function textAt(work: Work, { file, start, end }: Span): string {
  return (work.declared.sources.get(file) ?? "").slice(start, end);
}

function replace(work: Work, live: LiveTable, at: Span, names: readonly string[], row: readonly Stored[]): void {
  edit(work, at.file, { start: at.start, end: at.end, text: written(work, live, at, names, row) });
}

/** One row, in the way the file writes rows. */
function written(work: Work, live: LiveTable, at: Span, names: readonly string[], row: readonly Stored[]): string {
  const columns = names.flatMap((name) => named(live.table.columns, name) ?? []);
  const values = columns.map((column) => storedIn(live, row, column.name));
  if (at.file.endsWith(".csv")) {
    const own = headOf(work, at.file).flatMap((name) => named(live.table.columns, name) ?? []);
    const line = csvLine(live.table, { columns: own, values: own.map((column) => storedIn(live, row, column.name)) });
    if (line === null) throw unclear(live.table, at);
    return line;
  }
  const { text, sql } = rowLiteral(live.table, { columns, values });
  if (at.file.endsWith(".json")) return asJson(live.table, at, columns, values);
  if (!/^[{[]/.test(textAt(work, at))) throw unclear(live.table, at);
  if (sql) need(work, at.file, ["sql"]);
  return text;
}

function headOf(work: Work, file: string): readonly string[] {
  return readCsv(file, work.declared.sources.get(file) ?? "").head.names;
}

function asJson(table: Table, at: Span, columns: readonly Column[], values: readonly Stored[]): string {
  const parts = columns.map(({ name }, n) => {
    const { value } = values[n] ?? { value: null };
    if (value instanceof Uint8Array) throw unclear(table, at);
    return `${JSON.stringify(name)}: ${typeof value === "bigint" ? String(value) : JSON.stringify(value)}`;
  });
  return `{ ${parts.join(", ")} }`;
}

/** With the comma after it, and its line if there is nothing else on it. */
function remove(work: Work, table: Table, at: Span): void {
  const text = work.declared.sources.get(at.file) ?? "";
  const isLine = at.file.endsWith(".csv");
  if (!isLine && !/^\{/.test(textAt(work, at))) throw unclear(table, at);
  let { start, end } = at;
  if (isLine) end += text.startsWith("\r\n", end) ? 2 : 1;
  else {
    end += /^\s*,/.exec(text.slice(end))?.[0].length ?? 0;
    const before = /(?:^|\n)[ \t]*$/.exec(text.slice(0, start));
    const after = /^[ \t]*\r?\n/.exec(text.slice(end));
    if (before !== null && after !== null) {
      start -= before[0].replace("\n", "").length;
      end += after[0].length;
    } else end += /^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0;
  }
  edit(work, at.file, { start, end: Math.min(end, text.length), text: "" });
}

function add(work: Work, live: LiveTable, rows: DeclaredRows, list: Span, fresh: readonly (readonly Stored[])[]): void {
  const { file, start, end } = list;
  const text = work.declared.sources.get(file) ?? "";
  if (file.endsWith(".csv")) {
    const lines = fresh.map((row) => `${written(work, live, list, rows.columns, row)}\n`);
    edit(work, file, { start: end, end, text: `${text.endsWith("\n") ? "" : "\n"}${lines.join("")}` });
    return;
  }
  const lines = fresh.map((row) => written(work, live, list, rows.columns, row));
  const close = file.endsWith(".json") ? text.lastIndexOf("]") : end - 1;
  const inside = text.slice(start + 1, close);
  const held = inside.trimEnd();
  const at = start + 1 + held.length;
  const indent = /\n([ \t]*)\S[^\n]*$/.exec(text.slice(0, at))?.[1] ?? "";
  const within = inside.includes("\n") && held.trim() !== "" ? indent : `${indent}  `;
  const comma = held.trim() === "" || held.endsWith(",") ? "" : ",";
  const json = file.endsWith(".json");
  const body = lines.map((line) => `\n${within}${line}`).join(",");
  const rest = inside.slice(held.length).includes("\n") ? "" : `\n${within.slice(2)}`;
  edit(work, file, { start: at, end: at, text: `${comma}${body}${json ? "" : ","}${rest}` });
}

function unclear(table: Table, at: Span | undefined): ProblemError {
  const problem: Problem = {
    code: "pull-unclear",
    level: "error",
    subject: table.name,
    message: `the rows of ${table.name} are declared in a way that cannot be edited`,
    ...(at !== undefined && { at, label: "declared here" }),
    help: [
      "declare the table in TypeScript as an exported const, and its rows as literals: rows(genre, [{ … }])",
      "or write these rows by hand",
    ],
  };
  return new ProblemError(problem);
}
