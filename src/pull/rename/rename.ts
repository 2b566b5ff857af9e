import { compileSources } from "../../compile/compile.ts";
import type { Declared } from "../../compile/declared.ts";
import { ts } from "../../compile/read/typescript.ts";
import { fold, named, sameName, objectKey } from "../../model/names.ts";
import type { SchemaObject, Table } from "../../model/schema.ts";
import { nearest } from "../../problem/nearest.ts";
import { type Checked, failed, fine, type Problem, type Sources } from "../../problem/problem.ts";
import { applyEdits, type Edit, withLineEnds } from "../source/edits.ts";
import { addImports } from "../merge/merge-imports.ts";
import { isExportName, inNamingOrder } from "../write/export-names.ts";
import { renamedByEngine, type RenamedCode } from "./ask-engine.ts";
import { columnSlot, unfoldSpread } from "./rename-spread.ts";
import {
  type Names,
  renameColumnKey,
  renameColumnRefs,
  renameConst,
  renameInStrings,
  tableWas,
} from "./rename-code.ts";
import { nothingBeside } from "../../model/beside.ts";
import type { OfApplication } from "../../sql/stand-ins.ts";
import type { Subject } from "./rename-sql.ts";
import { renameInTemplates } from "./rename-templates.ts";
import { type Files, readSites, type Site } from "../source/sites.ts";
import { subject as inWords } from "../../words/subject.ts";
import { topNames } from "../source/source-tree.ts";
import { viewColumnChanges } from "./view-columns.ts";

export interface RenameRequest {
  readonly sources: Sources;
  /** The folder or file of the declarations, as the keys of `sources` are written. */
  readonly path: string;
  /** `tune`, `tune.title`. */
  readonly from: string;
  /** Only the new name. */
  readonly to: string;
  /** Whether the former name is left as a hint for the next plan; true by default. */
  readonly hint?: boolean;
  /** What the configuration knows about the application; nothing if absent. */
  readonly beside?: OfApplication;
}

export interface Renamed {
  /** The files that change, with their whole new texts. */
  readonly files: ReadonlyMap<string, string>;
  readonly subject: { readonly kind: SchemaObject["kind"] | "column"; readonly from: string; readonly to: string };
}

/**
 * Renames a column, table, view, index or trigger in the declarations: every reference in code and every unambiguous
 * one in SQL, with the hint that makes the next plan rename instead of drop. Ambiguous places are warnings.
 */
export async function rename(request: RenameRequest): Promise<Checked<Renamed>> {
  const { sources, path, from, to, hint = true, beside = nothingBeside } = request;
  const compiled = await compileSources(sources, path, beside);
  if (!compiled.ok) return compiled;
  const declared = compiled.value;
  const files = readSites(declared);
  const found = findSubject(declared, files, from);
  if (found === null) return failed(unknown(from, declared));
  const taken = isTaken(declared, found, to);
  if (taken !== null) return failed(taken);
  const work = new Map<string, Edit[]>();
  const add = (file: string, edits: readonly Edit[]) => work.set(file, [...(work.get(file) ?? []), ...edits]);
  const imports = new Set<string>();
  const subject: Subject =
    found.column === null
      ? { kind: "object", from: found.object.name, to }
      : { kind: "column", table: found.object.name, from: found.column, to };
  if (found.column === null) renameObject(found, to, hint, files, add);
  else if (!renameColumn(found, { from: found.column, to, hint }, files, add, imports)) return failed(unclear(found));
  const isNamedInSql = found.object.kind !== "index" && found.object.kind !== "trigger";
  const doubts: Problem[] = [];
  let asked: ReadonlyMap<string, RenamedCode> | null = null;
  const ask = () => (asked ??= renamedByEngine(declared.schema, subject, beside));
  for (const [file, tree] of isNamedInSql ? files.trees : []) {
    const inSql = renameInTemplates(file, tree, subject, files, declared.schema, ask);
    add(file, [...inSql.edits, ...renameInStrings(tree, file, subject, found.site)]);
    doubts.push(...inSql.uncertain);
  }
  const edited = (file: string, text: string, edits: readonly Edit[]) => {
    const changed = applyEdits(text, distinct(edits));
    const words = file === found.site.file ? imports : new Set<string>();
    return withLineEnds(text, addImports(file, changed, new Map([["trueup", words]]), new Set(sources.keys())));
  };
  const texts = new Map(
    [...work]
      .filter(([, edits]) => edits.length > 0)
      .map(([file, edits]) => [file, edited(file, sources.get(file) ?? "", edits)]),
  );
  const after = await compileSources(new Map([...sources, ...texts]), path, beside);
  const warnings = after.ok
    ? viewColumnChanges(declared.schema, after.value.schema, found.object.name, to, beside)
    : after.problems.map(asWarning);
  const names = found.column === null ? [found.object.name] : [found.object.name, found.column];
  const kind = found.column === null ? found.object.kind : "column";
  return fine({ files: texts, subject: { kind, from: inWords(...names), to: inWords(to) } }, [
    ...doubts.map((problem) => moved(problem, work)),
    ...warnings,
  ]);
}

