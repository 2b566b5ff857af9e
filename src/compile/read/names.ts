import { type Span, ProblemError } from "../../problem/problem.ts";
import { evaluate } from "./evaluate.ts";
import { enumValue, valueAt } from "./loose-meaning.ts";
import {
  type Binding,
  type ConstBinding,
  isPackage,
  type Module,
  type OtherBinding,
  type Package,
  type Pattern,
  type Run,
  type Scope,
  type Source,
} from "./module.ts";
import { didYouMean, didYouMeanPart, meantBy } from "../../problem/nearest.ts";
import { cycle, needsItself, packageWord } from "./names-refused.ts";
import { notDeclarative, runtimeName } from "./refuse.ts";
import { alreadyReported, declarationError } from "./declaration-error.ts";
import { ts } from "./syntax.ts";
import { asUnread, errorOf, isUnread, unreadValue } from "./unread.ts";
import { writeFunction } from "./written-function.ts";

/** The value of a name where it is used: a parameter, a const, a function, an import. */
export function valueNamed(name: string, at: Span, scope: Scope): unknown {
  for (let inner: Scope | null = scope; inner !== null; inner = inner.outer)
    if (inner.parameters?.has(name)) return inner.parameters.get(name);
  const binding = scope.module.bindings.get(name);
  if (binding !== undefined) return bound(binding, at, scope);
  if (name === "undefined") return undefined;
  throw unknownName(name, at, scope);
}

function unknownName(name: string, at: Span, scope: Scope) {
  const { module, run } = scope;
  const origin = packageOf(name, scope);
  if (origin !== null)
    return declarationError(
      "unknown-name",
      at,
      `\`${name}\` is not imported`,
      [`add it to the import: import { ${name} } from "${origin}"`],
      { subject: name, label: "a word of the vocabulary, but not imported in this file" },
    );
  const runtime = runtimeName(name, at, module.loose);
  if (runtime !== null) return runtime;
  const known = [...module.bindings.keys(), ...(module.loose ? [] : Object.keys(run.words))];
  return declarationError(
    "unknown-name",
    at,
    `nothing here is named \`${name}\``,
    [
      ...didYouMean(name, known),
      "a declaration knows the words it imports, the consts of its file and the parameters of its own functions",
    ],
    { subject: name, label: "unknown name", ...meantBy(name, known) },
  );
}

/** The package that a word comes from: trueup, or for a loose file one that these files import something of. */
function packageOf(name: string, { module, run }: Scope): string | null {
  if (!module.loose) return Object.hasOwn(run.words, name) ? "trueup" : null;
  for (const { bindings } of [module, ...run.modules.values()])
    for (const binding of bindings.values()) {
      if (binding.kind !== "import" || !isPackage(binding.from)) continue;
      if (binding.from.words !== null && Object.hasOwn(binding.from.words, name)) return binding.from.package;
    }
  return null;
}

function bound(binding: Binding, at: Span, scope: Scope): unknown {
  if (binding.kind === "const") return constValue(binding, at, scope.run);
  if (binding.kind === "other") return otherValue(binding, scope.run);
  if (binding.kind === "function") {
    binding.value ??= writeFunction(binding.node, moduleScope(binding.module, scope.run));
    return binding.value;
  }
  if (binding.from === null) throw alreadyReported();
  if (binding.from === "trueup") return word(binding.imported, at, scope.run);
  if (isPackage(binding.from)) return packageWord(binding.from, binding.imported, at);
  if (binding.imported === "*") return namespaceOf(binding.from, at, scope);
  return exported(binding.from, binding.imported, at, scope);
}

function word(name: string, at: Span, run: Run): unknown {
  if (name === "*") return run.words;
  if (Object.hasOwn(run.words, name)) return run.words[name];
  const words = Object.keys(run.words);
  const near = didYouMeanPart(name, words);
  throw declarationError(
    "unknown-word",
    at,
    `trueup has no word \`${name}\``,
    near.length > 0 ? near : [`it has: ${words.join(", ")}`],
    { subject: name, label: "unknown word", ...meantBy(name, words) },
  );
}

