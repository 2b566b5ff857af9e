import { closeSync, openSync, readSync } from "node:fs";
import { createRequire } from "node:module";
import type Libsql from "libsql";

let loaded: typeof Libsql | null = null;

/**
 * npm libsql, from the first use on. Which C library Node runs on it learns from two reports about the whole process,
 * and they take longer than all the rest of its loading. Node's own file says the same at its beginning.
 */
export function libsql(): typeof Libsql {
  if (loaded !== null) return loaded;
  const { report } = process;
  const library = report === undefined ? null : libraryOf(process.execPath);
  const load = (): typeof Libsql => createRequire(import.meta.url)("libsql");
  if (library === null) loaded = load();
  else {
    const { getReport } = report;
    report.getReport = () => library;
    try {
      loaded = load();
    } finally {
      report.getReport = getReport;
    }
  }
  return loaded;
}

const beginning = 4096;

/**
 * What a report says of the C library that a program of Linux was made for, by the name of its loader, which stands
 * behind the headers of the file. Null where that is not to be seen there.
 */
export function libraryOf(program: string): object | null {
  if (process.platform !== "linux") return null;
  let text: string;
  try {
    const file = openSync(program, "r");
    const head = Buffer.alloc(beginning);
    text = head.toString("latin1", 0, readSync(file, head, 0, beginning, 0));
    closeSync(file);
  } catch {
    return null;
  }
  const loader = /\0\/[^\0]*\/ld-(linux|musl)[^\0/]*\0/.exec(text)?.[1];
  if (loader === "linux") return { header: { glibcVersionRuntime: "known by its loader" } };
  if (loader === "musl") return { header: {}, sharedObjects: ["ld-musl-"] };
  return null;
}
