import { type Declared, declared, type IndexData, isSql, isTerm, type NamedData, type shape } from "./declaration.ts";
import { needSql } from "./column-clauses.ts";
import { describe } from "./describe.ts";
import { Misuse } from "./misuse.ts";
import type { Term } from "./reference.ts";
import type { Sql } from "./sql.ts";

/** An index. */
export interface Index<Name = unknown> extends Declared<IndexData> {
  readonly [shape]?: { readonly name: Name };
  /**
   * Only rows that meet this condition are in the index.
   *
   * @example
   * index(practice.due).where(sql`${practice.due} IS NOT NULL`)
   */
  where(condition: Sql): Index<Name>;
  /** The table, if no term mentions one of its columns. */
  on(table: Declared<NamedData>): Index<Name>;
}

/**
 * An index. Its table is that of its columns; its name is the name of the export that holds it, or the first argument.
 *
 * @example
 * export const tune_by_genre = index(tune.genre, tune.title.desc());
 * export const tune_by_title = index(sql`lower(${tune.title})`).where(sql`${tune.genre} IS NOT NULL`);
 * export const tune_like = index(sql`libsql_vector_idx(${tune.embedding}, 'metric=cosine')`);
 */
export function index(...terms: readonly [term: Term | Sql, ...terms: (Term | Sql)[]]): Index<null>;
export function index<const Name extends string>(
  name: Name,
  ...terms: readonly [term: Term | Sql, ...terms: (Term | Sql)[]]
): Index<Name>;
export function index(...args: readonly unknown[]): Index {
  return start("index", false, args);
}

/**
 * An index that holds no two equal entries. With `.where(…)` this is true of some rows only, which no constraint can
 * express.
 *
 * @example
 * export const one_default_each = uniqueIndex(playlist.owner).where(sql`${playlist.isDefault} = 1`);
 */
export function uniqueIndex(...terms: readonly [term: Term | Sql, ...terms: (Term | Sql)[]]): Index<null>;
export function uniqueIndex<const Name extends string>(
  name: Name,
  ...terms: readonly [term: Term | Sql, ...terms: (Term | Sql)[]]
): Index<Name>;
export function uniqueIndex(...args: readonly unknown[]): Index {
  return start("uniqueIndex", true, args);
}

function start(word: string, unique: boolean, args: readonly unknown[]): Index {
  const name = typeof args[0] === "string" ? args[0] : null;
  const terms = (name === null ? args : args.slice(1)).map((value) => {
    if (isTerm(value) || isSql(value)) return value;
    throw new Misuse(`${word}() takes columns and sql\`…\`, not ${describe(value)}`, `write ${word}(tune.title)`);
  });
  if (terms.length === 0) throw new Misuse(`${word}() names no column`, `write ${word}(tune.title)`);
  return make({ declare: "index", name, unique, terms: Object.freeze(terms), on: null, where: null });
}

function make(data: IndexData): Index {
  return Object.freeze({
    [declared]: Object.freeze(data),
    where: (condition: Sql) => make({ ...data, where: needSql("where", condition) }),
    on: (on: Declared<NamedData>) => make({ ...data, on }),
  });
}
