import { type Checked, fine, type Problem, type Sources, type Span } from "../problem/problem.ts";
import type { Declared, Silence } from "./declared.ts";

/** The cache entry of a compiled folder. `beyond` are the files outside it that were read or looked for. */
export interface Stored {
  readonly beyond: readonly (readonly [string, string | null])[];
  readonly files: readonly string[];
  readonly schema: Declared["schema"];
  readonly hints: Declared["hints"];
  readonly warnings: readonly Problem[];
  readonly silences: readonly Silence[];
  readonly spans: readonly (readonly [string, Span])[];
  readonly partial: Declared["partial"];
  readonly docs: readonly (readonly [string, string])[];
}

/**
 * A cache entry, if it is one of this kind. It was sealed by the same version of trueup, so nothing else needs to be
 * checked.
 */
export function stored(value: unknown): Stored | null {
  return isStored(value) ? value : null;
}

function isStored(value: unknown): value is Stored {
  if (typeof value !== "object" || value === null) return false;
  return "beyond" in value && "schema" in value && "hints" in value && "spans" in value && Array.isArray(value.beyond);
}

export function restored(known: Stored, texts: Sources): Checked<Declared> {
  const sources = new Map(known.files.map((file) => [file, texts.get(file) ?? ""]));
  const { schema, hints, silences, partial } = known;
  return fine(
    { schema, hints, silences, partial, sources, spans: new Map(known.spans), docs: new Map(known.docs) },
    known.warnings,
  );
}
