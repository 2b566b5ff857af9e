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
  return new Made({ declare: "term", of, column, collate: null, order: null });
}

/** A class and no literal: every column of every table is one. */
class Made implements Term {
  readonly #data: TermData;

  constructor(data: TermData) {
    this.#data = Object.freeze(data);
    Object.freeze(this);
  }

  get [declared](): TermData {
    return this.#data;
  }

  desc(): Term {
    return new Made({ ...this.#data, order: "desc" });
  }

  asc(): Term {
    return new Made({ ...this.#data, order: "asc" });
  }

  collate(collation: Collation): Term {
    return new Made({ ...this.#data, collate: needText("collate", collation) });
  }
}