function otherValue(binding: OtherBinding, run: Run): unknown {
  const { node, module } = binding;
  const scope = moduleScope(module, run);
  binding.value ??= ts.isEnumDeclaration(node)
    ? enumValue(node, scope)
    : unreadValue(notDeclarative(module, node), null, true);
  return binding.value;
}

function moduleScope(module: Module, run: Run): Scope {
  return { run, module, parameters: null, outer: null };
}

function constValue(binding: ConstBinding, at: Span, run: Run): unknown {
  const isLent = run.own !== null && !run.own.has(binding.module);
  if (isLent) run.lenders.add(binding.module);
  if ((binding.module.loose || isLent) && binding.state === "waiting") evaluateConst(binding, run);
  if (binding.state === "ready") return binding.value;
  if (binding.state === "failed") throw alreadyReported();
  if (binding.state === "evaluating") throw needsItself(binding, at, run);
  throw declarationError(
    "used-too-early",
    at,
    `\`${binding.name}\` is used before it is declared`,
    [`move the declaration of \`${binding.name}\` up, or use the arrow form: () => ${binding.name}...`],
    { subject: binding.name, label: "not declared yet", also: [{ at: binding.at, label: "declared here" }] },
  );
}

/** The value of an export of a loose file; undefined if there is none. */
export function exportedValue(module: Module, name: string, run: Run): unknown {
  const binding = findExport(module, name, new Set());
  if (binding === null || binding === "refused" || "word" in binding) return undefined;
  return bound(binding, binding.at, moduleScope(binding.module, run));
}

/** Evaluates one const and caches the result, even a failure. */
export function evaluateConst(binding: ConstBinding, run: Run): void {
  const { initializer } = binding;
  if (initializer === null) return;
  binding.state = "evaluating";
  run.evaluating.push(binding);
  try {
    const value = bindingValue(binding, initializer, moduleScope(binding.module, run));
    const isHarmless = isUnread(value) && cannotBeTable(initializer);
    binding.value = isHarmless ? unreadValue(errorOf(value), value.making, true) : value;
    binding.state = "ready";
    binding.initializer = null;
  } catch (error) {
    if (!binding.module.loose || !(error instanceof ProblemError)) throw error;
    binding.value = asUnread(error, null, cannotBeTable(initializer));
    binding.state = "ready";
  } finally {
    run.evaluating.pop();
    if (binding.state === "evaluating") binding.state = "failed";
  }
}

/** A table is made by a call: a regular expression, a text or an object of a class is none. */
function cannotBeTable(initializer: ts.Expression): boolean {
  let node = initializer;
  while (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isParenthesizedExpression(node))
    node = node.expression;
  return ts.isRegularExpressionLiteral(node) || ts.isNewExpression(node) || ts.isTemplateExpression(node);
}

function bindingValue(binding: ConstBinding, initializer: ts.Expression, scope: Scope): unknown {
  if (binding.changes === true) throw notDeclarative(binding.module, initializer);
  const value = evaluate(initializer, scope);
  return binding.pattern === undefined ? value : taken(value, binding.pattern, scope);
}

/** The part of a value that a destructuring pattern selects. */
export function taken(value: unknown, { from, key, rest, without, fallback }: Pattern, scope: Scope): unknown {
  const whole = from === null ? value : taken(value, from, scope);
  if (isUnread(whole)) return whole;
  const part = rest ? others(whole, key, without, scope) : valueAt(whole, key, scope);
  return part === undefined && fallback !== null ? evaluate(fallback, scope) : part;
}

function others(value: unknown, key: string | number, without: readonly string[], scope: Scope): unknown {
  const left: object = Array.isArray(value)
    ? value.slice(Number(key))
    : Object.fromEntries(Object.entries(value ?? {}).filter(([name]) => !without.includes(name)));
  scope.run.literals.add(left);
  return left;
}

