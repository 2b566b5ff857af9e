import { EngineError, type Value } from "../../database/connection.ts";
import { openScratch } from "../../database/scratch.ts";
import { affinity, storage } from "../../model/affinity.ts";
import type { Column, Table } from "../../model/schema.ts";
import type { Span, ProblemError } from "../../problem/problem.ts";
import { closed, onOneLine } from "../../sql/fragment.ts";
import { sqliteSays } from "../../sql/messages.ts";
import { type Declared, isSql, type SqlData } from "../../vocabulary/declaration.ts";
import { describe } from "../read/describe.ts";
import { declarationError } from "../read/declaration-error.ts";
import { makePen } from "../write/pen.ts";
import { writeTemplate } from "../write/write-template.ts";
import { Field, type RawRow } from "./raw-rows.ts";

/** A cell as it goes to the engine: a value to bind, or SQL to write. */
export interface Made {
  readonly value: Value;
  readonly sql: string | null;
  /** Whether its value differs each time, so that the SQL itself is kept. */
  readonly changes: boolean;
}

export function isMade(made: Made | ProblemError): made is Made {
  return !(made instanceof Error);
}

/** The value at that place of the row. */
type Make = (column: Column, row: RawRow, n: number, mayChange: boolean) => Made | ProblemError;

/** Where the value at a place of a row is written. */
export function placeOfValue({ places, at }: RawRow, n: number): Span {
  return places?.[n]?.value ?? at;
}

/** What was written as a value, checked against the column: the user's compiler reports wrong types, too. */
export function maker(table: Table, names: ReadonlyMap<object, string>): Make {
  const known = new Map<object, { readonly sql: string; readonly kind: Kind }>();
  return (column, row, n, mayChange) => {
    const cell = row.cells[n];
    const at = () => placeOfValue(row, n);
    const subject = `${table.name}.${column.name}`;
    if (cell instanceof Field) return asField(cell, column) ?? notSuchAField(cell, subject, column, at());
    if (isSql(cell)) {
      const found = known.get(cell) ?? expression(cell, names);
      known.set(cell, found);
      return ofSql(found, subject, at(), mayChange);
    }
    const wanted = wrongType(table, column, cell);
    if (wanted !== null)
      return declarationError(
        "wrong-argument",
        at(),
        `${subject} takes ${wanted}`,
        ["write such a value, or a piece of SQL: sql`…`"],
        {
          subject,
          label: `this is ${describe(cell)}`,
        },
      );
    if (typeof cell === "string" && /\p{Surrogate}/u.test(cell))
      return declarationError(
        "wrong-argument",
        at(),
        "this text contains half of a surrogate pair, which SQLite cannot store",
        ["write the whole character"],
        { subject, label: "not valid Unicode" },
      );
    if (typeof cell === "bigint" && BigInt.asIntN(64, cell) !== cell)
      return declarationError(
        "wrong-argument",
        at(),
        "SQLite stores integers of at most 64 bits",
        ["write it as text"],
        {
          subject,
          label: "too large",
        },
      );
    if (typeof cell === "boolean") return plain(cell ? 1 : 0);
    // An integer beyond the exact range of a JavaScript number is a REAL to the engine as well.
    if (typeof cell === "number" && Object.is(cell, -0)) return { value: null, sql: "-0.0", changes: false };
    return plain(cell as Value);
  };
}

function plain(value: Value): Made {
  return { value, sql: null, changes: false };
}

/** What the column takes, if the value does not fit; null if it does. */
export function wrongType(table: Table, column: Column, cell: unknown): string | null {
  if (cell === null) return null;
  const isNumber = (typeof cell === "number" && Number.isFinite(cell)) || typeof cell === "bigint";
  const value = isNumber || typeof cell === "string" || typeof cell === "boolean" || cell instanceof Uint8Array;
  const kind = affinity(column.type);
  // ANY is NUMERIC as well.
  if (column.type === "" || (kind === "NUMERIC" && storage(table, column) === "strict ANY"))
    return value ? null : "a value";
  switch (kind) {
    case "INTEGER":
      return isNumber || typeof cell === "boolean" ? null : "a whole number";
    case "REAL":
      return isNumber ? null : "a number";
    case "TEXT":
      return typeof cell === "string" ? null : "a string";
    case "BLOB":
      return cell instanceof Uint8Array ? null : "bytes: new Uint8Array([1, 2])";
    case "NUMERIC":
      return value ? null : "a value";
  }
}

