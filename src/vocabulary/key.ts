import { type Conflict, type ConstraintData, declared, isTerm, type KeyTerm } from "./declaration.ts";
import { describe } from "./describe.ts";
import type { KeyConstraint } from "./constraint.ts";
import { Misuse } from "./misuse.ts";

type KeyData = Extract<ConstraintData, { declare: "unique" | "primary-key" }>;

/** What the words for keys share: an optional name, then the columns. */
export function key(declare: KeyData["declare"], args: readonly unknown[]): KeyConstraint {
  const { name, terms } = keyTerms(declare === "unique" ? "unique" : "primaryKey", args);
  return make({ declare, name, terms, onConflict: null });
}

export function keyTerms(word: string, args: readonly unknown[]): { name: string | null; terms: readonly KeyTerm[] } {
  const name = typeof args[0] === "string" ? args[0] : null;
  const terms = (name === null ? args : args.slice(1)).map((value): KeyTerm => {
    if (isTerm(value)) return value;
    throw new Misuse(`${word}() takes columns, not ${describe(value)}`, `write ${word}(t.a, t.b)`);
  });
  if (terms.length === 0) throw new Misuse(`${word}() names no column`, `write ${word}(t.a, t.b)`);
  return { name, terms: Object.freeze(terms) };
}

function make(data: KeyData): KeyConstraint {
  return Object.freeze({
    [declared]: Object.freeze(data),
    onConflict: (onConflict: Conflict) => make({ ...data, onConflict }),
  });
}
