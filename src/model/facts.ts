/**
 * Something that only the live rows can answer. `count` returns one number; `sample` lists a few of the keys behind it.
 */
export interface Question {
  /** The key under which facts are stored, so that the same question is asked only once. */
  readonly key: string;
  readonly count: string;
  /** At most five rows of one column; null if there is nothing to show. */
  readonly sample: string | null;
  /** The same if no value may be shown: rows by their number alone; omitted if they have none. */
  readonly numbers?: string;
  /** A query that a person can run to see all of them. */
  readonly find: string;
  /**
   * Which rows are counted; null if something other than rows is counted. A check on one table may ask several at once.
   */
  readonly where: { readonly rows: string; readonly condition: string } | null;
  /** Each value is judged on its own, by how it is stored: a few rows with a value of every kind answer it for all. */
  readonly typical?: true;
}

export type Fact =
  | { readonly known: true; readonly count: number; readonly sample: readonly string[] }
  /** The engine refused the question; its error. */
  | { readonly known: false; readonly why: string };

/** By key. A question that was not asked is unknown, and unknown is never zero. */
export type Facts = ReadonlyMap<string, Fact>;
