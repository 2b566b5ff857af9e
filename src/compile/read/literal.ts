import { dataOf } from "../../vocabulary/declaration.ts";
import { describe, isObject } from "./describe.ts";
import { evaluate } from "./evaluate.ts";
import type { Scope } from "./module.ts";
import { valueNamed } from "./names.ts";
import { spanOf } from "./places.ts";
import { notDeclarative } from "./refuse.ts";
import { EntryTrace } from "./trace.ts";
import { collected, declarationError } from "./declaration-error.ts";
import { ts } from "./syntax.ts";
import { known } from "./unread.ts";
import { writeFunction } from "./written-function.ts";

interface Building {
  readonly result: Record<string, unknown>;
  readonly entries: Map<string, EntryTrace>;
  /** Keys written in this literal itself: those from a spread may be overwritten. Null as long as nothing is spread. */
  own: Set<string> | null;
  readonly scope: Scope;
}

export function objectLiteral(node: ts.ObjectLiteralExpression, scope: Scope): object {
  const building: Building = { result: {}, entries: new Map(), own: null, scope };
  collected(node.properties, (property) => addProperty(property, building));
  scope.run.literals.add(building.result);
  scope.run.traces.literals.set(building.result, { span: spanOf(scope.module, node), entries: building.entries });
  return building.result;
}

function addProperty(property: ts.ObjectLiteralElementLike, building: Building): void {
  const { result, entries, scope } = building;
  const { module } = scope;
  if (ts.isSpreadAssignment(property)) return spreadObject(property.expression, building);
  if (ts.isGetAccessor(property) || ts.isSetAccessor(property)) throw notDeclarative(module, property);
  const key = propertyName(property.name, scope);
  if ((building.own ?? entries).has(key)) {
    const at = spanOf(module, property.name);
    throw declarationError("duplicate-key", at, `\`${key}\` is here twice`, ["keep one of the two"], {
      subject: key,
      label: "the second one",
      also: [{ at: entries.get(key)?.key ?? at, label: "the first one" }],
    });
  }
  building.own?.add(key);
  const value = ts.isPropertyAssignment(property) ? property.initializer : property.name;
  entries.set(key, new EntryTrace(module, property, property.name, value));
  if (ts.isShorthandPropertyAssignment(property))
    setOwn(result, key, valueNamed(key, spanOf(module, property.name), scope));
  else if (ts.isMethodDeclaration(property)) setOwn(result, key, writeFunction(property, scope));
  else setOwn(result, key, evaluate(property.initializer, scope));
}

function spreadObject(from: ts.Expression, building: Building): void {
  const { result, entries, scope } = building;
  const value = scope.module.loose ? known(evaluate(from, scope)) : evaluate(from, scope);
  if (scope.module.loose && (value === undefined || value === null || value === false)) return;
  const isData = isObject(value) && (scope.run.literals.has(value) || (scope.module.loose && dataOf(value) === null));
  if (!isData || Array.isArray(value))
    throw declarationError(
      "wrong-argument",
      spanOf(scope.module, from),
      "only an object can be spread into an object",
      ["spread a const such as `const stamped = { added: text() }`"],
      { label: `this is ${describe(value)}` },
    );
  building.own ??= new Set(entries.keys());
  const written = scope.run.traces.literals.get(value)?.entries;
  for (const [key, each] of Object.entries(value)) {
    setOwn(result, key, each);
    const entry = written?.get(key);
    if (entry !== undefined) entries.set(key, entry);
  }
}

/** An assignment to `__proto__` would change the prototype of the object. */
function setOwn(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== "__proto__") object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

function propertyName(name: ts.PropertyName, scope: Scope): string {
  const key = ts.isComputedPropertyName(name) ? evaluate(name.expression, scope) : writtenName(name);
  // A plain `__proto__` would set the prototype instead of adding a property: `["__proto__"]` adds one.
  if (typeof key === "string" && (key !== "__proto__" || ts.isComputedPropertyName(name))) return key;
  throw declarationError(
    "wrong-argument",
    spanOf(scope.module, name),
    "this cannot be the name of a property",
    [key === "__proto__" ? 'write it as ["__proto__"]' : "write the name as a string"],
    { label: typeof key === "string" ? "JavaScript gives this name a meaning of its own" : `this is ${describe(key)}` },
  );
}

function writtenName(name: Exclude<ts.PropertyName, ts.ComputedPropertyName>): string {
  return name.text;
}

export function arrayLiteral(node: ts.ArrayLiteralExpression, scope: Scope): unknown[] {
  const { module, run } = scope;
  const entries = new Map<string, EntryTrace>();
  const result: unknown[] = [];
  collected(node.elements, (element) => {
    if (ts.isOmittedExpression(element)) throw notDeclarative(module, element);
    if (ts.isSpreadElement(element)) {
      const value: unknown = known(evaluate(element.expression, scope));
      if (!Array.isArray(value))
        throw declarationError(
          "wrong-argument",
          spanOf(module, element.expression),
          "only a list can be spread into a list",
          ["write its values one by one"],
          { label: `this is ${describe(value)}` },
        );
      for (const each of value) push(each, element.expression);
      return;
    }
    push(evaluate(element, scope), element);
  });
  run.literals.add(result);
  run.traces.literals.set(result, { span: spanOf(module, node), entries });
  return result;

  function push(value: unknown, from: ts.Node): void {
    run.budget.steps++;
    entries.set(String(result.length), new EntryTrace(module, null, from, from));
    result.push(value);
  }
}
