import { ts } from "../../compile/read/typescript.ts";
import { type Bound, type Here, deeper, unknown, unwrapped } from "./evaluate.ts";
import { callsOf, isCalledElsewhere } from "./calls-of.ts";
import { exportOf } from "./exports.ts";
import { returnsOf } from "./names.ts";
import { baseOf, type Declaration, declarationOf, isFunction, usesOf } from "./scope.ts";

/** An expression and where it is. */
export interface FoundNode {
  readonly node: ts.Node;
  readonly here: Here;
}

/**
 * What names and members ultimately refer to: literals, functions, classes, calls. Empty if the source does not say.
 */
export function follow(node: ts.Expression, here: Here): readonly FoundNode[] {
  const { reader, frame } = here;
  if (reader.budget <= 0 || frame.depth > 30) return [];
  reader.budget -= 1;
  const at = unwrapped(node);
  if (ts.isIdentifier(at)) return followName(at.text, at, deeper(here, frame.arguments));
  if (at.kind === ts.SyntaxKind.ThisKeyword) return classAround(at, here);
  if (at.kind === ts.SyntaxKind.SuperKeyword) {
    const base = baseOf(at);
    return base === null ? [] : follow(base, deeper(here, frame.arguments));
  }
  if (ts.isPropertyAccessExpression(at)) return member(at.expression, at.name.text, deeper(here, frame.arguments));
  if (ts.isElementAccessExpression(at)) return elementAt(at, deeper(here, frame.arguments));
  if (ts.isConditionalExpression(at)) return [...follow(at.whenTrue, here), ...follow(at.whenFalse, here)];
  if (ts.isCallExpression(at) && /^Object\.freeze$/.test(at.expression.getText(here.module.source)) && at.arguments[0])
    return follow(at.arguments[0], here);
  return [{ node: at, here }];
}

function followName(name: string, from: ts.Node, here: Here): readonly FoundNode[] {
  const declaration = declarationOf(name, from);
  return declaration === null ? [] : followDeclaration(declaration, here);
}

export function followDeclaration(declaration: Declaration, here: Here): readonly FoundNode[] {
  if (ts.isImportSpecifier(declaration) || ts.isImportClause(declaration) || ts.isNamespaceImport(declaration))
    return followImport(declaration, here);
  if (ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration) || ts.isParameter(declaration)) {
    const typed = ts.isBindingElement(declaration) ? [] : classesOf(declaration.type, here);
    if (typed.length > 0) return typed;
    return sourcesOf(declaration, here).flatMap((bound) =>
      bound.kind === "node" ? follow(bound.node, deeper(bound.here, bound.here.frame.arguments)) : [],
    );
  }
  return [{ node: declaration, here }];
}

/** The class that a type names, perhaps in a promise or among others: an instance of it has its methods. */
function classesOf(type: ts.TypeNode | undefined, here: Here): readonly FoundNode[] {
  if (type === undefined) return [];
  if (ts.isUnionTypeNode(type)) return type.types.flatMap((each) => classesOf(each, here));
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return [];
  const name = type.typeName.text;
  if (/^(?:Promise|Readonly)$/.test(name)) return classesOf(type.typeArguments?.[0], here);
  return followName(name, type, deeper(here, here.frame.arguments)).filter(({ node }) => ts.isClassDeclaration(node));
}

function followImport(
  declaration: ts.ImportSpecifier | ts.ImportClause | ts.NamespaceImport,
  here: Here,
): readonly FoundNode[] {
  let at: ts.Node = declaration;
  while (!ts.isImportDeclaration(at)) at = at.parent;
  if (!ts.isStringLiteral(at.moduleSpecifier)) return [];
  const module = here.reader.modules.imported(at.moduleSpecifier.text, here.module.file);
  if (module === null) return [];
  const there = deeper(here, new Map(), module);
  if (ts.isNamespaceImport(declaration)) return [{ node: module.source, here: there }];
  const name = ts.isImportSpecifier(declaration) ? (declaration.propertyName ?? declaration.name).text : "default";
  return exportOf(name, there);
}

/** The expressions that a variable, parameter or destructured name takes its value from. */
export function sourcesOf(
  declaration: ts.VariableDeclaration | ts.BindingElement | ts.ParameterDeclaration,
  here: Here,
): readonly Bound[] {
  const bound = here.frame.arguments.get(declaration);
  if (bound !== undefined) return [bound];
  if (ts.isBindingElement(declaration)) return ofPattern(declaration, here);
  const initial = declaration.initializer;
  const own: readonly Bound[] = initial === undefined ? [] : [{ kind: "node", node: initial, here }];
  if (ts.isParameter(declaration)) return [...own, ...passed(declaration, here)];
  const loop = declaration.parent.parent;
  if (ts.isForOfStatement(loop))
    return (elementsOf(loop.expression, here) ?? []).map((each) => ({ kind: "node", ...each }));
  return own;
}

