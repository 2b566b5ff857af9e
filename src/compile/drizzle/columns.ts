import type { ColumnClause, ColumnData, Declared, Literal } from "../../vocabulary/declaration.ts";
import { declared, isSql } from "../../vocabulary/declaration.ts";
import { Misuse } from "../../vocabulary/misuse.ts";
import { isUnread, known } from "../read/unread.ts";
import { actionOf, fieldOf, isPlain, textOf } from "./given.ts";
import type { Line } from "./line.ts";
import { raw } from "./sql.ts";

/** What a column has besides its clauses. */
export interface ColumnFacts {
  /** Null if its name is its key. */
  readonly name: string | null;
  readonly mode: string | null;
  readonly line: Line;
}

export interface DrizzleColumn extends Declared<ColumnData> {
  readonly [facts]: ColumnFacts;
}

const facts: unique symbol = Symbol("drizzle column");

export function factsOf(value: unknown): ColumnFacts | null {
  return typeof value === "object" && value !== null && facts in value ? (value as DrizzleColumn)[facts] : null;
}

function column(type: string, about: ColumnFacts, clauses: readonly ColumnClause[]): DrizzleColumn {
  const data: ColumnData = Object.freeze({ declare: "column", type, clauses: Object.freeze([...clauses]) });
  return Object.freeze(Object.create(methods, { [declared]: { value: data }, [facts]: { value: about } }));
}

function adding(to: DrizzleColumn, clause: ColumnClause): DrizzleColumn {
  const { type, clauses } = to[declared];
  return column(type, to[facts], [...clauses, Object.freeze(clause)]);
}

function same(this: DrizzleColumn): DrizzleColumn {
  return this;
}

const methods = Object.freeze({
  notNull(this: DrizzleColumn) {
    return adding(this, { clause: "not-null", name: null, onConflict: null });
  },
  primaryKey(this: DrizzleColumn, options?: unknown) {
    const autoincrement = known(fieldOf(options, "autoIncrement")) === true;
    return adding(this, { clause: "primary-key", name: null, order: null, onConflict: null, autoincrement });
  },
  unique(this: DrizzleColumn, name?: unknown) {
    return adding(this, { clause: "unique", name: known(name) === undefined ? null : textOf(name), onConflict: null });
  },
  default(this: DrizzleColumn, value: unknown) {
    const given: unknown = known(value);
    return adding(this, {
      clause: "default",
      value: isSql(given) ? given : literal(given, this[facts], this[declared].type),
    });
  },
  defaultNow(this: DrizzleColumn) {
    return adding(this, {
      clause: "default",
      value: raw("(cast((julianday('now') - 2440587.5)*86400000 as integer))"),
    });
  },
  references(this: DrizzleColumn, target: unknown, actions?: unknown) {
    const points: unknown = known(target);
    if (typeof points !== "function")
      throw new Misuse("references() takes an arrow", "write references(() => users.id)");
    return adding(this, {
      clause: "references",
      name: null,
      target: () => known(Reflect.apply(points, undefined, [])),
      onDelete: actionOf(actions, "onDelete"),
      onUpdate: actionOf(actions, "onUpdate"),
      match: null,
      deferrable: null,
    });
  },
  generatedAlwaysAs(this: DrizzleColumn, expression: unknown, options?: unknown) {
    const given: unknown = known(expression);
    const stored = known(fieldOf(options, "mode")) === "stored";
    const exprOf = (made: unknown) => (isSql(made) ? made : raw(textOf(made)));
    if (typeof given !== "function") return adding(this, { clause: "generated", expr: exprOf(given), stored });
    // It may refer to its own table, so it is called when the table is there.
    return adding(this, {
      clause: "generated",
      get expr() {
        return exprOf(known(Reflect.apply(given, undefined, [])));
      },
      stored,
    });
  },
  // TypeScript types, and values that the application makes, which do not concern the database.
  $type: same,
  $default: same,
  $defaultFn: same,
  $onUpdate: same,
  $onUpdateFn: same,
});

/** A value as Drizzle writes it after DEFAULT: objects as JSON; in 1.0, numbers past 2^53 as text. */
function literal(value: unknown, { line, mode }: ColumnFacts, type: string): Literal {
  if (value instanceof Date) return dateLiteral(value, line, mode);
  if (value instanceof Uint8Array) return value;
  if (typeof value === "string") {
    return line.major === 1 && /^text/i.test(type) ? value.replaceAll("\\", "\\\\") : value;
  }
  if (typeof value === "bigint") return line.major === 1 ? String(value) : value;
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (value === null && line.major === 1 && /^int/i.test(type)) return null;
  if (value === null || Array.isArray(value) || isPlain(value)) return JSON.stringify(plainData(value));
  throw new Misuse("a default is a value or a piece of SQL", "write .default(0), or .default(sql`…`)");
}

/** 0.x writes a date as JSON, even for a numeric column. */
function dateLiteral(value: Date, line: Line, mode: string | null): Literal {
  if (line.major === 0) return JSON.stringify(value);
  return mode === "timestamp" ? Math.floor(value.getTime() / 1000) : value.getTime();
}

/** Everything in it must be known. */
function plainData(value: unknown): unknown {
  const found: unknown = known(value);
  if (Array.isArray(found)) return found.map(plainData);
  if (!isPlain(found)) return found;
  return Object.fromEntries(Object.entries(found).map(([key, each]) => [key, plainData(each)]));
}

type Given = readonly [a?: unknown, b?: unknown];

/** `integer("id", { mode })`, `integer({ mode })`, `integer()`. */
function nameAndOptions([a, b]: Given): { name: string | null; options: unknown } {
  const first: unknown = isUnread(a) ? known(a) : a;
  if (typeof first === "string") return { name: first === "" ? null : first, options: b };
  return { name: null, options: first ?? b };
}

/** The columns that `drizzle-orm/sqlite-core` exports, as one of its major versions defines them. */
export function columnWords(line: Line) {
  const simple =
    (type: string) =>
    (...given: Given) => {
      const { name, options } = nameAndOptions(given);
      const mode = isUnread(options) ? undefined : fieldOf(options, "mode");
      return column(type, { name, mode: typeof mode === "string" ? mode : null, line }, []);
    };
  const text = (...given: Given) => {
    const { name, options } = nameAndOptions(given);
    const length = known(fieldOf(options, "length"));
    const isJson = known(fieldOf(options, "mode")) === "json";
    const type = typeof length === "number" && !isJson ? `text(${length})` : "text";
    return column(type, { name, mode: null, line }, []);
  };
  const customType = (params: unknown) => {
    const dataType = known(fieldOf(params, "dataType"));
    if (typeof dataType !== "function") throw new Misuse("customType() needs dataType", "write dataType: () => 'text'");
    return (...given: Given) => {
      const { name, options } = nameAndOptions(given);
      const type = textOf(Reflect.apply(dataType, undefined, [options]));
      return column(type, { name, mode: null, line }, []);
    };
  };
  const [integer, real, numeric, blob] = [simple("integer"), simple("real"), simple("numeric"), simple("blob")];
  return { integer, int: integer, real, numeric, blob, text, customType } as const;
}
