import { dataOf } from "../../vocabulary/declaration.ts";

export function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** A value in words: "a text", "the number 5", "a list". */
export function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (typeof value === "string") return value.length > 30 ? "a string" : `the string ${JSON.stringify(value)}`;
  if (typeof value === "number") return `the number ${value}`;
  if (typeof value === "bigint") return `the number ${value}n`;
  if (typeof value === "boolean") return `${value}`;
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (value instanceof Uint8Array) return "bytes";
  const made = dataOf(value)?.declare;
  return made === undefined
    ? "an object"
    : made === "term"
      ? "a column of a table"
      : made === "sql"
        ? "a piece of SQL"
        : `${/^[aeiou]/.test(made) ? "an" : "a"} ${made.replace("-", " ")}`;
}
