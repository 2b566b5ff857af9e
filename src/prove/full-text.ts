import { EngineError, type Scratch } from "../database/connection.ts";
import type { Schema, VirtualTable } from "../model/schema.ts";
import { refill } from "../planner/steps/virtual.ts";
import type { Problem } from "../problem/problem.ts";

/**
 * A full-text index whose text is in another table or view that it cannot read; SQLite reports this only when it is
 * searched.
 */
export interface UnreadIndex {
  readonly table: VirtualTable;
  readonly why: string;
}

export function unreadContents(scratch: Scratch, schema: Schema): readonly UnreadIndex[] {
  return schema.virtualTables.flatMap((table) => {
    try {
      for (const { sql } of refill(table, "")) scratch.exec(sql);
      return [];
    } catch (error) {
      if (error instanceof EngineError) return [{ table, why: error.message }];
      throw error;
    }
  });
}

export function contentUnread({ table, why }: UnreadIndex): Problem {
  const from = table.options.content;
  const source = from.kind === "table" ? from.name : "its content";
  return {
    code: "fts-content-unread",
    level: "error",
    subject: table.name,
    message: `${table.name} would no longer find its columns in ${source}`,
    evidence: [`SQLite says: ${why}`],
    why: "a full-text index with `content=` reads each of its columns there, by the same name, whenever it is searched",
    help: [`let ${source} have what ${table.name} reads, or remove it from ${table.name}`],
  };
}
