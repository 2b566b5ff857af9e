import type { Scratch } from "../../database/connection.ts";
import type { ProblemCode } from "../../problem/codes.ts";
import type { Problem } from "../../problem/problem.ts";
import type { Token } from "../../sql/tokens.ts";
import type { Known } from "./known.ts";
import type { Statement } from "./write-objects.ts";

export interface Complainant {
  readonly known: Known;
  /** Folded names of what failed before the engine saw it. */
  readonly broken: ReadonlySet<string>;
  readonly scratch: Scratch;
}

/** What is known of a complaint before it has a place. */
export interface Meaning {
  readonly code: ProblemCode;
  readonly message: string;
  readonly label?: string;
  readonly help: readonly string[];
  readonly at: Token | null;
  readonly also?: Problem["also"];
}

/** What a pattern caught. */
export type Groups = { readonly [group: number]: string | undefined };
export type Reader = (found: RegExpExecArray, statement: Statement, about: Complainant) => Meaning;
