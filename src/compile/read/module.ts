import type { Span } from "../../problem/problem.ts";
import type { Traces } from "./trace.ts";
import type { ts } from "./typescript.ts";

/** One file of declarations, parsed and, step by step, evaluated. */
export interface Module {
  readonly file: string;
  readonly text: string;
  readonly source: ts.SourceFile;
  state: "waiting" | "evaluating" | "done";
  /** What its top level names, in the order of the file. */
  readonly bindings: Map<string, Binding>;
  readonly exports: Map<string, Export>;
  /** `export * from`, and whatever else it imports: both are loaded with it. */
  readonly stars: Module[];
  /** Whether it has syntax errors: what is missing in it is no news. */
  readonly broken: boolean;
  /** Whether its top level has been looked through. */
  read: boolean;
  /**
   * Whether it is a file that is not ours: a value is read when it is asked for, and what cannot be read is a value too.
   */
  readonly loose: boolean;
  /** `export * from` of a loose file, looked for when a name is. */
  readonly later: (() => Source)[];
}

/** What a package gives to a loose file; no words where they are not known. */
export interface Package {
  readonly package: string;
  readonly words: Readonly<Record<string, unknown>> | null;
  /** Whether nothing that comes from it can be a table. */
  readonly harmless: boolean;
}

/** Where an import leads. Null where the import itself was refused, which has been reported. */
export type Source = Module | "trueup" | Package | null;

export function isPackage(source: Source): source is Package {
  return source !== null && source !== "trueup" && "package" in source;
}

export type Binding = ConstBinding | FunctionBinding | ImportBinding | OtherBinding;

export interface ConstBinding {
  readonly kind: "const";
  readonly name: string;
  readonly at: Span;
  readonly module: Module;
  readonly initializer: ts.Expression;
  /** Where the value is taken apart: the way to the part that bears this name. */
  readonly pattern?: Pattern;
  /** Written with `let` or `var`: what it holds is not known. */
  readonly changes?: true;
  /** A statement of its own, which bears no name that anything could use. */
  readonly statement?: true;
  readonly doc: string | null;
  state: "waiting" | "evaluating" | "ready" | "failed";
  value: unknown;
}

export interface FunctionBinding {
  readonly kind: "function";
  readonly name: string;
  readonly at: Span;
  readonly module: Module;
  readonly node: ts.FunctionDeclaration;
  value: unknown;
}

export interface ImportBinding {
  readonly kind: "import";
  readonly name: string;
  readonly at: Span;
  readonly from: Source;
  /** The name over there; "*" for all of it. */
  readonly imported: string;
}

/** A step into a value that is taken apart: `{ a: { b = 1 } }`, `[first, ...others]`. */
export interface Pattern {
  readonly from: Pattern | null;
  readonly key: string | number;
  readonly rest: boolean;
  /** Keys that a rest leaves out. */
  readonly without: readonly string[];
  readonly fallback: ts.Expression | null;
}

/** What only a loose file names: an enum, or a class, which nothing is known of. */
export interface OtherBinding {
  readonly kind: "other";
  readonly name: string;
  readonly at: Span;
  readonly module: Module;
  readonly node: ts.EnumDeclaration | ts.ClassDeclaration;
  value: unknown;
}

/** A name that a module gives away: one of its own bindings, or one it passes on. */
export type Export =
  | { readonly kind: "local"; readonly local: string; readonly at: Span }
  | { readonly kind: "value"; readonly binding: ConstBinding }
  | { readonly kind: "passed-on"; readonly from: Source; readonly name: string; readonly at: Span };

/** What evaluating has at hand everywhere. */
export interface Run {
  /** Every file that was read, by its path. */
  readonly modules: ReadonlyMap<string, Module>;
  readonly words: Readonly<Record<string, unknown>>;
  readonly traces: Traces;
  /** Functions that a declaration wrote: the only ones besides the vocabulary that may be called. */
  readonly written: WeakSet<object>;
  /** Objects and arrays that a declaration wrote: their own properties are data. */
  readonly literals: WeakSet<object>;
  /** Where one module needs a value of another while it is being read, not later in an arrow function. */
  readonly needs: Map<Module, Map<Module, Span>>;
  /** Reads a module's consts in order; does nothing where that has begun. */
  readonly evaluateModule: (module: Module) => void;
  readonly budget: { steps: number; depth: number };
}

/** Names as one expression sees them. */
export interface Scope {
  readonly run: Run;
  readonly module: Module;
  /** Parameters of the functions around, innermost first. */
  readonly parameters: ReadonlyMap<string, unknown> | null;
  readonly outer: Scope | null;
}
