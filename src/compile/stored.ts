import { type Checked, fine, type Problem, type Sources } from "../problem/problem.ts";
import type { DeclaredRow, DeclaredRows } from "../model/declared-rows.ts";
import type { Declared, Part } from "./declared.ts";
import { type Line, textIn } from "./lines.ts";
import { type Packed, packedIn, packedLines, unpack } from "./packed.ts";
import { together } from "./parts.ts";

/** The cache entry of a compiled folder, with the digests of what it was made from. */
export interface Stored extends Head {
  readonly schema: Packed;
  /** By file, or all of it as one. */
  readonly parts: readonly PackedPart[];
}

interface Head {
  /** The files outside it that were read or looked for. */
  readonly beyond: readonly (readonly [string, string | null])[];
  /** Every file that was read. */
  readonly files: readonly (readonly [string, string])[];
  readonly rows: readonly StoredRows[];
  readonly warnings: readonly Problem[];
  readonly partial: Declared["partial"];
}

/** What a file contributes. Where its objects are declared stays a text: only messages need it. */
export interface PackedPart extends Omit<Part, keyof InFile> {
  readonly places: Line;
}

type InFile = Pick<Part, "places" | "docs">;

export function packPart({ places, docs, ...rest }: Part): PackedPart {
  return { ...rest, places: JSON.stringify({ places, docs } satisfies InFile) };
}

function unpackPart({ places, ...rest }: PackedPart): Part {
  const inFile: InFile = JSON.parse(textIn(places));
  return { ...rest, ...inFile };
}

/** A line for what they are, those of the schema, and one for the places of each part. */
export function storedLines({ schema, parts, ...head }: Stored): readonly Line[] {
  const own = { ...head, parts: parts.map(({ places: _, ...rest }) => rest) } satisfies Own;
  const first: readonly Line[] = [JSON.stringify(own)];
  return first.concat(
    packedLines(schema),
    parts.map(({ places }) => places),
  );
}

interface Own extends Head {
  readonly parts: readonly Omit<PackedPart, "places">[];
}

/**
 * A cache entry, if it is one of this kind. It was sealed by the same version of trueup, so nothing else needs to be
 * checked.
 */
export function storedIn(lines: readonly Line[] | null): Stored | null {
  const own: unknown = JSON.parse(textIn(lines?.[0] ?? "null"));
  if (lines === null || !isOwn(own)) return null;
  const schema = packedIn(lines, 1);
  if (schema === null) return null;
  const parts = own.parts.map((part, n) => ({ ...part, places: lines[schema.end + n] ?? "" }));
  return { ...own, schema: schema.packed, parts };
}

function isOwn(value: unknown): value is Own {
  if (typeof value !== "object" || value === null) return false;
  return "beyond" in value && "parts" in value && Array.isArray(value.beyond);
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

export function restored(known: Stored, texts: Sources): Checked<Declared> {
  const sources = new Map(known.files.map(([file]) => [file, texts.get(file) ?? ""]));
  const { partial } = known;
  const parts = known.parts.map(unpackPart);
  const rows = known.rows.map(restoredRows);
  const schema = { ...unpack(known.schema), ...(rows.length > 0 && { rows }) };
  const byFile = parts.every(({ file }) => file !== "") ? { parts } : {};
  return fine({ schema, partial, sources, ...together(parts), ...byFile }, known.warnings);
}
