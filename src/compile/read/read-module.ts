import { type Problem, type Span, ProblemError } from "../../problem/problem.ts";
import type { Loaded } from "./load.ts";
import type { Binding, ConstBinding, Module } from "./module.ts";
import { docAbove, spanOf } from "./places.ts";
import { notDeclarative } from "./refuse.ts";
import { declarationError } from "./declaration-error.ts";
import { ts } from "./syntax.ts";

/** Reads the top level of a file: its imports, names and exports. Nothing is evaluated yet. */
export function readModule(module: Module, loaded: Loaded): void {
  for (const statement of module.source?.statements ?? []) {
    try {
      readStatement(statement, module, loaded);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      if (!module.broken) loaded.problems.push(...error.problems);
    }
  }
}

function readStatement(statement: ts.Statement, module: Module, loaded: Loaded): void {
  if (ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement)) return;
  if (ts.isEmptyStatement(statement) || isDeclared(statement)) return;
  if (ts.isImportDeclaration(statement)) return readImport(statement, module, loaded);
  if (ts.isExportDeclaration(statement)) return readExport(statement, module, loaded);
  if (ts.isExportAssignment(statement)) return readDefault(statement, module);
  if (ts.isVariableStatement(statement)) return readConsts(statement, module);
  if (ts.isFunctionDeclaration(statement)) return readFunction(statement, module);
  if (ts.isExpressionStatement(statement)) {
    if (ts.isStringLiteral(statement.expression)) return;
    return readCall(statement.expression, module);
  }
  throw notDeclarative(module, statement);
}

/** Rows need no name: `rows(genre, […])` is a statement of its own. Any other call would only have an effect. */
function readCall(expression: ts.Expression, module: Module): void {
  const at = spanOf(module, expression);
  const callee = ts.isCallExpression(expression) ? expression.expression : null;
  const name = callee !== null && ts.isIdentifier(callee) ? callee.text : null;
  const binding = module.bindings.get(name ?? "");
  const meant = binding?.kind === "import" && binding.from === "trueup" ? binding.imported : name;
  if (meant !== "rows")
    throw declarationError(
      "not-declarative",
      at,
      "this does something, and declarations are read, never run",
      ["write `export const name = …`, or remove it"],
      { label: "nothing is done with it" },
    );
  declare(module, {
    kind: "const",
    name: `rows at ${at.start}`,
    at,
    module,
    initializer: expression,
    statement: true,
    doc: docAbove(module, expression),
    state: "waiting",
    value: undefined,
  });
}

function declare(module: Module, binding: Binding): void {
  const before = module.bindings.get(binding.name);
  if (before !== undefined)
    throw declarationError(
      "duplicate-name",
      binding.at,
      `\`${binding.name}\` is declared twice in this file`,
      ["rename one of the two"],
      {
        subject: binding.name,
        label: "the second one",
        also: [{ at: before.at, label: "the first one" }],
      },
    );
  module.bindings.set(binding.name, binding);
}

function readConsts(statement: ts.VariableStatement, module: Module): void {
  const isConst = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
  if (!isConst) {
    const at = spanOf(module, statement.declarationList);
    const word = module.text.slice(at.start, at.start + 3);
    throw declarationError(
      "not-declarative",
      { ...at, end: at.start + 3 },
      `\`${word}\` can change, and a declaration cannot`,
      ["write `const`"],
      {
        label: "write const",
      },
    );
  }
  const exported = isExported(statement);
  for (const declaration of statement.declarationList.declarations) {
    if (!ts.isIdentifier(declaration.name))
      throw declarationError(
        "not-declarative",
        spanOf(module, declaration.name),
        "a const is a plain name here",
        ["name it, and use its parts as name.part"],
        { label: "taken apart" },
      );
    if (declaration.initializer === undefined) throw notDeclarative(module, declaration);
    const name = declaration.name.text;
    const at = spanOf(module, declaration.name);
    const doc = docAbove(module, declaration) ?? docAbove(module, statement);
    const binding: ConstBinding = {
      kind: "const",
      name,
      at,
      module,
      initializer: declaration.initializer,
      doc,
      state: "waiting",
      value: undefined,
    };
    declare(module, binding);
    if (exported) addExport(module, name, { kind: "local", local: name, at });
  }
}

function readFunction(statement: ts.FunctionDeclaration, module: Module): void {
  if (statement.name === undefined) throw notDeclarative(module, statement);
  const name = statement.name.text;
  const at = spanOf(module, statement.name);
  declare(module, { kind: "function", name, at, module, node: statement, value: undefined });
  if (isExported(statement)) addExport(module, name, { kind: "local", local: name, at });
}

