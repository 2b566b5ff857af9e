import type { KeyConstraint } from "./constraint.ts";
import { key } from "./key.ts";
import type { ColumnRef, Term } from "./reference.ts";

/**
 * A primary key of several columns, in the order of the key.
 *
 * @example
 * constraints: (t) => [primaryKey(t.playlist, t.position)]
 * constraints: (t) => [primaryKey("entry_key", t.playlist, t.position.desc())]
 */
export function primaryKey<Name extends string>(column: ColumnRef<unknown, Name>): KeyConstraint<Name>;
export function primaryKey<Name extends string>(name: string, column: ColumnRef<unknown, Name>): KeyConstraint<Name>;
export function primaryKey(...columns: readonly [column: Term, ...columns: Term[]]): KeyConstraint;
export function primaryKey(name: string, ...columns: readonly [column: Term, ...columns: Term[]]): KeyConstraint;
export function primaryKey(...args: readonly unknown[]): KeyConstraint {
  return key("primary-key", args);
}
