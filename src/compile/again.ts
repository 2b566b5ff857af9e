import { fold, objectKey } from "../model/names.ts";
import { writeObjects } from "./create/write-objects.ts";
import type { Declared } from "./declared.ts";
import { drizzlePackages } from "./drizzle/project.ts";
import { readHints } from "./hints.ts";
import type { Packed } from "./packed.ts";
import { importing, partsOf } from "./parts.ts";
import { evaluateFiles } from "./read/evaluate-files.ts";
import type { Files } from "./read/load.ts";
import type { Module } from "./read/module.ts";
import { nameObjects } from "./read/name-objects.ts";
import { words } from "./read/words.ts";
import { renewed } from "./renewed.ts";
import { findRows } from "./rows/find-rows.ts";
import { readSilences } from "./silences.ts";
import { placesByFile } from "./spans.ts";
import { type PackedPart, packPart } from "./stored.ts";

/** What files declare: without rows, and without anything to report. */
export interface Contributed {
  readonly schema: Packed;
  readonly parts: readonly PackedPart[];
}

/**
 * What files declare of which some have changed since they were last read. The others contribute what they did, unless
 * they import one that has changed. Null if there is anything to report, or anything but objects to consider: then all
 * of them are read.
 */
export function declareAgain(
  { schema: before, parts }: Contributed,
  roots: readonly string[],
  files: Files,
  changed: ReadonlySet<string>,
): Contributed | null {
  if (parts.length !== roots.length || parts.some(({ file }, n) => file !== roots[n])) return null;
  const stale = importing(changed, parts);
  if (stale.size > roots.length / 2) return null;
  const read = readAlone(roots, stale, files);
  if (read === null) return null;
  const fresh = new Map(read.parts.map((part) => [part.file, packPart(part)]));
  const all = parts.map((part) => fresh.get(part.file) ?? part);
  const hints = all.flatMap((part) => part.hints.tables);
  if (hasClash(all, stale) || isContested(hints, all)) return null;
  const schema = renewed(before, all, new Map(read.statements.map((each) => [objectKey(each), each])));
  return schema === null ? null : { schema, parts: all };
}

/** What these files contribute, read without the others but for what they import. Null if there is anything to report. */
function readAlone(roots: readonly string[], stale: ReadonlySet<string>, files: Files) {
  const own = roots.filter((root) => stale.has(root));
  const { run, modules: loaded, problems } = evaluateFiles(own, files, words, drizzlePackages(files), true);
  const modules = loaded.filter(({ file }) => stale.has(file));
  const order = new Map(roots.map((root, n) => [root, n]));
  const place = ({ file }: Module) => order.get(file) ?? -1;
  const read = [...modules, ...run.lenders].toSorted((a, b) => place(a) - place(b));
  if (problems.length > 0 || read.some((module) => module.loose || !order.has(module.file))) return null;
  const silenced = modules.map(readSilences);
  const silences = silenced.flatMap((each) => each.silences);
  const rows = findRows(modules, run, files);
  const named = nameObjects(read);
  if ([...silenced, rows, named].some((each) => each.problems.length > 0) || rows.rows.length > 0) return null;
  const objects = named.objects.filter(({ at }) => stale.has(at.file));
  const { statements, problems: unwritten } = writeObjects(
    objects,
    named.names,
    run.traces,
    (file) => run.modules.get(file)?.text ?? "",
  );
  const { hints, problems: contested } = readHints(objects, named.names, () => new Map());
  if (unwritten.length > 0 || contested.length > 0) return null;
  return { statements, parts: partsOf(modules, objects, placesByFile(objects, run.traces), { hints, silences }) };
}

/** Whether a name of these files is declared twice, by them or by another one. */
function hasClash(parts: readonly PackedPart[], stale: ReadonlySet<string>): boolean {
  const own = { objects: new Set<string>(), triggers: new Set<string>() };
  const namesLike = (kind: string) => (kind === "trigger" ? own.triggers : own.objects);
  for (const { file, objects } of parts) {
    if (!stale.has(file)) continue;
    for (const { kind, name } of objects) {
      if (namesLike(kind).has(fold(name))) return true;
      namesLike(kind).add(fold(name));
    }
  }
  return parts.some(
    ({ file, objects }) => !stale.has(file) && objects.some(({ kind, name }) => namesLike(kind).has(fold(name))),
  );
}

/** Whether a former name of a table is in use, or claimed by two: names of all files are considered. */
function isContested(renames: Declared["hints"]["tables"], parts: readonly PackedPart[]): boolean {
  if (renames.length === 0) return false;
  const names = new Set(parts.flatMap(({ objects }) => objects.map(({ name }) => fold(name))));
  const claims = new Map<string, string>();
  return renames.some(({ from, to }) => {
    const other = claims.get(fold(from));
    claims.set(fold(from), to);
    return names.has(fold(from)) || (other !== undefined && other !== to);
  });
}
