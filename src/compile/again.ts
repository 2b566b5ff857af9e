import { nothingBeside } from "../model/beside.ts";
import { objectsOf } from "../model/canonical.ts";
import { fold, objectKey } from "../model/names.ts";
import type { Schema } from "../model/schema.ts";
import { type Checked, fine } from "../problem/problem.ts";
import { checkForeignKeys } from "./create/foreign-keys.ts";
import { judgedInPart } from "./create/judged-in-part.ts";
import { type Statement, writeObjects } from "./create/write-objects.ts";
import type { Declared, Part } from "./declared.ts";
import { drizzlePackages } from "./drizzle/project.ts";
import { readHints } from "./hints.ts";
import { importing, together, partsOf } from "./parts.ts";
import { evaluateFiles } from "./read/evaluate-files.ts";
import type { Files } from "./read/load.ts";
import type { Module } from "./read/module.ts";
import { nameObjects } from "./read/name-objects.ts";
import { words } from "./read/words.ts";
import { findRows } from "./rows/find-rows.ts";
import { readSilences } from "./silences.ts";
import { spansByFile } from "./spans.ts";

/** What files declared before: without rows, and without anything to report. */
export interface Before {
  readonly schema: Schema;
  readonly parts: readonly Part[];
}

/**
 * What files declare of which some have changed since they were last read. The others contribute what they did, unless
 * they import one that has changed. Null if there is anything to report, or anything but objects to consider: then all
 * of them are read.
 */
export function declareAgain(
  { schema: before, parts }: Before,
  roots: readonly string[],
  files: Files,
  changed: ReadonlySet<string>,
): Checked<Declared> | null {
  if (parts.length !== roots.length || parts.some(({ file }, n) => file !== roots[n])) return null;
  const stale = importing(changed, parts);
  if (stale.size > roots.length / 2) return null;
  const read = readAlone(roots, stale, files);
  if (read === null) return null;
  const fresh = new Map(read.parts.map((part) => [part.file, part]));
  const all = parts.map((part) => fresh.get(part.file) ?? part);
  const statements = inOrder(all, new Map(read.statements.map((each) => [objectKey(each), each])), before);
  const { hints, spans, docs, silences } = together(all);
  if (statements === null || hasClash(statements) || isContested(hints.tables, statements)) return null;
  const nothing = { tables: new Map(), unexported: new Map() };
  const about = { known: nothing, broken: new Set<string>(), beside: nothingBeside };
  const schema = judgedInPart(statements, { schema: before, alone: true }, about);
  if (schema === null || checkForeignKeys(schema, nothing, about.broken, spans).length > 0) return null;
  const sources = new Map(roots.map((file) => [file, files.read(file) ?? ""]));
  return fine({ schema, hints, spans, docs, silences, partial: null, sources, parts: all });
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
  const { hints, problems: contested } = readHints(objects, named.names, new Map());
  if (unwritten.length > 0 || contested.length > 0) return null;
  return { statements, parts: partsOf(modules, objects, spansByFile(objects, run.traces), { hints, silences }) };
}

/** The statements of all objects in the order of their files. What was not read again is written as it was stored. */
function inOrder(
  parts: readonly Part[],
  fresh: ReadonlyMap<string, Statement>,
  before: Schema,
): readonly Statement[] | null {
  const held = new Map(objectsOf(before).map((each) => [objectKey(each), each]));
  const statements: Statement[] = [];
  for (const { file, objects } of parts)
    for (const { kind, name } of objects) {
      const object = held.get(objectKey({ kind, name }));
      const at = { file, start: 0, end: 0 };
      const stored = (sql: string): Statement => ({
        object: { name, at },
        kind,
        name,
        written: { sql, marks: () => [] },
        places: { file, start: 0 },
      });
      const statement = fresh.get(objectKey({ kind, name })) ?? (object === undefined ? null : stored(object.text));
      if (statement === null) return null;
      statements.push(statement);
    }
  return statements;
}

function hasClash(statements: readonly Statement[]): boolean {
  const names = statements.map(({ kind, name }) => `${kind === "trigger" ? "trigger" : "object"} ${fold(name)}`);
  return new Set(names).size < names.length;
}

/** Whether a former name of a table is in use, or claimed by two: names of all files are considered. */
function isContested(renames: Declared["hints"]["tables"], statements: readonly Statement[]): boolean {
  const names = new Set(statements.map(({ name }) => fold(name)));
  const claims = new Map<string, string>();
  return renames.some(({ from, to }) => {
    const other = claims.get(fold(from));
    claims.set(fold(from), to);
    return names.has(fold(from)) || (other !== undefined && other !== to);
  });
}
