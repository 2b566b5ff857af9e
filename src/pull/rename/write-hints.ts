import type { OfApplication } from "../../sql/stand-ins.ts";
import { compileSources, type Paths } from "../../compile/compile.ts";
import type { Declared } from "../../compile/declared.ts";
import { languageOf } from "../../compile/languages.ts";
import { ts } from "../../compile/read/typescript.ts";
import { sameName } from "../../model/names.ts";
import type { Decision } from "../../plan/plan.ts";
import { canon } from "../../sql/tokens.ts";
import { addImports } from "../merge/merge-imports.ts";
import { applyEdits, type Edit, withLineEnds } from "../source/edits.ts";
import { type Files, readSites } from "../source/sites.ts";
import { templateText } from "../write/literal.ts";
import { commentHint } from "./comment-hint.ts";
import { formerName, tableWas } from "./rename-code.ts";
import { columnSlot } from "./rename-spread.ts";

/** The decisions that declarations can express as well. */
export type Hint = Exclude<Decision, { kind: "approve" }>;

export interface Hinted {
  /** The files that change, with their whole new texts. */
  readonly files: ReadonlyMap<string, string>;
  /** Hints for which no editable place was found. */
  readonly left: readonly Hint[];
}

/** Writes decisions into the declarations, so that every other database follows them, too. */
export async function writeHints(
  declared: Declared,
  paths: Paths,
  hints: readonly Hint[],
  beside: OfApplication,
): Promise<Hinted> {
  const commented = hints.filter((hint) => commentOf(declared, hint) !== null);
  const ours = await inWords(declared, paths, without(hints, commented), beside);
  const sources = new Map([...declared.sources, ...ours.files]);
  const theirs = await inComments({ ...declared, sources }, paths, commented, beside);
  return { files: new Map([...ours.files, ...theirs.files]), left: [...ours.left, ...theirs.left] };
}

/** As `.was` and `.fill`. */
async function inWords(
  declared: Declared,
  paths: Paths,
  hints: readonly Hint[],
  beside: OfApplication,
): Promise<Hinted> {
  if (hints.length === 0) return { files: new Map(), left: [] };
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
  const after = await compileSources(new Map([...sources, ...files]), paths, beside);
  return after.ok ? { files, left } : { files: new Map(), left: hints };
}

/** As `@was` and `@fill` in comments. One by one: the compiler is asked whether each comment is read as intended. */
async function inComments(
  declared: Declared,
  paths: Paths,
  hints: readonly Hint[],
  beside: OfApplication,
): Promise<Hinted> {
  const files = new Map<string, string>();
  const left: Hint[] = [];
  let now = declared;
  for (const hint of hints) {
    const found = commentOf(now, hint);
    const text = found === null ? undefined : now.sources.get(found.at.file);
    if (found === null || text === undefined) {
      left.push(hint);
      continue;
    }
    const { file, start } = found.at;
    const edited = withLineEnds(text, applyEdits(text, [commentHint(text, start, found.comment, said(hint))]));
    const after = await compileSources(new Map([...now.sources, [file, edited]]), paths, beside);
    if (after.ok && says(after.value, hint) && sameBut(now, after.value)) {
      files.set(file, edited);
      now = after.value;
    } else left.push(hint);
  }
  return { files, left };
}

function said(hint: Hint): string {
  return hint.kind === "fill" ? `@fill ${hint.sql}` : `@was ${hint.from}`;
}

function says({ hints }: Declared, hint: Hint): boolean {
  switch (hint.kind) {
    case "rename-table":
      return hints.tables.some(({ from, to }) => from === hint.from && sameName(to, hint.to));
    case "rename-column":
      return hints.columns.some(
        ({ table, from, to }) => sameName(table, hint.table) && from === hint.from && sameName(to, hint.to),
      );
    case "fill":
      return hints.fills.some(
        ({ table, column, sql }) =>
          sameName(table, hint.table) && sameName(column, hint.column) && sql.canon === canon(hint.sql),
      );
  }
}

/** One more hint, and nothing else: the existing comments keep their meaning. */
function sameBut(before: Declared, after: Declared): boolean {
  const size = ({ hints }: Declared) => hints.tables.length + hints.columns.length + hints.fills.length;
  const docs = ({ docs }: Declared) => JSON.stringify([...docs]);
  return size(after) === size(before) + 1 && docs(before) === docs(after);
}

/** The place for a hint that its language can only express in a comment; null if it has words for it. */
function commentOf({ spans, partial }: Declared, hint: Hint) {
  const table = hint.kind === "rename-table" ? hint.to : hint.table;
  const key =
    hint.kind === "rename-table" ? `table:${table}` : `column:${table}.${hint.kind === "fill" ? hint.column : hint.to}`;
  const at = spans.get(key) ?? [...spans].find(([each]) => sameName(each, key))?.[1];
  if (at === undefined) return null;
  const language = languageOf(at.file);
  if (language === "sql") return { at, comment: "--" } as const;
  if (language === "prisma") return { at, comment: "///" } as const;
  const theirs = partial?.tables.some((each) => sameName(each, table)) ?? false;
  return theirs ? ({ at, comment: "/**" } as const) : null;
}

function without(hints: readonly Hint[], some: readonly Hint[]): readonly Hint[] {
  return hints.filter((hint) => !some.includes(hint));
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
