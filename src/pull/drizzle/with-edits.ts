import type { Sources } from "../../problem/problem.ts";
import { addImports } from "../merge/merge-imports.ts";
import { applyEdits, type Edit, withLineEnds } from "../source/edits.ts";

/** Edits of one file, and what the file must import for them: names by file or package. */
export interface FileEdits {
  readonly file: string;
  readonly edits: readonly Edit[];
  readonly imports: ReadonlyMap<string, readonly string[]>;
}

/** The texts of the edited files; null if the edits get in each other's way. */
export function withEdits(all: readonly FileEdits[], sources: Sources): Map<string, string> | null {
  const files = new Map<string, string>();
  for (const file of new Set(all.map((each) => each.file))) {
    const text = sources.get(file) ?? "";
    const own = all.filter((each) => each.file === file);
    const edits = own.flatMap((each) => each.edits);
    if (overlap(edits)) return null;
    const imports = new Map<string, Set<string>>();
    for (const [from, names] of own.flatMap((each) => [...each.imports]))
      imports.set(from, new Set([...(imports.get(from) ?? []), ...names]));
    const edited = addImports(file, applyEdits(text, edits), imports, new Set(sources.keys()));
    files.set(file, withLineEnds(text, edited));
  }
  return files;
}

function overlap(edits: readonly Edit[]): boolean {
  const sorted = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  return sorted.some((edit, n) => edit.text !== "" && edit.start < (sorted[n - 1]?.end ?? 0));
}
