import { isObject } from "./describe.ts";
import { evaluate } from "./evaluate.ts";
import type { Scope } from "./module.ts";
import { notDeclarative } from "./refuse.ts";
import { ts } from "./syntax.ts";
import { isUnread, known } from "./unread.ts";

/**
 * What else is evaluated in files that are not trueup's: conditions and sums of known values. Null for any other
 * expression.
 */
export function looseMeaning(node: ts.Expression, scope: Scope): { readonly value: unknown } | null {
  if (ts.isConditionalExpression(node))
    return { value: evaluate(known(evaluate(node.condition, scope)) ? node.whenTrue : node.whenFalse, scope) };
  if (ts.isBinaryExpression(node)) return { value: binary(node, scope) };
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    return { value: !known(evaluate(node.operand, scope)) };
  if (ts.isTemplateExpression(node)) return { value: template(node, scope) };
  if (ts.isVoidExpression(node)) return { value: undefined };
  return null;
}

function binary(node: ts.BinaryExpression, scope: Scope): unknown {
  const left: unknown = known(evaluate(node.left, scope));
  const right = (): unknown => known(evaluate(node.right, scope));
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return left ? right() : left;
    case ts.SyntaxKind.BarBarToken:
      return left || right();
    case ts.SyntaxKind.QuestionQuestionToken:
      return left ?? right();
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
    case ts.SyntaxKind.EqualsEqualsToken:
      return left === right();
    case ts.SyntaxKind.ExclamationEqualsEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsToken:
      return left !== right();
    default:
      return computed(node, left, right(), scope);
  }
}

function computed(node: ts.BinaryExpression, left: unknown, right: unknown, scope: Scope): unknown {
  const isPlus = node.operatorToken.kind === ts.SyntaxKind.PlusToken;
  if (isPlus && (typeof left === "string" || typeof right === "string") && !isObject(left) && !isObject(right))
    return `${String(left)}${String(right)}`;
  if (typeof left === "number" && typeof right === "number") {
    const result = arithmetic(node.operatorToken.kind, left, right);
    if (result !== null) return result;
  }
  throw notDeclarative(scope.module, node);
}

function arithmetic(operator: ts.SyntaxKind, left: number, right: number): number | boolean | null {
  switch (operator) {
    case ts.SyntaxKind.PlusToken:
      return left + right;
    case ts.SyntaxKind.MinusToken:
      return left - right;
    case ts.SyntaxKind.AsteriskToken:
      return left * right;
    case ts.SyntaxKind.SlashToken:
      return left / right;
    case ts.SyntaxKind.PercentToken:
      return left % right;
    case ts.SyntaxKind.AsteriskAsteriskToken:
      return left ** right;
    case ts.SyntaxKind.LessThanToken:
      return left < right;
    case ts.SyntaxKind.LessThanEqualsToken:
      return left <= right;
    case ts.SyntaxKind.GreaterThanToken:
      return left > right;
    case ts.SyntaxKind.GreaterThanEqualsToken:
      return left >= right;
    default:
      return null;
  }
}

function template(node: ts.TemplateExpression, scope: Scope): string {
  const parts = node.templateSpans.map((part) => {
    const value: unknown = known(evaluate(part.expression, scope));
    if (isObject(value)) throw notDeclarative(scope.module, part.expression);
    return `${String(value)}${part.literal.text}`;
  });
  return node.head.text + parts.join("");
}

/** An enum as an object: its values are literals, or continue from the one before. */
export function enumValue(node: ts.EnumDeclaration, scope: Scope): object {
  const result: Record<string, unknown> = {};
  let next = 0;
  for (const member of node.members) {
    const name = ts.isIdentifier(member.name) || ts.isStringLiteral(member.name) ? member.name.text : "";
    const value: unknown = member.initializer === undefined ? next : evaluate(member.initializer, scope);
    if (typeof value === "number") next = value + 1;
    Object.defineProperty(result, name, { value, enumerable: true });
  }
  scope.run.literals.add(result);
  return result;
}

/** A property of a known value; undefined if it does not exist, as in JavaScript. */
export function valueAt(value: unknown, key: string | number, scope: Scope): unknown {
  if (isUnread(value)) return value;
  if (!isObject(value) || !Object.hasOwn(value, key)) return undefined;
  if (!scope.run.literals.has(value) && Array.isArray(value)) return value[Number(key)];
  return Reflect.get(value, key);
}
