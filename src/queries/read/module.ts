import { posix } from "node:path";
import { ts } from "../../compile/read/typescript.ts";
import { aliasesOf } from "./aliases.ts";
import { prepare } from "./scope.ts";

/** A source file of the application, parsed. */
export interface Module {
  readonly file: string;
  readonly text: string;
  readonly source: ts.SourceFile;
}

/** Parses files on demand, each once; null if the file does not exist or cannot be parsed at all. */
export interface Modules {
  module(file: string): Module | null;
  /** The file that an import names, seen from another. */
  imported(specifier: string, from: string): Module | null;
  /** The files that may call what another one exports under a name; none while they are not known yet. */
  callers(file: string, name: string): readonly string[];
  /** Every file that was asked for by `module` or an import, whether or not it exists. */
  readonly asked: Set<string>;
  /** Releases a file that was read, and everything that others asked for if it is too much to keep. */
  forget(file: string): void;
}

/** Where texts come from. `null` if there is no such file. */
export type ReadFile = (file: string) => string | null;

/** A syntax tree takes twenty times the memory of its text. */
const mostKept = 500_000;

export function openModules(read: ReadFile, callers: Modules["callers"] = () => []): Modules {
  const modules = new Map<string, Module | null>();
  const asked = new Set<string>();
  const aliases = aliasesOf(read, (file) => asked.add(file));
  const shared = new Set<string>();
  let kept = 0;
  return { module, imported, callers, asked, forget };

  function module(file: string): Module | null {
    asked.add(file);
    const known = modules.get(file);
    if (known !== undefined) return known;
    const text = read(file);
    const made = text === null ? null : parsed(file, text);
    modules.set(file, made);
    kept += text?.length ?? 0;
    return made;
  }

  function forget(file: string): void {
    if (!shared.has(file)) {
      kept -= modules.get(file)?.text.length ?? 0;
      modules.delete(file);
    }
    if (kept < mostKept) return;
    modules.clear();
    kept = 0;
  }

  function imported(specifier: string, from: string): Module | null {
    const paths = specifier.startsWith(".")
      ? [posix.join(posix.dirname(from), specifier)]
      : aliases(specifier, posix.dirname(from));
    for (const candidate of paths.flatMap(candidates)) {
      const found = module(candidate);
      if (found === null) continue;
      shared.add(candidate);
      return found;
    }
    return null;
  }
}

/** `./tune`, `./tune.js` and `./tune.ts` all mean tune.ts, as in TypeScript itself. */
function candidates(path: string): readonly string[] {
  const script = /\.([cm]?)js(x?)$/.exec(path);
  if (script !== null) return [`${path.slice(0, -script[0].length)}.${script[1]}ts${script[2]}`, path];
  if (/\.(?:[cm]?tsx?|jsx|vue|svelte)$/.test(path)) return [path];
  return [".ts", ".tsx", "/index.ts", ".js", ".mjs", "/index.js", ".mts", ".jsx"].map((end) => path + end);
}

function parsed(file: string, text: string): Module | null {
  const script = scriptOf(file, text);
  try {
    const source = ts.createSourceFile(
      file,
      script,
      { languageVersion: ts.ScriptTarget.ESNext, jsDocParsingMode: ts.JSDocParsingMode.ParseNone },
      false,
      kindOf(file),
    );
    prepare(source);
    return { file, text: script, source };
  } catch (error) {
    // The parser recurses for each level of nesting.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The only thing that TSX reads differently is a type in angle brackets before an expression. */
function kindOf(file: string): ts.ScriptKind {
  return /\.[cm]?ts$/.test(file) ? ts.ScriptKind.TS : ts.ScriptKind.TSX;
}

/** The scripts of a component file in their places, with spaces for everything else. */
function scriptOf(file: string, text: string): string {
  if (!/\.(?:vue|svelte|astro|html)$/.test(file)) return text;
  const blocks = file.endsWith(".astro")
    ? text.matchAll(/^(---\r?\n)([^]*?)\r?\n---/g)
    : text.matchAll(/(<script\b[^>]*>)([^]*?)<\/script\s*>/gi);
  let script = "";
  for (const block of blocks) {
    const start = block.index + (block[1]?.length ?? 0);
    script += blank(text.slice(script.length, start)) + (block[2] ?? "");
  }
  return script + blank(text.slice(script.length));
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, " ");
}