function ofPattern(element: ts.BindingElement, here: Here): readonly Bound[] {
  const pattern = element.parent;
  const outer = pattern.parent;
  if (element.dotDotDotToken !== undefined) return [];
  const initial: readonly Bound[] =
    element.initializer === undefined ? [] : [{ kind: "node", node: element.initializer, here }];
  const whole = sourcesOf(outer, here).flatMap((bound) =>
    bound.kind === "node" ? follow(bound.node, bound.here) : [],
  );
  if (ts.isArrayBindingPattern(pattern)) {
    const index = pattern.elements.indexOf(element);
    const found = whole.flatMap(({ node, here }): Bound[] => {
      const each = ts.isArrayLiteralExpression(node) ? node.elements[index] : undefined;
      return each === undefined ? [] : [{ kind: "node", node: each, here }];
    });
    return [...initial, ...found];
  }
  const key = element.propertyName ?? element.name;
  if (!ts.isIdentifier(key) && !ts.isStringLiteral(key)) return initial;
  return [...initial, ...whole.flatMap((each) => membersOf(each, key.text)).flatMap(asBound)];
}

function asBound({ node, here }: FoundNode): readonly Bound[] {
  return ts.isExpression(node) ? [{ kind: "node", node, here }] : [];
}

/** What the calls in the same file pass for a parameter. */
function passed(parameter: ts.ParameterDeclaration, here: Here): readonly Bound[] {
  const owner = parameter.parent;
  if (!isFunction(owner) || parameter.dotDotDotToken !== undefined) return [];
  const index = owner.parameters.indexOf(parameter);
  const around = owner.parent;
  if (ts.isCallExpression(around) && around.expression !== owner) return givenToCallback(around, index, here);
  const given = callsOf(owner, here).flatMap(({ call, here: there }): Bound[] => {
    const given = call.arguments?.slice(0, index + 1) ?? [];
    const argument = given[index];
    if (argument === undefined || given.some(ts.isSpreadElement)) return [];
    // The call may be in the function itself, and pass its own parameter on.
    return [{ kind: "node", node: argument, here: deeper(there, new Map()) }];
  });
  if (given.length === 0 || !isCalledElsewhere(owner, here)) return given;
  return [...given, { kind: "texts", texts: unknown(parameter, here) }];
}

/** `["a", "b"].forEach((table) => …)`. */
function givenToCallback(call: ts.CallExpression, index: number, here: Here): readonly Bound[] {
  const { expression } = call;
  if (!ts.isPropertyAccessExpression(expression) || index > 0) return [];
  if (!/^(?:map|forEach|flatMap|filter|some|every|find)$/.test(expression.name.text)) return [];
  return (elementsOf(expression.expression, here) ?? []).map((each) => ({ kind: "node", ...each }));
}

/** The elements of a list that the source writes out; null if it does not. */
export function elementsOf(
  node: ts.Expression,
  here: Here,
): readonly { readonly node: ts.Expression; readonly here: Here }[] | null {
  const found = follow(node, here);
  if (found.length === 0) return null;
  const all: { readonly node: ts.Expression; readonly here: Here }[] = [];
  for (const { node, here } of found) {
    if (!ts.isArrayLiteralExpression(node)) return null;
    for (const each of node.elements) {
      const inner = ts.isSpreadElement(each) ? elementsOf(each.expression, here) : [{ node: each, here }];
      if (inner === null) return null;
      all.push(...inner);
    }
  }
  return all;
}

function member(object: ts.Expression, name: string, here: Here): readonly FoundNode[] {
  return follow(object, here)
    .flatMap((each) => membersOf(each, name))
    .flatMap((each) => (ts.isExpression(each.node) ? follow(each.node, each.here) : [each]));
}

