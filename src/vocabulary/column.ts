import type {
  Action,
  Collation,
  ColumnData,
  Conflict,
  Declared,
  Deferrable,
  Literal,
  Order,
  SelfData,
  shape,
} from "./declaration.ts";
import { startColumn } from "./column-clauses.ts";
import type { Sql } from "./sql.ts";

/** What the types know about a column beside the type of its values. */
export type Trait = "nullable" | "optional" | "generated" | "integer" | "key";

export interface KeyOptions {
  readonly onConflict?: Conflict;
  readonly name?: string;
}

export interface ReferenceOptions {
  readonly onDelete?: Action;
  readonly onUpdate?: Action;
  /** SQLite parses MATCH and ignores it. */
  readonly match?: string;
  readonly deferrable?: Deferrable;
  readonly name?: string;
}

/** Any column, as far as its types go. */
export interface AnyColumn extends Declared<ColumnData> {
  readonly [shape]?: { readonly value: unknown; readonly is: Trait };
}

/**
 * A column whose values are of type `T`. It is NOT NULL unless it is `.nullable()`.
 * Each method returns a new column, so a column can be kept and used in several tables.
 */
export interface Column<T = unknown, Is extends Trait = Trait> extends AnyColumn {
  readonly [shape]?: { readonly value: T; readonly is: Is };

  /** The column may hold NULL; it is optional on insert. */
  nullable(): Column<T, Is | "nullable">;

  /** How NOT NULL is written, which columns are by default: its name, or what happens on conflict. */
  notNull(options?: { readonly onConflict?: Conflict; readonly name?: string }): Column<T, Is>;

  /**
   * The primary key of the table, if it is one column; otherwise see `primaryKey(t.a, t.b)`.
   * An `integer().primaryKey()` is SQLite's rowid: it is filled in on insert.
   *
   * @example
   * id: integer().primaryKey()
   * id: integer().primaryKey({ autoincrement: true })   // never uses a number twice; seldom needed
   * code: text().primaryKey()
   */
  primaryKey(options: KeyOptions & { readonly order: "desc" }): Column<T, Is>;
  primaryKey(
    options?: KeyOptions & { readonly order?: Order; readonly autoincrement?: "integer" extends Is ? boolean : never },
  ): Column<T, Is | "key">;

  /** No two rows hold the same value. For several columns see `unique(t.a, t.b)`. */
  unique(options?: KeyOptions): Column<T, Is>;

  /**
   * A condition that every row must meet.
   *
   * @example
   * difficulty: integer().check(sql`difficulty BETWEEN 1 AND 5`)
   */
  check(condition: Sql, options?: { readonly name?: string }): Column<T, Is>;

  /**
   * The values that the column may hold: a CHECK for SQLite, a union for TypeScript.
   *
   * @example
   * type: text().oneOf("reel", "jig", "hornpipe")   // "reel" | "jig" | "hornpipe"
   */
  oneOf<const V extends T & Literal>(...values: readonly [value: V, ...values: V[]]): Column<V, Is>;

  /**
   * What a row gets if an insert gives no value: a value, or an expression.
   *
   * @example
   * added: text().default(sql`CURRENT_TIMESTAMP`)
   * active: integer<boolean>().default(true)
   */
  default(value: (T & Literal) | null | Sql): Column<T, Is | "optional">;

  /** How text is compared and sorted: `"NOCASE"`, `"RTRIM"`, `"BINARY"`, or one that the application registers. */
  collate(collation: Collation): Column<T, Is>;

  /**
   * A foreign key: the value must exist in the other table. The arrow function lets it refer to what is declared
   * further down, or to this very table.
   *
   * @example
   * genre: text().references(() => genre.id, { onDelete: "set null" })
   * parent: integer().nullable().references(() => tune.id)
   * parent: integer().nullable().references(self("id"))
   * playlist: integer().references("playlist.id")
   */
  references(target: (() => void) | string | Declared<SelfData>, options?: ReferenceOptions): Column<T, Is>;

  /**
   * The column is computed from others and never inserted. Computed when read, unless `stored`.
   *
   * @example
   * sortTitle: text().generated(sql`lower(title)`)
   */
  generated(expression: Sql, options?: { readonly stored?: boolean }): Column<T, Is | "generated">;

  /**
   * A former name: the plan renames instead of dropping and adding. Once every database has the new name it has no
   * further effect and can be removed. With several, the latest comes first.
   *
   * @example
   * type: text().was("rhythm")
   */
  was(...names: readonly [name: string, ...names: string[]]): Column<T, Is>;

  /**
   * What existing rows get when the column is added, changes its type, or becomes NOT NULL (then only those
   * that hold NULL). Once every database has it, it has no further effect and can be removed.
   *
   * @example
   * difficulty: integer().fill(sql`coalesce(level, 1)`)
   */
  fill(expression: Sql): Column<T, Is>;
}

/** Columns by name: what a table is made of. */
export type Columns = Readonly<Record<string, AnyColumn>>;

/**
 * A column of any declared type, written as given; `column("")` has none.
 *
 * @example
 * code: column<string>("VARCHAR(20)")
 */
export function column(type: string): Column<unknown, never>;
export function column<T>(type: string): Column<T, never>;
export function column(type: string): Column<unknown, never> {
  return startColumn(type);
}
