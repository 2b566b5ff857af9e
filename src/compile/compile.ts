import { posix } from "node:path";
import { type Checked, type Problem, failed, type Sources, Trouble } from "../problem/problem.ts";
import { fingerprint } from "../model/fingerprint.ts";
import { type Cache, cacheKey, openCache } from "./cache.ts";
import type { Declared } from "./declared.ts";
import { type Disk, openDisk } from "./disk.ts";
import { type Stored, restored, stored } from "./stored.ts";

export interface CompileOptions {
  /** The folder for what was compiled earlier; null for none. */
  readonly cache?: string | null;
}

/**
 * Reads a `.ts` file or a folder of them and says what schema it declares, judged by the engine. Unchanged files cost
 * neither the TypeScript parser nor an engine.
 */
export async function compile(path: string, options: CompileOptions = {}): Promise<Checked<Declared>> {
  try {
    const disk = openDisk(path);
    const cache = openCache(options.cache ?? null);
    for (const root of disk.roots) disk.read(root);
    const key = cacheKey("schema", JSON.stringify([...disk.seen]));
    const known = stored(cache.get(key));
    if (known !== null && isStill(known, disk)) return restored(known, new Map(readTexts(disk)));
    const { declare } = await import("./declare.ts");
    const checked = declare(disk.roots, { read: disk.read, known: () => disk.roots });
    if (checked.ok) remember(cache, key, forStoring(checked.value, checked.warnings, disk));
    return checked;
  } catch (error) {
    if (error instanceof Trouble) return failed(...error.problems);
    throw error;
  }
}

/**
 * The fingerprint of what a file or folder declares, where it is known from earlier and there was nothing to say about
 * the declarations; null sends the caller to `compile`. It is read without the schema, which may be large.
 */
export function knownFingerprint(path: string, options: CompileOptions = {}): string | null {
  try {
    const disk = openDisk(path);
    for (const root of disk.roots) disk.read(root);
    const known = openCache(options.cache ?? null).get(
      fingerprintKey(cacheKey("schema", JSON.stringify([...disk.seen]))),
    );
    if (typeof known !== "object" || known === null || !("beyond" in known) || !("fingerprint" in known)) return null;
    const { beyond, fingerprint } = known;
    if (typeof fingerprint !== "string" || !Array.isArray(beyond)) return null;
    return beyond.every(([file, text]) => disk.read(file) === text) ? fingerprint : null;
  } catch (error) {
    if (error instanceof Trouble) return null;
    throw error;
  }
}

function fingerprintKey(key: string): string {
  return cacheKey("fingerprint", key);
}

function remember(cache: Cache, key: string, stored: Stored): void {
  cache.set(key, stored);
  if (stored.warnings.length > 0) return;
  cache.set(fingerprintKey(key), { beyond: stored.beyond, fingerprint: fingerprint(stored.schema) });
}

/** Files that are not on the disk: their names, and the text of each, null where there is none. */
export interface Texts {
  readonly names: readonly string[];
  read(name: string): string | null;
}

/** The same from texts: `root` is a file among them, or a folder. Nothing else is read. */
export async function compileSources(sources: Sources, root: string): Promise<Checked<Declared>> {
  return compileTexts({ names: [...sources.keys()], read: (file) => sources.get(file) ?? null }, root);
}

export async function compileTexts(texts: Texts, root: string): Promise<Checked<Declared>> {
  const folder = `${posix.normalize(root).replace(/\/$/, "")}/`;
  const inside = (file: string) => (folder === "./" ? !file.startsWith("../") : file.startsWith(folder));
  const roots = texts.names.includes(root)
    ? [root]
    : texts.names.filter((file) => inside(file) && /\.[cm]?ts$/.test(file) && !/\.(d|test|spec)\.[cm]?ts$/.test(file));
  if (roots.length === 0)
    return failed({
      code: "no-declarations",
      level: "error",
      subject: root,
      message: `there is no .ts file in ${root}`,
      help: ["name the declarations with --schema PATH, or `schema` in trueup.config.ts"],
    });
  const { declare } = await import("./declare.ts");
  return declare(roots.toSorted(), { read: texts.read, known: () => texts.names });
}

/** Whether files beyond the folder, which the key does not know, still say what they said. */
function isStill(known: Stored, disk: Disk): boolean {
  return known.beyond.every(([file, text]) => disk.read(file) === text);
}

function readTexts(disk: Disk): readonly (readonly [string, string])[] {
  return [...disk.seen].flatMap(([file, text]) => (text === null ? [] : [[file, text] as const]));
}

function forStoring(declared: Declared, warnings: readonly Problem[], disk: Disk): Stored {
  const roots = new Set(disk.roots);
  return {
    beyond: [...disk.seen].filter(([file]) => !roots.has(file)),
    files: [...declared.sources.keys()],
    schema: declared.schema,
    hints: declared.hints,
    warnings,
    silences: declared.silences,
    spans: [...declared.spans],
    docs: [...declared.docs],
  };
}
