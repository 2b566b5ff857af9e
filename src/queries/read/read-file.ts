import type { Modules } from "./module.ts";
import type { FoundStatement } from "../query.ts";

export interface FileRead {
  readonly found: readonly FoundStatement[];
  /** Statements that create or change tables. */
  readonly makes: readonly string[];
  /** SQL functions that it registers. */
  readonly functions: readonly string[];
  /** Strings that went into statements, as `file:start`. */
  readonly used: readonly string[];
  /** Its functions that other files may call with pieces of its statements. */
  readonly open: readonly string[];
}

export const nothingRead: FileRead = { found: [], makes: [], functions: [], used: [], open: [] };

/** Reads a file as the kind that its name says; a reason if it is not read. */
export async function readFile(
  file: string,
  text: string,
  modules: Modules,
): Promise<FileRead | { readonly why: string }> {
  if (file.endsWith(".sql")) return (await import("./read-sql.ts")).readSql(file, text);
  if (text.length > longest) return { why: "it has more than 2 MB" };
  if (isMinified(text)) return { why: "it is minified" };
  const module = modules.module(file);
  if (module === null) return { why: "it is nested too deeply" };
  return (await import("./read-source.ts")).readSource(module, modules);
}

const longest = 2_000_000;

/** Code written by machines for machines: lines that no editor would show. */
function isMinified(text: string): boolean {
  if (text.length < 50_000) return false;
  let lines = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines += 1;
  return text.length / lines > 500;
}
