import type { VirtualOptions, VirtualTable } from "../model/schema.ts";
import { Cursor } from "./cursor.ts";
import { readObjectName } from "./read-objects.ts";
import { canon, isWord, significantIn, type Token, unquote } from "./tokens.ts";

/** https://www.sqlite.org/lang_createvtab.html */
export function readVirtualTable(text: string): VirtualTable {
  const cursor = new Cursor(text);
  cursor.expect("CREATE", "VIRTUAL", "TABLE");
  const name = readObjectName(cursor);
  const body = cursor.rest();
  cursor.expect("USING");
  const module = cursor.name().toLowerCase();
  let args: string[] = [];
  if (cursor.takes("(")) {
    args = cursor.commaSeparated().filter((arg, _, all) => arg !== "" || all.length > 1);
    cursor.expect(")");
  }
  cursor.end();
  return {
    kind: "virtual-table",
    name,
    module,
    args,
    options: readOptions(module, args),
    body: { text: body, canon: canon(body, "exact") },
    comment: null,
    text,
  };
}

/** True if the statement creates a virtual table, which the catalog lists among the tables. */
export function createsVirtual(sql: string): boolean {
  const [create, virtual] = significantIn(sql, 2);
  return isWord(create, "CREATE") && isWord(virtual, "VIRTUAL");
}

/**
 * The meaning of the arguments: options, and the columns between them.
 * https://www.sqlite.org/fts5.html, https://www.sqlite.org/fts3.html, https://www.sqlite.org/rtree.html
 */
function readOptions(module: string, args: readonly string[]): VirtualOptions {
  const columns: string[] = [];
  const options = new Map<string, string>();
  for (const arg of args) {
    const tokens = significantIn(arg);
    const option = optionOf(module, tokens);
    if (option !== null) options.set(option, options.get(option) ?? settingOf(arg, tokens));
    else if (tokens[0] !== undefined) columns.push(columnOf(tokens));
  }
  return {
    fullText: fullTextModules.has(module),
    columns,
    content: contentOf(options.get("content")),
    contentRowid: options.get("content_rowid") ?? null,
    tokenize: options.get("tokenize") ?? null,
    language: options.get("languageid") ?? null,
  };
}

const fullTextModules: ReadonlySet<string> = new Set(["fts3", "fts4", "fts5"]);

/** In the order in which fts5 matches abbreviations: `c`, `cont` and `content` are the same. */
const optionsOfFts5 = [
  "prefix",
  "tokenize",
  "content",
  "contentless_delete",
  "content_rowid",
  "columnsize",
  "detail",
] as const;

/** The full name of the option that an argument sets; null if the argument names a column. */
function optionOf(module: string, [first, second]: readonly Token[]): string | null {
  const word = first?.kind === "word" ? first.text.toLowerCase() : null;
  const isSet = second?.text === "=";
  if (module === "fts5")
    return isSet && word !== null ? (optionsOfFts5.find((one) => one.startsWith(word)) ?? word) : null;
  if ((module === "fts3" || module === "fts4") && word === "tokenize" && second !== undefined) return word;
  return isSet && module !== "fts3" ? word : null;
}

/** `title UNINDEXED`, or `+note TEXT` of an R*Tree. */
function columnOf([first, second]: readonly Token[]): string {
  return unquote((first?.text === "+" ? second?.text : first?.text) ?? "");
}

function contentOf(value: string | undefined): VirtualOptions["content"] {
  if (value === undefined) return { kind: "own" };
  return value === "" ? { kind: "none" } : { kind: "table", name: value };
}

/** The value after the option and its `=`: the content of one quoted token, or else the text as it is. */
function settingOf(arg: string, [option, next, ...more]: readonly Token[]): string {
  const isSet = next?.text === "=";
  const value = isSet || next === undefined ? more : [next, ...more];
  const [only] = value;
  if (only === undefined) return "";
  return value.length === 1 ? unquote(only.text) : arg.slice((isSet ? next : option)?.end).trim();
}
