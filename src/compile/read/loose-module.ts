import type { Span } from "../../problem/problem.ts";
import type { Loaded } from "./load.ts";
import type { Export, Module, Pattern, Source } from "./module.ts";
import { docAbove, spanOf } from "./places.ts";
import { ts } from "./syntax.ts";

/**
 * Reads the top level of a file that is not trueup's: its imports, names and exports. Nothing is loaded yet, and
 * nothing is refused: what cannot be read matters only if a declaration needs it.
 */
export function readLooseModule(module: Module, loaded: Loaded): void {
  for (const statement of module.source?.statements ?? []) readStatement(statement, module, loaded);
}

function readStatement(statement: ts.Statement, module: Module, loaded: Loaded): void {
  if (ts.isImportDeclaration(statement)) readImport(statement, module, loaded);
  else if (ts.isExportDeclaration(statement)) readExport(statement, module, loaded);
  else if (ts.isExportAssignment(statement)) readDefault(statement, module);
  else if (ts.isVariableStatement(statement)) readVariables(statement, module);
  else if (ts.isFunctionDeclaration(statement)) readFunction(statement, module);
  else if (ts.isEnumDeclaration(statement)) readOther(statement.name, statement, module);
  else if (ts.isClassDeclaration(statement) && statement.name !== undefined)
    readOther(statement.name, statement, module);
}

function has(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (node.modifiers ?? []).some((each) => each.kind === kind);
}

function addExport(module: Module, name: string, found: Export): void {
  if (!module.exports.has(name)) module.exports.set(name, found);
}

function exportIfSaid(node: ts.Statement, name: string, at: Span, module: Module): void {
  if (!has(node, ts.SyntaxKind.ExportKeyword)) return;
  const isDefault = has(node, ts.SyntaxKind.DefaultKeyword);
  addExport(module, isDefault ? "default" : name, { kind: "local", local: name, at });
}

function readVariables(statement: ts.VariableStatement, module: Module): void {
  if (has(statement, ts.SyntaxKind.DeclareKeyword)) return;
  for (const declaration of statement.declarationList.declarations) {
    const { initializer } = declaration;
    if (initializer === undefined) continue;
    const doc = docAbove(module, declaration) ?? docAbove(module, statement);
    const isConst = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
    for (const { name, pattern } of namesIn(declaration.name)) {
      const at = spanOf(module, name);
      module.bindings.set(name.text, {
        kind: "const",
        name: name.text,
        at,
        module,
        initializer,
        doc,
        state: "waiting",
        value: undefined,
        ...(pattern !== null && { pattern }),
        ...(!isConst && { changes: true }),
      });
      exportIfSaid(statement, name.text, at, module);
    }
  }
}

/** The names that a declaration binds, each with the path to its value if it is destructured. */
export function namesIn(
  name: ts.BindingName,
  way: Pattern | null = null,
): readonly { readonly name: ts.Identifier; readonly pattern: Pattern | null }[] {
  if (ts.isIdentifier(name)) return [{ name, pattern: way }];
  return name.elements.flatMap((element, index) => {
    if (ts.isOmittedExpression(element)) return [];
    const rest = element.dotDotDotToken !== undefined;
    const fallback = element.initializer ?? null;
    if (ts.isArrayBindingPattern(name))
      return namesIn(element.name, { from: way, key: index, rest, without: [], fallback });
    const key = element.propertyName ?? element.name;
    const text = ts.isIdentifier(key) || ts.isStringLiteral(key) ? key.text : null;
    const others = rest ? name.elements.flatMap((each) => keyOf(each)) : [];
    return namesIn(element.name, { from: way, key: text ?? "", rest, without: others, fallback });
  });
}

function keyOf(element: ts.BindingElement): readonly string[] {
  const key = element.propertyName ?? element.name;
  return element.dotDotDotToken === undefined && ts.isIdentifier(key) ? [key.text] : [];
}

function readFunction(statement: ts.FunctionDeclaration, module: Module): void {
  const name = statement.name?.text ?? "default";
  if (statement.body === undefined) return;
  const at = spanOf(module, statement.name ?? statement);
  module.bindings.set(name, { kind: "function", name, at, module, node: statement, value: undefined });
  exportIfSaid(statement, name, at, module);
}

function readOther(name: ts.Identifier, node: ts.EnumDeclaration | ts.ClassDeclaration, module: Module): void {
  const at = spanOf(module, name);
  module.bindings.set(name.text, { kind: "other", name: name.text, at, module, node, value: undefined });
  exportIfSaid(node, name.text, at, module);
}

function readDefault(statement: ts.ExportAssignment, module: Module): void {
  const at = spanOf(module, statement.expression);
  const binding = {
    kind: "const" as const,
    name: "default",
    at,
    module,
    initializer: statement.expression,
    doc: null,
    state: "waiting" as const,
    value: undefined,
  };
  addExport(module, "default", { kind: "value", binding });
}

/** An import is resolved when its value is needed. */
function sourceOf(specifier: ts.Expression, module: Module, loaded: Loaded): () => Source {
  let found: { readonly source: Source } | null = null;
  return () => {
    found ??= {
      source: ts.isStringLiteral(specifier) ? loaded.locate(specifier.text, spanOf(module, specifier), module) : null,
    };
    return found.source;
  };
}

function readImport(statement: ts.ImportDeclaration, module: Module, loaded: Loaded): void {
  const clause = statement.importClause;
  if (clause === undefined || clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return;
  const source = sourceOf(statement.moduleSpecifier, module, loaded);
  const bind = (local: ts.Identifier, imported: string): void => {
    module.bindings.set(local.text, {
      kind: "import",
      name: local.text,
      at: spanOf(module, local),
      get from() {
        return source();
      },
      imported,
    });
  };
  if (clause.name !== undefined) bind(clause.name, "default");
  const bindings = clause.namedBindings;
  if (bindings !== undefined && ts.isNamespaceImport(bindings)) bind(bindings.name, "*");
  if (bindings === undefined || !ts.isNamedImports(bindings)) return;
  for (const each of bindings.elements) if (!each.isTypeOnly) bind(each.name, (each.propertyName ?? each.name).text);
}

function readExport(statement: ts.ExportDeclaration, module: Module, loaded: Loaded): void {
  if (statement.isTypeOnly) return;
  const clause = statement.exportClause;
  const source = statement.moduleSpecifier === undefined ? null : sourceOf(statement.moduleSpecifier, module, loaded);
  if (clause === undefined) {
    if (source !== null) module.later.push(source);
    return;
  }
  if (ts.isNamespaceExport(clause)) return;
  for (const each of clause.elements) {
    if (each.isTypeOnly) continue;
    const at = spanOf(module, each.name);
    const name = (each.propertyName ?? each.name).text;
    if (source === null) addExport(module, each.name.text, { kind: "local", local: name, at });
    else
      addExport(module, each.name.text, {
        kind: "passed-on",
        get from() {
          return source();
        },
        name,
        at,
      });
  }
}
