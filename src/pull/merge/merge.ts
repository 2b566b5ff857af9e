import type { Declared } from "../../compile/declared.ts";
import type { ts } from "../../compile/read/typescript.ts";
import { canonicalText } from "../../model/canonical.ts";
import { fold, objectKey } from "../../model/names.ts";
import { needsFirst, parentsFirst } from "../../model/needs-first.ts";
import type { Schema, SchemaObject } from "../../model/schema.ts";
import { type Problem, ProblemError } from "../../problem/problem.ts";
import { inNamingOrder } from "../write/export-names.ts";
import { editObject, rewritten } from "./merge-object.ts";
import { mainFile, type InsertionPoint, placeNew } from "./merge-place.ts";
import { removeConst } from "./merge-statements.ts";
import { surroundings } from "./merge-surroundings.ts";
import { gatherWork } from "./merge-work.ts";
import { selectables } from "../write/order.ts";
import { makePen } from "../write/pen.ts";
import { placed } from "../write/placement.ts";
import { type Files, readSites } from "../source/sites.ts";
import { writeObject } from "../write/write-object.ts";

export interface MergeRequest {
  readonly live: Schema;
  readonly declared: Declared;
  readonly path: string;
  /** Objects, by key, that are rewritten as a whole because smaller edits were not enough. */
  readonly whole: ReadonlySet<string>;
}

/** The files that change, with their new texts. */
export function mergeInto(request: MergeRequest): Map<string, string> {
  const { live, declared, path, whole } = request;
  const found = readSites(declared);
  if (found.lost.length > 0) throw new ProblemError(...found.lost.map((object) => unclear(object, declared)));
  const wanted = inNamingOrder(live);
  const moved = misplaced(live, found);
  const files: Files = { ...found, sites: new Map([...found.sites].filter(([key]) => !moved.has(key))) };
  const kept = new Set([...live.opaque, ...live.ignored].map((object) => fold(object.name)));
  const fresh = inOrder(
    live,
    wanted.filter((object) => !files.sites.has(objectKey(object))),
  );
  const all = selectables(live);
  const places = placeNew(fresh, live, files, all, mainFile(files, path));
  const around = surroundings(live, files, fresh, places);
  const work = gatherWork(files, places, around);
  for (const object of wanted) {
    const site = files.sites.get(objectKey(object));
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
      whole.has(objectKey(object)) && initializer !== undefined ? [rewritten(initializer, change)] : editObject(change);
    work.edit(site.file, edits);
    work.imports(site.file, pen);
  }
  const there = new Set(wanted.map(objectKey));
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
    const place = places.get(object) as InsertionPoint;
    work.add(place, text, object);
    work.imports(place.file, pen);
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

/** Indexes above the table that they are on now: a const cannot be used before it is declared. */
function misplaced(live: Schema, files: Files): Set<string> {
  const tables = new Map(live.tables.map((table) => [fold(table.name), files.sites.get(objectKey(table))]));
  const isAbove = (index: SchemaObject & { readonly table: string }): boolean => {
    const site = files.sites.get(objectKey(index));
    if (site === undefined || canonicalText(site.object) === canonicalText(index)) return false;
    const table = tables.get(fold(index.table));
    return table === undefined || (table.file === site.file && table.declaration.pos > site.declaration.pos);
  };
  return new Set(live.indexes.filter(isAbove).map(objectKey));
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
