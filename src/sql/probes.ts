import { fold } from "../model/names.ts";
import type { Trigger } from "../model/schema.ts";
import { nameList, quoteName } from "./quote.ts";
import { significant, tokenize, unquote } from "./tokens.ts";

/** A statement that compiles the whole of a view. */
export function viewProbe(view: string): string {
  return `SELECT * FROM ${quoteName(view)}`;
}

/** A statement that compiles a trigger, and those that fire with it: a trigger's body is read only when something fires it. */
export function triggerProbe(trigger: Pick<Trigger, "table" | "text">, columns: readonly string[]): string {
  const table = quoteName(trigger.table);
  const { event, of } = eventOf(trigger.text);
  if (event === "DELETE") return `DELETE FROM ${table}`;
  if (event === "INSERT") return `INSERT INTO ${table} DEFAULT VALUES`;
  const settable = of.filter((column) => columns.some((other) => fold(other) === fold(column)));
  const set = settable.length > 0 ? settable : columns.slice(0, 1);
  return `UPDATE ${table} SET ${set.map((column) => `${nameList([column])} = NULL`).join(", ")}`;
}

/** Whether the probe reads the trigger's body: no statement sets a generated column, so none compiles what waits for one. */
export function isProbed(trigger: Pick<Trigger, "table" | "text">, columns: readonly string[]): boolean {
  const { of } = eventOf(trigger.text);
  return of.length === 0 || of.some((column) => columns.some((other) => fold(other) === fold(column)));
}

/** When a trigger fires, in one word: two of one table that share it fire one after the other. */
export function turnOf(text: string): string {
  const time = significant(tokenize(text))[3]?.text.toUpperCase() ?? "";
  return `${["AFTER", "INSTEAD"].includes(time) ? time : "BEFORE"} ${eventOf(text).event}`;
}

function eventOf(text: string): { readonly event: string; readonly of: readonly string[] } {
  const tokens = significant(tokenize(text));
  const at = tokens.findIndex(
    (token, n) => n > 2 && token.kind === "word" && /^(DELETE|INSERT|UPDATE)$/i.test(token.text),
  );
  const event = tokens[at]?.text.toUpperCase() ?? "INSERT";
  const of: string[] = [];
  if (tokens[at + 1]?.text.toUpperCase() !== "OF") return { event, of };
  for (let n = at + 2; n < tokens.length && tokens[n]?.text.toUpperCase() !== "ON"; n += 1) {
    const token = tokens[n];
    if (token !== undefined && token.text !== ",") of.push(unquote(token.text));
  }
  return { event, of };
}
