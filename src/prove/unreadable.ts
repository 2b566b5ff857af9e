import type { Problem } from "../problem/problem.ts";
import { sqliteSays, stoppedAt } from "../sql/messages.ts";
import type { NotCopied } from "./copy.ts";

/** The problem if an ALTER met something that the engine cannot parse; null for any other error. */
export function stoppedBy(halfRead: readonly NotCopied[], trouble: string): Problem | null {
  const cause = halfRead.find(({ kind, name }) => stoppedAt(trouble, kind, name));
  if (cause !== undefined) return unreadable(cause);
  // An index may name no collation and be on a column that has one.
  const [, name, why] = sqliteSays.indexLacksCollation.exec(trouble) ?? [];
  return name === undefined || why === undefined ? null : unreadable({ kind: "index", name, why });
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
