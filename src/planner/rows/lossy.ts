import { named } from "../../model/names.ts";
import type { Table } from "../../model/schema.ts";

/** A column as an expression that compares byte by byte. */
export function asStored(table: Table, column: string, value: string): string {
  return (named(table.columns, column)?.collate ?? null) === null ? value : `(${value} COLLATE BINARY)`;
}

/**
 * A condition that is true for values that this storage would change or refuse; null if there can be none. `value` must
 * compare as it is stored: a collation of its own could find '5 ' and '5' equal.
 */
export function lossy(value: string, storage: string): string | null {
  if (storage.startsWith("strict ")) {
    const held = fits(value, storage.slice("strict ".length));
    return held === null ? null : `NOT ${held}`;
  }
  return changed(value, storage);
}

/**
 * A condition that is true for values that do not match the type of a column that is not STRICT: those that `lossy`
 * finds, and those that stay as they are.
 */
export function unconverted(value: string, storage: string): string | null {
  const held = storage.startsWith("strict ") ? null : fits(value, storage);
  return held === null ? null : `NOT ${held}`;
}

/** What means the same in the storage and is of its type; null if everything does. NULL is always kept. */
function fits(value: string, storage: string): string | null {
  const kept = (by: Readonly<Record<string, string>>) =>
    `CASE typeof(${value}) WHEN 'null' THEN 1 ${Object.entries(by)
      .map(([type, holds]) => `WHEN '${type}' THEN ${holds}`)
      .join(" ")} ELSE 0 END`;
  switch (storage) {
    case "INTEGER":
      return kept({
        integer: "1",
        real: `CAST(CAST(${value} AS INTEGER) AS REAL) = ${value} AND abs(${value}) < 9007199254740993`,
        text: saysTheSame(value, "INTEGER"),
      });
    case "REAL":
      return kept({ real: "1", integer: isExactAsReal(value), text: `(${isText(value, "REAL")})` });
    case "NUMERIC":
      return kept({ integer: "1", real: "1", text: `(${isText(value, "NUMERIC")})` });
    case "TEXT":
      return kept({ text: "1", integer: "1", real: realSaysTheSame(value) });
    case "BLOB":
      // Without STRICT, a BLOB column keeps everything as it is.
      return kept({ blob: "1" });
    default:
      return null;
  }
}

/**
 * What SQLite would turn into something that means something else. https://www.sqlite.org/datatype3.html#type_affinity
 */
function changed(value: string, affinity: string): string | null {
  const number = `typeof(${value}) = 'text' AND ${readsAsNumber(value)}`;
  switch (affinity) {
    case "INTEGER":
    case "NUMERIC":
      return `${number} AND NOT (${isText(value, "NUMERIC")})`;
    case "REAL":
      return `CASE typeof(${value}) WHEN 'integer' THEN NOT (${isExactAsReal(value)}) ELSE ${number} AND NOT (${isText(value, "REAL")}) END`;
    case "TEXT":
      return `typeof(${value}) = 'real' AND NOT (${realSaysTheSame(value)})`;
    default:
      return null;
  }
}

/** Whether a numeric column turns this text into a number. A comparison with a number does the same. */
export function readsAsNumber(value: string): string {
  return `${value} = CAST(${value} AS NUMERIC)`;
}

function saysTheSame(value: string, type: string): string {
  return `CAST(CAST(${value} AS ${type}) AS TEXT) = ${value}`;
}

/** Text that is a number, written the way SQLite writes that number. */
function isText(value: string, storage: "REAL" | "NUMERIC"): string {
  const number = `CAST(${value} AS NUMERIC)`;
  const same = `${saysTheSame(value, "NUMERIC")} AND typeof(${number}) <> 'text'`;
  if (storage === "NUMERIC") return same;
  return `(${same} AND (typeof(${number}) = 'real' OR (${isExactAsReal(number)}))) OR ${saysTheSame(value, "REAL")}`;
}

/** 2^63 is one more than any integer, and a CAST back stops at the largest. */
function isExactAsReal(value: string): string {
  return `CAST(CAST(${value} AS REAL) AS INTEGER) = ${value} AND ${value} < 9223372036854775807`;
}

function realSaysTheSame(value: string): string {
  return `CAST(CAST(${value} AS TEXT) AS REAL) = ${value}`;
}
