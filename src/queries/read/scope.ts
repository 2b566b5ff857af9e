import { ts } from "../../compile/read/typescript.ts";

/** What declares a name. */
export type Declaration =
  | ts.VariableDeclaration
  | ts.BindingElement
  | ts.ParameterDeclaration
  | ts.FunctionDeclaration
  | ts.ClassDeclaration
  | ts.EnumDeclaration
  | ts.TypeAliasDeclaration
  | ts.InterfaceDeclaration
  | ts.ImportSpecifier
  | ts.ImportClause
  | ts.NamespaceImport;

const tables = new WeakMap<ts.Node, Names>();

/** The declarations of a scope by name: more than one if `var` declares it again. */
type Names = ReadonlyMap<string, readonly [Declaration, ...Declaration[]]>;

/** The declaration that a name refers to at a place, of several the one before it; null if the file has none. */
export function declarationOf(name: string, from: ts.Node): Declaration | null {
  for (let at: ts.Node | undefined = from; at !== undefined; at = at.parent) {
    if (!isScope(at)) continue;
    let table = tables.get(at);
    if (table === undefined) {
      table = namesIn(at);
      tables.set(at, table);
    }
    const found = table.get(name);
    if (found !== undefined) return found.findLast(({ pos }) => pos <= from.pos) ?? found[0];
  }
  return null;
}

function isScope(node: ts.Node): boolean {
  return (
    ts.isSourceFile(node) ||
    ts.isBlock(node) ||
    ts.isModuleBlock(node) ||
    ts.isCaseBlock(node) ||
    ts.isForStatement(node) ||
    ts.isForOfStatement(node) ||
    ts.isForInStatement(node) ||
    isFunction(node)
  );
}

export type FunctionNode =
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration
  | ts.GetAccessorDeclaration
  | ts.SetAccessorDeclaration
  | ts.ConstructorDeclaration;

export function isFunction(node: ts.Node): node is FunctionNode {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isGetAccessorDeclaration(node) ||
    ts.isSetAccessorDeclaration(node) ||
    ts.isConstructorDeclaration(node)
  );
}

function namesIn(scope: ts.Node): Names {
  const names = new Map<string, [Declaration, ...Declaration[]]>();
  const add = (name: string, declaration: Declaration): void => {
    const known = names.get(name);
    if (known === undefined) names.set(name, [declaration]);
    else if (ts.isVariableDeclaration(declaration)) known.push(declaration);
  };
  const bind = (declaration: ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement): void => {
    const { name } = declaration;
    if (ts.isIdentifier(name)) add(name.text, declaration);
    else for (const element of name.elements) if (!ts.isOmittedExpression(element)) bind(element);
  };
  const list = (node: ts.VariableDeclarationList): void => {
    for (const each of node.declarations) bind(each);
  };
  if (isFunction(scope)) {
    for (const parameter of scope.parameters) bind(parameter);
    return names;
  }
  if (ts.isForStatement(scope) || ts.isForOfStatement(scope) || ts.isForInStatement(scope)) {
    if (scope.initializer !== undefined && ts.isVariableDeclarationList(scope.initializer)) list(scope.initializer);
    return names;
  }
  for (const statement of statementsIn(scope)) {
    if (ts.isVariableStatement(statement)) list(statement.declarationList);
    else if (
      ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isEnumDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      ts.isInterfaceDeclaration(statement)
    ) {
      if (statement.name !== undefined) add(statement.name.text, statement);
    } else if (ts.isImportDeclaration(statement)) {
      const clause = statement.importClause;
      if (clause?.name !== undefined) add(clause.name.text, clause);
      const bindings = clause?.namedBindings;
      if (bindings === undefined) continue;
      if (ts.isNamespaceImport(bindings)) add(bindings.name.text, bindings);
      else for (const element of bindings.elements) add(element.name.text, element);
    }
  }
  return names;
}

function statementsIn(scope: ts.Node): readonly ts.Statement[] {
  if (ts.isCaseBlock(scope)) return scope.clauses.flatMap((clause) => [...clause.statements]);
  if (ts.isSourceFile(scope) || ts.isBlock(scope) || ts.isModuleBlock(scope)) return scope.statements;
  return [];
}

/** The nearest function, or the file. */
export function functionAround(node: ts.Node): ts.Node {
  let at = node.parent;
  while (!ts.isSourceFile(at) && !isFunction(at)) at = at.parent;
  return at;
}

const uses = new WeakMap<ts.Node, ReadonlyMap<string, readonly ts.Node[]>>();

/**
 * Where a file assigns to names (`x = …`, `x += …`), or calls a function or method of theirs (`x.push(…)`, `x(…)`,
 * `new X(…)`), in the order of the text.
 */
export function usesOf(name: string, source: ts.SourceFile): readonly ts.Node[] {
  return uses.get(source)?.get(name) ?? [];
}

/** One walk over a new tree: tells each node its parent, and notes the uses of names. */
export function prepare(source: ts.SourceFile): void {
  const found = new Map<string, ts.Node[]>();
  const add = (name: string, node: ts.Node): void => {
    const list = found.get(name);
    if (list === undefined) found.set(name, [node]);
    else list.push(node);
  };
  /** `super(…)` makes the class that is extended. */
  const noteSuper = (node: ts.Node): void => {
    const base = baseOf(node);
    if (base !== null && ts.isIdentifier(base)) add(base.text, node);
  };
  let parent: ts.Node = source;
  const visit = (node: ts.Node): void => {
    // The parser leaves it to whoever needs it, and it is read-only only for others.
    (node as { parent: ts.Node }).parent = parent;
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) {
      const { left } = node;
      if (ts.isIdentifier(left)) add(left.text, node);
      else if (ts.isPropertyAccessExpression(left)) add(`.${left.name.text}`, node);
    } else if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const { expression } = node;
      if (ts.isIdentifier(expression)) add(expression.text, node);
      else if (expression.kind === ts.SyntaxKind.SuperKeyword) noteSuper(node);
      else if (ts.isPropertyAccessExpression(expression)) {
        add(`.${expression.name.text}`, node);
        if (ts.isIdentifier(expression.expression)) add(expression.expression.text, node);
      }
    }
    const outer = parent;
    parent = node;
    ts.forEachChild(node, visit);
    parent = outer;
  };
  ts.forEachChild(source, visit);
  uses.set(source, found);
}

/** What the class around a node extends. */
export function baseOf(node: ts.Node): ts.Expression | null {
  let at = node;
  while (!ts.isClassLike(at) && !ts.isSourceFile(at)) at = at.parent;
  if (ts.isSourceFile(at)) return null;
  const heritage = at.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  return heritage?.types[0]?.expression ?? null;
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind === ts.SyntaxKind.EqualsToken || kind === ts.SyntaxKind.PlusEqualsToken;
}
