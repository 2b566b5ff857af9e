import {
  type Declared,
  declared,
  isNamed,
  isTerm,
  type Literal,
  type NameData,
  type NamedData,
  type SqlData,
  type TermData,
} from "./declaration.ts";
import { describe } from "./describe.ts";
import { Misuse } from "./misuse.ts";

/** A piece of SQL. */
export interface Sql extends Declared<SqlData> {}

/** What `${…}` may contain: columns, tables, views, other pieces of SQL, values, and lists of these. */
export type Interpolation =
  | Literal
  | Declared<SqlData | TermData | NameData | NamedData>
  | OfDrizzle
  | readonly Interpolation[];

/** A table, column or piece of SQL from Drizzle, in a file next to its schema. */
export interface OfDrizzle {
  getSQL(): unknown;
}

export interface SqlTag {
  /**
   * A piece of SQL.
   *
   * `${tune}` and `${tune.title}` become names, quoted where they must be: a misspelt column does not compile. In views
   * and triggers a column is written with its table (`tune.title`), elsewhere without; right after a dot it always is
   * the bare name, so an alias reads `t.${tune.title}` and a trigger's row `new.${tune.title}`. Strings, numbers and
   * other values become literals, arrays become lists with commas, and other pieces of SQL are put in as they are.
   *
   * @example
   * check(sql`length(${t.title}) > 0`)
   * view(sql`SELECT ${tune.id}, ${genre.name} AS genre FROM ${tune} JOIN ${genre} ON ${tune.genre} = ${genre.id}`)
   */
  (strings: TemplateStringsArray | readonly string[], ...values: readonly Interpolation[]): Sql;

  /**
   * A bare name, without its table: for the column lists of INSERT and UPDATE, and for names that are
   * not declared here.
   *
   * @example
   * sql`UPDATE ${tune} SET ${sql.id(tune.title)} = ${42}`
   */
  id(of: string | Declared<TermData> | Declared<NamedData>): Declared<NameData>;
}

/**
 * A piece of SQL, with `${…}` for names and values.
 *
 * `${tune}` and `${tune.title}` become names, quoted where they must be: a misspelt column does not compile. In views
 * and triggers a column is written with its table (`tune.title`), elsewhere without; right after a dot it always is
 * the bare name, so an alias reads `t.${tune.title}` and a trigger's row `new.${tune.title}`. Strings, numbers and
 * other values become literals, arrays become lists with commas, and other pieces of SQL are put in as they are.
 *
 * @example
 * check(sql`length(${t.title}) > 0`)
 * view(sql`SELECT ${tune.id}, ${genre.name} AS genre FROM ${tune} JOIN ${genre} ON ${tune.genre} = ${genre.id}`)
 */
export const sql: SqlTag = Object.assign(
  (strings: TemplateStringsArray | readonly string[], ...values: readonly Interpolation[]) => template(strings, values),
  { id },
);

function template(strings: readonly string[], values: readonly Interpolation[]): Sql {
  needPlainText(strings);
  values.forEach((value, index) => {
    if (!canStand(value)) {
      throw new Misuse(
        `the ${ordinal(index)} \${…} of this template is ${describe(value)}, which cannot be used in SQL`,
        "use a column, a table, a view, another sql`…`, a string, a number, or a list of these",
        null,
        index,
      );
    }
  });
  return Object.freeze({
    [declared]: Object.freeze({
      declare: "sql" as const,
      strings: Object.freeze([...strings]),
      values: Object.freeze([...values]),
    }),
  });
}

/** JavaScript interprets a backslash first: what it would swallow is refused. */
function needPlainText(strings: readonly (string | undefined)[] | TemplateStringsArray): void {
  if (strings.some((text) => text === undefined)) {
    throw new Misuse("this template contains an escape that JavaScript does not know", "write a backslash as \\\\");
  }
  const raw = "raw" in strings ? strings.raw : [];
  const swallowed = raw
    .map((text) => text.replaceAll("\\\\", "").match(/\\([^nrtbfv0ux'"`$\n\r])/))
    .find((found) => found !== null);
  if (swallowed === undefined) return;
  throw new Misuse(`${swallowed[0]} in this template is only ${swallowed[1]} to SQLite`, "write a backslash as \\\\");
}

function id(of: string | Declared<TermData> | Declared<NamedData>): Declared<NameData> {
  if (typeof of !== "string" && !isTerm(of) && !isNamed(of)) {
    throw new Misuse(`sql.id() was given ${describe(of)}`, "give it a column, a table, a view or a string");
  }
  return Object.freeze({ [declared]: Object.freeze({ declare: "name" as const, of }) });
}

function canStand(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(canStand);
  switch (typeof value) {
    case "string":
    case "bigint":
    case "boolean":
      return true;
    case "number":
      return Number.isFinite(value);
    case "object": {
      if (value === null || value instanceof Uint8Array) return true;
      if (isNamed(value) || isTerm(value) || "getSQL" in value) return true;
      const data = (value as Partial<Declared<{ readonly declare: string }>>)[declared];
      return data?.declare === "sql" || data?.declare === "name";
    }
    default:
      return false;
  }
}

function ordinal(index: number): string {
  return ["first", "second", "third"][index] ?? `${index + 1}th`;
}
