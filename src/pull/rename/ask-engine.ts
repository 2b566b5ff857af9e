import { EngineError } from "../../database/connection.ts";
import { openScratch } from "../../database/scratch.ts";
import { fold, objectKey } from "../../model/names.ts";
import type { Schema } from "../../model/schema.ts";
import { sqliteSays } from "../../sql/messages.ts";
import { quoteName } from "../../sql/quote.ts";
import type { OfApplication } from "../../sql/stand-ins.ts";
import { significantIn, type Token, unquote } from "../../sql/tokens.ts";
import { inNamingOrder } from "../write/export-names.ts";
import type { Subject } from "./rename-sql.ts";

/** A view or trigger before and after the engine has renamed. */
export interface RenamedCode {
  readonly before: string;
  readonly after: string;
}

/**
 * SQLite knows what each name in a view or trigger means, and rewrites those that it renames. What keeps it from
 * renaming, such as the reader of a view whose column would have another name, is left out.
 */
export function renamedByEngine(
  schema: Schema,
  subject: Subject,
  beside: OfApplication,
): ReadonlyMap<string, RenamedCode> {
  const scratch = openScratch(beside);
  try {
    for (const { text } of inNamingOrder(schema)) scratch.exec(text);
    const code = () =>
      scratch
        .all("SELECT type, name, sql FROM sqlite_schema WHERE type IN ('view', 'trigger')")
        .map(([kind, name, sql]) => [objectKey({ kind: String(kind), name: String(name) }), String(sql)] as const);
    const before = new Map(code());
    const [table, what] =
      subject.kind === "column" ? [subject.table, `COLUMN ${quoteName(subject.from)} `] : [subject.from, ""];
    const rename = `ALTER TABLE ${quoteName(table)} RENAME ${what}TO ${quoteName(subject.to)}`;
    for (let stopped = stoppedBy(rename); stopped !== null; stopped = stoppedBy(rename)) {
      if (!before.has(objectKey(stopped))) return new Map();
      scratch.exec(`DROP ${stopped.kind} ${quoteName(stopped.name)}`);
    }
    return new Map(code().map(([key, after]) => [key, { before: before.get(key) ?? "", after }]));
  } finally {
    scratch.close();
  }

  /** The view or trigger at which the engine stops; null if it has renamed. */
  function stoppedBy(sql: string): { readonly kind: string; readonly name: string } | null {
    try {
      scratch.exec(sql);
      return null;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      const [, kind = "", from = ""] = sqliteSays.errorIn.exec(error.message) ?? [];
      return { kind, name: from.replace(/(?: after rename)?: .*$/s, "") };
    }
  }
}

/**
 * Whether the engine renames a name of a piece of SQL; null if it is not known. The piece is what a view or trigger ends
 * with.
 */
export function isRenamed(code: RenamedCode, sql: string, token: Token): boolean | null {
  const [piece, before, after] = [significantIn(sql), significantIn(code.before), significantIn(code.after)];
  const skipped = before.length - piece.length;
  const same = (a: Token | undefined, b: Token) => a !== undefined && fold(unquote(a.text)) === fold(unquote(b.text));
  if (skipped < 0 || before.length !== after.length) return null;
  if (!piece.every((each, n) => same(before[skipped + n], each))) return null;
  const at = skipped + piece.findIndex(({ start }) => start === token.start);
  return unquote(before[at]?.text ?? "") !== unquote(after[at]?.text ?? "");
}
