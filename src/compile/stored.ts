import { type Checked, fine, type Problem, type Sources } from "../problem/problem.ts";
import type { DeclaredRow, DeclaredRows } from "../model/declared-rows.ts";
import type { Declared, Part } from "./declared.ts";
import { together } from "./parts.ts";

/** The cache entry of a compiled folder, with the digests of what it was made from. */
export interface Stored {
  /** The files outside it that were read or looked for. */
  readonly beyond: readonly (readonly [string, string | null])[];
  /** Every file that was read. */
  readonly files: readonly (readonly [string, string])[];
  readonly schema: Omit<Declared["schema"], "rows">;
  readonly rows: readonly StoredRows[];
  readonly warnings: readonly Problem[];
  readonly partial: Declared["partial"];
  /** By file, or all of it as one. */
  readonly parts: readonly StoredPart[];
}

/** What a file contributes, without an object for each place: there are dozens for each table. */
interface StoredPart extends Omit<Part, "spans"> {
  /** What it is of, where it begins, where it ends, and the file if it is another one. */
  readonly spans: readonly (readonly [string, number, number] | readonly [string, number, number, string])[];
}

export function storedPart({ spans, ...rest }: Part): StoredPart {
  const stored = spans.map(([key, { file, start, end }]) =>
    file === rest.file ? ([key, start, end] as const) : ([key, start, end, file] as const),
  );
  return { ...rest, spans: stored };
}

export function restoredPart({ spans, ...rest }: StoredPart): Part {
  return { ...rest, spans: spans.map(([key, start, end, file = rest.file]) => [key, { file, start, end }]) };
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
  return "beyond" in value && "schema" in value && "parts" in value && Array.isArray(value.beyond);
}

export function restored(known: Stored, texts: Sources): Checked<Declared> {
  const sources = new Map(known.files.map(([file]) => [file, texts.get(file) ?? ""]));
  const { partial } = known;
  const parts = known.parts.map(restoredPart);
  const rows = known.rows.map(restoredRows);
  const schema = rows.length === 0 ? known.schema : { ...known.schema, rows };
  const byFile = parts.every(({ file }) => file !== "") ? { parts } : {};
  return fine({ schema, partial, sources, ...together(parts), ...byFile }, known.warnings);
}
