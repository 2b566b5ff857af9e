import { bareName } from "../../sql/bare-name.ts";
import { fold, sameName } from "../../model/names.ts";
import { quoteName } from "../../sql/quote.ts";
import { bodyStart } from "../../sql/read-trigger.ts";
import { isWord, significantIn, type Token, unquote } from "../../sql/tokens.ts";
import { isNameToken } from "../write/name-token.ts";
import { isTablePlace } from "../write/query-names.ts";
import { aliasesOf, aliasTarget, commonTables, sourcesOf } from "../write/statement-sources.ts";

/** What is renamed, by its SQL name. */
export type Subject =
  | { readonly kind: "column"; readonly table: string; readonly from: string; readonly to: string }
  | { readonly kind: "object"; readonly from: string; readonly to: string };

/** What a piece of SQL belongs to: one table, to whose columns it refers, or a view or trigger. */
export type Context =
  | { readonly kind: "table"; readonly table: string }
  | { readonly kind: "query"; readonly triggerOn: string | null; readonly selectables: ReadonlySet<string> }
  | { readonly kind: "module" }
  | { readonly kind: "unknown" };

export interface FoundName {
  readonly token: Token;
  /** The replacement. */
  readonly text: string;
  /** Whether the name can only mean this. */
  readonly certain: boolean;
}

/** Every place of a piece of SQL that is, or may be, the name. */
export function namesInSql(sql: string, subject: Subject, context: Context): FoundName[] {
  const tokens = significantIn(sql);
  return tokens.flatMap((token, n): FoundName[] => {
    if (!isNameToken(token) && token.kind !== "string" && token.kind !== "word") return [];
    if (!sameName(unquote(token.text), subject.from)) return [];
    const certainty = judge(tokens, n, subject, context);
    if (certainty === "no") return [];
    return [{ token, text: spelledLike(token, subject.to), certain: certainty === "yes" }];
  });
}

type Certainty = "yes" | "no" | "perhaps";

function judge(tokens: readonly Token[], n: number, subject: Subject, context: Context): Certainty {
  const token = tokens[n] as Token;
  if (token.kind === "string") return stringMeans(tokens, n, subject, context);
  if (tokens[n + 1]?.text === "(" && !isWord(tokens[n - 1], "INTO"))
    return context.kind === "module" ? "perhaps" : "no";
  if (context.kind === "module" || context.kind === "unknown") return "perhaps";
  return subject.kind === "column"
    ? columnMeans(tokens, n, subject, context)
    : objectMeans(tokens, n, subject, context);
}

/** `content='tune'` of a full-text index names a table; any other string is a string. */
function stringMeans(tokens: readonly Token[], n: number, subject: Subject, context: Context): Certainty {
  if (context.kind !== "module" || tokens[n - 1]?.text !== "=") return "no";
  const option = tokens[n - 2]?.text.toLowerCase();
  if (subject.kind === "object") return option === "content" ? "yes" : "no";
  return option === "content_rowid" ? "perhaps" : "no";
}

function columnMeans(
  tokens: readonly Token[],
  n: number,
  subject: Subject & { kind: "column" },
  context: Context,
): Certainty {
  const before = tokens[n - 1];
  const owner = before?.text === "." ? unquote(tokens[n - 2]?.text ?? "") : null;
  if (context.kind === "table") {
    if (!sameName(context.table, subject.table)) return "no";
    if (owner !== null) return sameName(owner, subject.table) ? "yes" : "no";
    return isWord(before, "COLLATE") || isWord(before, "AS") || !isNameToken(tokens[n]) ? "no" : "yes";
  }
  if (context.kind !== "query") return "perhaps";
  const aliases = aliasesOf(tokens);
  if (owner !== null) {
    if (/^(new|old)$/i.test(owner) && context.triggerOn !== null)
      return sameName(context.triggerOn, subject.table) ? "yes" : "no";
    const target = aliasTarget(tokens, owner);
    if (target !== null) return sameName(target, subject.table) ? "yes" : "no";
    if (sameName(owner, subject.table)) return aliases.has(fold(owner)) ? "perhaps" : "yes";
    const isOther = context.selectables.has(fold(owner)) && !aliases.has(fold(owner));
    if (isOther) return "no";
    const into =
      fold(owner) === "excluded" && !aliases.has("excluded") ? insertTarget(statementAround(tokens, n)) : null;
    if (into === null) return "perhaps";
    return sameName(into, subject.table) ? "yes" : "no";
  }
  if (!isNameToken(tokens[n]) || tokens[n + 1]?.text === ".") return "no";
  if (isWatched(tokens, n))
    return context.triggerOn !== null && sameName(context.triggerOn, subject.table) ? "yes" : "no";
  const sources = sourcesOf(statementAround(tokens, n));
  if (!sources.has(fold(subject.table)))
    return sources.size === 0 || [...sources].every((name) => context.selectables.has(name)) ? "no" : "perhaps";
  return sources.size === 1 && !aliases.has(fold(subject.from)) ? "yes" : "perhaps";
}

function objectMeans(tokens: readonly Token[], n: number, subject: Subject, context: Context): Certainty {
  const token = tokens[n];
  const place = { before: tokens[n - 1], after: tokens[n + 1] };
  if (!isNameToken(token)) return "no";
  if (context.kind === "table")
    return place.after?.text === "." && sameName(context.table, subject.from) ? "yes" : "no";
  const hidden = commonTables(tokens).has(fold(subject.from));
  if (place.before?.text === ".")
    return isWord(tokens[n - 3], "FROM") || isWord(tokens[n - 3], "JOIN") ? "perhaps" : "no";
  if (place.after?.text === ".") return hidden || aliasesOf(tokens).has(fold(subject.from)) ? "perhaps" : "yes";
  if (isTablePlace(place) || isListed(tokens, n)) return hidden ? "perhaps" : "yes";
  return isWord(place.before, "AS") ? "no" : "perhaps";
}

/** `UPDATE OF title, type` of a trigger. */
function isWatched(tokens: readonly Token[], n: number): boolean {
  let at = n - 1;
  while (tokens[at]?.text === ",") at -= 2;
  return isWord(tokens[at], "OF") && isWord(tokens[at - 1], "UPDATE");
}

/** `FROM genre, tune`. */
function isListed(tokens: readonly Token[], n: number): boolean {
  let at = n - 1;
  while (tokens[at]?.text === ",") at -= isNameToken(tokens[at - 2]) ? 3 : 2;
  return at < n - 1 && isWord(tokens[at], "FROM");
}

/** `excluded` is the row that an INSERT could not put where it says. */
function insertTarget(statement: readonly Token[]): string | null {
  const found = statement.flatMap((token, n) => (isWord(statement[n - 1], "INTO") ? [unquote(token.text)] : []));
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** The statement of a trigger's body that contains a token; a view is one statement. */
function statementAround(tokens: readonly Token[], n: number): readonly Token[] {
  const begin = bodyStart(tokens);
  const isEnd = (at: number) => at === begin || tokens[at]?.text === ";";
  let start = n;
  while (start > 0 && !isEnd(start - 1)) start -= 1;
  let end = n;
  while (end < tokens.length && !isEnd(end)) end += 1;
  return tokens.slice(start, end);
}

/** In the same quotes as the old name. */
function spelledLike(token: Token, name: string): string {
  if (token.kind === "string") return `'${name.replaceAll("'", "''")}'`;
  return token.kind === "name" ? quoteName(name) : bareName(name);
}
