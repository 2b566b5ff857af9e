import { posix } from "node:path";
import { type Checked, type Problem, failed, type Sources, ProblemError } from "../problem/problem.ts";
import { busy } from "../database/busy.ts";
import { nothingBeside } from "../model/beside.ts";
import type { OfApplication } from "../sql/stand-ins.ts";
import type { Schema } from "../model/schema.ts";
import { type Cache, cacheKey, openCache } from "./cache.ts";
import type { Declared } from "./declared.ts";
import type { Judged } from "./create/judged.ts";
import { type Disk, openDisk } from "./disk.ts";
import { chosenAmong, languageOf, rootsOf } from "./languages.ts";
import { withOthers } from "./others.ts";
import { onePart } from "./parts.ts";
import type { Files } from "./read/load.ts";
import { type Packed, fingerprintOfPacked, pack, unpack } from "./packed.ts";
import { type Stored, packPart, restored, storedIn, storedLines, storedRows } from "./stored.ts";

export interface CompileOptions {
  /** The cache folder; null for none. */
  readonly cache?: string | null;
  /** What the configuration knows about the application; nothing if absent. */
  readonly beside?: OfApplication;
  /** The files, if they have just been read. */
  readonly disk?: Disk;
  /** The schema of a database that may hold most of what is declared, if an engine here has read it. Not asked for in vain. */
  readonly live?: () => Promise<Schema | null>;
}

/** One file or folder, or several that together are one schema. */
export type Paths = string | readonly string[];

/**
 * Reads a file or folder of declarations and returns the schema it declares, as checked by the engine. Unchanged files
 * need neither the TypeScript parser nor an engine.
 */
export async function compile(paths: Paths, options: CompileOptions = {}): Promise<Checked<Declared>> {
  return (await compileLazily(paths, options)).whole();
}

/** The files, for who asks more than once. Null if one of them cannot be read, which `compile` reports. */
export function filesOf(paths: Paths): Disk | null {
  try {
    return readDisk(paths);
  } catch (error) {
    if (error instanceof ProblemError) return null;
    throw error;
  }
}

function readDisk(paths: Paths): Disk {
  const disk = openDisk([paths].flat());
  for (const root of disk.roots) disk.read(root);
  return disk;
}

export interface Compiled {
  /** Its objects, if they are all there is to it, and nothing is to be reported; null also if all of them had to be read. */
  readonly packed: Packed | null;
  whole(): Checked<Declared>;
}

/** The same for who may need few of its objects. */
export function compileLazily(paths: Paths, options: CompileOptions = {}): Promise<Compiled> {
  return busy(() => read(paths, options));
}

async function read(paths: Paths, options: CompileOptions): Promise<Compiled> {
  const { beside = nothingBeside } = options;
  try {
    const disk = options.disk ?? readDisk(paths);
    const cache = openCache(options.cache ?? null);
    const key = schemaKey(disk, beside);
    const known = storedIn(cache.lines(key));
    if (known !== null && areStill(known.beyond, disk)) return compiledOf(known, disk);
    const files = { read: disk.read, known: () => disk.roots, list: disk.list };
    const latest = cacheKey("latest", JSON.stringify([disk.roots, beside.functions, beside.collations]));
    const earlier = earlierIn(cache, latest);
    const again = earlier === null || !isPlain(beside) ? null : await declaredAgain(earlier, disk, files);
    if (again !== null) {
      remember(cache, key, again);
      cache.set(latest, key);
      return compiledOf(again, disk);
    }
    const checked = await declared(disk.roots, files, beside, await judgedBefore(earlier, options));
    if (checked.ok) {
      remember(cache, key, forStoring(checked.value, checked.warnings, disk));
      cache.set(latest, key);
    }
    return { packed: null, whole: () => withOthers(checked, disk.others) };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { packed: null, whole: () => failed(...error.problems) };
  }
}

