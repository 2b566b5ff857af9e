import type { SyncDatabase } from "../../src/start/supported.ts";
import { convergeSync, inspectSync } from "../../src/start/sync.ts";
import type { Case } from "./cases.ts";

export interface Database {
  readonly db: SyncDatabase;
  exec(sql: string): unknown;
  close(): unknown;
}

export type Verdict =
  /** The engine lacks what it needs. */
  | { readonly kind: "lacking"; readonly why: string }
  /** Read as libSQL reads it and, if there is a plan, brought to the same end. */
  | { readonly kind: "same"; readonly planned: boolean }
  | { readonly kind: "wrong"; readonly why: string };

/** One scenario on one engine, over the connection of an application. */
export function runCase(open: () => Database, { before, rows, same, next }: Case): Verdict {
  const database = open();
  try {
    try {
      // Bun does not run a script without a statement.
      database.exec(`PRAGMA foreign_keys = OFF;\n${before}`);
      database.exec(`SELECT 1;\n${rows}`);
      database.exec("PRAGMA foreign_keys = ON");
    } catch (error) {
      return failing(error);
    }
    const seen = inspectSync(database.db, same);
    if (seen.state !== "up-to-date")
      return { kind: "wrong", why: "differences" in seen ? seen.differences.join("; ") : seen.state };
    if (next === null) return { kind: "same", planned: false };
    const { state } = convergeSync(database.db, next);
    if (state !== "applied") return { kind: "wrong", why: state };
    const { state: after } = convergeSync(database.db, next);
    return after === "unchanged" ? { kind: "same", planned: true } : { kind: "wrong", why: `again: ${after}` };
  } catch (error) {
    return failing(error);
  } finally {
    database.close();
  }
}

const lacks: readonly RegExp[] = [
  /no such (?:module|tokenizer|function)/,
  // Of libSQL.
  /near "RANDOM": syntax error|unknown function: libsql_|vector/,
  // Later versions of SQLite do not rename a column that has a name of the rowid.
  /cannot rename (?:from|to) rowid alias/,
];

function failing(error: unknown): Verdict {
  const why = error instanceof Error ? error.message : String(error);
  return { kind: lacks.some((pattern) => pattern.test(why)) ? "lacking" : "wrong", why };
}
