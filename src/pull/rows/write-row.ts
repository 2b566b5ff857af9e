import { number, wrongType } from "../../compile/rows/make-value.ts";
import { affinity, storage } from "../../model/affinity.ts";
import type { Column, Table } from "../../model/schema.ts";
import { literalOf, type Stored } from "../../sql/value.ts";

/** A row of a table: the columns that are written, and their values. */
export interface PulledRow {
  readonly columns: readonly Column[];
  readonly values: readonly Stored[];
}

/** `{ id: 1, name: "Irish" }`, and whether the word `sql` is needed for it. */
export function rowLiteral(
  table: Table,
  { columns, values }: PulledRow,
): { readonly text: string; readonly sql: boolean } {
  let sql = false;
  const parts = columns.map((column, n) => {
    const value = values[n] ?? nothing;
    const plain = plainLiteral(table, column, value);
    if (plain === null) sql = true;
    return `${property(column.name)}: ${plain ?? `sql\`${escaped(literalOf(value))}\``}`;
  });
  return { text: `{ ${parts.join(", ")} }`, sql };
}

const nothing: Stored = { type: "null", value: null };

function property(name: string): string {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) ? name : name === "__proto__" ? '["__proto__"]' : JSON.stringify(name);
}

function escaped(sql: string): string {
  return sql.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("${", "\\${");
}

/** As TypeScript; null if only SQL can express it. */
function plainLiteral(table: Table, column: Column, { type, value }: Stored): string | null {
  if (value === null) return "null";
  if (wrongType(table, column, value) !== null) return null;
  if (value instanceof Uint8Array) return type === "blob" ? `new Uint8Array([${[...value].join(", ")}])` : null;
  if (typeof value === "string")
    return JSON.stringify(value).replace(/[\u2028\u2029]/g, (each) => `\\u${each.charCodeAt(0).toString(16)}`);
  if (type === "integer") return Number.isSafeInteger(Number(value)) ? String(value) : `${value}n`;
  const real = Number(value);
  if (!Number.isFinite(real) || Object.is(real, -0)) return null;
  // Only a REAL column turns a value written without a fraction into a REAL.
  return Number.isInteger(real) && affinity(column.type) !== "REAL" ? null : String(real);
}

/** A line of a CSV file; null if a field cannot express the value. */
export function csvLine(table: Table, { columns, values }: PulledRow): string | null {
  const fields = columns.map((column, n) => csvField(table, column, values[n] ?? nothing));
  return fields.includes(null) ? null : fields.join(",");
}

function csvField(table: Table, column: Column, { type, value }: Stored): string | null {
  const isText = affinity(column.type) === "TEXT" && storage(table, column) !== "strict ANY";
  if (value === null) return "";
  if (value instanceof Uint8Array)
    return type === "blob" && !isText ? `x'${Buffer.from(value).toString("hex")}'` : null;
  if (typeof value === "string") {
    const plain = value !== "" && !/[",\r\n]/.test(value) && value.trim() === value;
    // Without quotes it is text only where a column is for text, or for anything.
    const isOther = !isText && (number.test(value) || /^[xX]'/.test(value) || !takesText(column));
    return plain && !isOther ? value : `"${value.replaceAll('"', '""')}"`;
  }
  if (isText || (type === "real" && !Number.isFinite(Number(value)))) return null;
  return literalOf({ type, value });
}

function takesText({ type }: Column): boolean {
  return type === "" || ["TEXT", "NUMERIC"].includes(affinity(type));
}

export function csvHead(columns: readonly Column[]): string {
  return columns.map(({ name }) => (/[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)).join(",");
}
