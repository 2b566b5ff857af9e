import type { OfApplication } from "../../sql/stand-ins.ts";
import { compileSources } from "../../compile/compile.ts";
import type { Declared } from "../../compile/declared.ts";
import { ts } from "../../compile/read/typescript.ts";
import { sameName } from "../../model/names.ts";
import type { Decision } from "../../plan/plan.ts";
import { addImports } from "../merge/merge-imports.ts";
import { applyEdits, type Edit, withLineEnds } from "../source/edits.ts";
import { type Files, readSites } from "../source/sites.ts";
import { templateText } from "../write/literal.ts";
import { formerName, tableWas } from "./rename-code.ts";
import { columnSlot } from "./rename-spread.ts";

/** The decisions that a declaration can express as well. */
export type Hint = Exclude<Decision, { kind: "approve" }>;

export interface Hinted {
  /** The files that change, with their whole new texts. */
  readonly files: ReadonlyMap<string, string>;
  /** Hints for which there was no place that could be edited. */
  readonly left: readonly Hint[];
}

/** Writes decisions into the declarations, as `.was` and `.fill`, so that every other database follows them, too. */
export async function writeHints(
  declared: Declared,
  path: string,
  hints: readonly Hint[],
  beside: OfApplication,
): Promise<Hinted> {
  const found = readSites(declared);
  const edits = new Map<string, Edit[]>();
  const words = new Map<string, Set<string>>();
  const left = hints.filter((hint) => {
    const made = editsFor(hint, found);
    if (made === null) return true;
    edits.set(made.file, [...(edits.get(made.file) ?? []), ...made.edits]);
    if (hint.kind === "fill") words.set(made.file, new Set(["sql"]));
    return false;
  });
  const { sources } = declared;
  const files = new Map(
    [...edits].map(([file, list]) => {
      const text = sources.get(file) ?? "";
      const imports = new Map([["trueup", words.get(file) ?? new Set<string>()]]);
      return [file, withLineEnds(text, addImports(file, applyEdits(text, list), imports, new Set(sources.keys())))];
    }),
  );
  const after = await compileSources(new Map([...sources, ...files]), path, beside);
  return after.ok ? { files, left } : { files: new Map(), left: hints };
}

function editsFor(
  hint: Hint,
  { sites, trees }: Files,
): { readonly file: string; readonly edits: readonly Edit[] } | null {
  const table = hint.kind === "rename-table" ? hint.to : hint.table;
  const site = [...sites.values()].find(({ object }) => object.kind === "table" && sameName(object.name, table));
  const tree = site === undefined ? undefined : trees.get(site.file);
  if (site === undefined || tree === undefined) return null;
  const { file } = site;
  if (hint.kind === "rename-table") return some(file, tableWas(tree, site, hint.from, hint.to));
  const slot = columnSlot(site, tree, trees, hint.kind === "fill" ? hint.column : hint.to);
  // A shared piece belongs to other tables as well.
  if (slot === null || !ts.isPropertyAssignment(slot)) return null;
  const chain = slot.initializer;
  if (hint.kind === "rename-column") return some(file, formerName(tree, chain, hint.from, hint.to));
  const text = `.fill(sql\`${templateText(hint.sql)}\`)`;
  return { file, edits: [{ start: chain.end, end: chain.end, text }] };
}

function some(file: string, edits: readonly Edit[]) {
  return edits.length === 0 ? null : { file, edits };
}
