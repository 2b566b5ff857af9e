import { refusal } from "../database/runs.ts";
import type { Scratch } from "../database/connection.ts";
import { fold } from "../model/names.ts";
import { sqliteSays } from "../sql/messages.ts";
import { quoteText } from "../sql/quote.ts";
import { isWord, significantIn, type Token, unquote } from "../sql/tokens.ts";
import type { Query, RuntimeNames } from "./query.ts";
import { columnSaid } from "./said.ts";
import { standIns } from "./stand-ins.ts";
import { type Edit, edited, hasHole, type Text } from "./text.ts";
import { whyUnread } from "./unread.ts";

/** A schema that statements are compiled on. */
export interface Bench {
  readonly scratch: Scratch;
  /** Existing tables and views that could not be created here because of a missing module. Folded. */
  readonly absent: ReadonlySet<string>;
  /** Names of objects that exist although they are not declared: `ignore` in the configuration. */
  readonly isLeftAlone: (name: string) => boolean;
}

/** One variant of a statement that the engine accepted. */
export interface Ready {
  /** As the application has it, with holes. */
  readonly text: Text;
  /** What the engine compiled. */
  readonly sql: Text;
  /** Functions of the application that were replaced by others, as written. */
  readonly functions: readonly string[];
  /** Names in double quotes that are not columns: an engine whose settings allow that reads them as strings. */
  readonly quoted: readonly string[];
}

export interface Complaint {
  readonly text: Text;
  /** The text with placeholders, which the message is about. */
  readonly sql: Text;
  readonly message: string;
}

export type Compiled =
  /** `part`: a placeholder is used where the source does not say the text. */
  | { readonly state: "whole" | "part"; readonly ready: readonly Ready[] }
  | { readonly state: "unread"; readonly why: string }
  | { readonly state: "wrong"; readonly complaint: Complaint };

/**
 * Compiles each variant of a statement. One that the engine accepts is enough, because pieces may exclude each other.
 */
export function compileQuery(query: Query, bench: Bench, runtime: RuntimeNames): Compiled {
  if (query.foreign !== null) return { state: "unread", why: query.foreign };
  const likely = query.variants.filter((text) => text.unlikely !== true);
  const first = compileAll(likely, bench);
  if (first.ready.length > 0) return { state: first.whole ? "whole" : "part", ready: first.ready };
  const second = compileAll(
    query.variants.filter((text) => text.unlikely === true),
    bench,
  );
  if (second.ready.length > 0) return { state: second.whole ? "whole" : "part", ready: second.ready };
  const complaint = first.complaint ?? second.complaint;
  if (complaint === null) return { state: "unread", why: "nothing of it is known" };
  const why = whyUnread(complaint, bench, runtime);
  if (why !== null) return { state: "unread", why };
  return { state: "wrong", complaint };
}

interface All {
  readonly ready: readonly Ready[];
  readonly whole: boolean;
  readonly complaint: Complaint | null;
}

function compileAll(variants: readonly Text[], bench: Bench): All {
  const ready: Ready[] = [];
  let whole = true;
  let complaint: Complaint | null = null;
  let attempts = mostAttempts;
  for (const text of variants) {
    if (attempts <= 0) break;
    const made = compileText(text, bench.scratch, Math.min(attempts, 40));
    attempts -= made.attempts;
    if (made.kind === "ready") {
      ready.push(made.ready);
      if (made.part) whole = false;
    } else {
      complaint ??= made.complaint;
      if (hasHole(text)) whole = false;
    }
  }
  return { ready, whole, complaint };
}

/** How many texts are tried for one statement, counting placeholders and variants. */
const mostAttempts = 60;

type Made = { readonly attempts: number } & (
  | { readonly kind: "ready"; readonly ready: Ready; readonly part: boolean }
  | { readonly kind: "wrong"; readonly complaint: Complaint }
);

export function compileText(text: Text, scratch: Scratch, most = mostAttempts): Made {
  let complaint: Complaint | null = null;
  let attempts = 0;
  for (const { sql, part } of hasHole(text) ? standIns(text) : [{ sql: text, part: false }]) {
    const first = compileSql(sql, scratch);
    const longer = first.message === null ? null : withAllValues(first.sql, first.message);
    const made = longer === null ? first : compileSql(longer, scratch);
    attempts += 1;
    if (made.message === null)
      return {
        kind: "ready",
        attempts,
        part,
        ready: { text, sql: made.sql, functions: made.functions, quoted: made.quoted },
      };
    complaint ??= { text, sql: made.sql, message: made.message };
    // Nothing that could be put into a hole replaces a missing table.
    if (attempts >= most || sqliteSays.noSuchTable.test(made.message)) break;
  }
  return { kind: "wrong", attempts, complaint: complaint ?? { text, sql: text, message: "incomplete input" } };
}

