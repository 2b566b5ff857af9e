import { significantIn, type Token, tokenize } from "../sql/tokens.ts";
import { edited, slice, type Text } from "./text.ts";

/** Statements that the engine may compile. A PRAGMA takes effect while it is compiled, and no other kind reads rows. */
const compiled = /^(?:SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH|VALUES)$/;
/** Statements that create or change what others read. */
const making = /^(?:CREATE|ALTER|DROP|ATTACH)$/;
/** Other words that a script may begin with. */
const around = /^(?:BEGIN|PRAGMA|SAVEPOINT|COMMIT)$/;

const heads = "SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH|VALUES|CREATE|ALTER|DROP|ATTACH|BEGIN|PRAGMA|SAVEPOINT";
const head = new RegExp(`^(?:\\s|--[^\\n]*\\n|/\\*[^]*?\\*/)*(?:${heads})\\b`, "i");

/** White space in a literal, escaped or not. */
const gap = "(?:\\s|\\\\[nrt]|\\\\\\r?\\n)";
/** A word, and what follows it in a statement: one of these words, or whatever is added to the text behind it. */
const then = (word: string, words: string) => `${word}${gap}+(?:(?:${words})|["'\`]|\\$\\{)`;
const shapes = [
  `SELECT(?:${gap}|\\*|\\()`,
  then("INSERT", "INTO\\b|OR\\b"),
  then("REPLACE", "INTO\\b"),
  then("DELETE", "FROM\\b"),
  then("UPDATE", "[^;]{0,200}?\\bSET\\b"),
  then("WITH", `RECURSIVE\\b|[\\w$]+${gap}*(?:\\(|AS\\b)`),
  `VALUES${gap}*(?:\\(|["'\`]|\\$\\{)`,
  then("CREATE", "TABLE|TEMP|UNIQUE|INDEX|VIEW|TRIGGER|VIRTUAL"),
  then("ALTER", "TABLE"),
  then("DROP", "TABLE|INDEX|VIEW|TRIGGER"),
  then("ATTACH", "DATABASE|\\?|:"),
  `BEGIN${gap}*(?:;|TRANSACTION|IMMEDIATE|EXCLUSIVE|DEFERRED)`,
  `(?:PRAGMA|SAVEPOINT|--|/\\*)${gap}`,
].join("|");
const begins = `[\`'"}](?:${gap}|;)*`;
const opening = new RegExp(`${begins}(?:${shapes})`);
/** In small letters, where a sentence may begin with "select" as well. */
const small = new RegExp(
  `${begins}(?:SELECT(?:${gap}+(?:\\d|DISTINCT\\b|[^;]{0,600}?\\bFROM\\b)|${gap}*[*(])|${shapes.slice(shapes.indexOf("|INSERT") + 1)})`,
  "i",
);
const continuing =
  /`\$\{[^}`]*\}\s*(?:(?:WHERE|FROM|ORDER|GROUP|LEFT|INNER|JOIN|LIMIT|AND|SET|VALUES|UNION|RETURNING)\b|(?:where|order\s+by|group\s+by|(?:left|inner)\s+join|union|returning|set\s+\w+\s*=|limit\s+[?$\d]|values\s*\())/;

/**
 * Whether a file can contain a statement at all: a quote, or the end of a hole, followed by words that begin a
 * statement. Most files contain none, and are never parsed.
 */
export function mayHoldSql(text: string): boolean {
  return opening.test(text) || small.test(text) || continuing.test(text);
}

export function beginsLikeSql(sql: string): boolean {
  return head.test(sql);
}

export type Kind = "query" | "makes" | "other";

/** The kind of a statement, by its first words; null if it is not a statement but a part of one, or prose. */
export function kindOf(tokens: readonly Token[]): Kind | null {
  const word = (n: number) => tokens[n]?.text.toUpperCase() ?? "";
  const first = word(0);
  const has = (sought: string) => tokens.some(({ kind, text }) => kind === "word" && text.toUpperCase() === sought);
  if (around.test(first)) return "other";
  if (making.test(first)) return isMaking(first, word(1), word(2)) ? "makes" : null;
  if (!compiled.test(first)) return null;
  switch (first) {
    case "SELECT":
      return tokens.length > 1 ? "query" : null;
    case "INSERT":
      return word(1) === "INTO" || word(1) === "OR" ? "query" : null;
    case "REPLACE":
      return word(1) === "INTO" ? "query" : null;
    case "UPDATE":
      return tokens.length > 3 && tokens.slice(2, 12).some(({ text }) => /^SET$/i.test(text)) ? "query" : null;
    case "DELETE":
      return word(1) === "FROM" && tokens.length > 2 ? "query" : null;
    case "VALUES":
      return word(1) === "(" ? "query" : null;
    default:
      return has("AS") && tokens.some(({ text }) => text === "(") ? "query" : null;
  }
}

function isMaking(first: string, second: string, third: string): boolean {
  if (first === "ATTACH") return second !== "";
  if (first === "ALTER") return second === "TABLE";
  const objects = /^(?:TABLE|INDEX|VIEW|TRIGGER|VIRTUAL)$/;
  return objects.test(second) || (/^(?:TEMP|TEMPORARY|UNIQUE)$/.test(second) && objects.test(third));
}

/** The statements of a text, in order; the semicolons inside a trigger's body do not separate them. */
export function statementsOf(text: Text): readonly Text[] {
  const whole = text.sql;
  if (!whole.includes(";")) return [trimmed(text)];
  const found: Text[] = [];
  let from = 0;
  let words: string[] = [];
  let depth = 0;
  for (const token of tokenize(whole)) {
    if (token.kind === "word") {
      const upper = token.text.toUpperCase();
      if (words.length < 4) words.push(upper);
      const inTrigger = words[0] === "CREATE" && words.includes("TRIGGER");
      if (inTrigger && (upper === "BEGIN" || upper === "CASE")) depth += 1;
      else if (inTrigger && upper === "END") depth -= 1;
    }
    if (token.text !== ";" || depth > 0) continue;
    found.push(trimmed(slice(text, from, token.start)));
    from = token.end;
    words = [];
    depth = 0;
  }
  found.push(trimmed(slice(text, from, whole.length)));
  return found.filter(({ sql }) => significantIn(sql).length > 0);
}

function trimmed(text: Text): Text {
  const start = text.sql.length - text.sql.trimStart().length;
  const end = text.sql.trimEnd().length;
  return start === 0 && end === text.sql.length ? text : slice(text, start, Math.max(start, end));
}

/**
 * Whether the text between two words looks like SQL: prose has no such statement, and neither has a translation key.
 */
export function looksWritten(tokens: readonly Token[]): boolean {
  const words = tokens.filter(({ kind }) => kind === "word");
  const first = words[0]?.text ?? "";
  const second = words.find(({ text }) => /^(?:FROM|INTO|SET)$/i.test(text));
  if (second === undefined) return false;
  const isUpper = (text: string) => text === text.toUpperCase();
  const isLower = (text: string) => text === text.toLowerCase();
  return (isUpper(first) && isUpper(second.text)) || (isLower(first) && isLower(second.text));
}

/** The application's own placeholders for values, rewritten as SQLite's. */
export function withPlaceholders(text: Text, placeholders: Readonly<Record<string, string>>): Text {
  const edits = Object.entries(placeholders).flatMap(([mark, meant]) => {
    const found = [];
    for (let at = text.sql.indexOf(mark); at >= 0 && mark !== ""; at = text.sql.indexOf(mark, at + mark.length))
      found.push({ start: at, end: at + mark.length, with: meant });
    return found;
  });
  return edits.length === 0 ? text : edited(text, edits);
}
