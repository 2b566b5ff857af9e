import type { Scratch } from "../database/connection.ts";
import { significantIn, type Token } from "../sql/tokens.ts";
import { compileSql, compileText, type Ready } from "./compile.ts";
import { locate } from "./locate.ts";
import { hasHole, type Text } from "./text.ts";

export interface Failure {
  readonly message: string;
  /** What the message is about, and its position in it. */
  readonly sql: Text;
  readonly token: Token | null;
  /** A name in double quotes that an engine with other settings reads as a string; null if there is none. */
  readonly asText: string | null;
}

/** Whether a text that compiled elsewhere does not compile here, whatever its holes contain; null if it does. */
export function failure(ready: Ready, scratch: Scratch): Failure | null {
  const made = compileSql(ready.sql, scratch);
  const [asText] = made.quoted;
  if (made.message === null && asText === undefined) return null;
  if (hasHole(ready.text)) {
    const again = compileText(ready.text, scratch);
    if (again.kind === "ready" && again.ready.quoted.length <= ready.quoted.length) return null;
  }
  if (made.message === null && asText !== undefined) {
    const token = significantIn(ready.sql.sql).find(({ text }) => text === asText) ?? null;
    return { message: `no such column: ${asText}`, sql: ready.sql, token, asText };
  }
  const message = made.message ?? "";
  return { message, sql: made.sql, token: locate(message, made.sql.sql, scratch), asText: null };
}
