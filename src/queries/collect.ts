import { createHash } from "node:crypto";
import { type Cache, cacheKey } from "../compile/cache.ts";
import type { SourceFiles } from "./files.ts";
import { type Calls, callsIn } from "./callers.ts";
import type { ToRead } from "./read-all.ts";
import type { Reading } from "./read/reader.ts";
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
  /** What it calls of other files. */
  readonly calls: Calls;
  /** The files in which calls of its functions were looked for. */
  readonly callers: readonly string[];
}

const builders =
  /(?:from|require\(|import\()\s*["'](kysely|knex|typeorm|sequelize|objection|@prisma\/client|drizzle-orm|@mikro-orm)(?:\/[^"']*)?["']/;

/** Every statement in the application's files. Nothing is run; an unchanged file is not even read again. */
export async function collect(files: SourceFiles, options: CollectOptions): Promise<Collected> {
  const key = cacheKey("queries", options.key);
  const before = keptBefore(options.cache.get(key));
  const now = new Map<string, Kept>();
  const hashes = new Map<string, string>();
  const fresh: ToRead[] = [];
  let changed = false;
  for (const { file, stamp } of files.files.filter(({ file }) => source.test(file))) {
    const old = before.get(file);
    const isSame =
      old !== undefined &&
      ((stamp !== null && stamp === old.stamp) || hashOf(file) === old.hash) &&
      old.beyond.every(([other, hash]) => isStill(other, hash));
    if (!isSame || stamp !== old.stamp) changed = true;
    now.set(file, isSame ? { ...old, stamp } : atFirstSight(file, stamp));
  }
  if (fresh.length > 0) {
    const { readAll } = await import("./read-all.ts");
    for (const reading of await readAll(files, fresh)) keep(reading, []);
  }
  if (changed) await readWithCallers();
  if (changed || before.size !== now.size) options.cache.set(key, [...now]);
  return assemble(files, now, options);

  function keep({ file, read, asked }: Reading, callers: readonly string[]): void {
    const beyond = asked.map((other) => [other, hashOf(other)] as const);
    const seen = now.get(file);
    if (seen !== undefined) now.set(file, { ...seen, beyond, read, callers });
  }

  /** Files whose functions take pieces of statements, again where other files may call those. */
  async function readWithCallers(): Promise<void> {
    const open = [...now].flatMap(([file, { read, callers }]) =>
      "why" in read || (read.open.length === 0 && callers.length === 0) ? [] : [{ file, names: read.open, callers }],
    );
    if (open.length === 0) return;
    const { callersAmong } = await import("./callers.ts");
    const among = callersAmong(new Map([...now].map(([file, { calls }]) => [file, calls])));
    let reader: ReturnType<typeof import("./read/reader.ts").openReader> | null = null;
    for (const { file, names, callers } of open) {
      const found = [...new Set(names.flatMap((name) => among(file, name)))].sort();
      if (found.join("\0") === callers.join("\0")) continue;
      reader ??= (await import("./read/reader.ts")).openReader(files.read, among);
      for (const reading of await reader([file])) keep(reading, found);
    }
  }

  function hashOf(file: string): string {
    const known = hashes.get(file);
    return known ?? hashed(file, files.read(file));
  }

  function hashed(file: string, text: string | null): string {
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

  /** Most files contain no SQL, and are not parsed. */
  function atFirstSight(file: string, stamp: string | null): Kept {
    const text = files.read(file);
    const hash = hashed(file, text);
    const builder = text === null ? null : (builders.exec(text)?.[1] ?? null);
    const first = { stamp, hash, beyond: [], builder, calls: callsIn(text ?? ""), callers: [] };
    if (text === null) return { ...first, read: { why: "it cannot be read as UTF-8" } };
    if (file.endsWith(".sql") || mayHoldSql(text)) fresh.push({ file, size: text.length });
    return { ...first, read: nothingRead };
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
