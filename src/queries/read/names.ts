import { ts } from "../../compile/read/typescript.ts";
import { type Alternatives, either } from "./alternatives.ts";
import { assignedTexts, isAssigned } from "./assigned.ts";
import { type Bound, deeper, type Here, textsOf, unknown } from "./evaluate.ts";
import { type FoundNode, follow, sourcesOf } from "./follow.ts";
import { declarationOf } from "./scope.ts";
import { textsOfMember, textsOfType } from "./types.ts";

/** What a name or a member can be. */
export function textsOfName(
  node: ts.Identifier | ts.PropertyAccessExpression | ts.ElementAccessExpression,
  here: Here,
): Alternatives {
  const inner = deeper(here, here.frame.arguments);
  if (ts.isIdentifier(node)) return ofIdentifier(node, inner);
  const said = ofFound(follow(node, inner), node, inner);
  if (said !== null) return said;
  return (ts.isPropertyAccessExpression(node) ? textsOfMember(node, inner) : null) ?? unknown(node, here);
}

function ofIdentifier(node: ts.Identifier, here: Here): Alternatives {
  const declaration = declarationOf(node.text, node);
  if (declaration === null) return unknown(node, here);
  if (ts.isVariableDeclaration(declaration) && isAssigned(declaration, here.module.source))
    return assignedTexts(declaration, node.pos, here) ?? unknown(node, here);
  if (ts.isVariableDeclaration(declaration) || ts.isParameter(declaration) || ts.isBindingElement(declaration)) {
    const bound = here.frame.arguments.get(declaration);
    if (bound !== undefined) return ofBound(bound);
    // What the type allows is everything; what callers pass may be only some of it.
    const typed = ts.isBindingElement(declaration) ? null : declaration.type;
    const allowed = typed === undefined || typed === null ? null : textsOfType(typed, here);
    if (allowed !== null && (ts.isParameter(declaration) || declaration.initializer === undefined)) return allowed;
    const sources = sourcesOf(declaration, here);
    return sources.length === 0 ? unknown(node, here) : either(...sources.map(ofBound));
  }
  return ofFound(follow(node, here), node, here) ?? unknown(node, here);
}

function ofBound(bound: Bound): Alternatives {
  if (bound.kind === "texts") return bound.texts;
  return textsOf(bound.node, deeper(bound.here, bound.here.frame.arguments));
}

function ofFound(found: readonly FoundNode[], from: ts.Node, here: Here): Alternatives | null {
  const all = found.flatMap((each) =>
    ts.isExpression(each.node) && each.node !== from && !ts.isIdentifier(each.node)
      ? [textsOf(each.node, deeper(each.here, each.here.frame.arguments))]
      : ts.isGetAccessorDeclaration(each.node)
        ? returned(each.node, each.here)
        : [],
  );
  return all.length === 0 || here.reader.budget <= 0 ? null : either(...all);
}

function returned(node: ts.GetAccessorDeclaration, here: Here): readonly Alternatives[] {
  return returnsOf(node).map((each) => textsOf(each, deeper(here, new Map())));
}

/** What a function returns, on each of its paths. */
export function returnsOf(node: ts.Node): readonly ts.Expression[] {
  if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) return [node.body];
  const found: ts.Expression[] = [];
  const visit = (at: ts.Node): void => {
    if (ts.isReturnStatement(at) && at.expression !== undefined) found.push(at.expression);
    if (ts.isFunctionLike(at) || ts.isClassLike(at)) return;
    ts.forEachChild(at, visit);
  };
  const body = "body" in node ? node.body : undefined;
  if (isNode(body)) ts.forEachChild(body, visit);
  return found;
}

function isNode(value: unknown): value is ts.Node {
  return typeof value === "object" && value !== null && "kind" in value;
}
