import { isAscii, isUtf8 } from "node:buffer";
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { readPatterns } from "./patterns.ts";

export interface SourceFile {
  readonly file: string;
  /** A mark that is unique to its content; null if only the content itself can tell. */
  readonly stamp: string | null;
  /** In bytes, as far as it is known without reading it. */
  readonly size: number;
}

/** The application's files, wherever they are stored. */
export interface SourceFiles {
  /** Where they are on disk; absent if they are somewhere else. */
  readonly folder?: string;
  /** Sorted. */
  readonly files: readonly SourceFile[];
  readonly unmatched: readonly string[];
  /** `null` if there is no such file, or it is not UTF-8. */
  read(file: string): string | null;
  /** The mark of any file, even one that no pattern names. */
  stampOf(file: string): string | null;
  lines(file: string): Iterable<string>;
}

/** A file that was written moments ago may be written again with the same timestamp. */
const moment = 2000;

/** The files of a folder that patterns name. Dependencies and hidden folders are never entered. */
export function filesOnDisk(folder: string, patterns: readonly string[], now: number): SourceFiles {
  const meant = readPatterns(patterns, (path) => kindOf(join(folder, path)) === "folder");
  const files: string[] = [];
  for (const root of meant.roots) {
    const kind = kindOf(join(folder, root));
    if (kind === "folder") walk(root === "." ? "" : root);
    else if (kind === "file" && meant.matches(root)) files.push(root);
  }
  const sorted = [...new Set(files)].sort();
  return {
    folder,
    files: sorted.map(sourceFile),
    unmatched: meant.unmatched(sorted),
    read: readerOf(folder),
    stampOf,
    lines: (file) => linesOf(join(folder, file)),
  };

  function walk(at: string): void {
    let entries: ReturnType<typeof list>;
    try {
      entries = list(join(folder, at));
    } catch (error) {
      if (error instanceof Error && "code" in error) return;
      throw error;
    }
    for (const entry of entries) {
      if (isHidden(entry.name) || entry.name === "node_modules") continue;
      const path = at === "" ? entry.name : `${at}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!meant.leavesOut(path)) walk(path);
      } else if (meant.matches(path) && (entry.isFile() || kindOf(join(folder, path)) === "file")) files.push(path);
    }
  }

  function stampOf(file: string): string | null {
    return sourceFile(file).stamp;
  }

  function sourceFile(file: string): SourceFile {
    const stat = statSync(`${folder}/${file}`, { throwIfNoEntry: false });
    if (stat === undefined) return { file, stamp: "none", size: 0 };
    const { mtimeMs, ctimeMs, size, ino } = stat;
    const isFresh = Math.max(mtimeMs, ctimeMs) > now - moment;
    return { file, stamp: isFresh ? null : `${mtimeMs} ${ctimeMs} ${size} ${ino}`, size };
  }
}

/** Reads the files of a folder. */
export function readerOf(folder: string): (file: string) => string | null {
  return (file) => textOf(join(folder, file));
}

/** Routes of web servers are in `.well-known`. */
function isHidden(name: string): boolean {
  return name.startsWith(".") && name !== ".well-known";
}

function list(folder: string) {
  return readdirSync(folder, { withFileTypes: true });
}

function kindOf(path: string): "file" | "folder" | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? null : stat.isDirectory() ? "folder" : "file";
}

function textOf(path: string): string | null {
  try {
    const bytes = readFileSync(path);
    if (isAscii(bytes)) return bytes.toString("latin1");
    return isUtf8(bytes) ? bytes.toString("utf8") : null;
  } catch (error) {
    if (error instanceof Error && "code" in error) return null;
    throw error;
  }
}

/** Line by line: a log may be larger than memory. */
function* linesOf(path: string): Iterable<string> {
  const file = openSync(path, "r");
  try {
    const decoder = new StringDecoder("utf8");
    const chunk = Buffer.alloc(1 << 20);
    let rest = "";
    for (let size = readSync(file, chunk); size > 0; size = readSync(file, chunk)) {
      const lines = (rest + decoder.write(chunk.subarray(0, size))).split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
    }
    if (rest !== "") yield rest;
  } finally {
    closeSync(file);
  }
}