/** `TABLES[kind]`: the one that the key names, or any. */
function elementAt(node: ts.ElementAccessExpression, here: Here): readonly FoundNode[] {
  const key = unwrapped(node.argumentExpression);
  const objects = follow(node.expression, here);
  const found = objects.flatMap((each): readonly FoundNode[] => {
    if (ts.isStringLiteralLike(key)) return membersOf(each, key.text);
    if (ts.isArrayLiteralExpression(each.node)) {
      const at = ts.isNumericLiteral(key) ? each.node.elements[Number(key.text)] : undefined;
      const nodes = ts.isNumericLiteral(key) ? (at === undefined ? [] : [at]) : each.node.elements;
      return nodes.map((node) => ({ node, here: each.here }));
    }
    if (!ts.isObjectLiteralExpression(each.node)) return [];
    return each.node.properties.flatMap((property) =>
      ts.isPropertyAssignment(property) ? [{ node: property.initializer, here: each.here }] : [],
    );
  });
  return found.flatMap((each) => (ts.isExpression(each.node) ? follow(each.node, each.here) : [each]));
}

/** A member of an object, a class, an enum or a module. */
function membersOf({ node, here }: FoundNode, name: string): readonly FoundNode[] {
  if (ts.isSourceFile(node)) return exportOf(name, here);
  if (ts.isObjectLiteralExpression(node)) {
    return node.properties.flatMap((property): readonly FoundNode[] => {
      if (ts.isSpreadAssignment(property))
        return follow(property.expression, here).flatMap((each) => membersOf(each, name));
      if (property.name === undefined || textOfName(property.name) !== name) return [];
      if (ts.isPropertyAssignment(property)) return [{ node: property.initializer, here }];
      if (ts.isShorthandPropertyAssignment(property)) return [{ node: property.name, here }];
      return [{ node: property, here }];
    });
  }
  if (ts.isEnumDeclaration(node))
    return node.members.flatMap((each) =>
      textOfName(each.name) === name && each.initializer !== undefined ? [{ node: each.initializer, here }] : [],
    );
  if (ts.isClassDeclaration(node) || ts.isClassExpression(node)) return ofClass(node, name, here);
  if (ts.isNewExpression(node)) return follow(node.expression, here).flatMap((each) => membersOf(each, name));
  if (ts.isCallExpression(node)) return instancesOf(node, here).flatMap((each) => membersOf(each, name));
  return [];
}

/** The classes whose instances a function of the application returns. */
function instancesOf(call: ts.CallExpression, here: Here): readonly FoundNode[] {
  return follow(call.expression, here).flatMap(({ node, here: there }): readonly FoundNode[] => {
    if (!isFunction(node)) return [];
    const typed = classesOf(node.type, there);
    if (typed.length > 0) return typed;
    return returnsOf(node)
      .flatMap((each) => follow(each, deeper(there, new Map())))
      .filter((each) => ts.isNewExpression(each.node));
  });
}

function ofClass(node: ts.ClassDeclaration | ts.ClassExpression, name: string, here: Here): readonly FoundNode[] {
  for (const each of node.members) {
    if (each.name === undefined || textOfName(each.name) !== name) continue;
    if (!ts.isPropertyDeclaration(each)) return [{ node: each, here }];
    const typed = classesOf(each.type, here);
    if (typed.length > 0) return typed;
    if (each.initializer !== undefined) return [{ node: each.initializer, here }];
  }
  const assigned = usesOf(`.${name}`, here.module.source).flatMap((use): readonly FoundNode[] => {
    const inside = use.pos >= node.pos && use.end <= node.end;
    return inside && ts.isBinaryExpression(use) ? [{ node: use.right, here }] : [];
  });
  if (assigned.length > 0) return assigned;
  const made = node.members
    .filter(ts.isConstructorDeclaration)
    .flatMap(({ parameters }) =>
      parameters.filter(
        (each) => ts.isIdentifier(each.name) && each.name.text === name && each.modifiers !== undefined,
      ),
    );
  if (made.length > 0) return made.flatMap((parameter) => followDeclaration(parameter, here));
  const base = baseOf(node);
  return base === null ? [] : follow(base, deeper(here, new Map())).flatMap((each) => membersOf(each, name));
}

function classAround(node: ts.Node, here: Here): readonly FoundNode[] {
  for (let at: ts.Node = node; at !== undefined && !ts.isSourceFile(at); at = at.parent) {
    if (ts.isClassDeclaration(at) || ts.isClassExpression(at) || ts.isObjectLiteralExpression(at))
      return [{ node: at, here }];
  }
  return [];
}

export function textOfName(name: ts.PropertyName): string | null {
  if (
    ts.isIdentifier(name) ||
    ts.isPrivateIdentifier(name) ||
    ts.isStringLiteralLike(name) ||
    ts.isNumericLiteral(name)
  )
    return name.text;
  return null;
}
