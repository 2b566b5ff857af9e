import type { Action, Conflict } from "../../src/model/schema.ts";

/**
 * The generator's own idea of a schema, independent of the model that it tests. Every object and column has a number
 * that outlives its name, and SQL refers to things by number, as `⟦12⟧`: so a rename is one edit, and what survives
 * from one schema to the next is known without asking the code under test.
 */
export interface Sketch {
  tables: TableSketch[];
  indexes: IndexSketch[];
  views: ViewSketch[];
  triggers: TriggerSketch[];
  virtuals: VirtualSketch[];
}

export interface TableSketch {
  id: number;
  name: string;
  columns: ColumnSketch[];
  key: KeySketch | null;
  uniques: UniqueSketch[];
  checks: CheckSketch[];
  foreignKeys: ForeignKeySketch[];
  strict: boolean;
  withoutRowid: boolean;
}

export interface ColumnSketch {
  id: number;
  name: string;
  type: string;
  notNull: { name: string | null; conflict: Conflict | null } | null;
  default: string | null;
  collate: string | null;
  generated: { expr: string; stored: boolean } | null;
}

export interface TermSketch {
  column: number;
  collate: string | null;
  descending: boolean;
}

export interface KeySketch {
  name: string | null;
  terms: TermSketch[];
  conflict: Conflict | null;
  autoincrement: boolean;
  /**
   * `INTEGER PRIMARY KEY DESC` means one thing on a column and another on the table, so it is not a matter of spelling.
   */
  onColumn: boolean;
}

export interface UniqueSketch {
  id: number;
  name: string | null;
  terms: TermSketch[];
  conflict: Conflict | null;
}

export interface CheckSketch {
  id: number;
  name: string | null;
  expr: string;
}

export interface ForeignKeySketch {
  id: number;
  name: string | null;
  columns: number[];
  table: number;
  references: number[];
  onDelete: Action;
  onUpdate: Action;
  match: string | null;
  deferrable: string | null;
}

export interface IndexSketch {
  id: number;
  name: string;
  table: number;
  unique: boolean;
  terms: { sql: string; collate: string | null; descending: boolean }[];
  where: string | null;
}

export interface ViewSketch {
  id: number;
  name: string;
  columns: { id: number; name: string }[];
  /** Whether the columns are listed after the view's name; otherwise the body names them. */
  listed: boolean;
  body: string;
}

export interface TriggerSketch {
  id: number;
  name: string;
  on: number;
  time: "BEFORE" | "AFTER" | "INSTEAD OF" | "";
  event: string;
  when: string | null;
  body: string[];
}

export interface VirtualSketch {
  id: number;
  name: string;
  module: string;
  args: string[];
  /** The table whose rows it indexes, and which a `rebuild` reads. */
  content: number | null;
}

export interface Pair {
  before: Sketch;
  after: Sketch;
  rows: RowSketch[];
  /** Whether a fill is given wherever one is accepted, not only where one is needed. */
  filled: boolean;
  /** Whether rows may exist without their parents, written with foreign keys off. */
  orphans: boolean;
}

export interface RowSketch {
  table: number;
  rowid: string | null;
  values: [column: number, sql: string][];
  /** Inserted and deleted again: this leaves gaps and high-water marks. */
  gone: boolean;
}

export const ref = (id: number): string => `⟦${id}⟧`;
/** The name as a text literal, for the arguments of FTS5. */
export const refText = (id: number): string => `⟦${id}:text⟧`;

export function mentions(sql: string, id: number): boolean {
  return sql.includes(`⟦${id}⟧`) || sql.includes(`⟦${id}:text⟧`);
}

/** Every name by its number. */
export function namesOf(sketch: Sketch): Map<number, string> {
  const names = new Map<number, string>();
  for (const list of [sketch.tables, sketch.indexes, sketch.views, sketch.triggers, sketch.virtuals]) {
    for (const { id, name } of list) names.set(id, name);
  }
  for (const { columns } of [...sketch.tables, ...sketch.views])
    for (const { id, name } of columns) names.set(id, name);
  return names;
}

export function nextId(...sketches: readonly Sketch[]): number {
  let max = 0;
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (value && typeof value === "object") {
      for (const [key, inner] of Object.entries(value)) {
        if (key === "id" && typeof inner === "number") max = Math.max(max, inner);
        else visit(inner);
      }
    }
  };
  visit(sketches);
  return max + 1;
}