/** A name from another file. While this file is being read, the other is evaluated first. */
function exported(from: Module, name: string, at: Span, scope: Scope): unknown {
  const { run } = scope;
  const binding = findExport(from, name, new Set());
  if (binding === null) throw from.broken ? alreadyReported() : noSuchExport(from, name, at);
  if (binding === "refused") throw alreadyReported();
  if ("word" in binding)
    return binding.from === "trueup" ? word(binding.word, at, run) : packageWord(binding.from, binding.word, at);
  needs(scope.module, binding.module, at, run);
  if (
    binding.kind === "const" &&
    binding.state === "waiting" &&
    binding.module.state === "evaluating" &&
    !binding.module.loose
  )
    throw cycle(scope.module, binding.module, binding.name, at);
  return bound(binding, at, { ...scope, module: binding.module });
}

function needs(module: Module, other: Module, at: Span, run: Run): void {
  if (module === other || module.state !== "evaluating" || other.loose) return;
  const needed = run.needs.get(module) ?? new Map<Module, Span>();
  if (!needed.has(other)) needed.set(other, at);
  run.needs.set(module, needed);
  if (other.state === "waiting") run.evaluateModule(other);
}

type Found =
  | Exclude<Binding, { kind: "import" }>
  | { readonly word: string; readonly from: "trueup" | Package }
  | "refused";

/** Follows a name through re-exports to its declaration. */
export function findExport(module: Module, name: string, seen: Set<Module>): Found | null {
  if (seen.has(module)) return null;
  seen.add(module);
  module.read();
  const found = module.exports.get(name);
  if (found?.kind === "value") return found.binding;
  if (found?.kind === "local") {
    const binding = module.bindings.get(found.local);
    if (binding === undefined) return "refused";
    if (binding.kind !== "import") return binding;
    return passedOn(binding.from, binding.imported, seen);
  }
  if (found?.kind === "passed-on") return passedOn(found.from, found.name, seen);
  for (const star of starsOf(module)) {
    const behind = findExport(star, name, seen);
    if (behind !== null) return behind;
  }
  return null;
}

/** The files that a file re-exports with `export *`. */
function starsOf(module: Module): readonly Module[] {
  if (module.later.length === 0) return module.stars;
  const known = behind.get(module);
  if (known !== undefined) return known;
  const later = module.later.flatMap((source) => {
    const found = source();
    return found === null || found === "trueup" || isPackage(found) ? [] : [found];
  });
  const all = [...module.stars, ...later];
  behind.set(module, all);
  return all;
}

/** The `export *` of a file are resolved once. */
const behind = new WeakMap<Module, readonly Module[]>();

function passedOn(from: Source, name: string, seen: Set<Module>): Found | null {
  if (from === null) return "refused";
  if (from === "trueup" || isPackage(from)) return { word: name, from };
  return findExport(from, name, seen);
}

export function exportNames(module: Module, seen: Set<Module> = new Set()): readonly string[] {
  if (seen.has(module)) return [];
  seen.add(module);
  module.read();
  return [...module.exports.keys(), ...starsOf(module).flatMap((star) => exportNames(star, seen))];
}

function noSuchExport(from: Module, name: string, at: Span) {
  const local = from.bindings.get(name);
  const notExported = local !== undefined && !from.exports.has(name);
  return declarationError(
    "unknown-export",
    at,
    `${from.file} exports no \`${name}\``,
    [...(notExported ? [`write \`export\` before \`const ${name}\``] : didYouMean(name, exportNames(from)))],
    {
      subject: name,
      label: "not exported there",
      ...(notExported ? {} : meantBy(name, exportNames(from))),
      ...(local !== undefined && notExported && { also: [{ at: local.at, label: "declared here, without `export`" }] }),
    },
  );
}

/** `import * as music`: an object with all exports of the other file. */
function namespaceOf(from: Module, at: Span, scope: Scope): object {
  const all: Record<string, unknown> = {};
  for (const name of exportNames(from)) {
    if (name === "default") continue;
    Object.defineProperty(all, name, { enumerable: true, get: () => exported(from, name, at, scope) });
  }
  scope.run.literals.add(all);
  return all;
}
