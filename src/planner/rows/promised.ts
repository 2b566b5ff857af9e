import { fold, named } from "../../model/names.ts";
import type { Check, Schema } from "../../model/schema.ts";
import { type ComparedTerm, uniqueKeys } from "../../model/unique-keys.ts";
import { isLiteral, loneToken } from "../../sql/fragment.ts";
import { mentions } from "../../sql/mentions.ts";
import { isWord, significantIn, unquote } from "../../sql/tokens.ts";
import type { ColumnPair, TablePair } from "../pair/table-pair.ts";

/** The live schema after the renames: what its constraints guarantee holds for every row, on any machine. */
export type Today = Pick<Schema, "indexes" | "opaque" | "ignored">;

/**
 * Whether no two rows can be equal in these terms: they include one of today's keys, and its values stay as they are.
 */
export function isPromised(pair: TablePair, today: Today, terms: readonly ComparedTerm[]): boolean {
  if (terms.some(({ column }) => isAlwaysNull(named(pair.columns, column)))) return true;
  return uniqueKeys(pair.from, today).some((key) =>
    key.every(({ column, collate }) =>
      terms.some(
        (term) =>
          fold(term.column) === fold(column) &&
          stays(named(pair.columns, column)) &&
          // Values that differ under NOCASE also differ byte by byte, but not the other way round.
          (isBinary(term.collate) || fold(term.collate ?? "") === fold(collate ?? "")),
      ),
    ),
  );
}

/** Each row has the value in it that it had before. */
function stays(column: ColumnPair | undefined): boolean {
  return column?.from != null && column.fill === null && !column.converts && column.to.generated === null;
}

/** Whether a CHECK of today lets only such rows pass as the new one does: the same, or a list of values that became longer. */
export function isImplied({ columns, from }: TablePair, { expr }: Check): boolean {
  const named = mentions(expr.text, { strings: false });
  const about = columns.filter(({ name }) => named.has(fold(name)));
  if (!about.every((column) => stays(column) && column.from?.collate === column.to.collate)) return false;
  const after = listed(expr.text);
  return from.checks.some((check) => {
    if (check.expr.canon === expr.canon) return true;
    const before = listed(check.expr.text);
    const isLonger = before !== null && after !== null && before.of === after.of;
    return isLonger && [...before.values].every((value) => after.values.has(value));
  });
}

/** `kind IN ('reel', 'jig')`: what is asked about, and the values. Null for anything else. */
function listed(sql: string): { readonly of: string; readonly values: ReadonlySet<string> } | null {
  const tokens = significantIn(sql);
  const open = tokens.findLastIndex(({ text }) => text === "(");
  const inside = tokens.slice(open + 1, -1);
  const isList =
    isWord(tokens[open - 1], "IN") &&
    tokens.at(-1)?.text === ")" &&
    inside.every(({ kind, text }, n) => (n % 2 === 0 ? kind === "string" || kind === "number" : text === ","));
  if (!isList) return null;
  const of = tokens.slice(0, open - 1);
  // One name, so that nothing before it, as NOT or AND, turns the meaning round.
  const [only, ...more] = of;
  if (only === undefined || more.length > 0) return null;
  return {
    of: fold(unquote(only.text)),
    values: new Set(inside.flatMap(({ text }, n) => (n % 2 === 0 ? [text] : []))),
  };
}

function isBinary(collate: string | null): boolean {
  return collate === null || fold(collate) === "binary";
}

/** A new column that nothing fills. */
export function isAlwaysNull(column: ColumnPair | undefined): boolean {
  return column !== undefined && isConstant(column) && column.fill === null && column.to.default === null;
}

/** A new column that holds the same value in every row that exists today. */
export function isConstant({ from, to, fill }: ColumnPair): boolean {
  if (from !== null || to.generated !== null) return false;
  return fill === null || (isLiteral(fill.sql) && loneToken(fill.sql)?.kind !== "name");
}
