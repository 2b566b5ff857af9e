import { EngineError, type Row, type Value } from "../database/connection.ts";
import { isKeyMismatch } from "../database/foreign-keys.ts";
import { named } from "../model/names.ts";
import type { Opaque, Table, Trigger, TriggerFires, View } from "../model/schema.ts";
import { quoteText } from "../sql/quote.ts";
import { lacks } from "../sql/lacks.ts";
import { isOfApplication, type OfApplication } from "../sql/stand-ins.ts";
import { triggerProbe, viewProbe } from "../sql/probes.ts";

/**
 * Whether a view or trigger works. SQLite keeps one that does not, and reports the error only when it is used. This
 * checks it earlier.
 */
export interface Code {
  readonly type: "view" | "trigger";
  readonly name: string;
  /** What a trigger is on. */
  readonly table: string;
  /** For a trigger; null if its text could not be read. */
  readonly fires: TriggerFires | null;
}

/** The columns of a table or view that a statement can set. */
export type Settable = (table: string) => readonly string[];

export function codeOf(object: View | Trigger): Code {
  const { name } = object;
  if (object.kind === "view") return { type: "view", name, table: name, fires: null };
  return { type: "trigger", name, table: object.table, fires: object.fires };
}

/** For views and triggers that are not managed. */
export function codeAmong(objects: readonly Opaque[]): (Opaque & Code)[] {
  return objects.flatMap((each) => {
    const { type } = each;
    return type === "view" || type === "trigger" ? [{ ...each, type }] : [];
  });
}

/** A statement that compiles it without touching a row; null for a trigger that no statement can fire. */
export function probe(code: Code, settable: Settable): string | null {
  if (code.type === "view") return viewProbe(code.name);
  if (code.fires === null) return null;
  return triggerProbe(code.table, code.fires, code.fires.event === "DELETE" ? [] : settable(code.table));
}

/** SQLite's error for code that does not compile in this engine at this moment; null if it compiles, or never runs. */
export function whyNotCompiled(engine: { prepare(sql: string): void }, code: Code, settable: Settable): string | null {
  const sql = probe(code, settable);
  return sql === null ? null : complaint(() => engine.prepare(sql));
}

/** SQLite's error for something that does not compile; null if it does. */
export function complaint(work: () => void): string | null {
  try {
    work();
    return null;
  } catch (error) {
    return compileError(error);
  }
}

/** Null if the error says nothing about the code: with foreign keys on, the engine checks those as well. */
export function compileError(error: unknown): string | null {
  return isKeyMismatch(error) ? null : engineError(error);
}

export function engineError(error: unknown): string {
  if (error instanceof EngineError) return error.message;
  throw error;
}

/** Whether the error is that the engine lacks something that the application registers. */
export function needsTheApplication(why: string | null | undefined, known: OfApplication): boolean {
  const missing = why == null ? null : lacks(why);
  return missing !== null && isOfApplication(missing, known);
}

/** The columns of a table are known; those of a view are queried, and a view that does not compile has none. */
export function settableIn(tables: readonly Table[], ask: (sql: string) => readonly Row[]): Settable {
  const asked = new Map<string, readonly string[]>();
  return (name) => {
    const table = named(tables, name);
    if (table !== undefined) return settableOf(table);
    const known = asked.get(name) ?? askedFor(name, ask);
    asked.set(name, known);
    return known;
  };
}

export function settableOf(table: Table): readonly string[] {
  return table.columns.filter((column) => column.generated === null).map((column) => column.name);
}

/** Asks for the columns of a table or view that a statement can set. */
export function settableQuery(name: string): string {
  return `SELECT name FROM temp.pragma_table_xinfo(${quoteText(name)}) WHERE hidden = 0`;
}

export function columnNames(rows: readonly (readonly Value[])[]): readonly string[] {
  return rows.map(([name]) => String(name));
}

function askedFor(name: string, ask: (sql: string) => readonly Row[]): readonly string[] {
  try {
    return columnNames(ask(settableQuery(name)));
  } catch (error) {
    compileError(error);
    return [];
  }
}
