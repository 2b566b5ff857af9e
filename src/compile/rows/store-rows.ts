import { EngineError, type Scratch, type Value } from "../../database/connection.ts";
import { asText } from "../../database/values.ts";
import type { DeclaredRow, DeclaredRows } from "../../model/declared-rows.ts";
import { affinity } from "../../model/affinity.ts";
import { sameName } from "../../model/names.ts";
import type { Column, Schema, Table } from "../../model/schema.ts";
import { type Problem, ProblemError } from "../../problem/problem.ts";
import { nameList, quoteName } from "../../sql/quote.ts";
import { askStored, literalOf, type Stored } from "../../sql/value.ts";
import { declarationError } from "../read/declaration-error.ts";
import type { Made } from "./make-value.ts";
import type { RawRow } from "./raw-rows.ts";

/** How many problems of one list are reported: a misspelt column is misspelt in every row. */
export const told = 5;

/** How many rows one statement writes. */
const lot = 200;

/**
 * What the columns make of the values. Most are stored as they are given; rows with others are stored by the engine, without
 * any constraints except the types, and read back.
 */
export function stored(
  scratch: Scratch,
  table: Table,
  columns: readonly Column[],
  all: readonly RawRow[],
  written: readonly (readonly (Made | undefined)[])[],
): readonly DeclaredRow["values"][] {
  const known = written.map((row) => row.map((made, c) => literalAsGiven(columns[c], made)));
  const open = written.flatMap((_, n) => (known[n]?.includes(undefined) ? [n] : []));
  if (open.length === 0) return known.map((row) => row.map((literal) => literal ?? null));
  const own = columns.map(({ type }, n) => `c${n} ${type}`.trimEnd());
  scratch.exec(`CREATE TABLE stage (n INTEGER PRIMARY KEY${["", ...own].join(", ")})${table.strict ? " STRICT" : ""}`);
  const cell = (made: Made | undefined) => (made === undefined ? "NULL" : (made.sql ?? "?"));
  const args = (row: readonly (Made | undefined)[]) =>
    row.flatMap((made) => (made === undefined || made.sql !== null ? [] : [made.value]));
  const put = (members: readonly number[]) => {
    const values = members.map((n) => `(${[n, ...(written[n] ?? []).map(cell)].join(", ")})`);
    const bound = members.flatMap((n) => args(written[n] ?? []));
    scratch.all(`INSERT INTO stage VALUES ${values.join(", ")} RETURNING n`, ...bound);
  };
  const problems: Problem[] = [];
  // The most values that one statement can take.
  const size = Math.max(1, Math.min(lot, Math.floor(30_000 / Math.max(1, columns.length))));
  scratch.exec("BEGIN");
  for (let from = 0; from < open.length; from += size) {
    const members = open.slice(from, from + size);
    if (attempt(() => put(members)) === null) continue;
    for (const n of members) {
      const why = problems.length < told ? attempt(() => put([n])) : null;
      if (why !== null) problems.push(...refusedBy(why, table, columns, all[n]).problems);
    }
  }
  scratch.exec("COMMIT");
  if (problems.length > 0) throw new ProblemError(...problems);
  const unread = columns.flatMap((_, c) => (open.some((n) => known[n]?.[c] === undefined) ? [c] : []));
  const asked = unread.map((c) => askStored(`c${c}`));
  for (const [n, ...read] of scratch.all(`SELECT ${["n", ...asked].join(", ")} FROM stage ORDER BY n`)) {
    const row = known[Number(n)];
    for (const [at, c] of unread.entries())
      if (row?.[c] === undefined) row?.splice(c, 1, literalOf(storedIn(read, at)));
  }
  return known.map((row) => row.map((literal) => literal ?? null));
}

/** The value as SQL where the column certainly does not change it, null where there is none; undefined where the engine has to say. */
function literalAsGiven(column: Column | undefined, made: Made | undefined): string | null | undefined {
  if (made === undefined) return null;
  const { value, sql, changes } = made;
  if (sql !== null) return changes ? sql : undefined;
  if (value === null) return "NULL";
  const kind = affinity(column?.type ?? "");
  if (typeof value === "string" && kind === "TEXT") return literalOf({ type: "text", value });
  const whole = typeof value === "bigint" || (typeof value === "number" && Number.isSafeInteger(value));
  if (typeof value === "number" && !whole && kind === "REAL") return literalOf({ type: "real", value });
  return whole && kind === "INTEGER" ? literalOf({ type: "integer", value }) : undefined;
}

function storedIn(read: readonly Value[], column: number): Stored {
  const type = read[2 * column] as Stored["type"];
  const value = read[2 * column + 1] ?? null;
  return { type, value: type === "text" ? (asText(value) ?? value) : value };
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
 * Writes the rows into the table itself, with all its constraints and none of its triggers: which rows it refuses, and whether
 * it has each of its unique indexes.
 */
export function refusedRows(
  scratch: Scratch,
  table: Table,
  schema: Schema,
  columns: readonly Column[],
  { rows }: DeclaredRows,
): { readonly problems: readonly Problem[]; readonly whole: boolean } {
  scratch.exec(table.text);
  const made = schema.indexes.filter(({ unique, table: on }) => unique && sameName(on, table.name));
  const whole = made.every(({ text }) => attempt(() => scratch.exec(text)) === null);
  const problems: Problem[] = [];
  const groups = new Map<string, number[]>();
  rows.forEach(({ values }, n) => {
    const shape = values.map((value) => (value === null ? "0" : "1")).join("");
    const group = groups.get(shape);
    if (group === undefined) groups.set(shape, [n]);
    else group.push(n);
  });
  scratch.exec("BEGIN");
  for (const [shape, members] of groups) {
    const some = columns.flatMap((column, n) => (shape[n] === "1" ? [{ n, name: column.name }] : []));
    const into = `INSERT OR ABORT INTO ${quoteName(table.name)} (${nameList(some.map(({ name }) => name))})`;
    const write = (list: readonly number[]) => {
      const values = list.map((row) => `(${some.map(({ n }) => rows[row]?.values[n]).join(", ")})`);
      scratch.exec(`${into} VALUES ${values.join(", ")}`);
    };
    for (let from = 0; from < members.length; from += lot) {
      const part = members.slice(from, from + lot);
      if (attempt(() => write(part)) === null) continue;
      for (const row of part) {
        const why = attempt(() => write([row]));
        const at = rows[row]?.at;
        if (why !== null && at !== undefined && problems.length < told)
          problems.push(...refusedBy(why, table, [], { at, names: [], cells: [], places: null }).problems);
      }
    }
  }
  scratch.exec("ROLLBACK");
  return { problems, whole };
}
