import type { Index, IndexTerm, View } from "../model/schema.ts";
import { Cursor } from "./cursor.ts";
import { ownSql } from "./own-columns.ts";
import { collation, toSql } from "./read-constraints.ts";
import { canonToken, isReserved, isWord, significantIn, type Token, unquote, unwrapped } from "./tokens.ts";

/** https://www.sqlite.org/lang_createindex.html */
export function readIndex(text: string): Index {
  const cursor = new Cursor(text);
  cursor.expect("CREATE");
  const unique = cursor.takes("UNIQUE");
  cursor.expect("INDEX");
  const name = readObjectName(cursor);
  cursor.expect("ON");
  const table = cursor.name();
  cursor.expect("(");
  const terms = cursor.commaSeparated().map(readTerm);
  cursor.expect(")");
  let where = null;
  if (cursor.takes("WHERE")) {
    const start = cursor.token?.start ?? text.length;
    while (cursor.token !== undefined && !cursor.sees(";")) cursor.next();
    where = ownSql(text.slice(start, cursor.behind), table);
  }
  cursor.end();
  return { kind: "index", name, table, unique, terms, where, comment: null, text };
}

/**
 * `lower(title) COLLATE NOCASE DESC`: the expression, its collation, its direction. Parentheses around a name are
 * ignored.
 */
function readTerm(text: string): IndexTerm {
  let tokens: readonly Token[] = significantIn(text);
  let descending = false;
  let collate: string | null = null;
  for (;;) {
    const last = tokens.at(-1);
    if (isWord(last, "ASC", "DESC") && tokens.length > 1) {
      descending = isWord(last, "DESC");
      tokens = tokens.slice(0, -1);
    } else if (tokens.length > 2 && isWord(tokens.at(-2), "COLLATE") && last !== undefined) {
      collate = collate ?? unquote(last.text).toUpperCase();
      tokens = tokens.slice(0, -2);
    } else if (unwrapped(tokens).length < tokens.length) {
      tokens = unwrapped(tokens);
    } else break;
  }
  const [first] = tokens;
  const resolved = collate === null ? null : (collation(collate) ?? "BINARY");
  if (tokens.length === 1 && first !== undefined && ["word", "name", "string"].includes(first.kind)) {
    return { column: unquote(first.text), expr: null, collate: resolved, descending };
  }
  const start = first?.start ?? 0;
  return { column: null, expr: toSql(text.slice(start, tokens.at(-1)?.end ?? start)), collate: resolved, descending };
}

/** Names in a view keep their case: they can become the names of result columns. */
export function readView(text: string): View {
  const cursor = new Cursor(text);
  cursor.expect("CREATE");
  cursor.takesOne("TEMP", "TEMPORARY");
  cursor.expect("VIEW");
  const name = readObjectName(cursor);
  const body = cursor.rest();
  return { kind: "view", name, body: { text: body, canon: canonView(body) }, comment: null, text };
}

/** In the column list, LEFT and the like are names, in whatever quotes: nothing else is possible there. */
function canonView(body: string): string {
  const tokens = significantIn(body);
  const listed = tokens[0]?.text === "(" ? tokens.findIndex(({ text }) => text === ")") : 0;
  return tokens
    .map((token, n) => {
      const isName = n < listed && (token.kind === "string" || (token.kind === "word" && isReserved(token.text)));
      return canonToken(isName ? { ...token, kind: "name" } : token, "exact");
    })
    .join(" ");
}

/** The name after CREATE and the kind, without the schema that may precede it. */
export function readObjectName(cursor: Cursor): string {
  cursor.takes("IF", "NOT", "EXISTS");
  const name = cursor.name();
  return cursor.takes(".") ? cursor.name() : name;
}
