import { needText } from "./column-clauses.ts";
import { type Collation, type Declared, declared, type NamedData, type shape, type TermData } from "./declaration.ts";

/** A column in a key or an index. */
export interface Term extends Declared<TermData> {
  /** In descending order: `index(practice.due.desc())`. */
  desc(): Term;
  /** In ascending order, which is SQLite's default. */
  asc(): Term;
  /** Compares with this collation instead of the column's own: `index(tune.title.collate("NOCASE"))`. */
  collate(collation: Collation): Term;
}

/** A column of a declared table: for keys, indexes, references, and `${…}` in SQL. */
export interface ColumnRef<T = unknown, Name extends string = string> extends Term {
  readonly [shape]?: { readonly value: T; readonly name: Name };
}

export function columnRef(of: Declared<NamedData>, column: string): ColumnRef {
  return term({ declare: "term", of, column, collate: null, order: null });
}

/** The methods exist once, as the prototype of all terms: every column of every table is one. */
const methods = Object.freeze({
  desc(this: Declared<TermData>) {
    return term({ ...this[declared], order: "desc" });
  },
  asc(this: Declared<TermData>) {
    return term({ ...this[declared], order: "asc" });
  },
  collate(this: Declared<TermData>, collation: Collation) {
    return term({ ...this[declared], collate: needText("collate", collation) });
  },
} satisfies Record<Exclude<keyof Term, typeof declared>, (...args: never[]) => Term>);

function term(data: TermData): Term {
  const made: Term = Object.create(methods, { [declared]: { value: Object.freeze(data) } });
  return Object.freeze(made);
}
