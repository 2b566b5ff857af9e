import type { Literal } from "../../vocabulary/declaration.ts";
import { quoteText } from "../../sql/quote.ts";

/** A value as SQL. SQLite has no booleans: true is 1. */
export function writeLiteral(value: Literal): string {
  if (value === null) return "NULL";
  if (typeof value === "string") return quoteText(value);
  if (typeof value === "boolean") return value ? "1" : "0";
  // JSON would lose the sign of a negative zero, and so does String.
  if (typeof value === "number") return Object.is(value, -0) ? "-0.0" : String(value);
  if (typeof value === "bigint") return String(value);
  return `x'${Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("")}'`;
}
