import { mayBeNull } from "../../model/nullable.ts";
import { affinity } from "../../model/affinity.ts";
import { sameName } from "../../model/names.ts";
import type { OnColumn } from "../../model/on-column.ts";
import type { Check, Column, Table } from "../../model/schema.ts";
import { significantIn, unquote } from "../../sql/tokens.ts";
import { stringLiteral } from "./literal.ts";
import type { Pen } from "./pen.ts";
import { sqlTemplate } from "./sql-layout.ts";
import { writeDefault } from "./write-default.ts";
import { optionsText, referenceOptions, writeTarget } from "./write-reference.ts";

/** A column is a chain of calls: its type, then its clauses. `is` identifies calls of the same kind. */
export interface Link {
  readonly is: string;
  readonly text: string;
}

export function columnChain(table: Table, column: Column, on: OnColumn, pen: Pen): Link[] {
  const links: Link[] = [{ is: "type", text: typeCall(column, table, pen) }];
  const say = (is: string, ...args: readonly (string | null)[]) =>
    links.push({ is, text: `.${is}(${args.filter((arg) => arg !== null).join(", ")})` });
  const sql = (text: string) => sqlWord(text, pen);
  // Columns of the vocabulary are NOT NULL by default.
  if (mayBeNull(table, column)) say("nullable");
  if (column.notNull?.name != null || column.notNull?.conflict != null) say("notNull", named(column.notNull));
  if (column.collate !== null) say("collate", stringLiteral(column.collate));
  if (on.primaryKey !== null) {
    const { name, conflict, autoincrement, terms } = on.primaryKey;
    const options = { order: terms[0]?.descending ? '"desc"' : null, autoincrement: autoincrement ? "true" : null };
    say("primaryKey", optionsText({ ...namedParts({ name, conflict }), ...options }));
  }
  for (const unique of on.uniques) say("unique", named(unique));
  const value = column.default === null ? null : writeDefault(column.default, valueKind(column), pen);
  const listed = on.checks.find((check) => listedValues(check, column) !== null);
  const values = listed === undefined ? [] : (listedValues(listed, column) ?? []);
  // After oneOf() the types allow no other value, and a default may be one.
  const comesFirst = value !== null && values.length > 0 && !value.startsWith("sql`") && !values.includes(value);
  if (comesFirst) say("default", value);
  for (const check of on.checks) {
    if (check === listed) say("oneOf", ...values);
    else say("check", sql(check.expr.text), optionsText({ name: textOrNull(check.name) }));
  }
  if (value !== null && !comesFirst) say("default", value);
  for (const foreign of on.foreignKeys) say("references", writeTarget(table, foreign, pen), referenceOptions(foreign));
  if (column.generated !== null) {
    say("generated", sql(column.generated.expr.text), column.generated.stored ? "{ stored: true }" : null);
  }
  return links;
}

function namedParts(constraint: { readonly name: string | null; readonly conflict: string | null }) {
  const { name, conflict } = constraint;
  return { name: textOrNull(name), onConflict: conflict === null ? null : stringLiteral(conflict.toLowerCase()) };
}

function named(constraint: { readonly name: string | null; readonly conflict: string | null }): string | null {
  return optionsText(namedParts(constraint));
}

export function textOrNull(text: string | null): string | null {
  return text === null ? null : stringLiteral(text);
}

function sqlWord(text: string, pen: Pen): string {
  pen.word("sql");
  return sqlTemplate(text, { indent: "  " });
}

const words: Readonly<Record<string, string>> = {
  INTEGER: "integer",
  TEXT: "text",
  REAL: "real",
  BLOB: "blob",
  NUMERIC: "numeric",
  ANY: "any",
};
const vectorType = /^(F64_BLOB|F32_BLOB|F16_BLOB|FB16_BLOB|F8_BLOB|F1BIT_BLOB)\(([1-9][0-9]*)\)$/;

function typeCall(column: Column, table: Table, pen: Pen): string {
  const upper = column.type.toUpperCase();
  const word = words[upper];
  if (word !== undefined && (word !== "any" || table.strict)) return `${pen.word(word)}()`;
  const vector = vectorType.exec(upper);
  if (vector !== null) {
    const [, kind, size] = vector;
    return `${pen.word("vector")}(${size}${kind === "F32_BLOB" ? "" : `, "${kind}"`})`;
  }
  const kind = valueKind(column);
  return `${pen.word("column")}${kind === "unknown" ? "" : `<${kind}>`}(${stringLiteral(column.type)})`;
}

export type ValueKind = "number" | "string" | "Uint8Array" | "unknown";

/**
 * What a program reads from such a column, as far as its type shows. Types unknown to SQLite are read the way people
 * usually mean them.
 */
function valueKind(column: Column): ValueKind {
  const type = column.type.toUpperCase();
  if (type === "" || type === "ANY") return "unknown";
  if (/^(DATE|TIME|DATETIME|TIMESTAMP|JSON|JSONB|STRING|UUID)\b/.test(type)) return "string";
  switch (affinity(column.type)) {
    case "TEXT":
      return "string";
    case "BLOB":
      return "Uint8Array";
    case "INTEGER":
    case "REAL":
    case "NUMERIC":
      return "number";
  }
}

/** `kind IN ('a', 'b')` about this column, with values of its type, is what `oneOf` writes. */
function listedValues(check: Check, column: Column): string[] | null {
  if (check.name !== null) return null;
  const [name, isIn, open, ...rest] = significantIn(check.expr.text);
  if (name === undefined || !sameName(unquote(name.text), column.name) || !/^(word|name)$/.test(name.kind)) return null;
  if (isIn?.text.toUpperCase() !== "IN" || open?.text !== "(" || rest.pop()?.text !== ")" || rest.length === 0)
    return null;
  const kind = valueKind(column);
  const values: string[] = [];
  for (let n = 0; n < rest.length; n += 1) {
    if (values.length > 0 && rest[n++]?.text !== ",") return null;
    const sign = rest[n]?.text === "-" ? "-" : "";
    if (sign !== "") n += 1;
    const token = rest[n];
    if (token?.kind === "string" && sign === "" && kind === "string") values.push(stringLiteral(unquote(token.text)));
    else if (token?.kind === "number" && kind === "number" && String(Number(token.text)) === token.text)
      values.push(sign + token.text);
    else return null;
  }
  return values;
}