function compiledOf(stored: Stored, disk: Disk): Compiled {
  const packed = isAll(stored) && disk.others.length === 0 ? stored.schema : null;
  return { packed, whole: () => withOthers(restored(stored, new Map(readTexts(disk))), disk.others) };
}

/** Whether there is nothing to it but its objects. */
function isAll({ warnings, partial, rows }: Stored): boolean {
  return warnings.length === 0 && partial === null && rows.length === 0;
}

function isPlain({ functions, collations }: OfApplication): boolean {
  return functions.length === 0 && collations.length === 0;
}

/** What these files declared when they were last read. */
function earlierIn(cache: Cache, latest: string): Stored | null {
  const key = cache.get(latest);
  return typeof key === "string" ? storedIn(cache.lines(key)) : null;
}

/** Reads only the files that have changed, and those that import them. Null if that is not possible. */
async function declaredAgain(earlier: Stored, disk: Disk, files: Files): Promise<Stored | null> {
  if (!isAll(earlier) || !areStill(earlier.beyond, disk)) return null;
  const changed = earlier.files.filter(([file, digest]) => disk.digest(file) !== digest).map(([file]) => file);
  const { declareAgain } = await import("./again.ts");
  const { withParser } = await import("./read/parser.ts");
  const found = await withParser(() => declareAgain(earlier, disk.roots, files, new Set(changed)));
  if (found === null) return null;
  return {
    beyond: beyondOf(disk),
    files: filesOfEntry(disk.roots, disk),
    rows: [],
    warnings: [],
    partial: null,
    ...found,
  };
}

/** What these files declared when they were last read, or else what a database holds. */
async function judgedBefore(earlier: Stored | null, options: CompileOptions): Promise<Judged | null> {
  if (earlier !== null) return { schema: unpack(earlier.schema), alone: true };
  const schema = (await options.live?.()) ?? null;
  return schema === null ? null : { schema, alone: false };
}

/**
 * The fingerprint of what these files declare, if it is cached and the declarations had no problems; on null, the
 * caller uses `compile`. It is read without the schema, which may be large.
 */
export function knownFingerprint(disk: Disk, options: Pick<CompileOptions, "cache" | "beside">): string | null {
  try {
    if (disk.others.length > 0) return null;
    const key = schemaKey(disk, options.beside ?? nothingBeside);
    const known = openCache(options.cache ?? null).get(fingerprintKey(key));
    if (typeof known !== "object" || known === null || !("beyond" in known) || !("fingerprint" in known)) return null;
    const { beyond, fingerprint } = known;
    if (typeof fingerprint !== "string" || !Array.isArray(beyond)) return null;
    return areStill(beyond, disk) ? fingerprint : null;
  } catch (error) {
    if (error instanceof ProblemError) return null;
    throw error;
  }
}

function schemaKey(disk: Disk, { functions, collations }: OfApplication): string {
  const texts = disk.roots.map((root) => [root, disk.digest(root)]);
  return cacheKey("schema", JSON.stringify([texts, functions, collations]));
}

function fingerprintKey(key: string): string {
  return cacheKey("fingerprint", key);
}

function remember(cache: Cache, key: string, stored: Stored): void {
  cache.setLines(key, storedLines(stored));
  // Rows are not part of a fingerprint, so comparing them needs all of them.
  if (isAll(stored))
    cache.set(fingerprintKey(key), { beyond: stored.beyond, fingerprint: fingerprintOfPacked(stored.schema) });
}

/** The same with other texts of some files than those on disk; nothing is cached. */
export async function compileWith(
  texts: Sources,
  paths: Paths,
  beside: OfApplication = nothingBeside,
): Promise<Checked<Declared>> {
  const disk = openDisk([paths].flat());
  const read = (file: string) => texts.get(file) ?? disk.read(file);
  return withOthers(
    await declared(disk.roots, { read, known: () => disk.roots, list: disk.list }, beside),
    disk.others,
  );
}

