import { posix } from "node:path";
import { dataOf, declared, isObject } from "../../vocabulary/declaration.ts";
import { Misuse } from "../../vocabulary/misuse.ts";
import { declarationError } from "../read/declaration-error.ts";
import { known, unreadValue } from "../read/unread.ts";
import { columnWords } from "./columns.ts";
import { textOf } from "./given.ts";
import type { Casing, Line } from "./line.ts";
import { partWords } from "./parts.ts";
import { conditions, sql } from "./sql.ts";
import { tableWord } from "./table.ts";
import { viewWord } from "./view.ts";

/** The exports of a package. */
export type Words = Readonly<Record<string, unknown>>;

/** Packages that make no tables: what comes from them is ignored. */
const harmless =
  /^(node:|zod$|zod\/|valibot$|arktype$|@sinclair\/typebox$|drizzle-(zod|valibot|typebox|arktype|seed)$|nanoid$|uuid$|ulid$|@paralleldrive\/cuid2$|crypto$|dayjs$|date-fns|drizzle-orm\/|better-auth)/;

export function isHarmless(name: string): boolean {
  return harmless.test(name);
}

/** The value of an export that does not concern the database. */
function nothing(): unknown {
  return unreadValue(
    declarationError("not-declarative", { file: "", start: 0, end: 0 }, "this is not part of the database", [
      "remove it",
    ]),
    null,
    true,
  );
}

/** The exports of a package, in one major version of Drizzle; null if they are not known. */
export function drizzleWords(name: string, line: Line): Words | null {
  switch (name) {
    case "drizzle-orm":
    case "drizzle-orm/sql":
    case "drizzle-orm/relations":
    case "drizzle-orm/_relations":
      return coreWords(line);
    case "drizzle-orm/sqlite-core":
      return sqliteWords(line);
    case "path":
    case "node:path":
      return pathWords;
    case "drizzle-kit":
      return { defineConfig: (config: unknown) => config };
    case "drizzle-orm/pg-core":
      return othersWords("PostgreSQL", ["pgTable", "pgTableCreator", "pgSchema"]);
    case "drizzle-orm/mysql-core":
      return othersWords("MySQL", ["mysqlTable", "mysqlTableCreator", "mysqlSchema"]);
    default:
      return null;
  }
}

/** Tables of another database, which is reported once. */
function othersWords(database: string, words: readonly string[]): Words {
  const made = unreadValue(
    declarationError("drizzle-other", { file: "", start: 0, end: 0 }, `table of ${database}`, []),
    null,
    true,
  );
  return Object.fromEntries(words.map((word) => [word, () => made]));
}

/** Functions that configurations use to build paths. */
const join = (...parts: readonly unknown[]) => posix.join(...parts.map(textOf));
const pathWords: Words = { join, default: { join } };

function coreWords(line: Line): Words {
  return {
    sql,
    ...conditions(line),
    relations: nothing,
    defineRelations: nothing,
    defineRelationsPart: nothing,
    getTableColumns: columnsOf,
    getColumns: columnsOf,
    getTableName: (table: unknown) => {
      const found: unknown = known(table);
      if (isObject(found)) return found[declared].name;
      throw new Misuse("getTableName takes a table", "give it the const that holds it");
    },
  };
}

/** The columns of a table by key, for spreading or destructuring. */
function columnsOf(table: unknown): unknown {
  const found: unknown = known(table);
  if (dataOf(found) === null) throw new Misuse("this takes a table", "give it the const that holds it");
  return Object.fromEntries(Object.entries(found as object));
}

function sqliteWords(line: Line): Words {
  const creator = (rename: unknown) => {
    const make: unknown = known(rename);
    if (typeof make !== "function")
      throw new Misuse("sqliteTableCreator takes a function", "write (name) => `app_${name}`");
    return tableWord(line, (name) => textOf(Reflect.apply(make, undefined, [name])));
  };
  const withCasing = (casing: Casing) => {
    const own = { ...line, casing };
    return { table: tableWord(own, (name) => name), view: viewWord(own) };
  };
  return {
    ...columnWords(line),
    ...partWords,
    sqliteTable: tableWord(line, (name) => name),
    sqliteTableCreator: creator,
    sqliteView: viewWord(line),
    view: viewWord(line),
    ...(line.major === 1 && { snakeCase: withCasing("snake_case"), camelCase: withCasing("camelCase") }),
  };
}
