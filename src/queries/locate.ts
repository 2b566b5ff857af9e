import type { Scratch } from "../database/connection.ts";
import { fold } from "../model/names.ts";
import { sqliteSays } from "../sql/messages.ts";
import { significantIn, type Token, unquote } from "../sql/tokens.ts";
import { complaintOf } from "./compile.ts";
import { objectSaid } from "./said.ts";

/** The word that the engine's message is about; null if no word of the statement is. */
export function locate(message: string, sql: string, scratch: Scratch): Token | null {
  const tokens = significantIn(sql);
  const near = sqliteSays.syntaxError.exec(message)?.[1] ?? sqliteSays.unrecognizedToken.exec(message)?.[1];
  if (near !== undefined) return syntax(near, tokens, sql, scratch);
  if (sqliteSays.incomplete.test(message)) return tokens.at(-1) ?? null;
  const column = sqliteSays.noSuchColumn.exec(message) ?? sqliteSays.ambiguousColumn.exec(message);
  if (column !== null) return missing(column[2] ?? "", column[1] ?? null, message, tokens, sql, scratch);
  const listed = sqliteSays.noColumnNamed.exec(message)?.[2];
  if (listed !== undefined) return named(listed, tokens)[0] ?? null;
  const table = objectSaid(message);
  if (table !== null) return ofTable(table, tokens);
  const target = sqliteSays.valuesForColumns.exec(message) ?? sqliteSays.modifiesView.exec(message);
  if (target !== null) return ofTable(target[1] ?? "", tokens);
  if (sqliteSays.conflictOnNothing.test(message))
    return tokens.find(({ text }, n) => /^CONFLICT$/i.test(text) && /^ON$/i.test(tokens[n - 1]?.text ?? "")) ?? null;
  const collation = sqliteSays.noSuchCollation.exec(message)?.[1];
  if (collation !== undefined) return named(collation, tokens)[0] ?? null;
  const called = sqliteSays.noSuchFunction.exec(message)?.[1] ?? sqliteSays.misused.exec(message)?.[1];
  return called === undefined ? null : (named(called, tokens)[0] ?? null);
}

function named(name: string, tokens: readonly Token[]): readonly Token[] {
  return tokens.filter((token) => token.kind !== "string" && fold(unquote(token.text)) === fold(name));
}

/** Several words may match: the right one is one without which the engine reports something else. */
function missing(
  name: string,
  qualifier: string | null,
  message: string,
  tokens: readonly Token[],
  sql: string,
  scratch: Scratch,
): Token | null {
  const last = qualifier === null ? null : fold(qualifier.split(".").at(-1)?.replaceAll('"', "") ?? "");
  const fitting = tokens.flatMap((token, n) => {
    if (token.kind === "string" || fold(unquote(token.text)) !== fold(name)) return [];
    const isQualified = tokens[n - 1]?.text === ".";
    const before = isQualified ? fold(unquote(tokens[n - 2]?.text ?? "")) : null;
    if (before !== last) return [];
    return [{ token, start: isQualified ? (tokens[n - 2]?.start ?? token.start) : token.start }];
  });
  if (fitting.length < 2) return fitting[0]?.token ?? named(name, tokens)[0] ?? null;
  const isIt = ({ token, start }: { token: Token; start: number }) =>
    complaintOf(`${sql.slice(0, start)}NULL${sql.slice(token.end)}`, scratch) !== message;
  return (fitting.find(isIt) ?? fitting[0])?.token ?? null;
}

function ofTable(name: string, tokens: readonly Token[]): Token | null {
  const all = named(name, tokens);
  const isTable = (token: Token) =>
    /^(?:FROM|JOIN|INTO|UPDATE|TABLE|BY|,)$/i.test(tokens[tokens.indexOf(token) - 1]?.text ?? "");
  return all.find(isTable) ?? all[0] ?? null;
}

/** The first word up to which the text fails in the same way. */
function syntax(near: string, tokens: readonly Token[], sql: string, scratch: Scratch): Token | null {
  const candidates = tokens.filter(({ text }) => text === near || text.startsWith(near) || near.startsWith(text));
  const fails = (token: Token) => {
    const said = complaintOf(sql.slice(0, token.end), scratch) ?? "";
    return sqliteSays.syntaxError.test(said) || sqliteSays.unrecognizedToken.test(said);
  };
  return candidates.find(fails) ?? candidates[0] ?? null;
}
