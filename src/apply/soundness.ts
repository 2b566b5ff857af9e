import { EngineError } from "../database/connection.ts";
import { isMadeByTurso } from "../database/turso.ts";
import { asText } from "../database/values.ts";
import { lacks } from "../sql/lacks.ts";
import { sqliteSays } from "../sql/messages.ts";
import type { Engine } from "../database/engine.ts";

/** Comparing it before and after a change shows what the change did. */
export type Measure = "quick_check" | "integrity_check";

/** The result of checking the whole database. */
export interface Soundness {
  /** Damage to the structure of the file: such a database must not be changed. */
  readonly structure: readonly string[];
  /** Rows that violate the schema, by message: `NULL value in tune.title`. */
  readonly rows: ReadonlyMap<string, number>;
}

const most = 10_000;

/** Up to this size the full check is made: nobody notices that it takes four times as long as the quick one. */
const small = 32 << 20;

/** How a database of this size is checked, before and after a change. What Turso's engine made may be unsound. */
export function measureFor(engine: Engine, bytes: number): Measure {
  return bytes <= small || isMadeByTurso(engine) ? "integrity_check" : "quick_check";
}

/**
 * `quick_check` reads every page and every row; `integrity_check` also checks that each row is in each index. Of the whole
 * file, or of some tables and their indexes.
 */
export function soundness(engine: Engine, measure: Measure, tables: readonly string[] | null = null): Soundness {
  const structure: string[] = [];
  const rows = new Map<string, number>();
  const all = tables === null ? messages(engine, measure, most) : messagesOf(engine, measure, tables);
  for (const message of all) {
    if (isAboutRows(message)) rows.set(message, (rows.get(message) ?? 0) + 1);
    else structure.push(message);
  }
  return { structure, rows };
}

export function isClean({ structure, rows }: Soundness): boolean {
  return structure.length === 0 && rows.size === 0;
}

/** The messages of the check, without "ok". */
export function messages(engine: Engine, measure: Measure, limit: number): readonly string[] {
  try {
    return said(engine, measure, limit);
  } catch (error) {
    if (!lacking(error)) throw error;
  }
  // One index with a collation of the application stops the check of the whole file. Table by table, all others are
  // checked. Such a table is opaque, and no plan touches it.
  const names = engine.all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid");
  return messagesOf(
    engine,
    measure,
    names.map(([name]) => String(name)),
  );
}

function messagesOf(engine: Engine, measure: Measure, tables: readonly string[]): readonly string[] {
  return tables.flatMap((table) => {
    try {
      return said(engine, measure, table);
    } catch (error) {
      if (!lacking(error)) throw error;
      return [];
    }
  });
}

function said(engine: Engine, measure: Measure, limitOrTable: number | string): readonly string[] {
  const encoding = String(engine.all("PRAGMA encoding")[0]?.[0]);
  return engine
    .all(`SELECT CAST(${measure} AS BLOB) FROM temp.pragma_${measure}(?)`, [
      typeof limitOrTable === "number" ? BigInt(limitOrTable) : limitOrTable,
    ])
    .map(([value]) => asText(value, encoding) ?? "(a message that is not text)")
    .filter((message) => message !== "ok");
}

/** The engine lacks what the application registers on its own connection. */
const lacking = (error: unknown) => error instanceof EngineError && lacks(error.message) !== null;

/** Whether a message of the checks is about a row and the schema rather than about the pages of the file. */
export function isAboutRows(message: string): boolean {
  const { wrongValue, checkFailed, wrongIndex, staleFullText } = sqliteSays;
  return [wrongValue, checkFailed, wrongIndex, staleFullText].some((pattern) => pattern.test(message));
}

/** The messages that occur more often than before, taking renames into account. */
export function worse(before: Soundness, after: Soundness, renamed: (message: string) => string): readonly string[] {
  const allowed = new Map<string, number>();
  for (const [message, count] of before.rows) {
    const now = renamed(message);
    allowed.set(now, (allowed.get(now) ?? 0) + count);
  }
  const rows = [...after.rows].filter(([message, count]) => count > (allowed.get(message) ?? 0));
  return [...after.structure, ...rows.map(([message, count]) => (count > 1 ? `${message} (${count} times)` : message))];
}
