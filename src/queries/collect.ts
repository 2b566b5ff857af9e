import { type Cache, cacheKey } from "../compile/cache.ts";
import { contentDigest } from "../compile/entry-file.ts";
import type { SourceFiles } from "./files.ts";
import { count, plural } from "../words/numbers.ts";
import type { Links } from "./links.ts";
import type { FileReading } from "./read/reader.ts";
import type { Collected, Query, Skipped } from "./query.ts";
import type { FileRead } from "./read/read-file.ts";
import { readLog, type Recorded, sameStatement } from "./read/read-log.ts";
import { runtimeNames } from "./runtime.ts";
import { withPlaceholders } from "./statement.ts";
import { hasHole } from "./text.ts";

export interface CollectOptions {
  /** The application's own placeholders for values. */
  readonly placeholders: Readonly<Record<string, string>>;
  readonly cache: Pick<Cache, "get" | "set">;
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
  /** The files in which calls of its functions were looked for. */
  readonly callers: readonly string[];
}

/** What a file says of others, in a cache entry of its own: it is only needed once something has changed. */
interface Linked extends Links {
  readonly hash: string;
  /** What it calls, if that was ever asked. */
  called: readonly string[] | null;
}

/** Every statement in the application's files. Nothing is run; an unchanged file is not even read again. */
export async function collect(files: SourceFiles, options: CollectOptions): Promise<Collected> {
  const key = cacheKey("queries", options.key);
  const before = mapFrom<Kept>(options.cache.get(key));
  const sources = files.files.filter(({ file }) => source.test(file));
  const marks = new Map(sources.map(({ file, stamp }) => [file, stamp]));
  const hashes = new Map<string, string>();
  const now = new Map<string, Kept>();
  let changed = before.size !== sources.length;
  for (const { file, stamp } of sources) {
    const old = before.get(file);
    const isSame =
      old !== undefined && hashNow(file) === old.hash && old.beyond.every(([other, hash]) => hashNow(other) === hash);
    if (isSame) now.set(file, { ...old, stamp });
    if (!isSame || stamp !== old.stamp) changed = true;
  }
  if (changed) {
    await readChanged();
    options.cache.set(key, [...now]);
  }
  return assemble(
    files,
    sources.flatMap(({ file }) => entryOf(file)),
    options,
  );

  function entryOf(file: string): readonly (readonly [string, Kept])[] {
    const kept = now.get(file);
    return kept === undefined ? [] : [[file, kept]];
  }

  async function readChanged(): Promise<void> {
    const keyOfLinks = cacheKey("links", options.key);
    const links = new Map(mapFrom<Linked>(options.cache.get(keyOfLinks)));
    const { readAll } = await import("./read-all.ts");
    const isRead = (file: string) => now.has(file) && links.get(file)?.hash === now.get(file)?.hash;
    const fresh = await readAll(
      files,
      sources.filter(({ file }) => !isRead(file)),
    );
    for (const { file, hash } of fresh) hashes.set(file, hash);
    for (const reading of fresh) {
      keep(reading, []);
      links.set(reading.file, { ...reading.links, hash: reading.hash, called: null });
    }
    for (const file of links.keys()) if (!marks.has(file)) links.delete(file);
    await readWithCallers(links);
    options.cache.set(keyOfLinks, [...links]);
  }

  function keep({ file, hash, read, asked, builder }: FileReading, callers: readonly string[]): void {
    const beyond = asked.map((other) => [other, hashNow(other)] as const);
    now.set(file, { stamp: marks.get(file) ?? null, hash, beyond, read, builder, callers });
  }

  /** Files whose functions take pieces of statements, again where other files may call those. */
  async function readWithCallers(links: ReadonlyMap<string, Linked>): Promise<void> {
    const open = [...now].flatMap(([file, { read, callers }]) =>
      "why" in read || (read.open.length === 0 && callers.length === 0) ? [] : [{ file, names: read.open, callers }],
    );
    if (open.length === 0) return;
    const [{ callersAmong }, { calledIn }, { openReader }] = await Promise.all([
      import("./callers.ts"),
      import("./links.ts"),
      import("./read/reader.ts"),
    ]);
    const among = callersAmong(links, (file) => {
      const about = links.get(file);
      if (about === undefined) return [];
      about.called ??= calledIn(files.read(file) ?? "");
      return about.called;
    });
    const reader = openReader(files.read, among);
    for (const { file, names, callers } of open) {
      const found = [...new Set(names.flatMap((name) => among(file, name)))].sort();
      if (found.join("\0") === callers.join("\0")) continue;
      for (const reading of await reader([file])) keep(reading, found);
    }
  }

  /** The hash of a file as it is now: if its mark is known, without reading it. */
  function hashNow(file: string): string {
    const known = hashes.get(file);
    if (known !== undefined) return known;
    const hash = hashByMark(file) ?? hashByText(file);
    hashes.set(file, hash);
    return hash;
  }

  function hashByMark(file: string): string | null {
    const known = marks.get(file);
    const stamp = known === undefined ? files.stampOf(file) : known;
    if (stamp === "none") return "none";
    const old = before.get(file);
    return old !== undefined && stamp !== null && stamp === old.stamp ? old.hash : null;
  }

  function hashByText(file: string): string {
    const text = files.read(file);
    return text === null ? "none" : contentDigest(text);
  }
}

function mapFrom<Value>(value: unknown): ReadonlyMap<string, Value> {
  // The entry was sealed by the same version of the tool that reads it.
  return Array.isArray(value) ? new Map<string, Value>(value) : new Map();
}

/** One list of the contents of all files and logs. */
function assemble(files: SourceFiles, read: readonly (readonly [string, Kept])[], options: CollectOptions): Collected {
  const queries: Query[] = [];
  const skipped: Skipped[] = [];
  const whole = read.flatMap(([file, kept]): (readonly [string, FileRead])[] => {
    if (!("why" in kept.read)) return [[file, kept.read]];
    skipped.push({ file, why: `not read: ${kept.read.why}` });
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
    if (log.broken > 0) skipped.push({ file, why: `not read: ${plural(log.broken, "line")} that no recorder wrote` });
    if (log.cut)
      skipped.push({ file, why: `only its first ${count(log.statements.length)} distinct statements are read` });
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
    builders: read.flatMap(([file, { builder }]) => (builder === null ? [] : [{ file, builder }])),
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
