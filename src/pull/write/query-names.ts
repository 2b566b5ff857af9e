import { fold } from "../../model/names.ts";
import { significantIn, type Token, unquote } from "../../sql/tokens.ts";
import { isNameToken } from "./name-token.ts";
import type { Neighbours, Resolver } from "./sql-pieces.ts";

/** What a query can select from, and its TypeScript name. */
export interface Selectable {
  readonly name: string;
  readonly code: string;
  /** The TypeScript for a column; null if there is no such column, or it cannot be named. */
  readonly column: (name: string) => string | null;
}

/**
 * Resolves names in views and triggers. A name is certain where only a table is possible, or before the dot of a
 * column, and only if the statement uses it for nothing else, such as an alias or the name of a CTE.
 */
export function queryNames(sql: string, find: (name: string) => Selectable | null): Resolver {
  const { aliases, expressions } = otherMeanings(significantIn(sql));
  return {
    alone: (name, _, place) => {
      const found = find(name);
      if (found === null || found.name !== name) return null;
      return !expressions.has(fold(name)) && isTablePlace(place) ? found.code : null;
    },
    dotted: (table, column) => {
      const found = find(table);
      if (found === null || found.name !== table || aliases.has(fold(table)) || expressions.has(fold(table)))
        return null;
      return found.column(column);
    },
  };
}

/** Where only a table or view is possible. A name before a parenthesis is a function. */
export function isTablePlace({ before, after }: Neighbours): boolean {
  const word = before?.kind === "word" ? before.text.toUpperCase() : "";
  if (after?.text === "." || (after?.text === "(" && word !== "INTO")) return false;
  return /^(FROM|JOIN|INTO|UPDATE|ON)$/.test(word) && !isJoinCondition(before, after);
}

/** `ON` of a trigger is followed by its table and then by a keyword; `ON` of a join by an expression. */
function isJoinCondition(before: Token | undefined, after: Token | undefined): boolean {
  return /^ON$/i.test(before?.text ?? "") && !/^(BEGIN|FOR|WHEN)$/i.test(after?.text ?? "");
}

interface OtherMeanings {
  /** The names of tables in this statement. */
  readonly aliases: ReadonlySet<string>;
  /** The names before `AS (`: CTEs and windows. */
  readonly expressions: ReadonlySet<string>;
}

/** `AS x`, or a name directly after a name or a parenthesis. In the list of result columns, that is a column alias. */
function otherMeanings(tokens: readonly Token[]): OtherMeanings {
  const aliases = new Set<string>();
  const expressions = new Set<string>();
  const inColumns = [false];
  for (const [n, token] of tokens.entries()) {
    if (token.text === "(") inColumns.push(false);
    else if (token.text === ")") inColumns.pop();
    else if (token.kind === "word" && clause.test(token.text)) {
      inColumns[Math.max(inColumns.length - 1, 0)] = /^(SELECT|RETURNING)$/i.test(token.text);
    }
    if (!isNameToken(token) && token.kind !== "string") continue;
    const before = tokens[n - 1];
    const behindName =
      isNameToken(before) || before?.text === ")" || before?.kind === "string" || before?.kind === "number";
    const isAlias = behindName || /^AS$/i.test(before?.text ?? "");
    if (isAlias && inColumns.at(-1) !== true) aliases.add(fold(unquote(token.text)));
    if (beginsExpression(tokens, n + 1)) expressions.add(fold(unquote(token.text)));
  }
  return { aliases, expressions };
}

const clause =
  /^(SELECT|RETURNING|FROM|WHERE|GROUP|HAVING|WINDOW|ORDER|LIMIT|VALUES|SET|INSERT|UPDATE|DELETE|UNION|INTERSECT|EXCEPT|WITH|BEGIN|END)$/i;

/** `AS (`, `AS MATERIALIZED (`, `AS NOT MATERIALIZED (`, each possibly after a list of columns. */
export function beginsExpression(tokens: readonly Token[], at: number): boolean {
  let n = at;
  if (tokens[n]?.text === "(") {
    while (n < tokens.length && tokens[n]?.text !== ")") n += 1;
    n += 1;
  }
  if (!/^AS$/i.test(tokens[n]?.text ?? "")) return false;
  const next = tokens[n + 1]?.text ?? "";
  return next === "(" || /^(NOT|MATERIALIZED)$/i.test(next);
}
