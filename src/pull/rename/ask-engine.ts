import { refusal } from "../../database/runs.ts";
import type { Scratch } from "../../database/connection.ts";
import { fold, objectKey } from "../../model/names.ts";
import type { Schema } from "../../model/schema.ts";
import { copyToCompile } from "../../prove/copy.ts";
import { stoppedAt } from "../../sql/messages.ts";
import { quoteName } from "../../sql/quote.ts";
import { type OfApplication, withoutStandIns } from "../../sql/stand-ins.ts";
import { significantIn, type Token, unquote } from "../../sql/tokens.ts";
import type { Subject } from "./rename-sql.ts";

/** A view or trigger before and after the engine has renamed. */
export interface RenamedCode {
  readonly before: string;
  readonly after: string;
}

/**
 * SQLite knows what each name in a view or trigger means, and rewrites those that it renames. What keeps it from
 * renaming, such as the reader of a view whose column would have another name, is left out, and so is what it would not
 * create.
 */
export function renamedByEngine(
  schema: Schema,
  subject: Subject,
  beside: OfApplication,
): ReadonlyMap<string, RenamedCode> {
  const { scratch } = copyToCompile(schema, beside);
  try {
    const before = new Map(codeIn(scratch).map((each) => [objectKey(each), each.sql]));
    const [table, what] =
      subject.kind === "column" ? [subject.table, `COLUMN ${quoteName(subject.from)} `] : [subject.from, ""];
    const rename = `ALTER TABLE ${quoteName(table)} RENAME ${what}TO ${quoteName(subject.to)}`;
    for (let why = refusal(() => scratch.exec(rename)); why !== null; why = refusal(() => scratch.exec(rename))) {
      const stopped = objectIn(why, codeIn(scratch));
      if (stopped === null) return new Map();
      scratch.exec(`DROP ${stopped.kind} ${quoteName(stopped.name)}`);
    }
    return new Map(
      codeIn(scratch).map((each) => {
        const key = objectKey(each);
        return [key, { before: before.get(key) ?? "", after: each.sql }];
      }),
    );
  } finally {
    scratch.close();
  }
}

interface Code {
  readonly kind: string;
  readonly name: string;
  readonly sql: string;
}

function codeIn(scratch: Scratch): readonly Code[] {
  return scratch
    .all("SELECT type, name, sql FROM sqlite_schema WHERE type IN ('view', 'trigger')")
    .map(([kind, name, sql]) => ({ kind: String(kind), name: String(name), sql: withoutStandIns(String(sql)) }));
}

/** The view or trigger at which the engine stopped; null if it was something else. */
function objectIn(message: string, code: readonly Code[]): Code | null {
  const named = code.filter(({ kind, name }) => stoppedAt(message, kind, name));
  // `error in view a: b: …` can mean the view `a: b` only if there is one.
  return named.toSorted((a, b) => b.name.length - a.name.length)[0] ?? null;
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
