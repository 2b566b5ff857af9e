import { posix } from "node:path";
import type { Problem, Span } from "../../problem/problem.ts";
import type { Module, Source } from "./module.ts";
import { candidates } from "./resolve/candidates.ts";
import { locator } from "./resolve/locate.ts";
import { nearest } from "../../problem/nearest.ts";
import { parser } from "./parser.ts";
import { readPlain } from "./plain/read-plain.ts";
import type { ts } from "./typescript.ts";

/** The source of texts: a disk, or a map. `null` if there is no such file. */
export interface Files {
  read(path: string): string | null;
  /** Paths to suggest for a misspelt import. */
  known(): readonly string[];
  /** The folders in a folder, for the packages of a workspace. */
  list?(folder: string): readonly string[];
}

/** What is known about packages, for files that are not trueup's. */
export interface Packages {
  /** The exports of a package; null if they are not known. */
  words(name: string, file: string): Readonly<Record<string, unknown>> | null;
  /** Whether nothing that comes from it can be a table. */
  harmless(name: string): boolean;
  /** Whether a file is not one of trueup's, judging by its text. */
  isLoose(file: string, text: string, from: Module | null): boolean;
}

export const noPackages: Packages = { words: () => null, harmless: () => true, isLoose: () => false };

export interface Loaded {
  readonly modules: ReadonlyMap<string, Module>;
  module(file: string, from?: Module): Module | null;
  /** Where an import of a file that is not trueup's leads. */
  locate(specifier: string, at: Span, from: Module): Source;
  /** The module an import names, seen from a file; or the problem. */
  resolve(specifier: string, at: Span, from: Module): Module | Problem;
  readonly problems: Problem[];
}

/** Parses files on demand, each once. */
export function loader(files: Files, packages: Packages, readTop: (module: Module, loaded: Loaded) => void): Loaded {
  const modules = new Map<string, Module>();
  const problems: Problem[] = [];
  const paths = locator({ read: (file) => files.read(file), list: (folder) => files.list?.(folder) ?? [] });
  const loaded: Loaded = { modules, module, resolve, locate, problems };
  return loaded;

  function locate(specifier: string, _at: Span, from: Module): Source {
    const words = packages.words(specifier, from.file);
    if (words !== null) return { package: specifier, words, harmless: true };
    const possible = paths(specifier, from.file.replaceAll("\\", "/"));
    for (const path of possible) {
      if (path.endsWith(".json") || path.endsWith(".d.ts")) continue;
      const found = module(path, from);
      if (found !== null) return found;
    }
    const missing = /^[./]/.test(specifier) && possible.every((path) => files.read(path) === null);
    return { package: specifier, words: null, harmless: packages.harmless(specifier), missing };
  }

  function module(file: string, from?: Module): Module | null {
    const known = modules.get(file);
    if (known !== undefined) return known;
    const text = files.read(file);
    if (text === null) return null;
    const loose = packages.isLoose(file, text, from ?? null);
    const made: Module = {
      file,
      text,
      source: undefined,
      state: "waiting",
      bindings: new Map(),
      exports: new Map(),
      stars: [],
      isPlain: false,
      broken: false,
      read,
      imports: [],
      loose,
      later: [],
    };
    let wasRead = false;
    modules.set(file, made);
    if (loose) read();
    return made;

    function read(): void {
      if (wasRead) return;
      wasRead = true;
      const { source, isPlain, problems: found } = parse(file, made.text);
      made.source = source;
      made.isPlain = isPlain;
      made.broken = found.length > 0;
      // A file that is only imported matters only if something in it is needed.
      const matters = !loose || from === undefined;
      problems.push(...found.filter(({ code }) => matters || code !== "syntax-error"));
      readTop(made, loaded);
    }
  }

  function resolve(specifier: string, at: Span, from: Module): Module | Problem {
    const path = posix.join(posix.dirname(from.file.replaceAll("\\", "/")), specifier);
    const absolute = specifier.startsWith("/") ? specifier : path;
    for (const candidate of candidates(absolute)) {
      const found = module(candidate, from);
      if (found === null) continue;
      from.imports.push(found);
      return found;
    }
    return notFound(specifier, at, from, files.known());
  }
}

