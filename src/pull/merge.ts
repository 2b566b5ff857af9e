import type { Declared } from "../compile/declared.ts";
import type { ts } from "../compile/typescript.ts";
import { canonicalText } from "../model/canonical.ts";
import { fold } from "../model/names.ts";
import type { Schema, SchemaObject, Table } from "../model/schema.ts";
import { type Problem, Trouble } from "../problem/problem.ts";
import { applyEdits, type Edit, withLineEnds } from "./edits.ts";
import { chooseExportNames, objectsOf } from "./export-names.ts";
import { addImports } from "./merge-imports.ts";
import { editObject, rewritten } from "./merge-object.ts";
import { mainFile, type Place, placeNew } from "./merge-place.ts";
import { removeConst, removeUnusedImports } from "./merge-statements.ts";
import { needsFirst, parentsFirst, selectables } from "./order.ts";
import { makePen, type Pen, type Surroundings } from "./pen.ts";
import { placed } from "./placement.ts";
import { type Files, importsOf, leadsTo, readSites, siteKey } from "./sites.ts";
import { parseSource, topNames } from "./source-tree.ts";
import { writeObject } from "./write-object.ts";

export interface MergeRequest {
  readonly live: Schema;
  readonly declared: Declared;
  readonly path: string;
  /** Objects, by their keys, that are written anew as a whole: smaller edits have not done. */
  readonly whole: ReadonlySet<string>;
}

/** The files that change, with their new texts. */
export function mergeInto(request: MergeRequest): Map<string, string> {
  const { live, declared, path, whole } = request;
  const found = readSites(declared);
  if (found.lost.length > 0) throw new Trouble(...found.lost.map((object) => unclear(object, declared)));
  const wanted = objectsOf(live);
  const moved = misplaced(live, found);
  const files: Files = { ...found, sites: new Map([...found.sites].filter(([key]) => !moved.has(key))) };
  const kept = new Set([...live.opaque, ...live.ignored].map((object) => fold(object.name)));
  const fresh = inOrder(
    live,
    wanted.filter((object) => !files.sites.has(siteKey(object))),
  );
  const all = selectables(live);
  const places = placeNew(fresh, live, files, all, mainFile(files, path));
  const work = new Work(files, places);
  const around = surroundings(live, files, fresh, places);
  for (const object of wanted) {
    const site = files.sites.get(siteKey(object));
    if (site === undefined || canonicalText(site.object) === canonicalText(object)) continue;
    const tree = files.trees.get(site.file) as ts.SourceFile;
    const pen = makePen(object, around);
    const change = {
      before: site.object,
      after: object,
      declaration: site.declaration,
      tree,
      trees: files.trees,
      name: site.name,
      pen,
      scratchPen: makePen(object, around),
    };
    const { initializer } = site.declaration;
    const edits =
      whole.has(siteKey(object)) && initializer !== undefined ? [rewritten(initializer, change)] : editObject(change);
    work.edit(site.file, edits);
    work.imports(site.file, pen, around);
  }
  const there = new Set(wanted.map(siteKey));
  for (const [key, site] of found.sites) {
    if ((there.has(key) && !moved.has(key)) || kept.has(fold(site.object.name))) continue;
    work.edit(site.file, removeConst(files.trees.get(site.file) as ts.SourceFile, site.declaration));
  }
  for (const object of fresh) {
    const pen = makePen(object, around);
    const text = writeObject(
      object.kind === "table" ? placed(object) : object,
      around.nameOf(object) ?? object.name,
      pen,
    );
    const place = places.get(object) as Place;
    work.add(place, text, object);
    work.imports(place.file, pen, around);
  }
  return work.finish();
}

function unclear(object: SchemaObject, declared: Declared): Problem {
  const at = declared.spans.get(`${object.kind}:${object.name}`);
  return {
    code: "pull-unclear",
    level: "error",
    subject: object.name,
    message: `${object.name} is declared in a way that cannot be edited`,
    ...(at !== undefined && { at, label: "declared here" }),
    help: [`write it as \`export const ${object.name} = …\``],
  };
}

/** Indexes that stand above the table that they are on now: a const cannot be used before it is there. */
function misplaced(live: Schema, files: Files): Set<string> {
  const tables = new Map(live.tables.map((table) => [fold(table.name), files.sites.get(siteKey(table))]));
  const isAbove = (index: SchemaObject & { readonly table: string }): boolean => {
    const site = files.sites.get(siteKey(index));
    if (site === undefined || canonicalText(site.object) === canonicalText(index)) return false;
    const table = tables.get(fold(index.table));
    return table === undefined || (table.file === site.file && table.declaration.pos > site.declaration.pos);
  };
  return new Set(live.indexes.filter(isAbove).map(siteKey));
}

