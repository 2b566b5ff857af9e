import { ts } from "../../compile/read/typescript.ts";
import { type Alternatives, either, followed, most, only } from "./alternatives.ts";
import { type Bound, deeper, type Here, spanIn, textsOf, unwrapped } from "./evaluate.ts";
import { elementsOf, follow } from "./follow.ts";
import { returnsOf } from "./names.ts";
import { declarationOf, isFunction, usesOf } from "./scope.ts";
import { hasHole, joined, literal, nothing, oneOfMany, type Text } from "../text.ts";

/**
 * A list that is built step by step, as the text that it becomes when joined; null if the source does not spell it out.
 */
export function joinedItems(node: ts.Expression, separator: Text, here: Here): Alternatives | null {
  const lists = listsOf(node, here);
  if (lists === null) return null;
  return either(...lists.map((list) => joinAll(list, separator)));
}

type List = readonly Alternatives[];

function joinAll(list: List, separator: Text): Alternatives {
  return list.reduce(
    (sum: Alternatives, item, n) => followed(n === 0 ? sum : followed(sum, only(separator)), item),
    only(nothing),
  );
}

function listsOf(node: ts.Expression, here: Here): readonly List[] | null {
  if (here.reader.budget <= 0 || here.frame.depth > 30) return null;
  here.reader.budget -= 1;
  const at = unwrapped(node);
  if (ts.isArrayLiteralExpression(at)) return ofLiteral(at, here);
  if (ts.isConditionalExpression(at)) {
    const [yes, no] = [listsOf(at.whenTrue, here), listsOf(at.whenFalse, here)];
    return yes === null || no === null ? null : [...yes, ...no].slice(0, most);
  }
  if (ts.isCallExpression(at)) return ofCall(at, here);
  if (ts.isIdentifier(at)) return ofName(at, deeper(here, here.frame.arguments));
  const found = follow(at, here);
  const lists = found.map((each) =>
    ts.isExpression(each.node) && each.node !== at
      ? listsOf(each.node, deeper(each.here, each.here.frame.arguments))
      : null,
  );
  return lists.length === 0 || lists.includes(null) ? null : lists.flatMap((each) => each ?? []).slice(0, most);
}

function ofLiteral(node: ts.ArrayLiteralExpression, here: Here): readonly List[] | null {
  let lists: List[] = [[]];
  for (const element of node.elements) {
    if (!ts.isSpreadElement(element)) {
      const item = textsOf(element, here);
      lists = lists.map((list) => [...list, item]);
      continue;
    }
    const inner = spread(element.expression, here);
    if (inner === null) return null;
    lists = lists.flatMap((list) => inner.map((more) => [...list, ...more])).slice(0, most);
  }
  return lists;
}

/** `...(x ? ["…"] : [])` and `...(x && ["…"])`. */
function spread(node: ts.Expression, here: Here): readonly List[] | null {
  const at = unwrapped(node);
  if (ts.isBinaryExpression(at) && at.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken) {
    const lists = listsOf(at.right, here);
    return lists === null ? null : [...lists, []];
  }
  return listsOf(at, here);
}

/** A const list, and what is pushed to it before it is read. */
function ofName(node: ts.Identifier, here: Here): readonly List[] | null {
  const declaration = declarationOf(node.text, node);
  if (declaration === null) return null;
  if (!ts.isVariableDeclaration(declaration)) {
    const elements = elementsOf(node, here);
    return elements === null ? null : [elements.map((each) => textsOf(each.node, deeper(each.here, new Map())))];
  }
  const bound = here.frame.arguments.get(declaration);
  if (bound !== undefined) return bound.kind === "node" ? listsOf(bound.node, bound.here) : null;
  if (declaration.initializer === undefined) return null;
  const initial = listsOf(declaration.initializer, here);
  if (initial === null) return null;
  let lists = initial;
  for (const use of usesOf(node.text, here.module.source)) {
    if (use.pos > node.pos || !ts.isCallExpression(use)) continue;
    const { expression } = use;
    if (!ts.isPropertyAccessExpression(expression) || !ts.isIdentifier(expression.expression)) continue;
    if (!/^(?:push|unshift)$/.test(expression.name.text)) continue;
    if (declarationOf(node.text, expression.expression) !== declaration) continue;
    const more = use.arguments.some(ts.isSpreadElement) ? null : use.arguments.map((each) => textsOf(each, here));
    if (more === null) continue;
    const longer = lists.map((list) => (expression.name.text === "push" ? [...list, ...more] : [...more, ...list]));
    const isSure = statementBlock(use) === statementBlock(declaration);
    lists = isSure ? longer : [...longer, ...lists].slice(0, most);
  }
  return lists;
}

