import { asText } from "../database/values.ts";
import type { Step } from "../plan/plan.ts";
import { readRequote, sameButQuotes } from "../sql/requote.ts";
import { failedWith, type Run } from "./run.ts";

/**
 * Rewrites the strings in a stored definition with single quotes. This is the only place that writes to sqlite_schema,
 * so it first checks that nothing else in the text changes. The schema's version is increased, so that every connection
 * reads it again: https://www.sqlite.org/pragma.html#pragma_writable_schema
 */
export function requote(run: Run, { sql, subject }: Step): void {
  const { session } = run;
  const wanted = readRequote(sql);
  const encoding = String(session.all("PRAGMA encoding")[0]?.[0]);
  const [row] =
    wanted === null
      ? []
      : session.all("SELECT CAST(sql AS BLOB) FROM sqlite_schema WHERE type = ? AND name = ?", [
          wanted.type,
          wanted.name,
        ]);
  const stored = row === undefined ? null : asText(row[0], encoding);
  if (wanted === null || stored === null || !sameButQuotes(stored, wanted.sql))
    throw failedWith(run, {
      code: "apply-step-failed",
      level: "error",
      subject: run.request.label,
      message: `the stored definition of ${subject} is not the one that the plan would write with single quotes`,
      evidence: stored === null ? [sql] : [stored, sql],
      help: ["nothing was changed: everything was rolled back", "make the plan again: trueup plan"],
    });
  const version = session.number("PRAGMA schema_version");
  try {
    session.exec(`PRAGMA writable_schema = ON; ${sql}; PRAGMA schema_version = ${version + 1}`);
  } finally {
    session.exec("PRAGMA writable_schema = OFF");
  }
}
