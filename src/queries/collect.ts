import { createHash } from "node:crypto";
import { type Cache, cacheKey } from "../compile/cache.ts";
import type { SourceFiles } from "./files.ts";
import { openModules } from "./read/module.ts";
import type { Collected, Query, Skipped } from "./query.ts";
import { type FileRead, nothingRead } from "./read/read-file.ts";
import { readLog, type Recorded, sameStatement } from "./read/read-log.ts";
import { runtimeNames } from "./runtime.ts";
import { mayHoldSql, withPlaceholders } from "./statement.ts";
import { hasHole } from "./text.ts";

export interface CollectOptions {
  /** The application's own placeholders for values. */
  readonly placeholders: Readonly<Record<string, string>>;
  readonly cache: Cache;
  /** Distinguishes this list of files from others in the same cache. */
  readonly key: string;
}

const source = /\.(?:[cm]?[tj]sx?|vue|svelte|astro|sql)$/;

/** The cache entry of one file: its mark, its hash, the other files it was read from, and what it contains. */
interface Kept {
  readonly stamp: string | null;
  readonly hash: string;
  /** Other files that were asked for, each with its hash; `none` if it does not exist. */
  readonly beyond: readonly (readonly [string, string])[];
  readonly read: FileRead | { readonly why: string };
  /** The builder that it imports. */
  readonly builder: string | null;
}

const builders =
  /(?:from|require\(|import\()\s*["'](kysely|knex|typeorm|sequelize|objection|@prisma\/client|drizzle-orm|@mikro-orm)(?:\/[^"']*)?["']/;

/** Every statement in the application's files. Nothing is run; an unchanged file is not even read again. */
export async function collect(files: SourceFiles, options: CollectOptions): Promise<Collected> {
  const key = cacheKey("queries", options.key);
  const before = keptBefore(options.cache.get(key));
  const now = new Map<string, Kept>();
  const texts = new Map<string, string | null>();
  const hashes = new Map<string, string>();
  const modules = openModules(read);
  let changed = false;
  let parsed = 0;
  for (const { file, stamp } of files.files.filter(({ file }) => source.test(file))) {
    const old = before.get(file);
    const isSame =
      old !== undefined &&
      ((stamp !== null && stamp === old.stamp) || hashOf(file) === old.hash) &&
      old.beyond.every(([other, hash]) => isStill(other, hash));
    if (isSame && stamp === old.stamp) now.set(file, old);
    else {
      changed = true;
      now.set(file, isSame ? { ...old, stamp } : await readAnew(file, stamp));
    }
    texts.delete(file);
    if (++parsed % 16 === 0) forget();
  }
  if (changed || before.size !== now.size) options.cache.set(key, [...now]);
  return assemble(files, now, options);

  /** A syntax tree takes twenty times the memory of its text. */
  function forget(): void {
    texts.clear();
    modules.forget();
  }

  function read(file: string): string | null {
    const known = texts.get(file);
    if (known !== undefined) return known;
    const text = files.read(file);
    texts.set(file, text);
    return text;
  }

  function hashOf(file: string): string {
    const known = hashes.get(file);
    if (known !== undefined) return known;
    const text = read(file);
    const hash = text === null ? "none" : createHash("sha1").update(text).digest("base64");
    hashes.set(file, hash);
    return hash;
  }

  /** A file outside the list, or one already seen: its mark is enough if it is known. */
  function isStill(file: string, hash: string): boolean {
    const known = before.get(file);
    const stamp = files.stampOf(file);
    if (stamp === "none") return hash === "none";
    if (known !== undefined && stamp !== null && stamp === known.stamp) return known.hash === hash;
    return hashOf(file) === hash;
  }

  async function readAnew(file: string, stamp: string | null): Promise<Kept> {
    const text = read(file);
    const hash = hashOf(file);
    if (text === null) return { stamp, hash, beyond: [], read: { why: "it cannot be read as UTF-8" }, builder: null };
    const builder = builders.exec(text)?.[1] ?? null;
    if (!file.endsWith(".sql") && !mayHoldSql(text)) return { stamp, hash, beyond: [], read: nothingRead, builder };
    const { readFile } = await import("./read/read-file.ts");
    modules.asked.clear();
    const found = await readFile(file, text, modules);
    modules.asked.delete(file);
    return { stamp, hash, beyond: [...modules.asked].map((other) => [other, hashOf(other)]), read: found, builder };
  }
}

function keptBefore(value: unknown): ReadonlyMap<string, Kept> {
  // The entry was sealed by the same version of the tool that reads it.
  return Array.isArray(value) ? new Map<string, Kept>(value) : new Map();
}

/** One list of the contents of all files and logs. */
function assemble(files: SourceFiles, read: ReadonlyMap<string, Kept>, options: CollectOptions): Collected {
  const queries: Query[] = [];
  const skipped: Skipped[] = [];
  const whole = [...read].flatMap(([file, kept]): (readonly [string, FileRead])[] => {
    if (!("why" in kept.read)) return [[file, kept.read]];
    skipped.push({ file, why: kept.read.why });
    return [];
  });
  const used = new Set(whole.flatMap(([, each]) => each.used));
  for (const [file, each] of whole) {
    for (const found of each.found) {
      const variants = found.variants.map((text) => withPlaceholders(text, options.placeholders));
      queries.push({ ...found, file, variants, piece: used.has(`${file}:${found.start}`) });
    }
  }
  const logs = files.files.filter(({ file }) => !source.test(file));
  const known = new Set<string>();
  if (logs.length > 0)
    for (const text of queries.flatMap(({ variants }) => variants))
      if (!hasHole(text)) known.add(sameStatement(text.sql));
  for (const { file } of logs) {
    const log = readLog(files.lines(file));
    if (log.broken > 0) skipped.push({ file, why: `${log.broken} of its lines were not written by a recorder` });
    if (log.cut) skipped.push({ file, why: "it has more distinct statements than are read" });
    for (const recorded of log.statements) {
      const same = sameStatement(recorded.sql);
      if (known.has(same)) continue;
      known.add(same);
      queries.push(fromLog(recorded, file));
    }
  }
  return {
    queries,
    skipped,
    runtime: runtimeNames(whole.map(([, each]) => each)),
    files: files.files.length,
    builders: [...read].flatMap(([file, { builder }]) => (builder === null ? [] : [{ file, builder }])),
    logs: logs.length,
  };
}

function fromLog({ sql, from, line }: Recorded, log: string): Query {
  const place = from ?? { file: log, line };
  return {
    file: place.file,
    line: place.line,
    endLine: place.line,
    start: -1,
    end: -1,
    name: null,
    variants: [{ sql, pieces: [] }],
    cut: false,
    certain: true,
    piece: false,
    foreign: null,
    ignored: [],
  };
}
