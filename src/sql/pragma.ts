import { Cursor, attemptRead } from "./cursor.ts";

export interface Pragma {
  /** Lower case. */
  readonly name: string;
  /** The argument in parentheses, or after an equals sign, unquoted; null if there is none. */
  readonly argument: string | null;
}

/** Parses a PRAGMA statement; null for any other statement. https://www.sqlite.org/pragma.html#syntax */
export function readPragma(sql: string): Pragma | null {
  const read = attemptRead(() => {
    const cursor = new Cursor(sql);
    if (!cursor.takes("PRAGMA")) return null;
    let name = cursor.name();
    if (cursor.takes(".")) name = cursor.name();
    let argument: string | null = null;
    if (cursor.takes("(")) {
      argument = value(cursor);
      cursor.expect(")");
    } else if (cursor.takes("=")) argument = value(cursor);
    cursor.end();
    return { name: name.toLowerCase(), argument };
  });
  return read.ok ? read.value : null;
}

function value(cursor: Cursor): string {
  const sign = cursor.takesOne("-", "+") ?? "";
  return cursor.token?.kind === "number" ? sign + cursor.next().text : cursor.name();
}
