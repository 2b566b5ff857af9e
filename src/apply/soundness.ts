import { EngineError } from "../database/connection.ts";
import { asText } from "../database/values.ts";
import { lacks, sqliteSays } from "../sql/messages.ts";
import type { Engine } from "../database/engine.ts";

/** The same before and after a change tells what the change did. */
export type Measure = "quick_check" | "integrity_check";

/** What a look at the whole database found. */
export interface Soundness {
  /** Damage of the file's own structure: nothing may be changed in such a database. */
  readonly structure: readonly string[];
  /** Rows that break what the schema says, by message: `NULL value in tune.title`. */
  readonly rows: ReadonlyMap<string, number>;
}

const most = 10_000;

/** Up to this size the full check is made: below it nobody can feel that it costs four times the quick one. */
const small = 32 << 20;

/** How a database of this size is looked at, before a change and after it. */
export function measureFor(bytes: number): Measure {
  return bytes <= small ? "integrity_check" : "quick_check";
}

/** `quick_check` looks at every page and every row; `integrity_check` also whether each row stands in each index. */
export function soundness(engine: Engine, measure: Measure): Soundness {
  const structure: string[] = [];
  const rows = new Map<string, number>();
  for (const message of messages(engine, measure, most)) {
    if (isAboutRows(message)) rows.set(message, (rows.get(message) ?? 0) + 1);
    else structure.push(message);
  }
  return { structure, rows };
}

export function isClean({ structure, rows }: Soundness): boolean {
  return structure.length === 0 && rows.size === 0;
}

/** What the check says, without "ok". */
export function messages(engine: Engine, measure: Measure, limit: number): readonly string[] {
  try {
    return said(engine, measure, limit);
  } catch (error) {
    if (!lacking(error)) throw error;
  }
  // One index in a collation of the application stops the check of the whole file: table by table, all others are seen.
  // Such a table is opaque, and no plan touches it.
  const found: string[] = [];
  for (const [name] of engine.all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")) {
    try {
      found.push(...said(engine, measure, String(name)));
    } catch (error) {
      if (!lacking(error)) throw error;
    }
  }
  return found;
}

function said(engine: Engine, measure: Measure, limitOrTable: number | string): readonly string[] {
  const encoding = String(engine.all("PRAGMA encoding")[0]?.[0]);
  return engine
    .all(`SELECT CAST(${measure} AS BLOB) FROM pragma_${measure}(?)`, [
      typeof limitOrTable === "number" ? BigInt(limitOrTable) : limitOrTable,
    ])
    .map(([value]) => asText(value, encoding) ?? "(a message that is not text)")
    .filter((message) => message !== "ok");
}

/** The engine has not what the application registers with its own. */
const lacking = (error: unknown) => error instanceof EngineError && lacks(error.message) !== null;

/** Whether a message of the checks is about a row and the schema, and not about the pages of the file. */
export function isAboutRows(message: string): boolean {
  const { wrongValue, checkFailed, wrongIndex, staleFullText } = sqliteSays;
  return [wrongValue, checkFailed, wrongIndex, staleFullText].some((pattern) => pattern.test(message));
}

/** The messages that are there more often than before, where what was renamed counts as the same. */
export function worse(before: Soundness, after: Soundness, renamed: (message: string) => string): readonly string[] {
  const allowed = new Map<string, number>();
  for (const [message, count] of before.rows) {
    const now = renamed(message);
    allowed.set(now, (allowed.get(now) ?? 0) + count);
  }
  const rows = [...after.rows].filter(([message, count]) => count > (allowed.get(message) ?? 0));
  return [...after.structure, ...rows.map(([message, count]) => (count > 1 ? `${message} (${count} times)` : message))];
}
