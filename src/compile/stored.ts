import { type Checked, fine, type Problem, type Sources, type Span } from "../problem/problem.ts";
import type { DeclaredRow, DeclaredRows } from "../model/declared-rows.ts";
import type { Declared, Silence } from "./declared.ts";

/** The cache entry of a compiled folder. `beyond` are the files outside it that were read or looked for, and their digests. */
export interface Stored {
  readonly beyond: readonly (readonly [string, string | null])[];
  readonly files: readonly string[];
  readonly schema: Omit<Declared["schema"], "rows">;
  readonly rows: readonly StoredRows[];
  readonly hints: Declared["hints"];
  readonly warnings: readonly Problem[];
  readonly silences: readonly Silence[];
  readonly spans: readonly (readonly [string, Span])[];
  readonly partial: Declared["partial"];
  readonly docs: readonly (readonly [string, string])[];
}

/** Declared rows, without an object for each: a list may be long. */
interface StoredRows extends Omit<DeclaredRows, "rows"> {
  readonly values: readonly DeclaredRow["values"][];
  readonly files: readonly string[];
  /** Of each row its file, as its place in `files`, where it begins and where it ends. */
  readonly at: readonly number[];
}

export function storedRows({ rows, ...rest }: DeclaredRows): StoredRows {
  const files = [...new Set(rows.map(({ at }) => at.file))];
  const places = new Map(files.map((file, n) => [file, n]));
  const at = rows.flatMap((row) => [places.get(row.at.file) ?? 0, row.at.start, row.at.end]);
  return { ...rest, values: rows.map(({ values }) => values), files, at };
}

function restoredRows({ values, files, at, ...rest }: StoredRows): DeclaredRows {
  const rows = values.map((each, n) => {
    const [file = 0, start = 0, end = 0] = [at[3 * n], at[3 * n + 1], at[3 * n + 2]];
    return { values: each, at: { file: files[file] ?? "", start, end } };
  });
  return { ...rest, rows };
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
  const { hints, silences, partial } = known;
  const rows = known.rows.map(restoredRows);
  const schema = rows.length === 0 ? known.schema : { ...known.schema, rows };
  return fine(
    { schema, hints, silences, partial, sources, spans: new Map(known.spans), docs: new Map(known.docs) },
    known.warnings,
  );
}
