import {
  type ColumnClause,
  type ColumnData,
  type ConstraintData,
  type Declared,
  declared,
  type IndexData,
  type KeyTerm,
  type TableData,
} from "../../vocabulary/declaration.ts";
import { Misuse } from "../../vocabulary/misuse.ts";
import { columnRef } from "../../vocabulary/reference.ts";
import { columnsFrom, copyOf } from "../read/trace.ts";
import { known, making } from "../read/unread.ts";
import { columnWords, type DrizzleColumn, factsOf } from "./columns.ts";
import { isPlain, textOf } from "./given.ts";
import { cased, type Line } from "./line.ts";
import { asConstraint, asIndex, type DrizzlePart, isPart, type Part, partOf } from "./parts.ts";
import { foreignKeyName, uniqueName } from "./names.ts";

export interface DrizzleTable extends Declared<TableData> {}

interface Beside {
  readonly constraints: readonly Declared<ConstraintData>[];
  readonly indexes: readonly Declared<IndexData>[];
}

/** Evaluated once all tables exist: indexes and keys may name other tables, in a circle. */
const beside = new WeakMap<object, () => Beside>();

export function isDrizzleTable(value: object): boolean {
  return beside.has(value);
}

/** The indexes of a table. Throws a ProblemError if its third argument cannot be read. */
export function indexesOf(table: object): readonly Declared<IndexData>[] {
  return beside.get(table)?.().indexes ?? [];
}

