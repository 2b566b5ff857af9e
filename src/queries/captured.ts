import { EngineError, type Scratch } from "../database/connection.ts";
import { openScratch } from "../database/scratch.ts";
import { fold, named } from "../model/names.ts";
import type { Schema } from "../model/schema.ts";
import { quoteName } from "../sql/quote.ts";
import { significantIn, type Token, unquote } from "../sql/tokens.ts";
import type { NameChange } from "./changes.ts";

/**
 * The words of a statement that refer to a certain column, found by the engine: the statement becomes the body of a
 * view or trigger, the column is renamed, and SQLite rewrites exactly those words. Null if a statement cannot be in
 * either.
 */
export function wordsFor(sql: string, table: string, column: string, schema: Schema): readonly Token[] | null {
  const tokens = significantIn(sql);
  const carrier = carrierOf(sql, tokens);
  if (carrier === null) return null;
  const scratch = openScratch();
  try {
    for (const text of textsFor(tokens, schema)) scratch.exec(text);
    scratch.exec("CREATE TABLE trueup_carrier_of (a)");
    scratch.exec(carrier.create);
    scratch.exec(`ALTER TABLE ${quoteName(table)} RENAME COLUMN ${quoteName(column)} TO trueup_renamed`);
    return rewritten(scratch, tokens, carrier.prefix);
  } catch (error) {
    if (error instanceof EngineError) return null;
    throw error;
  } finally {
    scratch.close();
  }
}

function rewritten(scratch: Scratch, tokens: readonly Token[], prefix: number): readonly Token[] {
  const stored = scratch.all("SELECT sql FROM sqlite_schema WHERE name = 'trueup_carrier'")[0]?.[0];
  const after = significantIn(String(stored)).slice(prefix);
  return tokens.filter((_, n) => fold(unquote(after[n]?.text ?? "")) === "trueup_renamed");
}

interface Carrier {
  readonly create: string;
  /** The number of tokens before the statement. */
  readonly prefix: number;
}

function carrierOf(sql: string, tokens: readonly Token[]): Carrier | null {
  const first = tokens.find(({ text }) => text !== "(")?.text.toUpperCase() ?? "";
  const text = withoutVariables(sql, tokens);
  if (first === "SELECT" || first === "VALUES" || (first === "WITH" && verbOf(tokens) === "SELECT"))
    return { create: `CREATE VIEW trueup_carrier AS ${text}`, prefix: 4 };
  if (first === "WITH") return null;
  const returning = tokens.findIndex(({ kind, text }) => kind === "word" && /^RETURNING$/i.test(text));
  const body =
    returning < 0 ? text : withoutVariables(sql.slice(0, tokens[returning]?.start), tokens.slice(0, returning));
  return { create: `CREATE TRIGGER trueup_carrier AFTER INSERT ON trueup_carrier_of BEGIN ${body}; END`, prefix: 8 };
}

/** The statement after a WITH. */
function verbOf(tokens: readonly Token[]): string {
  let depth = 0;
  for (const { text, kind } of tokens) {
    if (text === "(") depth += 1;
    else if (text === ")") depth -= 1;
    else if (depth === 0 && kind === "word" && /^(?:SELECT|INSERT|UPDATE|DELETE|REPLACE|VALUES)$/i.test(text))
      return text.toUpperCase();
  }
  return "";
}

/** A view has no parameters. Each is replaced by one token, so that the words keep their positions. */
function withoutVariables(sql: string, tokens: readonly Token[]): string {
  return tokens.reduceRight(
    (text, { kind, start, end }) => (kind === "variable" ? `${text.slice(0, start)}NULL${text.slice(end)}` : text),
    sql,
  );
}

/** The tables and views that a statement names, and what those views name in turn. */
function textsFor(tokens: readonly Token[], schema: Schema): readonly string[] {
  const texts = new Map<string, string>();
  const views: string[] = [];
  const add = (tokens: readonly Token[]): void => {
    for (const token of tokens) {
      if (token.kind !== "word" && token.kind !== "name") continue;
      const name = unquote(token.text);
      if (texts.has(fold(name)) || views.includes(fold(name))) continue;
      const table = named(schema.tables, name) ?? named(schema.virtualTables, name);
      if (table !== undefined) texts.set(fold(name), table.text);
      const view = named(schema.views, name);
      if (view === undefined) continue;
      views.push(fold(name));
      add(significantIn(view.text));
      texts.set(`view ${fold(name)}`, view.text);
    }
  };
  add(tokens);
  return [...texts.values()];
}

/** Whether a change can alter the meaning of a statement's words: it removes or adds a name that the statement uses. */
export function concerns(change: NameChange, words: ReadonlySet<string>): boolean {
  if (change.kind !== "column" || change.column === null || change.does === "changed") return false;
  const table = change.does === "lost" ? change.table : change.goalTable;
  return table !== null && words.has(change.column) && words.has(table);
}
