import type { Span } from "../../problem/problem.ts";
import { UnknownSql } from "../../sql/cursor.ts";
import { readTable } from "../../sql/read-table.ts";
import { isWord, significantIn } from "../../sql/tokens.ts";
import { keyOfForeignKey, keyOfUnique } from "../../model/declaration-keys.ts";
import type { Created } from "./run-scripts.ts";

/** The positions of an object, its columns and their clauses, by the keys that problems use. */
export function* spansOf(object: Created): Iterable<readonly [string, Span]> {
  yield [`${object.kind}:${object.name}`, object.at];
  if (object.kind !== "table") return;
  const table = readOrNull(object.sql);
  if (table === null) return;
  let from = object.sql.indexOf("(");
  for (const column of table.columns) {
    const start = object.sql.indexOf(column.text, from);
    if (start === -1) continue;
    from = start + column.text.length;
    const [name] = significantIn(column.text);
    yield [`column:${object.name}.${column.name}`, within(object, start, start + (name?.end ?? 1))];
    yield* clausesOf(object, column.name, column.text, start);
  }
  for (const unique of table.uniques) {
    if (unique.at === null)
      yield [
        keyOfUnique(
          object.name,
          unique.terms.map((term) => term.column),
        ),
        object.at,
      ];
  }
  for (const key of table.foreignKeys)
    if (key.at === null) yield [keyOfForeignKey(object.name, key.columns), object.at];
}

function* clausesOf(object: Created, column: string, text: string, start: number): Iterable<readonly [string, Span]> {
  const words: readonly (readonly [string, string])[] = [
    ["DEFAULT", `default:${object.name}.${column}`],
    ["REFERENCES", keyOfForeignKey(object.name, [column])],
    ["UNIQUE", keyOfUnique(object.name, [column])],
    ["PRIMARY", `primary-key:${object.name}`],
    ["CHECK", `check:${object.name}.${column}`],
    ["COLLATE", `collate:${object.name}.${column}`],
  ];
  const tokens = significantIn(text).slice(1);
  for (const [word, key] of words) {
    const token = tokens.find((each) => isWord(each, word));
    if (token !== undefined) yield [key, within(object, start + token.start, start + token.end)];
  }
}

function within(object: Created, start: number, end: number): Span {
  return { file: object.file, start: object.start + start, end: object.start + end };
}

function readOrNull(sql: string) {
  try {
    return readTable(sql);
  } catch (error) {
    if (error instanceof UnknownSql) return null;
    throw error;
  }
}
