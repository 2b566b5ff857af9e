import { type Modules, openModules, type ReadFile } from "./module.ts";
import { type FileRead, readFile } from "./read-file.ts";

/** What is in a file, and the other files that were asked for it. */
export interface Reading {
  readonly file: string;
  readonly read: FileRead | { readonly why: string };
  readonly asked: readonly string[];
}

/** Reads files of the application, some at a time. */
export function openReader(
  read: ReadFile,
  callers?: Modules["callers"],
): (files: readonly string[]) => Promise<readonly Reading[]> {
  const modules = openModules(read, callers);
  return async (files) => {
    const readings: Reading[] = [];
    for (const file of files) {
      const text = read(file);
      modules.asked.clear();
      const found = text === null ? { why: "it cannot be read as UTF-8" } : await readFile(file, text, modules);
      modules.asked.delete(file);
      readings.push({ file, read: found, asked: [...modules.asked] });
    }
    // A syntax tree takes twenty times the memory of its text, and a part of a text keeps all of it; a copy does not.
    modules.forget();
    return structuredClone(readings);
  };
}
