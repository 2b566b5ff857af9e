import type { Problem } from "../problem/problem.ts";
import { sqliteSays, stoppedAt } from "../sql/messages.ts";
import type { NotCopied } from "./copy.ts";

/** The problem if an ALTER met something that the engine cannot parse; null for any other error. */
export function stoppedBy(halfRead: readonly NotCopied[], trouble: string): Problem | null {
  const cause = halfRead.find(({ kind, name }) => stoppedAt(trouble, kind, name));
  if (cause !== undefined) return unreadable(cause);
  // An index may name no collation and be on a column that has one.
  const [, kind, rest = ""] = sqliteSays.errorIn.exec(trouble) ?? [];
  const end = rest.indexOf(": no such collation sequence: ");
  if (kind !== "index" || end === -1) return null;
  return unreadable({ kind, name: rest.slice(0, end), why: rest.slice(end + 2) });
}

export function unreadable({ kind, name, why }: NotCopied): Problem {
  return {
    code: "opaque-in-the-way",
    level: "error",
    subject: name,
    message: `no table can be altered while ${kind} ${name} exists: this engine cannot read it`,
    evidence: [why],
    why: "SQLite parses the whole schema again for each ALTER, and stops at what it cannot read",
    help: [
      "drop it with the program that made it, apply, and let that program create it again",
      "new tables, columns and indexes can still be added",
    ],
  };
}
