/** What the configuration says about objects and functions besides the declarations. */
export interface Beside {
  /** Patterns for names of objects that are ignored. */
  readonly ignore: readonly string[];
  /** SQL functions that the application registers: `slug`, or with its number of arguments, `now/0`. */
  readonly functions: readonly string[];
  /** Collations that the application registers. */
  readonly collations: readonly string[];
}

export const nothingBeside: Beside = { ignore: [], functions: [], collations: [] };

/** The same, with these names ignored as well. */
export function leavingAlone(beside: Beside, names: readonly string[]): Beside {
  return { ...beside, ignore: [...beside.ignore, ...names] };
}
