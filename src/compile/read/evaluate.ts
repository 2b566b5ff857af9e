import { type Span, ProblemError } from "../../problem/problem.ts";
import { accessElement, accessName } from "./access.ts";
import { call, callWord, construct, type Word } from "./call.ts";
import { describe, isObject } from "./describe.ts";
import { arrayLiteral, objectLiteral } from "./literal.ts";
import { looseMeaning } from "./loose-meaning.ts";
import type { Module, Scope } from "./module.ts";
import { valueNamed } from "./names.ts";
import { spanOf } from "./places.ts";
import { notDeclarative } from "./refuse.ts";
import { collected, declarationError } from "./declaration-error.ts";
import { CallTrace } from "./trace.ts";
import { ts } from "./syntax.ts";
import { asUnread, isUnread, errorOf } from "./unread.ts";
import { writeFunction } from "./written-function.ts";

/** A limit for the work of a folder of declarations: far more than any schema needs, far less than a runaway spread. */
const mostSteps = 50_000_000;
const deepest = 400;

/** The value of an expression of the declarative subset. Throws a ProblemError for anything else. */
export function evaluate(node: ts.Expression, scope: Scope): unknown {
  const { module } = scope;
  const { budget } = scope.run;
  if (budget.steps++ > mostSteps || budget.depth > deepest) throw tooMuch(module, node);
  budget.depth++;
  try {
    const value = meaning(node, scope);
    if (!module.loose && isUnread(value)) throw errorOf(value);
    return value;
  } catch (error) {
    // What a function does when it runs does not concern the schema.
    if (module.loose && error instanceof ProblemError)
      return asUnread(error, null, ts.isArrowFunction(node) || ts.isFunctionExpression(node));
    throw error;
  } finally {
    budget.depth--;
  }
}

function meaning(node: ts.Expression, scope: Scope): unknown {
  const { module } = scope;
  const loose = module.loose ? looseMeaning(node, scope) : null;
  if (loose !== null) return loose.value;
  if (ts.isCallExpression(node)) return call(node, scope);
  if (ts.isIdentifier(node)) return valueNamed(node.text, spanOf(module, node), scope);
  if (ts.isPropertyAccessExpression(node)) return accessName(node, scope);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return numeric(node, module);
  if (ts.isBigIntLiteral(node)) return BigInt(node.text.slice(0, -1));
  if (ts.isElementAccessExpression(node)) return accessElement(node, scope);
  if (ts.isObjectLiteralExpression(node)) return objectLiteral(node, scope);
  if (ts.isArrayLiteralExpression(node)) return arrayLiteral(node, scope);
  if (ts.isTaggedTemplateExpression(node)) return taggedTemplate(node, scope);
  if (ts.isTemplateExpression(node)) return template(node, scope);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return writeFunction(node, scope);
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
    return evaluate(node.expression, scope);
  if (ts.isNonNullExpression(node) || ts.isTypeAssertionExpression(node)) return evaluate(node.expression, scope);
  if (ts.isPrefixUnaryExpression(node)) return signed(node, scope);
  if (ts.isNewExpression(node)) return construct(node, scope);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (node.kind === ts.SyntaxKind.NullKeyword) return null;
  throw notDeclarative(module, node);
}

/** JavaScript silently rounds whole numbers past 2^53. */
function numeric(node: ts.NumericLiteral, module: Module): number {
  const value = Number(node.text);
  const written = module.text.slice(node.getStart(module.source), node.end);
  if (!Number.isInteger(value) || Number.isSafeInteger(value) || /[.eE]/.test(written.replace(/^0x.*/i, "")))
    return value;
  throw declarationError(
    "wrong-argument",
    spanOf(module, node),
    "JavaScript cannot hold this number exactly",
    [`write it with an n at its end: ${written}n`],
    { label: `would become ${value}` },
  );
}

/** `-1`: only signs. */
function signed(node: ts.PrefixUnaryExpression, scope: Scope): unknown {
  const value = evaluate(node.operand, scope);
  const number = typeof value === "number" || typeof value === "bigint";
  if (node.operator === ts.SyntaxKind.MinusToken && number) return -value;
  if (node.operator === ts.SyntaxKind.PlusToken && typeof value === "number") return value;
  throw notDeclarative(scope.module, node);
}

function template(node: ts.TemplateExpression, scope: Scope): string {
  const { module } = scope;
  const parts = collected(node.templateSpans, (part) => {
    const value = evaluate(part.expression, scope);
    if (typeof value === "string" || typeof value === "number" || typeof value === "bigint")
      return `${value}${part.literal.text}`;
    throw declarationError(
      "wrong-argument",
      spanOf(module, part.expression),
      "a template literal can only contain strings and numbers",
      ["for a piece of SQL write sql`...` with the word `sql` before the template"],
      { label: `this is ${describe(value)}` },
    );
  });
  return node.head.text + parts.join("");
}

function taggedTemplate(node: ts.TaggedTemplateExpression, scope: Scope): unknown {
  const { run, module } = scope;
  const tag = evaluate(node.tag, scope);
  if (isUnread(tag)) return tag;
  if (typeof tag !== "function" || run.written.has(tag)) throw notDeclarative(module, node);
  const { texts, cooked, holes } = templateParts(node.template, module);
  const values = collected(holes, (hole) => evaluate(hole, scope));
  const template = Object.assign(cooked, { raw: texts.map((span) => module.text.slice(span.start, span.end)) });
  const trace = new CallTrace(module, { call: node, name: node.tag, args: holes }, "sql", values, null);
  const made = callWord(tag as Word, undefined, [template, ...values], trace, run);
  if (isObject(made)) run.traces.templates.set(made, { span: trace.span, texts, values: trace.args });
  return made;
}

function templateParts(node: ts.TemplateLiteral, module: Module) {
  if (ts.isNoSubstitutionTemplateLiteral(node))
    return { texts: [inside(node, module, 1)], cooked: [node.text], holes: [] };
  const texts: Span[] = [inside(node.head, module, 2)];
  const cooked: string[] = [node.head.text];
  for (const part of node.templateSpans) {
    texts.push(inside(part.literal, module, ts.isTemplateTail(part.literal) ? 1 : 2));
    cooked.push(part.literal.text);
  }
  return { texts, cooked, holes: node.templateSpans.map((part) => part.expression) };
}

/** The text of a piece of a template, without the quote or brace before it and the `after` characters after it. */
function inside(node: ts.Node, module: Module, after: number): Span {
  const { file, start, end } = spanOf(module, node);
  return { file, start: start + 1, end: end - after };
}

function tooMuch(module: Module, node: ts.Node): ProblemError {
  return declarationError(
    "too-much",
    spanOf(module, node),
    "this never ends, or grows beyond any schema",
    ["a function must not call itself, and spreads must not double over and over"],
    { label: "gave up here" },
  );
}
