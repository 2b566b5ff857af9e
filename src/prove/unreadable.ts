import type { Problem } from "../problem/problem.ts";
import type { NotCopied } from "./copy.ts";

/** What the engine says of an ALTER that met something it cannot read; null where the trouble is another one. */
export function stoppedBy(halfRead: readonly NotCopied[], trouble: string): Problem | null {
  const cause = halfRead.find(({ kind, name }) => trouble.startsWith(`error in ${kind} ${name}`));
  if (cause !== undefined) return unreadable(cause);
  // An index may name no collation, and stand on a column that has one.
  const [, name, why] = /^error in index (.+?): (no such collation sequence: .+)$/s.exec(trouble) ?? [];
  return name === undefined || why === undefined ? null : unreadable({ kind: "index", name, why });
}

export function unreadable({ kind, name, why }: NotCopied): Problem {
  return {
    code: "opaque-in-the-way",
    level: "error",
    subject: name,
    message: `no table can be altered while ${kind} ${name} is there: this engine cannot read it`,
    evidence: [why],
    why: "SQLite reads the whole schema again with each ALTER, and stops at what it cannot read",
    help: [
      "drop it with the program that made it, apply, and let that program create it again",
      "new tables, columns and indexes can be added all the same",
    ],
  };
}
