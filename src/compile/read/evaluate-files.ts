import { type Problem, type Span, ProblemError } from "../../problem/problem.ts";
import { type Files, type Loaded, loader, noPackages, type Packages } from "./load.ts";
import { readLooseModule } from "./loose-module.ts";
import type { Module, Run } from "./module.ts";
import { evaluateConst, exportedValue, valueNamed } from "./names.ts";
import { readModule } from "./read-module.ts";
import { newTraces } from "./trace.ts";

export interface Evaluated {
  readonly run: Run;
  /** Every file that was read, in the order it was first named. */
  readonly modules: readonly Module[];
  readonly problems: readonly Problem[];
}

/**
 * Reads files and everything they import, and evaluates every const in them. None of it is run. If they stand `alone`,
 * what they import is evaluated only where they need it.
 */
export function evaluateFiles(
  roots: readonly string[],
  files: Files,
  words: Readonly<Record<string, unknown>>,
  packages: Packages = noPackages,
  alone = false,
): Evaluated {
  const loaded = loader(files, packages, (module) => (module.loose ? readLooseModule : readModule)(module, loaded));
  for (const root of roots) loaded.module(root);
  const all = new Set(loaded.modules.values());
  const own = alone ? new Set(all) : null;
  const problems: Problem[] = [];
  const run: Run = {
    modules: loaded.modules,
    words,
    traces: newTraces(),
    written: new Set(),
    literals: new Set(),
    needs: new Map(),
    evaluateModule,
    own,
    lenders: new Set(),
    budget: { steps: 0, depth: 0 },
    evaluating: [],
  };
  // The set grows while it is iterated: what a file imports comes behind all that is known. Each is evaluated as soon as
  // it is read, so that its tree does not outlive it.
  for (const module of all) {
    if (own?.has(module) !== false) evaluateModule(module);
    for (const other of module.imports) all.add(other);
  }
  for (const module of own ?? []) lend(module, run);
  return {
    run,
    modules: [...new Set([...all, ...loaded.modules.values()])],
    problems: distinct([...loaded.problems, ...problems, ...cycles(loaded, run)]),
  };

  function evaluateModule(module: Module): void {
    if (module.state !== "waiting" || module.loose || own?.has(module) === false) return;
    module.read();
    module.state = "evaluating";
    // Half of a declaration would only cause follow-up errors.
    for (const binding of module.bindings.values()) {
      if (binding.kind !== "const") continue;
      if (module.broken) {
        binding.state = "failed";
        continue;
      }
      try {
        evaluateConst(binding, run);
      } catch (error) {
        problems.push(...problemsOf(error, binding.at));
      }
    }
    module.state = "done";
    if (module.isPlain) module.source = undefined;
  }
}

/** Evaluates what a file imports and passes on before anything is named, since functions in it may use it later. */
function lend(module: Module, run: Run): void {
  const scope = { run, module, parameters: null, outer: null };
  for (const binding of module.bindings.values())
    if (binding.kind === "import") attempt(() => valueNamed(binding.name, binding.at, scope));
  for (const name of module.exports.keys()) attempt(() => exportedValue(module, name, run));

  /** A name that is not used may lead nowhere. */
  function attempt(work: () => unknown): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
    }
  }
}

function problemsOf(error: unknown, at: Span): readonly Problem[] {
  if (error instanceof ProblemError) return error.problems;
  if (!(error instanceof RangeError)) throw error;
  return [
    {
      code: "too-much",
      level: "error",
      subject: "",
      message: "this is nested too deeply",
      at,
      help: ["give its inner parts names of their own"],
    },
  ];
}

/** Files that need each other's values while they are read: the result would depend on which came first. */
function cycles({ modules }: Loaded, run: Run): readonly Problem[] {
  const problems: Problem[] = [];
  const state = new Map<Module, "open" | "done">();
  for (const module of modules.values()) visit(module, []);
  return problems;

  function visit(module: Module, path: readonly Module[]): void {
    if (state.get(module) === "done") return;
    if (state.get(module) === "open") {
      problems.push(cycleProblem([...path.slice(path.indexOf(module)), module], run));
      return;
    }
    state.set(module, "open");
    for (const other of run.needs.get(module)?.keys() ?? []) visit(other, [...path, module]);
    state.set(module, "done");
  }
}

function cycleProblem(path: readonly Module[], run: Run): Problem {
  const places = path.slice(1).flatMap((to, index) => {
    const from = path[index] as Module;
    const at = run.needs.get(from)?.get(to);
    return at === undefined ? [] : [{ at, label: `${from.file} needs ${to.file} here` }];
  });
  const [first, ...others] = places;
  return {
    code: "import-cycle",
    level: "error",
    subject: "",
    message: "these files need each other while they are read, so neither can come first",
    ...(first !== undefined && { at: first.at, label: first.label }),
    also: others,
    help: [
      "refer to one of them in an arrow function, which is called later: references(() => genre.id)",
      "or move what both need into a file of its own",
    ],
  };
}

/** The same problem may be reached in several ways. */
export function distinct(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter((problem) => {
    const key = JSON.stringify([problem.code, problem.at ?? problem.subject, problem.message]);
    return !seen.has(key) && seen.add(key);
  });
}
