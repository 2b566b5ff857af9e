/** Something that only the live rows can tell. `count` is one number; `sample` lists a few of the keys behind it. */
export interface Question {
  /** What facts are filed under: the same question is asked once. */
  readonly key: string;
  readonly count: string;
  /** Rows of one column, at most five; null where there is nothing to point at. */
  readonly sample: string | null;
  /** What a person can run to see all of them. */
  readonly find: string;
  /** Which rows are counted; null where it is not rows that are. A check over one table may ask for several at once. */
  readonly where: { readonly rows: string; readonly condition: string } | null;
}

export type Fact =
  | { readonly known: true; readonly count: number; readonly sample: readonly string[] }
  /** The engine refused the question; what it said. */
  | { readonly known: false; readonly why: string };

/** By key. What was not asked is unknown, and unknown is never zero. */
export type Facts = ReadonlyMap<string, Fact>;
