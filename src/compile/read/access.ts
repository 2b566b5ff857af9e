import type { Span } from "../../problem/problem.ts";
import { dataOf } from "../../vocabulary/declaration.ts";
import { describe, isObject } from "./describe.ts";
import { evaluate } from "./evaluate.ts";
import type { Scope } from "./module.ts";
import { didYouMean, meantBy } from "../../problem/nearest.ts";
import { excerpt, spanOf } from "./places.ts";
import { notDeclarative } from "./refuse.ts";
import { declarationError } from "./declaration-error.ts";
import type { ts } from "./typescript.ts";
import { isUnread } from "./unread.ts";

export function accessName(node: ts.PropertyAccessExpression, scope: Scope): unknown {
  return accessWord(node, scope).value;
}

/** The value, and the object it was read from: a method needs both. */
export function accessWord(node: ts.PropertyAccessExpression, scope: Scope): { receiver: unknown; value: unknown } {
  if (node.questionDotToken !== undefined && !scope.module.loose) throw notDeclarative(scope.module, node);
  const receiver = evaluate(node.expression, scope);
  const value = property(receiver, node.name.text, spanOf(scope.module, node.name), node.expression, scope);
  return { receiver, value };
}

export function accessElement(node: ts.ElementAccessExpression, scope: Scope): unknown {
  if (node.questionDotToken !== undefined && !scope.module.loose) throw notDeclarative(scope.module, node);
  const receiver = evaluate(node.expression, scope);
  const key = evaluate(node.argumentExpression, scope);
  const at = spanOf(scope.module, node.argumentExpression);
  if (typeof key === "string" || typeof key === "number")
    return property(receiver, String(key), at, node.expression, scope);
  throw declarationError(
    "wrong-argument",
    at,
    "a name or a number belongs between these brackets",
    [`write the name as a string: ["name"]`],
    { label: `this is ${describe(key)}` },
  );
}

/**
 * A property of a value, if it is data or a word of the vocabulary. What every JavaScript object inherits is neither:
 * through `constructor`, a file could otherwise reach executable code.
 */
function property(receiver: unknown, name: string, at: Span, from: ts.Expression, scope: Scope): unknown {
  const loose = scope.module.loose ? looseProperty(receiver, name, scope) : null;
  if (loose !== null) return loose.value;
  if (isObject(receiver) && !scope.run.written.has(receiver)) {
    const holder = holderOf(receiver, name, scope.run.literals.has(receiver));
    if (holder !== null) return Reflect.get(holder, name, receiver);
  }
  throw noProperty(receiver, name, at, from, scope);
}

function noProperty(receiver: unknown, name: string, at: Span, from: ts.Expression, scope: Scope) {
  const whose = `\`${excerpt(scope.module, from)}\``;
  const known = isObject(receiver) ? propertiesOf(receiver, scope.run.literals.has(receiver)) : [];
  const data = dataOf(receiver);
  const what = data?.declare === "table" || data?.declare === "view" || data?.declare === "virtual-table";
  const columns = data?.declare === "table" ? ` (${data.columns.map((column) => column.name).join(", ")})` : "";
  return declarationError(what ? "unknown-column" : "unknown-property", at, message(), help(), {
    subject: name,
    label: what ? `no such column${columns}` : "unknown",
    ...meantBy(name, known),
  });

  function message(): string {
    if (what) return `${whose} has no column \`${name}\``;
    if (data?.declare === "column") return `a column has no word \`${name}\``;
    return isObject(receiver) ? `${whose} has no \`${name}\`` : `${whose} is ${describe(receiver)}, which has no parts`;
  }

  function help(): readonly string[] {
    const near = didYouMean(name, known);
    if (near.length > 0 || known.length === 0 || known.length > 40) return near;
    return [`it has: ${known.join(", ")}`];
  }
}

/** undefined for missing properties, as in JavaScript, and the length of a string. */
function looseProperty(receiver: unknown, name: string, scope: Scope): { readonly value: unknown } | null {
  if (isUnread(receiver)) return { value: receiver };
  if (receiver === undefined || receiver === null) return { value: undefined };
  if (typeof receiver === "string" && name === "length") return { value: receiver.length };
  if (isObject(receiver) && scope.run.literals.has(receiver) && !Object.hasOwn(receiver, name))
    return { value: undefined };
  return null;
}

const inherited: ReadonlySet<object | null> = new Set<object | null>([
  null,
  Object.prototype,
  Function.prototype,
  Array.prototype,
  Object.getPrototypeOf(Uint8Array.prototype),
  Uint8Array.prototype,
]);
const ofFunctions: ReadonlySet<string> = new Set(["length", "name", "prototype", "arguments", "caller"]);

/** The object in the prototype chain that has the property; null if none that counts has it. */
function holderOf(value: object, name: string, literal: boolean): object | null {
  if (typeof value === "function" && ofFunctions.has(name)) return null;
  if (Object.hasOwn(value, name)) return Array.isArray(value) && name === "length" ? null : value;
  if (literal || name === "constructor") return null;
  for (let at: object | null = Object.getPrototypeOf(value); !inherited.has(at) && at !== null; ) {
    if (Object.hasOwn(at, name)) return value;
    at = Object.getPrototypeOf(at);
  }
  return null;
}

function propertiesOf(value: object, literal: boolean): readonly string[] {
  const names = Object.getOwnPropertyNames(value).filter(
    (name) => typeof value !== "function" || !ofFunctions.has(name),
  );
  if (Array.isArray(value)) return [];
  for (let at: object | null = Object.getPrototypeOf(value); !literal && !inherited.has(at) && at !== null; ) {
    names.push(...Object.getOwnPropertyNames(at).filter((name) => name !== "constructor"));
    at = Object.getPrototypeOf(at);
  }
  return names;
}