function statementBlock(node: ts.Node): ts.Node {
  let at = node.parent;
  while (!ts.isBlock(at) && !ts.isSourceFile(at) && !ts.isCaseOrDefaultClause(at) && !ts.isIfStatement(at))
    at = at.parent;
  return at;
}

function ofCall(node: ts.CallExpression, here: Here): readonly List[] | null {
  const { expression } = node;
  if (!ts.isPropertyAccessExpression(expression)) return null;
  const receiver = expression.expression;
  const [first, second] = node.arguments;
  switch (expression.name.text) {
    case "filter":
    case "slice":
    case "sort":
    case "reverse":
    case "flat":
    case "toSorted":
      return listsOf(receiver, here);
    case "concat": {
      const [a, b] = [listsOf(receiver, here), first === undefined ? null : listsOf(first, here)];
      return a === null || b === null
        ? null
        : a.flatMap((left) => b.map((right) => [...left, ...right])).slice(0, most);
    }
    case "map":
    case "flatMap":
      return first === undefined ? null : mapped(receiver, first, here);
    case "fill":
      return first === undefined ? null : [[anyNumber(textsOf(first, here))]];
    case "from":
      return second === undefined ? null : mapped(null, second, here);
    case "split":
      return splitBy(receiver, first, here);
    case "keys":
      return first === undefined ? null : keysOf(first, here);
    default:
      return null;
  }
}

/** Each element passed through a function. If the list is not spelled out, one element stands for all. */
function mapped(receiver: ts.Expression | null, callback: ts.Expression, here: Here): readonly List[] | null {
  const functions = follow(callback, here).filter(({ node }) => isFunction(node));
  const [made] = functions;
  if (made === undefined || !isFunction(made.node)) return null;
  const [parameter] = made.node.parameters;
  const results = returnsOf(made.node);
  const through = (bound: Bound | null): Alternatives => {
    const bindings = new Map(made.here.frame.arguments);
    if (bound !== null && parameter !== undefined) bindings.set(parameter, bound);
    return either(...results.map((each) => textsOf(each, deeper(made.here, bindings))));
  };
  if (results.length === 0) return null;
  const lists = receiver === null ? null : listsOf(receiver, here);
  if (lists === null) return [[anyNumber(through(null))]];
  return lists.map((list) => list.map((item) => through({ kind: "texts", texts: item })));
}

/** One item for all of them: how many there are is known at run time. */
export function anyNumber({ texts, cut }: Alternatives): Alternatives {
  return { texts: texts.map(oneOfMany), cut };
}

function splitBy(receiver: ts.Expression, by: ts.Expression | undefined, here: Here): readonly List[] | null {
  if (by === undefined || !ts.isStringLiteralLike(by)) return null;
  const { texts } = textsOf(receiver, here);
  if (texts.some(hasHole)) return null;
  const span = spanIn(receiver, here);
  return texts.map((text) => text.sql.split(by.text).map((part) => only(literal(part, span))));
}

function keysOf(node: ts.Expression, here: Here): readonly List[] | null {
  const lists = follow(node, here).flatMap(({ node, here }) => {
    if (!ts.isObjectLiteralExpression(node) || node.properties.some(ts.isSpreadAssignment)) return [];
    // One without keys is filled by statements that follow.
    if (node.properties.length === 0) return [];
    return [
      node.properties.flatMap((property) =>
        property.name !== undefined && (ts.isIdentifier(property.name) || ts.isStringLiteral(property.name))
          ? [only(literal(property.name.text, spanIn(property.name, here)))]
          : [],
      ),
    ];
  });
  return lists.length === 0 ? null : lists;
}

/** The separator between the items of a list if none is given. */
export function comma(node: ts.Node, here: Here): Text {
  return joined(literal(", ", spanIn(node, here)), nothing);
}
