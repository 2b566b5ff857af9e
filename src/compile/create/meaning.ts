import type { Scratch } from "../../database/connection.ts";
import type { ProblemCode } from "../../problem/codes.ts";
import type { Problem } from "../../problem/problem.ts";
import type { OfApplication } from "../../sql/stand-ins.ts";
import type { Token } from "../../sql/tokens.ts";
import type { Known } from "./known.ts";
import type { Statement } from "./write-objects.ts";

export interface Complainant {
  readonly known: Known;
  /** The folded names of what failed before it reached the engine. */
  readonly broken: ReadonlySet<string>;
  readonly scratch: Scratch;
  readonly beside: OfApplication;
}

/** A problem before its place is known. */
export interface Meaning {
  readonly code: ProblemCode;
  readonly message: string;
  readonly label?: string;
  readonly help: readonly string[];
  readonly at: Token | null;
  readonly also?: Problem["also"];
  readonly meant?: NonNullable<Problem["meant"]>;
}

/** The match of the pattern. */
export type Groups = { readonly [group: number]: string | undefined };
export type Reader = (found: RegExpExecArray, statement: Statement, about: Complainant) => Meaning;