function notFound(specifier: string, at: Span, from: Module, known: readonly string[]): Problem {
  const folder = posix.dirname(from.file.replaceAll("\\", "/"));
  const relative = known
    .filter((file) => file !== from.file)
    .map((file) => posix.relative(folder, file))
    .map((path) => (path.startsWith(".") ? path : `./${path}`));
  const near = nearest(specifier.replace(/\.[cm]?[jt]s$/, ".ts"), relative) ?? nearest(`${specifier}.ts`, relative);
  return {
    code: "import-not-found",
    level: "error",
    subject: posix.basename(specifier),
    message: `there is no file ${specifier}`,
    at,
    label: `not found beside ${posix.basename(from.file)}`,
    help: near === null ? ["imports name a file relative to this one"] : [`did you mean "${near}"?`],
  };
}

interface Parsed extends Pick<Module, "isPlain"> {
  readonly source: ts.SourceFile;
  readonly problems: readonly Problem[];
}

/** Of what cannot be parsed the tree is empty. */
function parse(file: string, text: string): Parsed {
  try {
    const plain = readPlain(text);
    if (plain !== null) return { source: plain, isPlain: true, problems: [] };
    const source = parsed(file, text);
    return { source, isPlain: false, problems: syntaxErrors(source, file, text) };
  } catch (error) {
    // The parser recurses for each level of nesting.
    if (!(error instanceof RangeError)) throw error;
    return {
      source: parsed(file, ""),
      isPlain: false,
      problems: [
        {
          code: "too-much",
          level: "error",
          subject: "",
          message: `${file} is nested too deeply`,
          at: { file, start: 0, end: 0 },
          help: ["give its inner parts names of their own"],
        },
      ],
    };
  }
}

/** The tree of a file that was read, also if it is gone. */
export function treeOf({ file, text, source }: Module): ts.SourceFile {
  return source ?? parse(file, text).source;
}

function parsed(file: string, text: string): ts.SourceFile {
  const ts = parser();
  return ts.createSourceFile(
    file,
    text,
    { languageVersion: ts.ScriptTarget.ESNext, jsDocParsingMode: ts.JSDocParsingMode.ParseNone },
    false,
    /x$/.test(file) ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
}

/** The parser keeps its errors in a property that its types do not show. One error a line is enough. */
function syntaxErrors(source: ts.SourceFile, file: string, text: string): readonly Problem[] {
  const found: unknown = "parseDiagnostics" in source ? source.parseDiagnostics : [];
  if (!Array.isArray(found) || found.length === 0) return [];
  const ts = parser();
  const lines = new Set<number>();
  return found.flatMap((each: Partial<ts.Diagnostic>): Problem[] => {
    if (each.messageText === undefined || each.start === undefined) return [];
    const start = Math.min(each.start, Math.max(0, text.length - 1));
    const { line } = ts.getLineAndCharacterOfPosition(source, start);
    if (lines.has(line)) return [];
    lines.add(line);
    return [syntaxError(file, text, start, each)];
  });
}

function syntaxError(file: string, text: string, start: number, each: Partial<ts.Diagnostic>): Problem {
  const ts = parser();
  const message = ts.flattenDiagnosticMessageText(each.messageText, " ");
  return {
    code: "syntax-error",
    level: "error",
    subject: "",
    message: `this is not TypeScript: ${message.charAt(0).toLowerCase()}${message.slice(1).replace(/\.$/, "")}`,
    at: { file, start, end: Math.min(text.length, start + Math.max(each.length ?? 1, 1)) },
    label: "cannot be read from here",
    help: ["fix the syntax; an editor shows the same"],
  };
}
