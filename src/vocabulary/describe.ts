import { type Declared, declared } from "./declaration.ts";

/** A value as a message names it. */
export function describe(value: unknown): string {
  if (value === undefined) return "undefined (is a name misspelt?)";
  if (value === null) return "null";
  if (typeof value === "function") return "a function";
  if (typeof value === "string") return `the string ${JSON.stringify(value)}`;
  if (Array.isArray(value)) return "an array";
  if (typeof value !== "object") return `the ${typeof value} ${String(value)}`;
  const data = (value as Partial<Declared<{ readonly declare: string }>>)[declared];
  if (data === undefined) return "an object";
  if (data.declare === "sql") return "a piece of SQL";
  return `${/^[aeiou]/.test(data.declare) ? "an" : "a"} ${data.declare === "term" ? "column of a table" : data.declare.replace("-", " ")}`;
}
