import { ts } from "../../compile/read/typescript.ts";
import { type Alternatives, either, followed, only, together } from "./alternatives.ts";
import { callOf } from "./calls.ts";
import type { Module, Modules } from "./module.ts";
import { textsOfName } from "./names.ts";
import { taggedOf } from "./tagged.ts";
import { hole, literal, nothing } from "../text.ts";

/**
 * What a string expression can become. A small evaluator over alternatives: it follows names, pieces and functions that
 * return one expression, runs nothing, and leaves a hole where the source does not say.
 */
export interface Reader {
  readonly modules: Modules;
  /** Strings that went into the current text, as `file:start`. */
  readonly used: Set<string>;
  /** Exported functions whose parameters went into it, by name: other files may call them. */
  readonly open: Set<string>;
  budget: number;
}

/** Arguments of the call that is being followed, by the parameter that takes them. */
export interface Frame {
  readonly arguments: ReadonlyMap<ts.Node, Bound>;
  readonly depth: number;
}

export type Bound =
  | { readonly kind: "node"; readonly node: ts.Expression; readonly here: Here }
  | { readonly kind: "texts"; readonly texts: Alternatives };

/** Where an expression is: its file, and the calls that led there. */
export interface Here {
  readonly reader: Reader;
  readonly module: Module;
  readonly frame: Frame;
  /** Calls in other files are not looked for. */
  readonly alone?: true;
}

export const outermost: Frame = { arguments: new Map(), depth: 0 };
const deepest = 30;

export function textsOf(node: ts.Expression, here: Here): Alternatives {
  const { reader, frame } = here;
  if (reader.budget <= 0 || frame.depth > deepest) return unknown(node, here);
  reader.budget -= 1;
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return literalOf(node, here);
  if (ts.isTemplateExpression(node)) return templateOf(node, here);
  if (ts.isTaggedTemplateExpression(node)) return taggedOf(node, here);
  if (ts.isNumericLiteral(node)) return only(literal(node.text, spanIn(node, here)));
  if (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node))
    return textsOfName(node, here);
  if (ts.isCallExpression(node)) return callOf(node, here);
  if (ts.isConditionalExpression(node)) return either(textsOf(node.whenTrue, here), textsOf(node.whenFalse, here));
  if (ts.isBinaryExpression(node)) return binaryOf(node, here);
  const inner = unwrapped(node);
  return inner === node ? unknown(node, here) : textsOf(inner, here);
}

/** Without parentheses, `await`, and syntax that only TypeScript's compiler reads. */
export function unwrapped(node: ts.Expression): ts.Expression {
  if (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isTypeAssertionExpression(node) ||
    ts.isAwaitExpression(node)
  )
    return unwrapped(node.expression);
  return node;
}

export function unknown(node: ts.Node, here: Here): Alternatives {
  return only(hole(spanIn(node, here), "unknown"));
}

export function spanIn(node: ts.Node, { module }: Here) {
  return { file: module.file, start: node.getStart(module.source), end: node.end };
}

export function markUsed(node: ts.Node, { reader, module }: Here): void {
  reader.used.add(`${module.file}:${node.getStart(module.source)}`);
}

function literalOf(node: ts.StringLiteral | ts.NoSubstitutionTemplateLiteral, here: Here): Alternatives {
  markUsed(node, here);
  const start = node.getStart(here.module.source) + 1;
  return only(literal(node.text, { file: here.module.file, start, end: Math.max(start, node.end - 1) }));
}

export function templateOf(
  node: ts.TemplateExpression,
  here: Here,
  value: (node: ts.Expression, before: string) => Alternatives = (each) => textsOf(each, here),
): Alternatives {
  markUsed(node, here);
  const parts: Alternatives[] = [partOf(node.head, 1, 2, here)];
  let before = node.head.text;
  for (const span of node.templateSpans) {
    parts.push(value(span.expression, before));
    before += `?${span.literal.text}`;
    parts.push(partOf(span.literal, 1, span.literal.kind === ts.SyntaxKind.TemplateTail ? 1 : 2, here));
  }
  return together(parts);
}

/** The text between two holes: after the backtick or brace, up to the next one. */
function partOf(
  node: ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail,
  before: number,
  behind: number,
  { module }: Here,
): Alternatives {
  const start = node.getStart(module.source) + before;
  return only(literal(node.text, { file: module.file, start, end: Math.max(start, node.end - behind) }));
}

function binaryOf(node: ts.BinaryExpression, here: Here): Alternatives {
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.PlusToken:
      return sumOf(node, here);
    case ts.SyntaxKind.QuestionQuestionToken:
    case ts.SyntaxKind.BarBarToken:
      return either(textsOf(node.left, here), textsOf(node.right, here));
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return either(textsOf(node.right, here), only(nothing));
    case ts.SyntaxKind.EqualsToken:
      return textsOf(node.right, here);
    default:
      return unknown(node, here);
  }
}

/** A long sum is nested on the left; it is walked in a loop instead of one call for each term. */
function sumOf(node: ts.BinaryExpression, here: Here): Alternatives {
  const terms: ts.Expression[] = [];
  let at: ts.Expression = node;
  while (ts.isBinaryExpression(at) && at.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    terms.push(at.right);
    at = at.left;
  }
  terms.push(at);
  return terms.reverse().reduce((sum: Alternatives, term) => followed(sum, textsOf(term, here)), only(nothing));
}

export function deeper(here: Here, bound: ReadonlyMap<ts.Node, Bound>, module: Module = here.module): Here {
  return { ...here, module, frame: { arguments: bound, depth: here.frame.depth + 1 } };
}
