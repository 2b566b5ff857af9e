import type { Trigger, TriggerFires } from "../model/schema.ts";
import { Cursor } from "./cursor.ts";
import { toSql } from "./read-constraints.ts";
import { readObjectName } from "./read-objects.ts";
import { canonToken, isWord, significantIn, type Token } from "./tokens.ts";

/** https://www.sqlite.org/lang_createtrigger.html */
export function readTrigger(text: string): Trigger {
  const cursor = new Cursor(text);
  cursor.expect("CREATE");
  cursor.takesOne("TEMP", "TEMPORARY");
  cursor.expect("TRIGGER");
  const name = readObjectName(cursor);
  const body = cursor.rest();
  const { table, fires } = readFires(cursor);
  return {
    kind: "trigger",
    name,
    table,
    fires,
    body: { text: body, canon: canonTrigger(body) },
    comment: null,
    text,
  };
}

/** From after the trigger's name to the BEGIN of its body. */
function readFires(cursor: Cursor): { readonly table: string; readonly fires: TriggerFires } {
  const time = readTime(cursor);
  const event = readEvent(cursor);
  const of = event === "UPDATE" && cursor.takes("OF") ? readColumns(cursor) : [];
  cursor.expect("ON");
  let table = cursor.name();
  if (cursor.takes(".")) table = cursor.name();
  cursor.takes("FOR", "EACH", "ROW");
  return { table, fires: { time, event, of, when: readWhen(cursor) } };
}

/** BEFORE is the default. */
function readTime(cursor: Cursor): TriggerFires["time"] {
  if (cursor.takes("AFTER")) return "AFTER";
  if (cursor.takes("INSTEAD", "OF")) return "INSTEAD OF";
  cursor.takes("BEFORE");
  return "BEFORE";
}

function readEvent(cursor: Cursor): TriggerFires["event"] {
  if (cursor.takes("INSERT")) return "INSERT";
  if (cursor.takes("DELETE")) return "DELETE";
  if (cursor.takes("UPDATE")) return "UPDATE";
  return cursor.unknown({ what: "event" });
}

function readColumns(cursor: Cursor): string[] {
  const columns = [cursor.name()];
  while (cursor.takes(",")) columns.push(cursor.name());
  return columns;
}

function readWhen(cursor: Cursor): TriggerFires["when"] {
  const has = cursor.takes("WHEN");
  const start = cursor.token?.start ?? cursor.sql.length;
  const begin = bodyStart(cursor.tokens);
  if (begin === -1 || begin < cursor.at) return cursor.unknown({ what: "body" });
  if (!has && begin !== cursor.at) return cursor.unknown({ what: "body" });
  return has ? toSql(cursor.sql.slice(start, cursor.tokens[begin]?.start).trim()) : null;
}

/**
 * The index of the BEGIN of a trigger's body among its significant tokens; -1 if there is none. A column may be named
 * `begin`, but a name never directly precedes a statement. The trigger's own name may, before its event.
 */
export function bodyStart(tokens: readonly Token[]): number {
  let name = tokens.findIndex((token) => isWord(token, "TRIGGER")) + 1;
  // A trigger may be named `if`.
  if (isWord(tokens[name], "IF") && isWord(tokens[name + 1], "NOT")) name += 3;
  if (tokens[name + 1]?.text === ".") name += 2;
  let depth = 0;
  return tokens.findIndex((token, n) => {
    if (token.text === "(") depth += 1;
    if (token.text === ")") depth -= 1;
    return n > name && depth === 0 && isWord(token, "BEGIN") && isWord(tokens[n + 1], ...statements);
  });
}

const statements = ["SELECT", "INSERT", "REPLACE", "UPDATE", "DELETE", "WITH", "VALUES"];

/** If no time is given, it is BEFORE; all triggers are FOR EACH ROW, and none is on a table of another schema. */
function canonTrigger(body: string): string {
  const tokens = significantIn(body);
  const timed = isWord(tokens[0], "BEFORE", "AFTER", "INSTEAD");
  const on = tokens.findIndex((token) => isWord(token, "ON"));
  if (tokens[on + 2]?.text === ".") tokens.splice(on + 1, 2);
  if (isWord(tokens[on + 2], "FOR") && isWord(tokens[on + 3], "EACH")) tokens.splice(on + 2, 3);
  const written = tokens.map((token) => canonToken(token)).join(" ");
  return timed ? written : `BEFORE ${written}`;
}
