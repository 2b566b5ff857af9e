import { fold } from "../model/names.ts";
import { sqliteSays } from "../sql/messages.ts";
import { significantIn, unquote } from "../sql/tokens.ts";
import type { NameChange } from "./changes.ts";
import { columnSaid, objectSaid } from "./said.ts";

/** The change that makes a statement fail with this message. */
export function changeBehind(message: string, sql: string, changes: readonly NameChange[]): NameChange | null {
  const words = wordsOf(sql);
  const touched = changes.filter(
    (change) => words.has(change.table) || (change.goalTable !== null && words.has(change.goalTable)),
  );
  const pool = touched.length > 0 ? touched : changes;
  const first = (fits: (change: NameChange) => boolean): NameChange | null =>
    pool.find(fits) ?? changes.find(fits) ?? null;
  const column = columnSaid(message)?.name ?? null;
  if (column !== null)
    return (
      first((each) => each.kind === "column" && each.does === "lost" && each.column === fold(column)) ??
      first((each) => each.kind === "view") ??
      first(({ kind }) => kind === "column")
    );
  const ambiguous = sqliteSays.ambiguousColumn.exec(message)?.[2];
  if (ambiguous !== undefined) return first((each) => each.does === "gained" && each.column === fold(ambiguous));
  const table = objectSaid(message);
  if (table !== null)
    return (
      first((each) => each.does === "lost" && each.column === null && fold(each.names[0]) === fold(table)) ??
      first(({ kind }) => kind === "table")
    );
  const counted = sqliteSays.valuesForColumns.exec(message)?.[1];
  if (counted !== undefined)
    return first((each) => each.kind === "column" && (each.goalTable ?? each.table) === fold(counted));
  if (sqliteSays.conflictOnNothing.test(message))
    return first(({ kind }) => kind === "index") ?? first(({ kind }) => kind === "column");
  return pool[0] ?? null;
}

/** The change that removes an index of a table, or the way to its rows. */
export function changeOfWay(table: string, changes: readonly NameChange[]): NameChange | null {
  const own = changes.filter((each) => each.table === fold(table) || each.goalTable === fold(table));
  return (
    own.find(({ kind }) => kind === "index") ??
    own.find(({ kind }) => kind === "column") ??
    own[0] ??
    changes[0] ??
    null
  );
}

export function wordsOf(sql: string): ReadonlySet<string> {
  const words = new Set<string>();
  for (const token of significantIn(sql))
    if (token.kind === "word" || token.kind === "name") words.add(fold(unquote(token.text)));
  return words;
}
