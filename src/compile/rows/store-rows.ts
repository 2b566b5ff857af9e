import { EngineError, type Scratch } from "../../database/connection.ts";
import { asText } from "../../database/values.ts";
import type { DeclaredRow, DeclaredRows, Literal } from "../../model/declared-rows.ts";
import { affinity } from "../../model/affinity.ts";
import { lotsOf } from "../../model/lots.ts";
import { sameName } from "../../model/names.ts";
import type { Column, Schema, Table } from "../../model/schema.ts";
import { needsTheApplication } from "../../introspect/compiles.ts";
import { type Problem, ProblemError } from "../../problem/problem.ts";
import { nameList, quoteName } from "../../sql/quote.ts";
import type { OfApplication } from "../../sql/stand-ins.ts";
import { askStored, literalOf, readStored } from "../../sql/value.ts";
import { declarationError } from "../read/declaration-error.ts";
import type { Made } from "./make-value.ts";
import type { RawRow } from "./raw-rows.ts";

/** How many problems of one list are reported: a misspelt column is misspelt in every row. */
export const mostReported = 5;

/** How many rows one statement writes. */
const lot = 100;

/** A row of values: as SQL if it is certain what the column stores, null if there is none, otherwise as given. */
export type Prepared = readonly (Literal | null | Made)[];

/** The value as SQL if the column certainly does not change it; otherwise the engine has to decide. */
export function asStored(column: Column, made: Made): Literal | Made {
  const { value, sql, changes } = made;
  if (sql !== null) return changes ? sql : made;
  if (value === null) return "NULL";
  const kind = affinity(column.type);
  if (typeof value === "string" && kind === "TEXT") return literalOf({ type: "text", value });
  const whole = typeof value === "bigint" || (typeof value === "number" && Number.isSafeInteger(value));
  if (typeof value === "number" && !whole && kind === "REAL") return literalOf({ type: "real", value });
  return whole && kind === "INTEGER" ? literalOf({ type: "integer", value }) : made;
}

function isOpen(cell: Prepared[number] | undefined): cell is Made {
  return typeof cell === "object" && cell !== null;
}

/**
 * What the columns make of the values. Most are certain; rows with others are stored by the engine, without any constraints
 * except the types, and read back.
 */
export function stored(
  scratch: Scratch,
  table: Table,
  columns: readonly Column[],
  all: readonly RawRow[],
  written: readonly Prepared[],
): readonly DeclaredRow["values"][] {
  const open = written.flatMap((row, n) => (row.some(isOpen) ? [n] : []));
  const rest = columns.flatMap((_, c) => (open.some((n) => isOpen(written[n]?.[c])) ? [c] : []));
  const own = rest.map((c) => `c${c} ${columns[c]?.type}`.trimEnd());
  if (open.length > 0)
    scratch.exec(
      `CREATE TABLE stage (n INTEGER PRIMARY KEY${["", ...own].join(", ")})${table.strict ? " STRICT" : ""}`,
    );
  const cell = (made: Prepared[number] | undefined) => (isOpen(made) ? (made.sql ?? "?") : "NULL");
  const put = (members: readonly number[]) => {
    const rows = members.map((n) => ({ n, cells: rest.map((c) => written[n]?.[c]) }));
    const values = rows.map(({ n, cells }) => `(${[n, ...cells.map(cell)].join(", ")})`);
    const bound = rows.flatMap(({ cells }) =>
      cells.flatMap((made) => (isOpen(made) && made.sql === null ? [made.value] : [])),
    );
    scratch.all(`INSERT INTO stage VALUES ${values.join(", ")} RETURNING n`, ...bound);
  };
  const problems: Problem[] = [];
  // The most values that one statement can take.
  const size = Math.max(1, Math.min(lot, Math.floor(30_000 / Math.max(1, columns.length))));
  if (open.length > 0) scratch.exec("BEGIN");
  for (let from = 0; from < open.length; from += size) {
    const members = open.slice(from, from + size);
    if (attempt(() => put(members)) === null) continue;
    for (const n of members) {
      const why = problems.length < mostReported ? attempt(() => put([n])) : null;
      if (why !== null) problems.push(...refusedBy(why, table, columns, all[n]).problems);
    }
  }
  if (open.length > 0) scratch.exec("COMMIT");
  if (problems.length > 0) throw new ProblemError(...problems);
  const asked = rest.map((c) => askStored(`c${c}`));
  const answers = open.length === 0 ? [] : scratch.all(`SELECT ${["n", ...asked].join(", ")} FROM stage`);
  const read = new Map(answers.map(([n, ...values]) => [Number(n), values]));
  return written.map((row, n) =>
    row.map((made, c) => (isOpen(made) ? literalOf(readStored(read.get(n) ?? [], rest.indexOf(c), asText)) : made)),
  );
}

function attempt(work: () => void): EngineError | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
}

/** SQLite's error about a row. The columns of the copy are numbered; messages use their names. */
function refusedBy(why: EngineError, table: Table, columns: readonly Column[], row: RawRow | undefined): ProblemError {
  const message = why.message.replace(
    /\bstage\.c(\d+)\b/g,
    (_, n: string) => `${table.name}.${columns[Number(n)]?.name}`,
  );
  const at = row?.at ?? { file: "", start: 0, end: 0 };
  const n = columns.findIndex(({ name }) => message.includes(`${table.name}.${name}`));
  const cell = row?.names.indexOf(columns[n]?.name ?? "") ?? -1;
  const place = row?.places?.[cell]?.value ?? at;
  return declarationError(
    "rows-refused",
    place,
    `SQLite would not accept this row of ${table.name}`,
    ["change the row, or the constraints of the table"],
    {
      subject: table.name,
      label: message,
    },
  );
}

/**
 * Writes the rows into the table itself, with all its constraints but without its triggers. Returns which rows it
 * refuses, and whether it has each of its unique indexes. Constraints that only the application can compute are not
 * tried.
 */
export function refusedRows(
  scratch: Scratch,
  table: Table,
  schema: Schema,
  rows: DeclaredRows,
  known: OfApplication,
): { readonly problems: readonly Problem[]; readonly whole: boolean } {
  const made = schema.indexes.filter(({ unique, table: on }) => unique && sameName(on, table.name));
  const missing = attempt(() => scratch.exec(table.text));
  if (needsTheApplication(missing?.message, known)) return { problems: [], whole: false };
  if (missing !== null) throw missing;
  const whole = made.every((index) => attempt(() => scratch.exec(index.text)) === null);
  const problems: Problem[] = [];
  scratch.exec("BEGIN");
  for (const { columns, members } of lotsOf(rows, rows.rows.keys())) {
    const names = nameList(columns.map((column) => rows.columns[column] ?? ""));
    const into = `INSERT OR ABORT INTO ${quoteName(table.name)} (${names})`;
    const write = (list: readonly number[]) => {
      const values = list.map((row) => `(${columns.map((column) => rows.rows[row]?.values[column]).join(", ")})`);
      scratch.exec(`${into} VALUES ${values.join(", ")}`);
    };
    if (attempt(() => write(members)) === null) continue;
    for (const row of members) {
      const why = attempt(() => write([row]));
      const at = rows.rows[row]?.at;
      if (needsTheApplication(why?.message, known)) continue;
      if (why !== null && at !== undefined && problems.length < mostReported)
        problems.push(...refusedBy(why, table, [], { at, names: [], cells: [], places: null }).problems);
    }
  }
  scratch.exec("ROLLBACK");
  return { problems, whole };
}
