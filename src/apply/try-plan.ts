import { createInstead, giveTexts, type SchemaEntry, whyNotRun } from "../database/create-instead.ts";
import { EngineError, type Query, type Row, type Scratch } from "../database/connection.ts";
import { runs } from "../database/runs.ts";
import { engines } from "../plan/engines.ts";
import type { Plan } from "../plan/plan.ts";
import { isRowItem } from "../plan/row-items.ts";
import { renamedBy } from "./renamed.ts";
import { type Gathered, type Moved, movesOf } from "./statistics.ts";
import { mismatched } from "../database/foreign-keys.ts";
import { codeOf, probe, settableIn } from "../introspect/compiles.ts";
import { introspectScratch } from "../introspect/introspect.ts";
import { fold } from "../model/names.ts";
import { quoteName, quoteText } from "../sql/quote.ts";
import { createsVirtual } from "../sql/read-virtual-table.ts";
import { readPragma } from "../sql/pragma.ts";
import { mentions } from "../sql/mentions.ts";
import { withoutSemicolon } from "../sql/statement.ts";

/** One row of sqlite_schema, with its text in hex, so that text that is not UTF-8 can be compared, too. */
export interface SchemaRow {
  readonly type: string;
  readonly name: string;
  readonly table: string;
  readonly hex: string;
}

/** SQLite's own tables are created and dropped as needed, and D1's belong to D1: neither is part of a schema. */
export const schemaQuery: Query = {
  sql: `SELECT CAST(type AS BLOB), CAST(name AS BLOB), CAST(tbl_name AS BLOB), hex(sql) FROM sqlite_schema
WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND substr(name, 1, 4) <> '_cf_' ORDER BY rowid`,
};

export function schemaRows(rows: readonly Row[]): readonly SchemaRow[] {
  return rows.map(([type, name, table, hex]) => ({
    type: textOf(type),
    name: textOf(name),
    table: textOf(table),
    hex: typeof hex === "string" ? hex : "",
  }));
}

function textOf(value: Row[number] | undefined): string {
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : "";
}

/** What a plan does to a schema, tried on an empty copy of it. */
export interface Tried {
  /** The rows that sqlite_schema must hold afterwards. */
  readonly after: readonly SchemaRow[];
  /** How many columns each check's statement returns, by its index in the plan. */
  readonly widths: ReadonlyMap<number, number>;
  /** Tables whose foreign keys cannot be checked, before and after the plan. */
  readonly mismatched: { readonly before: readonly string[]; readonly after: readonly string[] };
  /** The table that each step works on, by its index in the plan. */
  readonly tables: ReadonlyMap<number, string>;
  /**
   * False if an object could not be created in the copy, because it needs a module or function that is not available
   * here.
   */
  readonly complete: boolean;
  /** Views that can be read afterwards. One that could not be read before is not the plan's fault. */
  readonly views: readonly string[];
  /** What ANALYZE gathered about what the plan touches, and where it belongs afterwards. */
  readonly statistics: readonly Moved[];
  /** Triggers that compile afterwards, and the statement that compiles each. */
  readonly triggers: readonly { readonly name: string; readonly sql: string }[];
  readonly hasColumn: (table: string, column: string) => boolean;
}

/** Thrown if a plan does not even run on an empty copy. */
export class Untried extends Error {
  readonly item: number;
  constructor(item: number, cause: EngineError) {
    super(cause.message, { cause });
    this.item = item;
  }
}

/**
 * Runs the plan on an empty copy of the schema. It shows the text that SQLite writes to sqlite_schema for RENAME, ALTER
 * and the like, so the server can compare its own with that before it commits.
 */
export function tryPlan(
  live: readonly SchemaRow[],
  plan: Plan,
  scratch: Scratch,
  gathered: readonly Gathered[] = [],
): Tried {
  copySchema(live, scratch);
  const moved = movesOf((sql) => scratch.all(sql), plan, gathered, renamedBy(plan.decisions));
  const unanswered = () => mismatched((sql, args) => scratch.all(sql, ...args));
  const unansweredBefore = unanswered();
  const before = new Map(readSchema(scratch).map((row) => [keyOf(row), row]));
  const widths = new Map<number, number>();
  if (engines[plan.engine].foreignKeys === "on") scratch.exec("PRAGMA foreign_keys = ON");
  scratch.exec("BEGIN");
  const tables = new Map<number, string>();
  for (const [index, item] of plan.items.entries()) {
    try {
      if (item.kind === "check") widths.set(index, widthOf(scratch, item.sql));
      else {
        // Rows are written to tables that are empty here, and triggers and foreign keys may object to that, so only
        // compiling can be tried.
        if (isRowItem(item) || item.step === "data") scratch.prepare(item.sql);
        else scratch.exec(item.sql);
        tables.set(index, tableOf(scratch, item.subject));
      }
    } catch (error) {
      throw error instanceof EngineError ? new Untried(index, error) : error;
    }
  }
  const was = new Map(live.map((row) => [keyOf(row), row]));
  const after = new Map<string, SchemaRow>();
  // A plan cannot touch what the copy could not contain (for example, a table of a module that is not loaded here).
  for (const [key, row] of was) if (!before.has(key)) after.set(key, row);
  for (const row of readSchema(scratch)) {
    const untouched = before.get(keyOf(row))?.hex === row.hex;
    after.set(keyOf(row), (untouched ? was.get(keyOf(row)) : undefined) ?? row);
  }
  const views = [...after.values()].filter((row) => row.type === "view" && reads(scratch, row.name));
  return {
    after: [...after.values()],
    widths,
    tables,
    mismatched: { before: unansweredBefore, after: unanswered() },
    complete: [...was.keys()].every((key) => before.has(key)),
    views: views.map(({ name }) => name),
    statistics: moved(),
    triggers: triggersIn(scratch),
    hasColumn: columnsIn(scratch),
  };
}

