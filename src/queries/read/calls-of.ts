import { ts } from "../../compile/read/typescript.ts";
import { deeper, type Here } from "./evaluate.ts";
import { follow } from "./follow.ts";
import { functionAround, type FunctionNode, usesOf } from "./scope.ts";

interface Call {
  readonly call: ts.CallExpression | ts.NewExpression;
  readonly here: Here;
}

const mostCalls = 40;

/** The calls of a function, in its file and in others. */
export function callsOf(owner: FunctionNode, here: Here): readonly Call[] {
  const name = nameOfFunction(owner) ?? (ts.isExportAssignment(owner.parent) ? "default" : null);
  if (name === null) return [];
  const own = callsIn(here.module.source, name).map((call) => ({ call, here }));
  const exported = here.alone === true ? [] : exportedNames(owner, here.module.source);
  const others = exported.flatMap((as) => {
    const said = isMember(owner) ? `${as}.${name}` : as;
    here.reader.open.add(said);
    return here.reader.modules
      .callers(here.module.file, said)
      .flatMap((file) => callsFrom(file, owner, [name, as], here));
  });
  return [...own, ...others].slice(0, mostCalls);
}

/** Whether other files call it on what they import, instead of importing it. */
function isMember(owner: FunctionNode): boolean {
  return !ts.isConstructorDeclaration(owner) && (ts.isClassElement(owner) || isInObject(owner));
}

function isInObject({ parent }: ts.Node): boolean {
  return ts.isObjectLiteralExpression(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent);
}

function callsIn(source: ts.SourceFile, name: string): readonly (ts.CallExpression | ts.NewExpression)[] {
  const isCalled = (node: ts.Node): node is ts.CallExpression | ts.NewExpression => {
    if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return false;
    const { expression } = node;
    if (expression.kind === ts.SyntaxKind.SuperKeyword) return true;
    return ts.isIdentifier(expression)
      ? expression.text === name
      : ts.isPropertyAccessExpression(expression) && expression.name.text === name;
  };
  return [...usesOf(name, source), ...usesOf(`.${name}`, source)].filter(isCalled);
}

/** The calls in another file that lead to the function. */
function callsFrom(file: string, owner: FunctionNode, names: readonly string[], here: Here): readonly Call[] {
  const module = here.reader.modules.module(file);
  if (module === null) return [];
  const there = deeper(here, new Map(), module);
  const all = new Set([...names, ...names.flatMap((name) => importedAs(name, module.source))]);
  const made = ts.isConstructorDeclaration(owner) ? owner.parent : owner;
  return [...all]
    .flatMap((each) => callsIn(module.source, each))
    .filter(({ expression }) => follow(expression, there).some(({ node }) => node === made))
    .map((call) => ({ call, here: there }));
}

/** `import { all as everything }`, `import anything from`. */
function importedAs(name: string, source: ts.SourceFile): readonly string[] {
  return source.statements.filter(ts.isImportDeclaration).flatMap(({ importClause }) => {
    if (name === "default" && importClause?.name !== undefined) return [importClause.name.text];
    const bindings = importClause?.namedBindings;
    if (bindings === undefined || !ts.isNamedImports(bindings)) return [];
    return bindings.elements.flatMap((each) => (each.propertyName?.text === name ? [each.name.text] : []));
  });
}

/** The names under which other files have a function, or the object that it is a member of. */
function exportedNames(owner: FunctionNode, source: ts.SourceFile): readonly string[] {
  if (functionAround(owner) !== source) return [];
  let declaration: ts.Node = owner;
  let statement: ts.Node = owner;
  while (!ts.isSourceFile(statement.parent)) {
    statement = statement.parent;
    if (ts.isVariableDeclaration(statement) || ts.isClassDeclaration(statement)) declaration = statement;
  }
  if (ts.isExportAssignment(statement)) return ["default"];
  const kinds = ts.canHaveModifiers(statement) ? (statement.modifiers?.map(({ kind }) => kind) ?? []) : [];
  if (!kinds.includes(ts.SyntaxKind.ExportKeyword)) return exportedLater(declaration, source);
  if (kinds.includes(ts.SyntaxKind.DefaultKeyword)) return ["default"];
  const named = "name" in declaration ? (declaration.name as ts.Node | undefined) : undefined;
  return named !== undefined && ts.isIdentifier(named) ? [named.text] : [];
}

/** Whose methods are called in other files, only running code knows. */
export function isCalledElsewhere(owner: FunctionNode, { module }: Here): boolean {
  if (!ts.isMethodDeclaration(owner) || !ts.isClassDeclaration(owner.parent)) return false;
  const isOwn = owner.modifiers?.some(
    ({ kind }) => kind === ts.SyntaxKind.PrivateKeyword || kind === ts.SyntaxKind.ProtectedKeyword,
  );
  return !isOwn && !ts.isPrivateIdentifier(owner.name) && exportedNames(owner, module.source).length > 0;
}

/** `export { all as pick }` and `export default all`, below the declaration. */
function exportedLater(declaration: ts.Node, source: ts.SourceFile): readonly string[] {
  const named = "name" in declaration ? (declaration.name as ts.Node | undefined) : undefined;
  if (named === undefined || !ts.isIdentifier(named)) return [];
  return source.statements.flatMap((each) => {
    if (ts.isExportAssignment(each))
      return ts.isIdentifier(each.expression) && each.expression.text === named.text ? ["default"] : [];
    const clause = ts.isExportDeclaration(each) ? each.exportClause : undefined;
    if (clause === undefined || !ts.isNamedExports(clause)) return [];
    return clause.elements.flatMap((element) =>
      (element.propertyName ?? element.name).text === named.text ? [element.name.text] : [],
    );
  });
}

export function nameOfFunction(owner: FunctionNode): string | null {
  if (ts.isConstructorDeclaration(owner)) return owner.parent.name?.text ?? null;
  if (owner.name !== undefined && (ts.isIdentifier(owner.name) || ts.isPrivateIdentifier(owner.name)))
    return owner.name.text;
  const { parent } = owner;
  const named = ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent);
  return named && (ts.isIdentifier(parent.name) || ts.isPrivateIdentifier(parent.name)) ? parent.name.text : null;
}
