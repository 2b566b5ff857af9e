import { outsideTables } from "./outside.ts";
import { quoteName, quoteText } from "./quote.ts";

/** A value as the engine stores it: its `typeof`, and the value itself. Invalid text is kept as its bytes. */
export interface Stored {
  readonly type: "null" | "integer" | "real" | "text" | "blob";
  readonly value: null | number | bigint | string | Uint8Array;
}

/**
 * The only form in which a value is written into a plan: on one line, with characters that a file may not preserve
 * spelled out.
 */
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

/** A text on one line: an editor or a checkout may change control characters, and SQLite's own text ends at a NUL. */
function textLiteral(text: string): string {
  const found = someControl.test(text) ? [...new Set(text)].filter(isControl) : [];
  // A literal that names such a table would not be allowed to run.
  if (found.length === 0) return isOutside(text) ? `substr('_${text}', 2)` : quoteText(text);
  const marks = found.map((each) => [each, markFor(each, text)] as const);
  const written = marks.reduce((all, [each, mark]) => all.replaceAll(each, mark), text);
  return marks.reduce(
    (sql, [each, mark]) => `replace(${sql}, ${quoteText(mark)}, char(${each.codePointAt(0)}))`,
    quoteText(written),
  );
}

const longest = Math.max(...[...outsideTables].map((name) => name.length));

function isOutside(text: string): boolean {
  return text.length <= longest && outsideTables.has(text.toLowerCase());
}

const someControl = /[\u0000-\u001f\u007f\u2028\u2029]/;

function isControl(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x20 || code === 0x7f || code === 0x2028 || code === 0x2029;
}

const usual: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0" };

/** As JavaScript writes it, with more backslashes if the text itself contains that mark. */
function markFor(character: string, text: string): string {
  let mark = usual[character] ?? `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
  while (text.includes(mark)) mark = `\\${mark}`;
  return mark;
}

/** A literal as people read it: control characters stay spelled out, without the calls that make them. */
export function readable(literal: string): string {
  const [, inner] = /^replace\((.*), '\\+[^']+', char\(\d+\)\)$/.exec(literal) ?? [];
  if (inner !== undefined) return readable(inner);
  return literal.replace(/^substr\('_(.*)', 2\)$/, "'$1'");
}

/**
 * A column of a SELECT as two: the type of the value, and the value. Text is asked for as its bytes, which may not be
 * valid text, and numbers that JSON cannot express as text.
 */
export function askStored(expression: string): string {
  return `typeof(${expression}), CASE typeof(${expression}) WHEN 'text' THEN CAST(${expression} AS BLOB)
 WHEN 'integer' THEN CAST(${expression} AS TEXT)
 WHEN 'real' THEN iif(${expression} - ${expression} = 0, ${expression}, CAST(${expression} AS TEXT)) ELSE ${expression} END`;
}

/** A value as an engine or a server gives it. */
export type Read = null | number | bigint | string | Uint8Array;

/** The value of the column at that place in the answer to `askStored`. */
export function readStored(row: readonly Read[], at: number, asText: (value: Read) => string | null): Stored {
  const type = row[2 * at] as Stored["type"];
  const value = row[2 * at + 1] ?? null;
  if (value === null) return { type, value };
  if (type === "integer") return { type, value: BigInt(String(value)) };
  if (type === "real") return { type, value: Number(String(value).replace("Inf", "Infinity")) };
  return { type, value: type === "text" ? (asText(value) ?? value) : value };
}

/** The list of values that a statement reads as a table of its own, under a name that occurs nowhere in it. */
export function valuesAs(name: string, columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = rows.map((row) => `  (${row.join(", ")})`);
  return `WITH ${quoteName(name)}(${columns.map(quoteName).join(", ")}) AS (VALUES\n${lines.join(",\n")}\n)`;
}
