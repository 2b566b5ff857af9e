import { fold, sameName } from "../model/names.ts";
import type { Reason } from "../model/reason.ts";
import type { Column, Index, KeyTerm, Table } from "../model/schema.ts";
import { keywords } from "../sql/keywords.ts";
import { isOfApplication, type OfApplication } from "../sql/stand-ins.ts";
import { isWord, significantIn, unquote } from "../sql/tokens.ts";
import type { EngineColumn } from "./catalog.ts";

/** Whether the engine has a function of this folded name. */
export type IsFunction = (name: string) => boolean;

/** What the engine has, and what the application adds to it. */
export interface KnownOfApplication extends OfApplication {
  readonly isFunction: IsFunction;
}

const collations = new Set(["NOCASE", "RTRIM"]);

/** Why a table must not be touched although it could be read; null if there is no doubt. */
export function doubtTable(table: Table, engine: readonly EngineColumn[], known: KnownOfApplication): Reason | null {
  const texts = table.checks.map((check) => check.expr.text);
  const used: string[] = [];
  const use = ({ collate }: { readonly collate: string | null }) => void (collate !== null && used.push(collate));
  for (const column of table.columns) {
    use(column);
    if (column.generated !== null) texts.push(column.generated.expr.text);
  }
  for (const { terms } of table.uniques) terms.forEach(use);
  table.primaryKey?.terms.forEach(use);
  return (
    disagreement(table, engine) ??
    unknownCollation(used, known) ??
    first(texts, (text) => stringInNameQuotes(text, table)) ??
    first(texts, (text) => unknownFunction(text, known))
  );
}

export function doubtIndex(index: Index, table: Table | undefined, known: KnownOfApplication): Reason | null {
  const texts = [...index.terms.map((term) => term.expr?.text ?? ""), index.where?.text ?? ""];
  const unknown = index.terms.find((term) => term.column !== null && !isColumn(term.column, table));
  return (
    unknownCollation(
      index.terms.map((term) => term.collate),
      known,
    ) ??
    (unknown?.column != null ? inNameQuotes(unknown.column) : null) ??
    first(texts, (text) => stringInNameQuotes(text, table)) ??
    first(texts, (text) => unknownFunction(text, known))
  );
}

/** A function that the application registers on its own connection. */
function unknownFunction(sql: string, known: KnownOfApplication): Reason | null {
  if (!sql.includes("(")) return null;
  const tokens = significantIn(sql);
  const called = tokens.find((token, n) => {
    if (tokens[n + 1]?.text !== "(" || (token.kind !== "word" && token.kind !== "name")) return false;
    // A type may have parentheses, too: CAST(price AS DECIMAL(10, 2)), DOUBLE PRECISION (3).
    const before = tokens[n - 1];
    const inType = before?.kind === "word" && (!keywords.has(before.text.toUpperCase()) || isWord(before, "AS"));
    if (inType || (token.kind === "word" && keywords.has(token.text.toUpperCase()))) return false;
    const name = unquote(token.text);
    return !known.isFunction(fold(name)) && !isOfApplication({ what: "function", name }, known);
  });
  return called === undefined ? null : { kind: "missing", what: "function", name: unquote(called.text) };
}

/** Compares our reading of the text with the engine's: where they differ, ours is wrong. */
function disagreement(table: Table, engine: readonly EngineColumn[]): Reason | null {
  if (engine.length !== table.columns.length)
    return { kind: "disagrees", about: "columns", engine: engine.length, text: table.columns.length };
  for (let n = 0; n < engine.length; n++) {
    const seen = engine[n] as EngineColumn;
    const column = table.columns[n] as Column;
    if (seen.name !== column.name)
      return { kind: "disagrees", about: "name", column: n + 1, engine: seen.name, text: column.name };
    const generated = column.generated === null ? 0 : column.generated.stored ? 3 : 2;
    if (seen.hidden !== generated) return { kind: "disagrees", about: "generated", column: column.name };
    if (seen.key !== positionInKey(table, column)) return { kind: "disagrees", about: "key", column: column.name };
  }
  return null;
}

/** From 1; 0 if it is not in the key. */
function positionInKey({ primaryKey }: Table, { name }: Column): number {
  if (primaryKey === null) return 0;
  for (let n = 0; n < primaryKey.terms.length; n++)
    if (sameName((primaryKey.terms[n] as KeyTerm).column, name)) return n + 1;
  return 0;
}

function unknownCollation(used: readonly (string | null)[], known: KnownOfApplication): Reason | null {
  const unknown = used.find(
    (name) =>
      name !== null &&
      name !== "BINARY" &&
      !collations.has(name) &&
      !isOfApplication({ what: "collation", name }, known),
  );
  return unknown == null ? null : { kind: "missing", what: "collation", name: unknown };
}

/**
 * SQLite used to read an unknown name in double quotes as a string. Such a definition still works where it exists, but
 * this engine refuses to create it again. https://www.sqlite.org/quirks.html#dblquote
 */
function stringInNameQuotes(sql: string, table: Table | undefined): Reason | null {
  if (!sql.includes('"')) return null;
  const tokens = significantIn(sql);
  const stray = tokens.find((token, n) => {
    if (token.kind !== "name" || !token.text.startsWith('"')) return false;
    const [before, after] = [tokens[n - 1]?.text ?? "", tokens[n + 1]?.text ?? ""];
    if (after === "(" || after === "." || before.toUpperCase() === "COLLATE" || before.toUpperCase() === "AS")
      return false;
    return !isColumn(unquote(token.text), table);
  });
  return stray === undefined ? null : inNameQuotes(unquote(stray.text));
}

function inNameQuotes(name: string): Reason {
  return { kind: "string-in-name-quotes", name };
}

/** In a table that is not known, every name may be one. */
export function isColumn(name: string, table: Pick<Table, "columns"> | undefined): boolean {
  const wanted = fold(name);
  return (
    ["rowid", "oid", "_rowid_"].includes(wanted) ||
    (table?.columns.some((column) => fold(column.name) === wanted) ?? true)
  );
}

function first<T, R>(list: readonly T[], find: (each: T) => R | null): R | null {
  for (const each of list) {
    const found = find(each);
    if (found !== null) return found;
  }
  return null;
}
