import type { PartialSchema } from "../model/partial.ts";
import type { Schema } from "../model/schema.ts";
import type { Hints } from "../model/hints.ts";
import type { PlacesByKey } from "./places.ts";
import type { ObjectData } from "../vocabulary/declaration.ts";
import type { Problem, Sources, Span } from "../problem/problem.ts";

/**
 * Where things are declared, by key. Names are as declared, not folded:
 * `table:tune`, `column:tune.title`, `index:…`, `view:…`, `trigger:…`, `virtual-table:…`; for what a column or table
 * carries `primary-key:tune`, `unique:tune.title,type`, `check:tune.title` (or `check:tune` for one of the table),
 * `foreign-key:tune.genre`, `default:tune.added`, `was:tune.title`, `was:tune`, `fill:tune.difficulty`.
 */
export type Spans = ReadonlyMap<string, Span>;

/** A lint rule silenced by a comment `// trueup-ignore CODE: reason`, for the declaration below or beside it. */
export interface Silence {
  readonly code: string;
  readonly reason: string;
  /** The comment itself. */
  readonly at: Span;
  /** The range it applies to: from the comment to the end of the line it silences. */
  readonly line: Span;
}

/** A schema that leaves a part to the database, and the parts of it that could not be read. */
export interface Partial extends PartialSchema {
  /** The problem to report if the database has no view with that name. */
  readonly missing: readonly { readonly view: string; readonly problem: Problem }[];
  /** Its exports that could not be read and may be tables. */
  readonly unread: readonly Problem[];
}

/** What one file of declarations contributes. */
export interface Part {
  readonly file: string;
  /** The files that it imports. */
  readonly imports: readonly string[];
  readonly objects: readonly { readonly kind: ObjectData["declare"]; readonly name: string }[];
  readonly places: PlacesByKey;
  readonly docs: readonly (readonly [string, string])[];
  readonly hints: Hints;
  readonly silences: readonly Silence[];
}

/** The contents of a folder of declarations. */
export interface Declared {
  readonly schema: Schema;
  readonly hints: Hints;
  readonly spans: Spans;
  /** Doc comments, as Markdown, by the keys of the objects and columns. */
  readonly docs: ReadonlyMap<string, string>;
  readonly silences: readonly Silence[];
  /** Null if it is the whole schema. */
  readonly partial: Partial | null;
  /** Every file that was read, by its path. */
  readonly sources: Sources;
  /** The same by file, if all of them are declarations of trueup's own. */
  readonly parts?: readonly Part[];
}