/** `sqliteTable`, or a variant that changes the names of its tables. */
export function tableWord(line: Line, rename: (name: string) => string) {
  return making("table", (given: unknown, columns: unknown, extras?: unknown): DrizzleTable => {
    const name = rename(textOf(given));
    const made: DrizzleTable = Object.create(null);
    const said: unknown = known(columns);
    const found: unknown =
      typeof said === "function" ? known(Reflect.apply(said, undefined, [columnWords(line)])) : said;
    if (!isPlain(found))
      throw new Misuse("a table takes its columns as an object", "write { id: integer().primaryKey() }");
    columnsFrom(made, found);
    const own = Object.entries(found).map(([key, value]) => {
      const column: unknown = known(value);
      const facts = factsOf(column);
      if (facts === null) throw new Misuse(`\`${key}\` is not a column`, "write integer(), text() or another type");
      const called = facts.name ?? cased(key, line);
      Object.defineProperty(made, key, { value: columnRef(made, called), enumerable: true });
      return { key, name: called, column: column as DrizzleColumn };
    });
    if (own.length === 0) throw new Misuse("a table needs a column", "write { id: integer().primaryKey() }");
    const read = lazily(() => besideOf(name, made, own, line, partsOf(extras, made)));
    beside.set(made, read);
    const data: TableData = {
      declare: "table",
      name,
      columns: own.map((each) => ({ name: each.name, column: finished(each.column, each.name, name, line, read) })),
      get constraints() {
        return read().constraints;
      },
      strict: false,
      withoutRowid: false,
      randomRowid: false,
      was: [],
    };
    Object.defineProperty(made, declared, { value: Object.freeze(data) });
    return Object.freeze(made);
  });
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The third argument: a function of the table that returns an object or a list. */
function partsOf(extras: unknown, table: object): readonly DrizzlePart[] {
  const given: unknown = known(extras);
  if (given === undefined || given === null) return [];
  const found: unknown = typeof given === "function" ? known(Reflect.apply(given, undefined, [table])) : given;
  const list: readonly unknown[] = Array.isArray(found) ? found.flat(1) : isPlain(found) ? Object.values(found) : [];
  return list.flatMap((each) => {
    const value: unknown = known(each);
    if (value === undefined || value === null || value === false) return [];
    if (!isPart(value))
      throw new Misuse("this is not an index, key or check", "write index(…).on(…), unique().on(…), check(…)");
    return [value];
  });
}

interface Own {
  readonly key: string;
  readonly name: string;
  readonly column: DrizzleColumn;
}

function clausesOf<K extends ColumnClause["clause"]>(column: Declared<ColumnData>, kind: K) {
  return column[declared].clauses.filter((clause) => clause.clause === kind) as Extract<ColumnClause, { clause: K }>[];
}

/** A column as its version of Drizzle writes it. */
function finished(column: DrizzleColumn, name: string, table: string, line: Line, read: () => Beside) {
  const key = clausesOf(column, "primary-key").at(-1);
  const notNull = clausesOf(column, "not-null").at(-1);
  // In 0.x a key is NOT NULL; in 1.0 it never is, not even if the column says so.
  const says =
    line.major === 0
      ? (notNull ?? (key === undefined ? undefined : keyNotNull))
      : key === undefined
        ? notNull
        : undefined;
  const clauses: ColumnClause[] = [says ?? { clause: "nullable" }];
  if (key !== undefined) clauses.push(key);
  clauses.push(...clausesOf(column, "default").slice(-1), ...clausesOf(column, "generated").slice(-1));
  for (const clause of clausesOf(column, "references")) {
    if (line.major === 0) clauses.push(clause);
    else
      clauses.push(
        copyOf(
          withName(clause, () => foreignKeyName(table, [name], clause.target)),
          clause,
        ),
      );
  }
  const unique = clausesOf(column, "unique").at(-1);
  const data: ColumnData = {
    declare: "column",
    type: column[declared].type,
    get clauses() {
      if (line.major === 0 || unique === undefined || hasUniqueIndex(read().indexes, name)) return clauses;
      return [...clauses, unique];
    },
  };
  return copyOf({ [declared]: data }, column);
}

const keyNotNull: ColumnClause = Object.freeze({ clause: "not-null", name: null, onConflict: null });

function withName<T extends object>(clause: T, name: () => string): T {
  return Object.defineProperty({ ...clause }, "name", { get: name, enumerable: true });
}

function hasUniqueIndex(indexes: readonly Declared<IndexData>[], column: string): boolean {
  return indexes.some(({ [declared]: { unique, terms } }) => {
    const [term] = terms;
    const data = term?.[declared];
    return unique && terms.length === 1 && data?.declare === "term" && data.column === column;
  });
}

function besideOf(
  name: string,
  table: DrizzleTable,
  own: readonly Own[],
  line: Line,
  parts: readonly DrizzlePart[],
): Beside {
  const constraints: Declared<ConstraintData>[] = [];
  const indexes: Declared<IndexData>[] = [];
  if (line.major === 0) {
    for (const each of own) {
      const unique = clausesOf(each.column, "unique").at(-1);
      if (unique === undefined) continue;
      // The name is made from the key, whatever the column's name in the database.
      const called = unique.name ?? uniqueName(name, [factsOf(each.column)?.name ?? each.key]);
      indexes.push(copyOf(uniqueIndex(called, table, [columnRef(table, each.name)]), unique));
    }
  }
  for (const each of parts) {
    const part = partOf(each);
    const index = indexOf(part, name, table, own, line);
    if (index !== null) indexes.push(copyOf(index, each));
    else constraints.push(copyOf(constraintOf(part, name, line), each));
  }
  return { constraints, indexes };
}

function uniqueIndex(name: string, on: DrizzleTable, terms: readonly KeyTerm[]): Declared<IndexData> {
  return asIndex({ declare: "index", name, unique: true, terms, on, where: null });
}

function indexOf(part: Part, name: string, table: DrizzleTable, own: readonly Own[], line: Line) {
  if (part.part === "index") {
    const { unique, terms, where } = part;
    return asIndex({ declare: "index", name: part.name, unique, terms, on: table, where });
  }
  if (part.part !== "unique" || line.major === 1) return null;
  const keys = part.columns.map((term) => {
    const found = own.find((each) => each.name === term[declared].column);
    return (found === undefined ? null : (factsOf(found.column)?.name ?? found.key)) ?? term[declared].column;
  });
  return uniqueIndex(part.name ?? uniqueName(name, keys), table, part.columns);
}

function constraintOf(part: Part, name: string, line: Line): Declared<ConstraintData> {
  switch (part.part) {
    case "check":
      return asConstraint({ declare: "check", name: part.name, expr: part.expr });
    case "primary-key": {
      const many = part.columns.length > 1 || part.name !== null;
      const called = line.major === 1 && many ? (part.name ?? `${name}_pk`) : null;
      return asConstraint({ declare: "primary-key", name: called, terms: part.columns, onConflict: null });
    }
    case "unique":
    case "index": {
      const columns = part.part === "unique" ? part.columns : [];
      const called =
        part.name ??
        (columns.length > 1
          ? uniqueName(
              name,
              columns.map((term) => term[declared].column),
            )
          : null);
      return asConstraint({ declare: "unique", name: called, terms: columns, onConflict: null });
    }
    case "foreign-key": {
      const { columns, foreign: target, onDelete, onUpdate } = part;
      const names = columns.map((term) => term[declared].column);
      const data = {
        declare: "foreign-key" as const,
        columns,
        target,
        onDelete,
        onUpdate,
        match: null,
        deferrable: null,
      };
      if (line.major === 0) return asConstraint({ ...data, name: null });
      return asConstraint(
        withName({ ...data, name: null as string | null }, () => part.name ?? foreignKeyName(name, names, target)),
      );
    }
  }
}
