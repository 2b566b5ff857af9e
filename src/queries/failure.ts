import type { Scratch } from "../database/connection.ts";
import type { Token } from "../sql/tokens.ts";
import { compileSql, compileText, complaintOf, type Ready } from "./compile.ts";
import { locate } from "./locate.ts";
import { hasHole, type Text } from "./text.ts";
import { columnOf } from "./unread.ts";

export interface Failure {
  readonly message: string;
  /** What the message speaks of, and where in it. */
  readonly sql: Text;
  readonly token: Token | null;
  /** A name in double quotes that an engine with other settings takes for a text: nothing fails there. */
  readonly asText: string | null;
}

/** Whether a text that compiled elsewhere does not compile here, whatever stands in its holes; null where it does. */
export function failure(ready: Ready, scratch: Scratch): Failure | null {
  const made = compileSql(ready.sql, scratch);
  if (made.message === null) return null;
  if (hasHole(ready.text) && compileText(ready.text, scratch).kind === "ready") return null;
  const { message, sql } = made;
  const token = locate(message, sql.sql, scratch);
  return { message, sql, token, asText: token === null ? null : textInQuotes(message, sql.sql, token, scratch) };
}

function textInQuotes(message: string, sql: string, token: Token, scratch: Scratch): string | null {
  const column = columnOf(message);
  if (column === null || !token.text.startsWith('"') || /^table /.test(message)) return null;
  const text = `'${column.replaceAll("'", "''")}'`;
  return complaintOf(sql.slice(0, token.start) + text + sql.slice(token.end), scratch) === null ? token.text : null;
}