interface Found {
  readonly object: SchemaObject;
  readonly site: Site;
  readonly column: string | null;
}

function findSubject(declared: Declared, files: Files, from: string): Found | null {
  for (const object of inNamingOrder(declared.schema)) {
    const site = files.sites.get(objectKey(object));
    if (site === undefined) continue;
    if (sameName(object.name, from)) return { object, site, column: null };
    if (object.kind !== "table" || !fold(from).startsWith(`${fold(object.name)}.`)) continue;
    const name = from.slice(object.name.length + 1);
    const column = named(object.columns, name);
    if (column !== undefined) return { object, site, column: column.name };
  }
  return null;
}

type Add = (file: string, edits: readonly Edit[]) => void;

function renameColumn(
  { site }: Found,
  { from, to, hint }: Names,
  files: Files,
  add: Add,
  imports: Set<string>,
): boolean {
  const tree = files.trees.get(site.file) as ts.SourceFile;
  const slot = columnSlot(site, tree, files.trees, from);
  if (slot === null) return false;
  const names = { from, to, hint };
  if (ts.isSpreadAssignment(slot)) {
    const unfolded = unfoldSpread(slot, names, tree, files.trees);
    add(site.file, unfolded.edits);
    for (const word of unfolded.words) imports.add(word);
  } else {
    add(site.file, renameColumnKey(tree, slot, names));
  }
  for (const [file, other] of files.trees) add(file, renameColumnRefs(other, file, site, from, to, files));
  return true;
}

/** The const takes the new name, too, if it had the old one and the new one is a valid identifier. */
function renameObject({ object, site }: Found, to: string, hint: boolean, files: Files, add: Add): void {
  const used = new Set([...files.trees.values()].flatMap(topNames));
  const follows = site.name === object.name && isExportName(to) && !used.has(to);
  for (const [file, edits] of renameConst(site, to, follows ? to : site.name, files)) add(file, edits);
  if (object.kind !== "table" || !hint) return;
  add(site.file, tableWas(files.trees.get(site.file) as ts.SourceFile, site, object.name, to));
}

/** The same place may be found in two ways. */
function distinct(edits: readonly Edit[]): Edit[] {
  const seen = new Set<string>();
  return edits.filter(({ start, end, text }) => {
    const key = `${start} ${end} ${text}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** The place of a warning in the text after the edits. */
function moved(problem: Problem, work: ReadonlyMap<string, readonly Edit[]>): Problem {
  if (problem.at === undefined) return problem;
  const { file, start, end } = problem.at;
  const before = distinct(work.get(file) ?? []).filter((edit) => edit.end <= start);
  const shift = before.reduce((sum, edit) => sum + edit.text.length - (edit.end - edit.start), 0);
  return { ...problem, at: { file, start: start + shift, end: end + shift } };
}

function asWarning(problem: Problem): Problem {
  return { ...problem, level: "warning" };
}

function isTaken(declared: Declared, { object, column }: Found, to: string): Problem | null {
  const others =
    column === null
      ? inNamingOrder(declared.schema).filter(
          (each) => (each.kind === "trigger") === (object.kind === "trigger") && each !== object,
        )
      : (object as Table).columns.filter((each) => each.name !== column);
  const other = others.find((each) => sameName(each.name, to));
  if (other === undefined && to !== "" && to !== (column ?? object.name)) return null;
  return {
    code: "rename-taken",
    level: "error",
    subject: to,
    message: other === undefined ? `\`${to}\` is already its name` : `there is already a \`${other.name}\``,
    help: ["choose another name"],
  };
}

function unknown(from: string, declared: Declared): Problem {
  const table = declared.schema.tables.find((each) => fold(from).startsWith(`${fold(each.name)}.`));
  const known =
    table === undefined
      ? inNamingOrder(declared.schema).map((each) => inWords(each.name))
      : table.columns.map((each) => inWords(table.name, each.name));
  return {
    code: "rename-unknown",
    level: "error",
    subject: from,
    message: `nothing is declared as \`${from}\``,
    evidence: [`declared: ${known.slice(0, 30).join(", ")}${known.length > 30 ? ", …" : ""}`],
    help: [...meant(from, declared), "name a table, view, index or trigger, or a column as table.column"],
  };
}

function meant(from: string, { schema }: Declared): readonly string[] {
  const columns = schema.tables.flatMap((table) => table.columns.map((column) => inWords(table.name, column.name)));
  const near = nearest(from, [...inNamingOrder(schema).map((object) => inWords(object.name)), ...columns]);
  return near === null ? [] : [`did you mean  ${near} ?`];
}

function unclear({ object, site, column }: Found): Problem {
  return {
    code: "pull-unclear",
    level: "error",
    subject: `${object.name}.${column}`,
    message: `the columns of ${object.name} are written in a way that cannot be edited`,
    at: { file: site.file, start: site.declaration.name.getStart(), end: site.declaration.name.end },
    label: "declared here",
    help: ["write it as table({ … }) with its columns in the braces"],
  };
}