/** Files that are not on disk: their names, and the text of each, or null. */
export interface Texts {
  readonly names: readonly string[];
  read(name: string): string | null;
}

/** The same from memory: each root is a file among them, or a folder. Nothing else is read. */
export async function compileSources(
  sources: Sources,
  root: Paths,
  beside: OfApplication = nothingBeside,
  before: Judged | null = null,
): Promise<Checked<Declared>> {
  return compileTexts({ names: [...sources.keys()], read: (file) => sources.get(file) ?? null }, root, beside, before);
}

export async function compileTexts(
  texts: Texts,
  paths: Paths,
  beside: OfApplication = nothingBeside,
  before: Judged | null = null,
): Promise<Checked<Declared>> {
  const { roots, others } = rootsOf([paths].flat(), (root) => {
    const folder = `${posix.normalize(root).replace(/\/$/, "")}/`;
    const inside = (file: string) => (folder === "./" ? !file.startsWith("../") : file.startsWith(folder));
    if (texts.names.includes(root)) return { declarations: [root], others: [] };
    return chosenAmong(texts.names.filter(inside));
  });
  if (roots.length === 0)
    return failed({
      code: "no-declarations",
      level: "error",
      subject: [paths].flat().join(", "),
      message: `there is no .ts, .sql or .prisma file in ${[paths].flat().join(", ")}`,
      help: ["name the declarations with --schema PATH, or `schema` in trueup.config.ts"],
    });
  const files = { read: texts.read, known: () => texts.names };
  return withOthers(await declared(roots.toSorted(), files, beside, before), others);
}

/** Expensive code is loaded on demand: SQL files do not need the TypeScript parser. */
async function declared(
  roots: readonly string[],
  files: Files,
  beside: OfApplication,
  before: Judged | null = null,
): Promise<Checked<Declared>> {
  if (roots.every((root) => languageOf(root) === "sql")) {
    const { declareSql } = await import("./sql/declare-sql.ts");
    return declareSql(
      roots.map((file) => ({ file, text: files.read(file) ?? "" })),
      beside,
    );
  }
  const prisma = roots.filter((root) => languageOf(root) === "prisma");
  if (prisma.length > 0 && roots.every((root) => languageOf(root) !== "typescript")) {
    const { declarePrisma } = await import("./prisma/declare-prisma.ts");
    const textsOf = (some: readonly string[]) => some.map((file) => ({ file, text: files.read(file) ?? "" }));
    return declarePrisma(textsOf(prisma), textsOf(roots.filter((root) => languageOf(root) === "sql")), beside);
  }
  const { declare } = await import("./declare.ts");
  const { withParser } = await import("./read/parser.ts");
  return withParser(() => declare(roots, files, beside, before));
}

/** Whether files outside the folder, which are not part of the key, are unchanged. */
function areStill(beyond: Stored["beyond"], disk: Disk): boolean {
  return beyond.every(([file, digest]) => disk.digest(file) === digest);
}

function readTexts(disk: Disk): readonly (readonly [string, string])[] {
  return [...disk.seen].flatMap(([file, text]) => (text === null ? [] : [[file, text] as const]));
}

function forStoring(declared: Declared, warnings: readonly Problem[], disk: Disk): Stored {
  return {
    beyond: beyondOf(disk),
    files: filesOfEntry([...declared.sources.keys()], disk),
    schema: pack(declared.schema),
    rows: (declared.schema.rows ?? []).map(storedRows),
    warnings,
    partial: declared.partial,
    parts: (declared.parts ?? [onePart(declared)]).map(packPart),
  };
}

function beyondOf(disk: Disk): Stored["beyond"] {
  const roots = new Set(disk.roots);
  const beyond = [...disk.seen.keys()].filter((file) => !roots.has(file));
  return beyond.map((file) => [file, disk.digest(file)] as const);
}

function filesOfEntry(files: readonly string[], disk: Disk): Stored["files"] {
  return files.map((file) => [file, disk.digest(file) ?? ""] as const);
}
