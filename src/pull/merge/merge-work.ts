import { objectKey } from "../../model/names.ts";
import type { SchemaObject } from "../../model/schema.ts";
import { applyEdits, type Edit, endOfTrailing, withLineEnds } from "../source/edits.ts";
import { addImports } from "./merge-imports.ts";
import type { InsertionPoint } from "./merge-place.ts";
import { removeUnusedImports } from "./merge-statements.ts";
import type { Pen, Surroundings } from "../write/pen.ts";
import type { Files } from "../source/sites.ts";
import { parseSource } from "../source/source-tree.ts";

/** The edits for each file. */
export interface Work {
  readonly edit: (file: string, edits: readonly Edit[]) => void;
  readonly add: (place: InsertionPoint, text: string, object: SchemaObject) => void;
  /** The imports needed by what was written with this pen. */
  readonly imports: (file: string, pen: Pen) => void;
  /** The files that change, with their new texts. */
  readonly finish: () => Map<string, string>;
}

export function gatherWork(
  files: Files,
  places: ReadonlyMap<SchemaObject, InsertionPoint>,
  around: Surroundings,
): Work {
  const edits = new Map<string, Edit[]>();
  const ends = new Map<string, string[]>();
  const wanted = new Map<string, Map<string, Set<string>>>();
  const edit = (file: string, more: readonly Edit[]) => {
    if (more.length > 0) edits.set(file, [...(edits.get(file) ?? []), ...more]);
  };
  return { edit, add, imports, finish };

  function add(place: InsertionPoint, text: string, object: SchemaObject): void {
    if (place.after === null) {
      ends.set(place.file, [...(ends.get(place.file) ?? []), text]);
      return;
    }
    const source = files.trees.get(place.file)?.text ?? "";
    const at = endOfTrailing(source, place.after.declaration.parent.parent.end);
    const gap = object.kind === "index" && place.after.object.kind === "index" ? "\n" : "\n\n";
    edit(place.file, [{ start: at, end: at, text: gap + text.trimEnd() }]);
  }

  function imports(file: string, pen: Pen): void {
    const own = wanted.get(file) ?? new Map<string, Set<string>>();
    const want = (from: string, name: string) => own.set(from, (own.get(from) ?? new Set()).add(name));
    for (const word of pen.words) want("trueup", word);
    for (const object of pen.uses) {
      const from = files.sites.get(objectKey(object))?.file ?? places.get(object)?.file;
      const name = around.nameOf(object);
      if (from !== undefined && from !== file && name !== null) want(from, name);
    }
    wanted.set(file, own);
  }

  function finish(): Map<string, string> {
    const result = new Map<string, string>();
    const known = new Set([...files.trees.keys(), ...ends.keys()]);
    for (const file of new Set([...edits.keys(), ...ends.keys()])) {
      const tree = files.trees.get(file);
      const before = tree?.text ?? "";
      const edited = withEnds(applyEdits(before, edits.get(file) ?? []), ends.get(file) ?? []);
      const text = addImports(file, edited, wanted.get(file) ?? new Map(), known);
      const cleaned = tree === undefined ? text : applyEdits(text, removeUnusedImports(tree, parseSource(file, text)));
      if (cleaned !== before) result.set(file, withLineEnds(before, cleaned));
    }
    return result;
  }
}

/** New declarations at the end of a file, with an empty line before each. */
function withEnds(text: string, ends: readonly string[]): string {
  if (ends.length === 0) return text;
  return `${text.trimEnd()}${text.trim() === "" ? "" : "\n\n"}${ends.join("\n")}`;
}
