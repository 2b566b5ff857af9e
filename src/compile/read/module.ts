import type { Span } from "../../problem/problem.ts";
import type { Traces } from "./trace.ts";
import type { ts } from "./typescript.ts";

/** One file of declarations, parsed and evaluated step by step. */
export interface Module {
  readonly file: string;
  readonly text: string;
  /** Its tree: undefined before it is read, and again once it was evaluated if it is plain. Trees are large. */
  source: ts.SourceFile | undefined;
  /** Whether the nodes of its tree know where they begin without it. */
  isPlain: boolean;
  state: "waiting" | "evaluating" | "done";
  /** Its top-level names, in file order. */
  readonly bindings: Map<string, Binding>;
  readonly exports: Map<string, Export>;
  /** `export * from`, and whatever else it imports: both are loaded with it. */
  readonly stars: Module[];
  /** Whether it has syntax errors: missing names in it are then not reported. */
  broken: boolean;
  /** Parses it, and reads its top level, if that has not been done: its names, its exports and what it imports. */
  readonly read: () => void;
  /** The files that it imports, in the order in which it names them; known once it was read. */
  readonly imports: Module[];
  /**
   * Whether it is a file that is not trueup's: values are evaluated on demand, and what cannot be read is a value, too.
   */
  readonly loose: boolean;
  /** `export * from` of a loose file, resolved when a name is looked up. */
  readonly later: (() => Source)[];
}

/** The exports of a package for a loose file; null if they are not known. */
export interface Package {
  readonly package: string;
  readonly words: Readonly<Record<string, unknown>> | null;
  /** Whether nothing that comes from it can be a table. */
  readonly harmless: boolean;
  /** Whether it is a file by its name, and there is none. */
  readonly missing?: boolean;
}

/** Where an import leads. Null if the import itself was refused, which has been reported. */
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
  /** Null once it has a value. */
  initializer: ts.Expression | null;
  /** If the value is destructured: the path to the part with this name. */
  readonly pattern?: Pattern;
  /** Declared with `let` or `var`: its value is not known. */
  readonly changes?: true;
  /** A statement of its own, without a name that could be used. */
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
  /** The name in the other file; "*" for all of them. */
  readonly imported: string;
}

/** A step into a destructured value: `{ a: { b = 1 } }`, `[first, ...others]`. */
export interface Pattern {
  readonly from: Pattern | null;
  readonly key: string | number;
  readonly rest: boolean;
  /** Keys that a rest leaves out. */
  readonly without: readonly string[];
  readonly fallback: ts.Expression | null;
}

/** What only a loose file may declare: an enum, or a class, about which nothing is known. */
export interface OtherBinding {
  readonly kind: "other";
  readonly name: string;
  readonly at: Span;
  readonly module: Module;
  readonly node: ts.EnumDeclaration | ts.ClassDeclaration;
  value: unknown;
}

/** A name that a module exports: one of its own bindings, or a re-export. */
export type Export =
  | { readonly kind: "local"; readonly local: string; readonly at: Span }
  | { readonly kind: "value"; readonly binding: ConstBinding }
  | { readonly kind: "passed-on"; readonly from: Source; readonly name: string; readonly at: Span };

/** The state of an evaluation. */
export interface Run {
  /** Every file that was read, by its path. */
  readonly modules: ReadonlyMap<string, Module>;
  readonly words: Readonly<Record<string, unknown>>;
  readonly traces: Traces;
  /** Functions written in declarations: the only ones besides the vocabulary that may be called. */
  readonly written: Set<object>;
  /** Objects and arrays written in declarations: their own properties are data. */
  readonly literals: Set<object>;
  /** Where one module needs a value of another while it is being read, rather than later in an arrow function. */
  readonly needs: Map<Module, Map<Module, Span>>;
  /** Evaluates a module's consts in order; does nothing if that has begun. */
  readonly evaluateModule: (module: Module) => void;
  /** The files to evaluate as a whole; of any other, only what they need. Null for all. */
  readonly own: ReadonlySet<Module> | null;
  /** Other files of which something was needed. */
  readonly lenders: Set<Module>;
  readonly budget: { steps: number; depth: number };
  /** The consts that are being evaluated, each for the one before it. */
  readonly evaluating: ConstBinding[];
}

/** Names as one expression sees them. */
export interface Scope {
  readonly run: Run;
  readonly module: Module;
  /** Parameters of the functions around, innermost first. */
  readonly parameters: ReadonlyMap<string, unknown> | null;
  readonly outer: Scope | null;
}
