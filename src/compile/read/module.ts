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
}

export type Binding = ConstBinding | FunctionBinding | ImportBinding;

export interface ConstBinding {
  readonly kind: "const";
  readonly name: string;
  readonly at: Span;
  readonly module: Module;
  readonly initializer: ts.Expression;
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

/** `from` is null where the import itself was refused, which has been reported. */
export interface ImportBinding {
  readonly kind: "import";
  readonly name: string;
  readonly at: Span;
  readonly from: Module | "trueup" | null;
  /** The name over there; "*" for all of it. */
  readonly imported: string;
}

/** A name that a module gives away: one of its own bindings, or one it passes on. */
export type Export =
  | { readonly kind: "local"; readonly local: string; readonly at: Span }
  | { readonly kind: "value"; readonly binding: ConstBinding }
  | { readonly kind: "passed-on"; readonly from: Module | "trueup" | null; readonly name: string; readonly at: Span };

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