function keyOf(row: SchemaRow): string {
  return `${row.type} ${row.name}`;
}

function readSchema(scratch: Scratch): readonly SchemaRow[] {
  return schemaRows(scratch.all(schemaQuery.sql));
}

/**
 * Virtual tables first, because they create their shadow tables themselves; a table that already exists then is one of
 * those.
 */
function copySchema(live: readonly SchemaRow[], scratch: Scratch): void {
  const text = (row: SchemaRow) => Buffer.from(row.hex, "hex").toString("utf8");
  const isVirtual = (row: SchemaRow) => row.type === "table" && createsVirtual(text(row));
  const vectors = live.filter((row) => row.type === "index" && mentions(text(row)).has("libsql_vector_idx"));
  const shadows = new Set(vectors.flatMap(({ name }) => [`${name}_shadow`, `${name}_shadow_idx`]));
  if (vectors.length > 0) shadows.add("libsql_vector_meta_shadow");
  // sqlite_sequence stays even after the last table with AUTOINCREMENT is dropped.
  scratch.exec('CREATE TABLE "__trueup_sequence" (a INTEGER PRIMARY KEY AUTOINCREMENT)');
  scratch.exec('DROP TABLE "__trueup_sequence"');
  const rank = (row: SchemaRow) => (isVirtual(row) ? 0 : ["table", "index", "view", "trigger"].indexOf(row.type) + 1);
  const there = new Set<string>();
  const made = () => new Set(scratch.all("SELECT name FROM sqlite_schema").map(([name]) => String(name)));
  let known = there;
  const halfRead: SchemaEntry[] = [];
  for (const row of [...live].sort((a, b) => rank(a) - rank(b))) {
    if (row.hex === "" || shadows.has(row.name) || known.has(row.name)) continue;
    const why = whyNotRun(scratch, text(row));
    // A server may have functions, from an extension, that this engine lacks.
    if (why !== null && !isVirtual(row) && createInstead(scratch, text(row), why))
      halfRead.push({ type: row.type, name: row.name, text: text(row) });
    if (isVirtual(row)) known = made();
  }
  if (halfRead.length > 0) giveTexts(scratch, halfRead);
}

function widthOf(scratch: Scratch, sql: string): number {
  scratch.exec(`CREATE TEMP VIEW "__trueup_check" AS ${asSelect(sql)}`);
  const [row] = scratch.all("SELECT count(*) FROM temp.pragma_table_info('__trueup_check', 'temp')");
  scratch.exec('DROP VIEW temp."__trueup_check"');
  return Number(row?.[0] ?? 0);
}

/** A check as a subquery: pragmas become the table-valued functions of the same name. */
export function asSelect(sql: string): string {
  const pragma = readPragma(sql);
  if (pragma === null) return withoutSemicolon(sql);
  return `SELECT * FROM temp.pragma_${pragma.name}${pragma.argument === null ? "" : `(${quoteText(pragma.argument)})`}`;
}

/** The table behind `tune`, `tune.title`, or the name of an index. */
function tableOf(scratch: Scratch, subject: string): string {
  const names = [subject, subject.slice(0, Math.max(0, subject.lastIndexOf(".")))];
  for (const name of names) {
    const [row] = scratch.all("SELECT tbl_name FROM sqlite_schema WHERE name = ? COLLATE NOCASE", name);
    if (typeof row?.[0] === "string") return row[0];
  }
  return subject;
}

function reads(scratch: Scratch, view: string): boolean {
  return runs(() => scratch.prepare(`SELECT * FROM ${quoteName(view)} LIMIT 0`));
}

function triggersIn(scratch: Scratch): Tried["triggers"] {
  const { tables, triggers } = introspectScratch(scratch);
  const settable = settableIn(tables, (sql) => scratch.all(sql));
  return triggers.flatMap((trigger) => {
    const sql = probe(codeOf(trigger), settable);
    // A reference to nothing may keep it from compiling there, too, as it did before.
    return sql === null || !runs(() => scratch.prepare(sql)) ? [] : [{ name: trigger.name, sql }];
  });
}

function columnsIn(scratch: Scratch): Tried["hasColumn"] {
  const sql =
    "SELECT m.name, x.name FROM sqlite_schema AS m, temp.pragma_table_xinfo(m.name) AS x WHERE m.type = 'table'";
  const key = (table: unknown, column: unknown) => fold(`${String(table)}\0${String(column)}`);
  const found = new Set(scratch.all(sql).map(([table, column]) => key(table, column)));
  return (table, column) => found.has(key(table, column));
}
