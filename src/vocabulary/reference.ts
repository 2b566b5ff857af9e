import {
  type Collation,
  type Declared,
  declared,
  type NamedData,
  type Order,
  type shape,
  type TermData,
} from "./declaration.ts";

/** A column as it stands in a key or an index. */
export interface Term extends Declared<TermData> {
  /** Sorts from the last to the first: `index(practice.due.desc())`. */
  desc(): Term;
  /** Sorts from the first to the last, as SQLite does where nothing is said. */
  asc(): Term;
  /** Compares in this collation instead of the column's own: `index(tune.title.collate("NOCASE"))`. */
  collate(collation: Collation): Term;
}

/** A column of a declared table: for keys, indexes, references, and `${…}` in SQL. */
export interface ColumnRef<T = unknown, Name extends string = string> extends Term {
  readonly [shape]?: { readonly value: T; readonly name: Name };
}

export function columnRef(of: Declared<NamedData>, column: string): ColumnRef {
  return term({ declare: "term", of, column, collate: null, order: null });
}

function term(data: TermData): Term {
  const ordered = (order: Order): Term => term({ ...data, order });
  return Object.freeze({
    [declared]: Object.freeze(data),
    desc: () => ordered("desc"),
    asc: () => ordered("asc"),
    collate: (collate: Collation) => term({ ...data, collate }),
  });
}