/** `VALUES (?)` for a list of placeholders: as many as there are columns. */
function withAllValues(text: Text, message: string): Text | null {
  const counts = sqliteSays.valuesForList.exec(message);
  const values = significantIn(text.sql).find((token) => isWord(token, "VALUES"))?.start ?? text.sql.length;
  const one = text.pieces.find(({ many, at }) => many === true && at > values);
  const missing = counts === null ? 0 : Number(counts[2]) - Number(counts[1]);
  if (one === undefined || missing <= 0) return null;
  const end = one.at + one.length;
  const more = `, ${text.sql.slice(one.at, end)}`.repeat(missing);
  return edited(text, [{ start: end, end, with: more }]);
}

/**
 * Compiles a text. Each function that the engine lacks is replaced by a built-in one, and each name in double quotes
 * that can only be a string by a string.
 */
export function compileSql(text: Text, scratch: Scratch) {
  const functions: string[] = [];
  const quoted: string[] = [];
  let sql = text;
  for (;;) {
    const message = complaintOf(sql.sql, scratch);
    const missing = message === null ? null : missingFunction(message);
    const edits = missing === null ? asText(message, sql.sql, scratch) : calls(sql.sql, missing);
    if (edits.length === 0) return { sql, message, functions, quoted };
    if (missing !== null) functions.push(missing);
    else quoted.push(...new Set(edits.map(({ start, end }) => sql.sql.slice(start, end))));
    sql = edited(sql, edits);
  }
}

/** SQLite has read names in double quotes as strings for so long that many engines still do; this one does not. */
function asText(message: string | null, sql: string, scratch: Scratch): readonly Edit[] {
  const column = message === null || !sqliteSays.noSuchColumn.test(message) ? null : columnSaid(message);
  if (column === null || !sql.includes('"')) return [];
  const name = column.before === null ? column.name : `${column.before}.${column.name}`;
  const tokens = significantIn(sql);
  const edits = tokens.flatMap(({ kind, text, start, end }, n): readonly Edit[] => {
    const isIt = kind === "name" && text.startsWith('"') && unquote(text) === name;
    const isPart = tokens[n - 1]?.text === "." || tokens[n + 1]?.text === ".";
    return isIt && !isPart ? [{ start, end, with: quoteText(name) }] : [];
  });
  if (edits.length === 0) return [];
  const text = edits.reduceRight((all, edit) => all.slice(0, edit.start) + edit.with + all.slice(edit.end), sql);
  // It is a string only if that is what the engine complained about.
  return complaintOf(text, scratch) === message ? [] : edits;
}

/** The engine's error for a statement; null if it compiles. */
export function complaintOf(sql: string, scratch: Scratch): string | null {
  return refusal(() => scratch.prepare(sql));
}

function missingFunction(message: string): string | null {
  const { noSuchFunction, wrongArguments } = sqliteSays;
  return (noSuchFunction.exec(message) ?? wrongArguments.exec(message))?.[1] ?? null;
}

/** `slug(title)` as `coalesce(NULL, NULL, title)`: the arguments are still compiled. */
function calls(sql: string, name: string): readonly Edit[] {
  const tokens = significantIn(sql);
  return tokens.flatMap((token, n): readonly Edit[] => {
    if (tokens[n + 1]?.text !== "(" || fold(unquote(token.text)) !== fold(name) || token.kind === "string") return [];
    return call(tokens, n);
  });
}

function call(tokens: readonly Token[], n: number): readonly Edit[] {
  const [name, open, first] = [tokens[n], tokens[n + 1], tokens[n + 2]];
  if (name === undefined || open === undefined || first === undefined) return [];
  const end = closing(tokens, n + 1);
  const behind = tokens[end + 1]?.text.toUpperCase();
  // An aggregate or a window: another one replaces it, with one argument.
  if (behind === "OVER" || behind === "FILTER" || first.text.toUpperCase() === "DISTINCT" || first.text === "*") {
    const comma = tokens.findIndex(
      (token, at) => at > n && at < end && token.text === "," && depthAt(tokens, n + 1, at) === 1,
    );
    const cut: readonly Edit[] =
      comma < 0 ? [] : [{ start: tokens[comma]?.start ?? 0, end: tokens[end]?.start ?? 0, with: "" }];
    const isEmpty = end === n + 2;
    return [{ start: name.start, end: name.end, with: isEmpty ? "row_number" : "count" }, ...cut];
  }
  const isEmpty = first.text === ")";
  return [{ start: name.start, end: open.end, with: `coalesce(NULL, NULL${isEmpty ? "" : ", "}` }];
}

function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let n = open; n < tokens.length; n++) {
    if (tokens[n]?.text === "(") depth += 1;
    else if (tokens[n]?.text === ")") depth -= 1;
    if (depth === 0) return n;
  }
  return tokens.length - 1;
}

function depthAt(tokens: readonly Token[], open: number, at: number): number {
  let depth = 0;
  for (let n = open; n < at; n++) {
    if (tokens[n]?.text === "(") depth += 1;
    else if (tokens[n]?.text === ")") depth -= 1;
  }
  return depth;
}