export const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const bytes = /^[xX]'((?:[0-9a-fA-F]{2})*)'$/;

/**
 * A field of a CSV file. An empty field is NULL, `x'00ff'` is bytes, and what looks like a number is one, except in a
 * text column; a quoted field is always text. Null if it is none of these, and the column is not for text.
 */
function asField({ text, quoted }: Field, { type }: Column): Made | null {
  if (quoted) return plain(text);
  if (text === "") return plain(null);
  if (affinity(type) === "TEXT") return plain(text);
  const blob = bytes.exec(text);
  if (blob !== null) return plain(Uint8Array.from(Buffer.from(blob[1] ?? "", "hex")));
  if (!number.test(text)) return affinity(type) === "NUMERIC" || type === "" ? plain(text) : null;
  if (/^[+-]?\d+$/.test(text)) {
    const whole = BigInt(text.replace("+", ""));
    if (BigInt.asIntN(64, whole) === whole) return plain(whole);
  }
  const real = Number(text);
  // The binding treats a number without a fraction as an integer.
  return Number.isSafeInteger(real) ? { value: null, sql: `${real}.0`, changes: false } : plain(real);
}

function notSuchAField({ text }: Field, subject: string, { type }: Column, at: Span): ProblemError {
  const wanted = affinity(type) === "BLOB" ? "bytes: x'00ff'" : "a number";
  return declarationError(
    "wrong-argument",
    at,
    `${subject} takes ${wanted}`,
    ["correct it, or put it into quotes if it is meant as text"],
    { subject, label: `this is ${JSON.stringify(text)}` },
  );
}

type Kind = { readonly is: "constant" } | { readonly is: "changing" } | { readonly is: "wrong"; readonly why: string };

function expression(cell: Declared<SqlData>, names: ReadonlyMap<object, string>) {
  const pen = makePen();
  writeTemplate(pen, cell, names, "bare");
  const text = closed(pen.text()).trim();
  return { sql: `(${onOneLine(text)})`, kind: kindOf(text) };
}

function wrong(why: string): Kind {
  return { is: "wrong", why };
}

/** An index only accepts deterministic expressions, so the engine can tell whether an expression is. */
function kindOf(text: string): Kind {
  const scratch = openScratch();
  try {
    scratch.exec("CREATE TABLE one (x); INSERT INTO one VALUES (1)");
    if (scratch.columns(`SELECT (${text}\n) AS value`).length !== 1) return wrong("it is not one expression");
    scratch.all(`SELECT (${text}\n) AS value`);
    try {
      scratch.exec(`CREATE INDEX same ON one ((${text}\n))`);
      return { is: "constant" };
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (sqliteSays.nonDeterministic.test(error.message)) return { is: "changing" };
      return wrong(error.message);
    }
  } catch (error) {
    if (error instanceof EngineError) return wrong(error.message);
    throw error;
  } finally {
    scratch.close();
  }
}

function ofSql(
  { sql, kind }: { readonly sql: string; readonly kind: Kind },
  subject: string,
  at: Span,
  mayChange: boolean,
): Made | ProblemError {
  if (kind.is === "wrong")
    return declarationError(
      "invalid-sql",
      at,
      `this piece of SQL cannot be the value of ${subject}`,
      ["a declared value cannot refer to columns or read tables"],
      { subject, label: kind.why },
    );
  if (kind.is === "changing" && !mayChange)
    return declarationError(
      "wrong-argument",
      at,
      `this has a different value each time, so ${subject} would never be as declared`,
      ['leave the column out if it has a default, or declare the rows with { mode: "once" }'],
      { subject, label: "not always the same" },
    );
  return { value: null, sql, changes: kind.is === "changing" };
}
