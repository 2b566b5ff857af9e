import type { Column, KeyOptions, ReferenceOptions, Trait } from "./column.ts";
import {
  type ColumnClause,
  type ColumnData,
  type Declared,
  dataOf,
  declared,
  isSql,
  type Literal,
  type Order,
  type ReferenceActions,
  type SqlData,
  type shape,
  type Target,
} from "./declaration.ts";
import { describe } from "./describe.ts";
import { Misuse } from "./misuse.ts";

type Base = Declared<ColumnData>;

/** A column that has a type and nothing else yet. */
export function startColumn<T, Is extends Trait>(type: string): Column<T, Is> {
  if (typeof type !== "string")
    throw new Misuse(`a column's type is a string, not ${describe(type)}`, 'write column("…")');
  return new Made({ declare: "column", type, clauses: none }) as Base as Column<T, Is>;
}

const none: readonly ColumnClause[] = Object.freeze([]);

type Words = Record<Exclude<keyof Column, typeof declared | typeof shape>, (...args: never[]) => Base>;

/** A class and no literal: a schema may hold a hundred thousand of them. */
class Made implements Base, Words {
  readonly #data: ColumnData;

  constructor(data: ColumnData) {
    this.#data = Object.freeze(data);
    Object.freeze(this);
  }

  get [declared](): ColumnData {
    return this.#data;
  }

  nullable() {
    return add(this, { clause: "nullable" });
  }

  notNull(options: KeyOptions = {}) {
    return add(this, { clause: "not-null", ...named(options) });
  }

  primaryKey(options: KeyOptions & { order?: Order; autoincrement?: boolean } = {}) {
    const { order = null, autoincrement = false } = options;
    return once(this, { clause: "primary-key", order, autoincrement, ...named(options) });
  }

  unique(options: KeyOptions = {}) {
    return add(this, { clause: "unique", ...named(options) });
  }

  check(condition: unknown, options: { name?: string } = {}) {
    return add(this, { clause: "check", name: options.name ?? null, expr: needSql("check", condition) });
  }

  oneOf(...values: readonly unknown[]) {
    if (values.length === 0) throw new Misuse("oneOf() names no value", 'write the values: oneOf("reel", "jig")');
    return once(this, { clause: "one-of", values: Object.freeze(values.map((value) => needLiteral("oneOf", value))) });
  }

  default(value: unknown) {
    return once(this, { clause: "default", value: isSql(value) ? value : needLiteral("default", value) });
  }

  collate(collation: unknown) {
    return once(this, { clause: "collate", collation: needText("collate", collation) });
  }

  references(target: unknown, options: ReferenceOptions = {}) {
    const name = options.name ?? null;
    return add(this, { clause: "references", name, target: needTarget(target), ...referenceActions(options) });
  }

  generated(expression: unknown, options: { stored?: boolean } = {}) {
    return once(this, { clause: "generated", expr: needSql("generated", expression), stored: options.stored ?? false });
  }

  was(...names: readonly unknown[]) {
    return add(this, { clause: "was", names: Object.freeze(names.map((name) => needText("was", name))) });
  }

  fill(expression: unknown) {
    return once(this, { clause: "fill", expr: needSql("fill", expression) });
  }
}

function add(column: Base, clause: ColumnClause): Base {
  const { type, clauses } = column[declared];
  return new Made({ declare: "column", type, clauses: [...clauses, clause] });
}

/** For clauses that a column can have only once: SQLite would take the last one without a word. */
function once(column: Base, clause: ColumnClause): Base {
  if (column[declared].clauses.some((other) => other.clause === clause.clause)) {
    const word = clause.clause.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    throw new Misuse(`.${word}() is used twice on one column`, "keep one of them");
  }
  return add(column, clause);
}

function named(options: KeyOptions) {
  return { name: options.name ?? null, onConflict: options.onConflict ?? null };
}

export function referenceActions(options: ReferenceOptions): ReferenceActions {
  const { onDelete = null, onUpdate = null, match = null, deferrable = null } = options;
  return { onDelete, onUpdate, match, deferrable };
}

export function needSql(word: string, value: unknown): Declared<SqlData> {
  if (isSql(value)) return value;
  throw new Misuse(`${word}() takes a piece of SQL, not ${describe(value)}`, `write ${word}(sql\`…\`)`);
}

export function needText(word: string, value: unknown): string {
  if (typeof value === "string") return value;
  throw new Misuse(`${word}() takes a string, not ${describe(value)}`, `write ${word}("…")`);
}

function needLiteral(word: string, value: unknown): Literal {
  if (typeof value === "number" ? Number.isFinite(value) : ["string", "bigint", "boolean"].includes(typeof value)) {
    return value as Literal;
  }
  if (value === null || value instanceof Uint8Array) return value;
  throw new Misuse(
    `${word}() takes a value, not ${describe(value)}`,
    "give it a string, a number, a bigint, true, false, null, a Uint8Array or sql`…`",
  );
}

export function needTarget(value: unknown): Target {
  if (typeof value === "function" || typeof value === "string" || dataOf(value)?.declare === "self")
    return value as Target;
  if (Array.isArray(value) && value.every((part) => typeof part === "string")) return value;
  throw new Misuse(
    `references() takes an arrow function, self(…) or a name, not ${describe(value)}`,
    'write references(() => genre.id), references(self("id")) or references("genre.id")',
  );
}