function readDefault(statement: ts.ExportAssignment, module: Module): void {
  if (statement.isExportEquals === true) throw notDeclarative(module, statement);
  const at = spanOf(module, statement.expression);
  const binding: ConstBinding = {
    kind: "const",
    name: "default",
    at,
    module,
    initializer: statement.expression,
    doc: null,
    state: "waiting",
    value: undefined,
  };
  declare(module, binding);
  addExport(module, "default", { kind: "value", binding });
}

function addExport(
  module: Module,
  name: string,
  found: Module["exports"] extends Map<string, infer E> ? E : never,
): void {
  const before = module.exports.get(name);
  if (before !== undefined) {
    const at = "at" in found ? found.at : found.binding.at;
    throw declarationError("duplicate-name", at, `\`${name}\` is exported twice from this file`, ["export it once"], {
      subject: name,
      label: "the second one",
      also: [{ at: "at" in before ? before.at : before.binding.at, label: "the first one" }],
    });
  }
  module.exports.set(name, found);
}

function readImport(statement: ts.ImportDeclaration, module: Module, loaded: Loaded): void {
  const clause = statement.importClause;
  if (clause === undefined)
    throw declarationError(
      "not-declarative",
      spanOf(module, statement),
      "an import for its effect has none: declarations are read, never run",
      ['import names: import { genre } from "./genre.ts"'],
      { label: "nothing is imported" },
    );
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return;
  const bindings = clause.namedBindings;
  const names: { local: ts.Identifier; imported: string }[] = [];
  if (clause.name !== undefined) names.push({ local: clause.name, imported: "default" });
  if (bindings !== undefined && ts.isNamespaceImport(bindings)) names.push({ local: bindings.name, imported: "*" });
  if (bindings !== undefined && ts.isNamedImports(bindings)) {
    for (const each of bindings.elements)
      if (!each.isTypeOnly) names.push({ local: each.name, imported: (each.propertyName ?? each.name).text });
    if (names.length === 0 && bindings.elements.length > 0) return;
  }
  const { from, problem } = source(statement.moduleSpecifier, module, loaded);
  for (const { local, imported } of names)
    declare(module, { kind: "import", name: local.text, at: spanOf(module, local), from, imported });
  if (problem !== null) throw new ProblemError(problem);
}

function readExport(statement: ts.ExportDeclaration, module: Module, loaded: Loaded): void {
  if (statement.isTypeOnly) return;
  const clause = statement.exportClause;
  const { from, problem } =
    statement.moduleSpecifier === undefined
      ? { from: undefined, problem: null }
      : source(statement.moduleSpecifier, module, loaded);
  if (clause === undefined) {
    if (from !== undefined && from !== null && from !== "trueup") module.stars.push(from);
  } else if (ts.isNamespaceExport(clause)) {
    throw notDeclarative(module, statement);
  } else {
    for (const each of clause.elements) {
      if (each.isTypeOnly) continue;
      const at = spanOf(module, each.name);
      const name = (each.propertyName ?? each.name).text;
      if (from === undefined) addExport(module, each.name.text, { kind: "local", local: name, at });
      else addExport(module, each.name.text, { kind: "passed-on", from, name, at });
    }
  }
  if (problem !== null) throw new ProblemError(problem);
}

interface Source {
  readonly from: Module | "trueup" | null;
  readonly problem: Problem | null;
}

function source(specifier: ts.Expression, module: Module, loaded: Loaded): Source {
  const at: Span = spanOf(module, specifier);
  const name = ts.isStringLiteral(specifier) ? specifier.text : "";
  if (name === "trueup") return { from: "trueup", problem: null };
  if (name.startsWith("./") || name.startsWith("../") || name === "." || name === "..") {
    const found = loaded.resolve(name, at, module);
    return "code" in found ? { from: null, problem: found } : { from: found, problem: null };
  }
  return { from: null, problem: refusedImport(name, at) };
}

function refusedImport(name: string, at: Span): Problem {
  return {
    code: "import-refused",
    level: "error",
    subject: "",
    message: `a declaration cannot import "${name}": none of it would be run`,
    at,
    label: "neither trueup nor a file of declarations",
    help: [
      'import words from "trueup" and declarations from "./file.ts"',
      "types may come from anywhere: import type { … }",
    ],
  };
}

/** `declare …` is only for the compiler. */
function isDeclared(node: ts.Statement): boolean {
  return ts.canHaveModifiers(node) && (node.modifiers ?? []).some((each) => each.kind === ts.SyntaxKind.DeclareKeyword);
}

function isExported(node: ts.VariableStatement | ts.FunctionDeclaration): boolean {
  return node.modifiers?.some((each) => each.kind === ts.SyntaxKind.ExportKeyword) ?? false;
}
