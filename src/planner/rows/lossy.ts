import { named } from "../../model/names.ts";
import type { Table } from "../../model/schema.ts";

/** A column as an expression that compares byte by byte. */
export function asStored(table: Table, column: string, value: string): string {
  return (named(table.columns, column)?.collate ?? null) === null ? value : `(${value} COLLATE BINARY)`;
}

/**
 * A condition that holds for the values that cannot be kept in this storage; NULL is kept everywhere. `value` compares as
 * it is stored: a collation of its own would find '5 ' and '5' the same.
 */
export function lossy(value: string, storage: string): string {
  const text = (type: string) => `CAST(CAST(${value} AS ${type}) AS TEXT) = ${value}`;
  const number = `${text("NUMERIC")} AND typeof(CAST(${value} AS NUMERIC)) <> 'text'`;
  const kept = (by: Readonly<Record<string, string>>) =>
    `NOT CASE typeof(${value}) WHEN 'null' THEN 1 ${Object.entries(by)
      .map(([type, holds]) => `WHEN '${type}' THEN ${holds}`)
      .join(" ")} ELSE 0 END`;
  switch (storage) {
    case "INTEGER":
    case "strict INTEGER":
      return kept({
        integer: "1",
        real: `CAST(CAST(${value} AS INTEGER) AS REAL) = ${value} AND abs(${value}) < 9007199254740993`,
        text: text("INTEGER"),
      });
    case "REAL":
    case "strict REAL":
      return kept({
        real: "1",
        // 2^63 is one more than any integer, and a CAST back stops at the largest.
        integer: `CAST(CAST(${value} AS REAL) AS INTEGER) = ${value} AND ${value} < 9223372036854775807`,
        text: `(${number}) OR ${text("REAL")}`,
      });
    case "NUMERIC": {
      // DATE and DATETIME are NUMERIC to SQLite, and such a text stays as it is there: it is no number.
      const moment = ["[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*", "[0-9][0-9]:[0-9][0-9]*"]
        .map((shape) => `${value} GLOB '${shape}'`)
        .join(" OR ");
      return kept({ integer: "1", real: "1", text: `((${number}) OR ${moment})` });
    }
    case "TEXT":
    case "strict TEXT":
      return kept({ text: "1", integer: "1", real: `CAST(CAST(${value} AS TEXT) AS REAL) = ${value}` });
    case "strict BLOB":
      return kept({ blob: "1" });
    default:
      return "0";
  }
}
