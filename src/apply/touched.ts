import { fold } from "../model/names.ts";
import type { StepKind } from "../plan/kinds.ts";
import type { Plan, Step } from "../plan/plan.ts";
import { attemptRead } from "../sql/cursor.ts";
import { readIndex } from "../sql/read-objects.ts";
import { isWord, significantIn, type Token, unquote } from "../sql/tokens.ts";

/**
 * The tables whose rows or indexes may be worse after the steps of a plan, by folded name; null if it may be any table.
 * A step that writes no row of a table cannot damage it. The statement decides, because a plan is a file that people
 * edit.
 */
export function touchedBy({ items }: Pick<Plan, "items">): ReadonlySet<string> | null {
  const touched = new Set<string>();
  for (const item of items) {
    if (item.kind === "check") continue;
    const tables = light.has(item.step) ? tablesOf(item) : null;
    if (tables === null) return null;
    for (const table of tables) touched.add(fold(table));
  }
  return touched;
}

const light: ReadonlySet<StepKind> = new Set([
  "drop-view",
  "drop-trigger",
  "drop-index",
  "rename-table",
  "rename-column",
  "create-table",
  "create-index",
  "create-view",
  "create-trigger",
  "add-column",
  "alter-column",
] as const);

/**
 * Whether the values of a column may mean something else after a plan that writes no row: libSQL's ALTER COLUMN does
 * not look at any. Then keys are checked again, and the check of the table is as thorough as that of the whole file.
 */
export function redefines({ items }: Pick<Plan, "items">): boolean {
  return items.some((item) => item.kind === "step" && item.step === "alter-column");
}

function tablesOf({ sql }: Step): readonly string[] | null {
  const tokens = significantIn(sql);
  const [verb, object, name, then] = tokens;
  const unique = isWord(object, "UNIQUE") && isWord(name, "INDEX");
  if (isWord(verb, "DROP")) return isWord(object, "VIEW", "TRIGGER", "INDEX") ? [] : null;
  if (isWord(verb, "CREATE") && isWord(object, "VIEW", "TRIGGER")) return [];
  if (isWord(verb, "CREATE") && isWord(object, "TABLE")) return has(tokens, "SELECT", "WITH", "VALUES") ? null : [];
  if (isWord(verb, "CREATE") && (unique || isWord(object, "INDEX"))) return indexed(sql, tokens);
  if (!isWord(verb, "ALTER") || !isWord(object, "TABLE") || name === undefined) return null;
  if (isWord(then, "RENAME")) return [];
  if (isWord(then, "ALTER")) return has(tokens, "REFERENCES", "GENERATED", "AS") ? null : [unquote(name.text)];
  return isWord(then, "ADD") ? extended(unquote(name.text), tokens) : null;
}

/** An index on a vector column has tables of its own. */
function indexed(sql: string, tokens: readonly Token[]): readonly string[] | null {
  if (tokens.some(({ text }) => /^libsql_vector_idx$/i.test(unquote(text)))) return null;
  const read = attemptRead(() => readIndex(sql));
  return read.ok ? [read.value.table] : null;
}

/** All existing rows get the same value; only a rule about it, or its parent, has to be checked. */
function extended(table: string, tokens: readonly Token[]): readonly string[] | null {
  if (has(tokens, "REFERENCES") && has(tokens, "DEFAULT")) return null;
  return has(tokens, "CHECK", "GENERATED", "AS") ? [table] : [];
}

function has(tokens: readonly Token[], ...words: readonly string[]): boolean {
  return tokens.some((token) => isWord(token, ...words));
}
