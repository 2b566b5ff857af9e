import { isWord, type Token, unquote } from "../../sql/tokens.ts";
import { createsVirtual } from "../../sql/read-virtual-table.ts";

/** What a statement of a script means for a schema. */
export type StatementPart =
  | { readonly is: "schema" }
  /** Rows, transactions, settings: no meaning for a schema. */
  | { readonly is: "passed-over"; readonly what: "rows" | "temporary objects" | "others" }
  /** A row of the catalog, as the shell's .dump writes virtual tables: the statement in it. */
  | { readonly is: "dumped"; readonly sql: string; readonly token: Token }
  /** A setting that changes the meaning of later statements. */
  | { readonly is: "setting" }
  | { readonly is: "refused"; readonly why: string; readonly at: Token };

const rows = new Set(["INSERT", "UPDATE", "DELETE", "REPLACE", "SELECT", "WITH", "VALUES"]);
const others = new Set([
  "BEGIN",
  "COMMIT",
  "END",
  "ROLLBACK",
  "SAVEPOINT",
  "RELEASE",
  "ANALYZE",
  "REINDEX",
  "EXPLAIN",
  "PRAGMA",
  "VACUUM",
]);

export function classify(tokens: readonly Token[]): StatementPart {
  const [first] = tokens;
  if (first === undefined) return { is: "passed-over", what: "others" };
  const word = first.text.toUpperCase();
  const loads = tokens.find((token, n) => isWord(token, "LOAD_EXTENSION") && tokens[n + 1]?.text === "(");
  if (loads !== undefined) return { is: "refused", why: "load_extension() runs code", at: loads };
  if (word === "ATTACH" || word === "DETACH") return { is: "refused", why: `${word} opens other files`, at: first };
  if (word === "VACUUM" && tokens.some((token) => isWord(token, "INTO")))
    return { is: "refused", why: "VACUUM INTO writes a file", at: first };
  if (word === "PRAGMA" && isSetting(tokens)) return { is: "setting" };
  if (word === "INSERT") {
    const token = dumped(tokens);
    if (token !== null) return { is: "dumped", sql: unquote(token.text), token };
  }
  if (rows.has(word)) return { is: "passed-over", what: "rows" };
  if (others.has(word)) return { is: "passed-over", what: "others" };
  if (word === "CREATE" && isTemporary(tokens)) return { is: "passed-over", what: "temporary objects" };
  if (word === "CREATE" && isOfSqlite(tokens)) return { is: "passed-over", what: "others" };
  return { is: "schema" };
}

/** The shell's .schema prints the tables that SQLite keeps itself, although it refuses to create them. */
function isOfSqlite(tokens: readonly Token[]): boolean {
  const about = aboutOf(tokens);
  return about?.kind === "table" && /^sqlite_(sequence|stat[1-4])$/i.test(unquote(about.name.text));
}

/** `CREATE TEMP TABLE a`, `CREATE TABLE temp.a` */
function isTemporary(tokens: readonly Token[]): boolean {
  if (/^TEMP(ORARY)?$/i.test(tokens[1]?.text ?? "")) return true;
  const name = aboutOf(tokens)?.name;
  const at = name === undefined ? 0 : tokens.indexOf(name);
  return tokens[at - 1]?.text === "." && /^temp$/i.test(unquote(tokens[at - 2]?.text ?? ""));
}

/** Older scripts rename a table in this mode, in which the references to it are not renamed. */
function isSetting(tokens: readonly Token[]): boolean {
  const at = tokens[2]?.text === "." ? 3 : 1;
  return isWord(tokens[at], "LEGACY_ALTER_TABLE");
}

/** `INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','fts','fts',0,'CREATE VIRTUAL TABLE …')` */
function dumped(tokens: readonly Token[]): Token | null {
  if (!isWord(tokens[1], "INTO") || !/^sqlite_(schema|master)$/i.test(unquote(tokens[2]?.text ?? ""))) return null;
  const last = tokens.at(-2);
  return last?.kind === "string" && createsVirtual(unquote(last.text)) ? last : null;
}

/** What a CREATE, ALTER or DROP is about. */
export interface About {
  readonly verb: "create" | "alter" | "drop";
  readonly kind: "table" | "index" | "view" | "trigger" | "virtual-table";
  readonly name: Token;
  /** The new name, if a table is renamed. */
  readonly to: string | null;
}

export function aboutOf(tokens: readonly Token[]): About | null {
  const verb = tokens[0]?.text.toLowerCase();
  if (verb !== "create" && verb !== "alter" && verb !== "drop") return null;
  let at = 1;
  while (/^(UNIQUE|VIRTUAL|TEMP|TEMPORARY)$/i.test(tokens[at]?.text ?? "")) at += 1;
  const word = tokens[at]?.text.toLowerCase();
  if (word !== "table" && word !== "index" && word !== "view" && word !== "trigger") return null;
  const kind = word === "table" && isWord(tokens[at - 1], "VIRTUAL") ? "virtual-table" : word;
  at += 1;
  if (isWord(tokens[at], "IF")) at += isWord(tokens[at + 1], "NOT") ? 3 : 2;
  if (tokens[at + 1]?.text === ".") at += 2;
  const name = tokens[at];
  if (name === undefined || name.kind === "operator") return null;
  const renames = verb === "alter" && isWord(tokens[at + 1], "RENAME") && isWord(tokens[at + 2], "TO");
  return { verb, kind, name, to: renames ? unquote(tokens[at + 3]?.text ?? "") : null };
}