/** Tables after their parents, then what reads them. */
function inOrder(live: Schema, fresh: readonly SchemaObject[]): SchemaObject[] {
  const all = selectables(live);
  const rank = new Map<SchemaObject, number>(
    [...parentsFirst(live.tables), ...live.virtualTables].map((object, n) => [object, n]),
  );
  const tables = fresh.filter((object) => rank.has(object)).sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0));
  const views = fresh.filter((object) => object.kind === "view");
  const rest = fresh.filter((object) => object.kind === "index" || object.kind === "trigger");
  const readers = (view: (typeof views)[number]) =>
    views.filter((other) => other !== view && all.has(fold(other.name)) && view.body.canon.includes(`"${other.name}"`));
  return [
    ...tables,
    ...rest.filter((object) => object.kind === "index"),
    ...needsFirst(views, readers),
    ...rest.filter((object) => object.kind === "trigger"),
  ];
}

/** What stands in the files already has its place; what is new comes behind it. */
function surroundings(
  live: Schema,
  files: Files,
  fresh: readonly SchemaObject[],
  places: ReadonlyMap<SchemaObject, Place>,
): Surroundings {
  const all = selectables(live);
  const used = new Set([...files.trees.values()].flatMap(topNames));
  const names = chooseExportNames(fresh, used);
  const graph = importsOf(files.trees);
  const order = new Map(fresh.map((object, n) => [object, n]));
  const fileOf = (object: SchemaObject) => files.sites.get(siteKey(object))?.file ?? places.get(object)?.file ?? null;
  const position = (object: SchemaObject): readonly [number, number] => {
    const site = files.sites.get(siteKey(object)) ?? places.get(object)?.after;
    return [site == null ? Number.MAX_SAFE_INTEGER : site.declaration.pos, order.get(object) ?? -1];
  };
  return {
    nameOf: (object) => files.sites.get(siteKey(object))?.name ?? names.get(object) ?? null,
    find: (name) => all.get(fold(name)) ?? null,
    canArrow: (child, parent) => !reaches(parent, child, all),
    isThere: (object, from) => {
      const [a, b] = [fileOf(object), fileOf(from)];
      if (a === null || b === null) return false;
      if (a !== b) return !leadsTo(graph, a, b);
      const [[at, n], [fromAt, m]] = [position(object), position(from)];
      return at < fromAt || (at === fromAt && n < m);
    },
  };
}

function reaches(from: Table, to: Table, all: ReadonlyMap<string, SchemaObject>): boolean {
  const seen = new Set<SchemaObject>();
  const next: SchemaObject[] = [from];
  for (const table of next) {
    if (fold(table.name) === fold(to.name)) return true;
    if (seen.has(table) || table.kind !== "table") continue;
    seen.add(table);
    next.push(...table.foreignKeys.flatMap((key) => all.get(fold(key.table)) ?? []));
  }
  return false;
}

/** Gathers what is to be done to each file. */
class Work {
  readonly #files: Files;
  readonly #places: ReadonlyMap<SchemaObject, Place>;
  readonly #edits = new Map<string, Edit[]>();
  readonly #ends = new Map<string, string[]>();
  readonly #imports = new Map<string, Map<string, Set<string>>>();

  constructor(files: Files, places: ReadonlyMap<SchemaObject, Place>) {
    this.#files = files;
    this.#places = places;
  }

  edit(file: string, edits: readonly Edit[]): void {
    if (edits.length > 0) this.#edits.set(file, [...(this.#edits.get(file) ?? []), ...edits]);
  }

  add(place: Place, text: string, object: SchemaObject): void {
    if (place.after === null) {
      this.#ends.set(place.file, [...(this.#ends.get(place.file) ?? []), text]);
      return;
    }
    const statement = place.after.declaration.parent.parent;
    const close = object.kind === "index" && place.after.object.kind === "index" ? "\n" : "\n\n";
    this.edit(place.file, [{ start: statement.end, end: statement.end, text: close + text.trimEnd() }]);
  }

  imports(file: string, pen: Pen, around: Surroundings): void {
    const wanted = this.#imports.get(file) ?? new Map<string, Set<string>>();
    const want = (from: string, name: string) => wanted.set(from, (wanted.get(from) ?? new Set()).add(name));
    for (const word of pen.words) want("trueup", word);
    for (const object of pen.uses) {
      const from = this.#files.sites.get(siteKey(object))?.file ?? this.#places.get(object)?.file;
      const name = around.nameOf(object);
      if (from !== undefined && from !== file && name !== null) want(from, name);
    }
    this.#imports.set(file, wanted);
  }

  finish(): Map<string, string> {
    const result = new Map<string, string>();
    const known = new Set([...this.#files.trees.keys(), ...this.#ends.keys()]);
    for (const file of new Set([...this.#edits.keys(), ...this.#ends.keys()])) {
      const tree = this.#files.trees.get(file);
      const before = tree?.text ?? "";
      const edited = applyEdits(before, this.#edits.get(file) ?? []);
      const ends = this.#ends.get(file) ?? [];
      const body =
        ends.length === 0 ? edited : `${edited.trimEnd()}${edited.trim() === "" ? "" : "\n\n"}${ends.join("\n")}`;
      const text = addImports(file, body, this.#imports.get(file) ?? new Map(), known);
      const cleaned = tree === undefined ? text : applyEdits(text, removeUnusedImports(tree, parseSource(file, text)));
      if (cleaned !== before) result.set(file, withLineEnds(before, cleaned));
    }
    return result;
  }
}
