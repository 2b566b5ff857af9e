import { isObject } from "./describe.ts";
import type { Scope } from "./module.ts";
import { known } from "./unread.ts";

type Method = (receiver: never, args: readonly unknown[], scope: Scope) => unknown;

/** The methods of known lists and strings that are evaluated. */
const ofLists: Readonly<Record<string, (list: readonly unknown[], args: readonly unknown[], scope: Scope) => unknown>> =
  {
    map: (list, [callback], scope) =>
      literal(
        list.map((each, n) => applied(callback, [each, n])),
        scope,
      ),
    filter: (list, [callback], scope) =>
      literal(
        list.filter((each, n) => truth(applied(callback, [each, n]))),
        scope,
      ),
    flatMap: (list, [callback], scope) =>
      literal(
        list.flatMap((each, n) => applied(callback, [each, n]) as unknown[]),
        scope,
      ),
    join: (list, [separator]) =>
      list.map((each) => String(known(each))).join(separator === undefined ? "," : String(known(separator))),
    concat: (list, args, scope) => literal(list.concat(...args.map((each) => known(each) as unknown[])), scope),
    slice: (list, args, scope) => literal(list.slice(...args.map(Number)), scope),
    includes: (list, [value]) => list.includes(value),
    entries: (list, _, scope) =>
      literal(
        list.map((each, n) => literal([n, each], scope)),
        scope,
      ),
  };

const ofTexts: Readonly<Record<string, (text: string, args: readonly unknown[], scope: Scope) => unknown>> = {
  toLowerCase: (text) => text.toLowerCase(),
  toUpperCase: (text) => text.toUpperCase(),
  trim: (text) => text.trim(),
  slice: (text, args) => text.slice(...args.map(Number)),
  startsWith: (text, [start]) => text.startsWith(String(known(start))),
  endsWith: (text, [end]) => text.endsWith(String(known(end))),
  includes: (text, [part]) => text.includes(String(known(part))),
  split: (text, [separator], scope) => literal(text.split(String(known(separator))), scope),
};

const ofObject: Readonly<Record<string, (args: readonly unknown[], scope: Scope) => unknown>> = {
  keys: ([value], scope) => literal(Object.keys(plain(value)), scope),
  values: ([value], scope) => literal(Object.values(plain(value)), scope),
  entries: ([value], scope) =>
    literal(
      Object.entries(plain(value)).map((each) => literal(each, scope)),
      scope,
    ),
  fromEntries: ([value], scope) => literal(Object.fromEntries(pairs(value)), scope),
  freeze: ([value]) => value,
  assign: (args, scope) => literal(Object.assign({}, ...args.map(plain)), scope),
};

/** A method of a known list or string, or of `Object`, as a function of its arguments; null for any other. */
export function looseMethod(
  receiver: unknown,
  name: string,
  scope: Scope,
): ((...args: readonly unknown[]) => unknown) | null {
  const found: Method | undefined = Array.isArray(receiver)
    ? own(ofLists, name)
    : typeof receiver === "string"
      ? own(ofTexts, name)
      : undefined;
  if (found === undefined) return null;
  return (...args) => found(receiver as never, args, scope);
}

export function objectMethod(name: string, scope: Scope): ((...args: readonly unknown[]) => unknown) | null {
  const found = own(ofObject, name);
  return found === undefined ? null : (...args) => found(args, scope);
}

function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function literal<T extends object>(value: T, scope: Scope): T {
  scope.run.literals.add(value);
  return value;
}

function applied(callback: unknown, args: readonly unknown[]): unknown {
  const given: unknown = known(callback);
  return typeof given === "function" ? Reflect.apply(given, undefined, args) : undefined;
}

function truth(value: unknown): boolean {
  return Boolean(known(value));
}

function plain(value: unknown): object {
  const found: unknown = known(value);
  return isObject(found) ? found : {};
}

function pairs(value: unknown): readonly (readonly [string, unknown])[] {
  const list: unknown = known(value);
  if (!Array.isArray(list)) return [];
  return list.map((pair) => {
    const [key, each] = known(pair) as readonly unknown[];
    return [String(known(key)), each] as const;
  });
}
