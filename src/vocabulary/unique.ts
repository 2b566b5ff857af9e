import type { KeyConstraint } from "./constraint.ts";
import { key } from "./key.ts";
import type { Term } from "./reference.ts";

/**
 * No two rows hold the same values in these columns together.
 *
 * @example
 * constraints: (t) => [unique(t.title, t.type)]
 * constraints: (t) => [unique("one_title_each", t.title.collate("NOCASE"), t.type).onConflict("ignore")]
 */
export function unique(...columns: readonly [column: Term, ...columns: Term[]]): KeyConstraint;
export function unique(name: string, ...columns: readonly [column: Term, ...columns: Term[]]): KeyConstraint;
export function unique(...args: readonly unknown[]): KeyConstraint {
  return key("unique", args);
}
