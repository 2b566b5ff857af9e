import { didYouMean, nearest } from "../problem/nearest.ts";
import type { Problem, Span } from "../problem/problem.ts";
import { fold } from "../model/names.ts";
import { sqliteSays } from "../sql/messages.ts";
import { significantIn, type Token, unquote } from "../sql/tokens.ts";
import { nameInConfig } from "../words/name-in-config.ts";
import { type Bench, type Complaint, compileSql } from "./compile.ts";
import { locate } from "./locate.ts";
import { mentioned, type NamedTable } from "./names-of.ts";
import type { Query } from "./query.ts";
import { columnSaid, type NameSaid } from "./said.ts";
import { edited, sourceOf, type Text } from "./text.ts";

export interface Surroundings {
  readonly bench: Bench;
  readonly tables: ReadonlyMap<string, NamedTable>;
  readonly textOf: (file: string) => string;
}

const most = 5;

/** All problems of one statement, each at its own word. */
export function complaintsOf(query: Query, complaint: Complaint, around: Surroundings): readonly Problem[] {
  const problems: Problem[] = [];
  let { sql, message } = complaint;
  for (let n = 0; n < most; n++) {
    const token = locate(message, sql.sql, around.bench.scratch);
    problems.push(problemOf(query, message, sql, token, around));
    // A name in an expression can be left out to see what else is wrong; anything else stops the engine for good.
    if (token === null || !sqliteSays.noSuchColumn.test(message)) break;
    const start = qualifiedStart(sql.sql, token);
    const made = compileSql(edited(sql, [{ start, end: token.end, with: "NULL" }]), around.bench.scratch);
    sql = made.sql;
    const next = made.message;
    if (next === null || next === message || columnSaid(next) === null) break;
    message = next;
  }
  return problems;
}

function qualifiedStart(sql: string, token: Token): number {
  const tokens = significantIn(sql);
  let n = tokens.findIndex(({ start }) => start === token.start);
  while (tokens[n - 1]?.text === "." && n >= 2) n -= 2;
  return tokens[n]?.start ?? token.start;
}

function problemOf(query: Query, message: string, sql: Text, token: Token | null, around: Surroundings): Problem {
  const at = placeInSource(query, sql, token, around.textOf);
  const { level, said, label, help } = meaningOf(message, sql.sql, around);
  return {
    code: "query",
    level,
    subject: subjectOf(query),
    message: said,
    ...(at !== null && { at, label }),
    ...(query.start < 0 && { evidence: [oneLine(sql.sql)] }),
    help: [...help],
  };
}

/** The word in the application's file; the whole statement if it is not about one word. */
export function placeInSource(
  query: Query,
  text: Text,
  token: Pick<Token, "start" | "end"> | null,
  textOf: (file: string) => string,
): Span | null {
  const at = token === null ? null : sourceOf(text, token.start, token.end, textOf);
  return at ?? wholeOf(query, textOf);
}

/** A recorded statement is located at the line that called it. */
function wholeOf({ file, line, start, end }: Query, textOf: (file: string) => string): Span | null {
  if (start >= 0) return { file, start, end };
  const lines = textOf(file).split("\n");
  const text = lines[line - 1];
  if (text === undefined || text.trim() === "") return null;
  const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const indent = text.length - text.trimStart().length;
  return { file, start: before + indent, end: before + text.trimEnd().length };
}

export function subjectOf({ name, file, line }: Query): string {
  return name ?? `${file}:${line}`;
}

function oneLine(sql: string): string {
  const text = sql.replace(/\s+/g, " ").trim();
  return text.length > 160 ? `${text.slice(0, 159)}…` : text;
}

interface Meaning {
  readonly level: Problem["level"];
  readonly said: string;
  readonly label: string;
  readonly help: readonly string[];
}

function meaningOf(message: string, sql: string, { tables }: Surroundings): Meaning {
  const column = columnSaid(message);
  if (column !== null) {
    const { before, name } = column;
    const isQualified = before !== null && sqliteSays.noSuchColumn.test(message);
    return {
      level: "error",
      said: `no such column: ${isQualified ? `${before}.` : ""}${name}`,
      label: "no such column",
      help: nearColumn(column, sql, tables),
    };
  }
  const table = sqliteSays.noSuchTable.exec(message)?.[1];
  if (table !== undefined)
    return {
      level: "error",
      said: `no such table: ${table}`,
      label: "no such table or view",
      help: didYouMean(
        table,
        [...tables.values()].map(({ name }) => name),
      ),
    };
  const collation = sqliteSays.noSuchCollation.exec(message)?.[1];
  if (collation !== undefined)
    return {
      level: "error",
      said: `SQLite has no collation \`${collation}\``,
      label: "unknown collation",
      help: [...didYouMean(collation, ["BINARY", "NOCASE", "RTRIM"]), ...nameInConfig("collation", collation)],
    };
  return {
    level: "error",
    said: message,
    label: isUnexpected(message) ? "SQLite did not expect this here" : "here",
    help: [],
  };
}

function isUnexpected(message: string): boolean {
  return sqliteSays.syntaxError.test(message) || sqliteSays.unrecognizedToken.test(message);
}

/** Columns of the table before the dot if there is one, else of everything that the statement names. */
function nearColumn(
  { before, name: column }: NameSaid,
  sql: string,
  tables: ReadonlyMap<string, NamedTable>,
): readonly string[] {
  const own = tables.get(fold(before ?? insertedInto(sql)));
  const reach = own ?? null;
  const columns = reach?.columns ?? mentioned(sql, tables).flatMap((name) => tables.get(name)?.columns ?? []);
  const near = nearest(column, columns);
  if (near !== null) return [`did you mean \`${near}\`?`];
  const distinct = [...new Set(columns)];
  return distinct.length === 0 || distinct.length > 30 ? [] : [`columns in reach: ${distinct.join(", ")}`];
}

function insertedInto(sql: string): string {
  const tokens = significantIn(sql);
  return tokens.length > 2 && /^INTO$/i.test(tokens[1]?.text ?? "") ? unquote(tokens[2]?.text ?? "") : "";
}
