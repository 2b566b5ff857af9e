import { sameName } from "../model/names.ts";
import { lacks } from "../sql/lacks.ts";
import { quoteText } from "../sql/quote.ts";
import { isWord, significantIn, unquote } from "../sql/tokens.ts";
import type { Scratch } from "./connection.ts";
import { refusal } from "./runs.ts";

/** An object as `sqlite_schema` holds it. */
export interface SchemaEntry {
  readonly type: string;
  readonly name: string;
  readonly text: string;
}

/** SQLite's error; null if the statement ran. */
export function whyNotRun(scratch: Scratch, sql: string): string | null {
  return refusal(() => scratch.exec(sql));
}

/**
 * Removes the collations that the engine lacks, and replaces functions that it lacks. There are no rows whose order or
 * computed values could differ.
 */
export function createInstead(scratch: Scratch, sql: string, why: string): boolean {
  let text = sql;
  for (let message: string | null = why; message !== null; message = whyNotRun(scratch, text)) {
    const missing = lacks(message);
    const other =
      missing?.what === "collation"
        ? without(text, missing.name)
        : missing?.what === "function"
          ? calling(text, missing.name)
          : text;
    if (other === text) return false;
    text = other;
  }
  return true;
}

function without(sql: string, collation: string): string {
  const tokens = significantIn(sql);
  const clauses = tokens.flatMap((token, n) => {
    const name = tokens[n + 1];
    return isWord(token, "COLLATE") && name !== undefined && sameName(unquote(name.text), collation)
      ? [{ start: token.start, end: name.end }]
      : [];
  });
  return clauses.reduceRight((text, { start, end }) => text.slice(0, start) + text.slice(end), sql);
}

/** `char` takes any number of arguments and is deterministic. */
function calling(sql: string, missed: string): string {
  const tokens = significantIn(sql);
  const calls = tokens.filter((token, n) => tokens[n + 1]?.text === "(" && sameName(unquote(token.text), missed));
  return calls.reduceRight((text, { start, end }) => `${text.slice(0, start)}char${text.slice(end)}`, sql);
}

/** Restores the definitions of the live database, so that the engine parses them as it does there. */
export function giveTexts(scratch: Scratch, created: readonly SchemaEntry[]): void {
  const version = Number(scratch.all("PRAGMA schema_version")[0]?.[0]);
  const updates = created.map(
    ({ type, name, text }) =>
      `UPDATE sqlite_schema SET sql = ${quoteText(text)} WHERE type = ${quoteText(type)} AND name = ${quoteText(name)}`,
  );
  scratch.exec(`PRAGMA writable_schema = ON; ${updates.join("; ")};
    PRAGMA schema_version = ${version + 1}; PRAGMA writable_schema = OFF`);
}
