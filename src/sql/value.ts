import { quoteName, quoteText } from "./quote.ts";

/** A value as the engine stores it: `typeof`, and what it is. Text that is not valid stands as its bytes. */
export interface Stored {
  readonly type: "null" | "integer" | "real" | "text" | "blob";
  readonly value: null | number | bigint | string | Uint8Array;
}

/** The one way in which a value is written into a plan: on one line, with what a file does not keep spelt out. */
export function literalOf({ type, value }: Stored): string {
  if (value === null || type === "null") return "NULL";
  if (value instanceof Uint8Array) return type === "text" ? `CAST(${hex(value)} AS TEXT)` : hex(value);
  if (type === "real") return realLiteral(Number(value));
  if (type === "text") return textLiteral(String(value));
  return String(value);
}

function hex(bytes: Uint8Array): string {
  return `x'${Buffer.from(bytes).toString("hex")}'`;
}

/** The shortest text that reads as the same number, and never as an integer. */
function realLiteral(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "9.0e+999";
  if (value === Number.NEGATIVE_INFINITY) return "-9.0e+999";
  const text = Object.is(value, -0) ? "-0" : String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

const control = /[\u0000-\u001f\u007f\u2028\u2029]/;

/** Control characters as `char(n)`: an editor or a checkout may change them, and SQLite's own text ends at a NUL. */
function textLiteral(text: string): string {
  if (!control.test(text)) return quoteText(text);
  const parts = text.split(/([\u0000-\u001f\u007f\u2028\u2029]+)/).filter((part) => part !== "");
  const written = parts.map((part) =>
    control.test(part) ? `char(${[...part].map((each) => each.codePointAt(0)).join(", ")})` : quoteText(part),
  );
  // A lone `char(…)` is text as well.
  return `(${written.join(" || ")})`;
}

/** A column of a SELECT as two: the type of the value, and the value with text as its bytes, which may be no text at all. */
export function askStored(expression: string): string {
  return `typeof(${expression}), CASE typeof(${expression}) WHEN 'text' THEN CAST(${expression} AS BLOB) ELSE ${expression} END`;
}

/** The list of values that a statement reads as a table of its own, with a name that nothing in it bears. */
export function valuesAs(name: string, columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = rows.map((row) => `  (${row.join(", ")})`);
  return `WITH ${quoteName(name)}(${columns.map(quoteName).join(", ")}) AS (VALUES\n${lines.join(",\n")}\n)`;
}
