import { readPatterns } from "../../queries/patterns.ts";
import type { SourceFiles } from "../../queries/files.ts";
import { filesIn, textsOf } from "../git.ts";

/** The application's files as of a revision, read from git's object store: nothing is checked out. */
export function filesOfRevision(folder: string, revision: string, patterns: readonly string[]): SourceFiles {
  const blobs = filesIn(folder, revision);
  const isFolder = (path: string) => [...blobs.keys()].some((file) => file.startsWith(`${path}/`));
  const meant = readPatterns(patterns, isFolder);
  const files = [...blobs.keys()].filter((file) => meant.matches(file)).sort();
  const texts = new Map<string, string | null>();
  return {
    files: files.map((file) => ({ file, stamp: stampOf(file), size: 0 })),
    unmatched: meant.unmatched(files),
    read,
    stampOf,
    lines: (file) => (read(file) ?? "").split("\n"),
  };

  function stampOf(file: string): string {
    return blobs.get(file) ?? "none";
  }

  function read(file: string): string | null {
    const known = texts.get(file);
    if (known !== undefined) return known;
    if (!blobs.has(file)) return null;
    // The first request reads all of them.
    const wanted = texts.size === 0 && files.includes(file) ? files : [file];
    const ids = wanted.flatMap((each) => blobs.get(each) ?? []);
    const found = textsOf(folder, revision, ids);
    for (const [n, each] of wanted.entries()) texts.set(each, decoded(found[n] ?? Buffer.of()));
    return texts.get(file) ?? null;
  }
}

function decoded(bytes: Buffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
