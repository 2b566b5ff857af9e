import { ProblemError } from "../../problem/problem.ts";

/**
 * The value of an expression that only has a meaning when code runs, in a file that is not trueup's. It may be passed
 * on, spread, called or destructured: the result is the same value. Only if it ends up in the schema is its problem
 * reported, at the place where reading stopped.
 */
export interface UnreadObject {
  readonly [unread]: ProblemError;
  /** The word that could not make its object because of it: that object is missing in the schema. */
  readonly making: Making | null;
  /** Whether it cannot be a table, because it comes from a package that makes none. */
  readonly harmless: boolean;
}

const unread: unique symbol = Symbol("unread");

export type Making = "table" | "view";

export function unreadValue(trouble: ProblemError, making: Making | null = null, harmless = false): UnreadObject {
  return Object.freeze({ [unread]: trouble, making, harmless });
}

export function isUnread(value: unknown): value is UnreadObject {
  return typeof value === "object" && value !== null && unread in value;
}

/** The value, if it is known; otherwise throws its problem, because it is needed here. */
export function known<T>(value: T): Exclude<T, UnreadObject> {
  if (isUnread(value)) throw new UnreadTrouble(value);
  return value as Exclude<T, UnreadObject>;
}

/** The problem of a value that was needed, which still knows whether it could have been a table. */
class UnreadTrouble extends ProblemError {
  readonly harmless: boolean;
  constructor(value: UnreadObject) {
    super(...value[unread].problems);
    this.harmless = value.harmless;
  }
}

/** An expression that could not be read, as a value. */
export function asUnread(error: ProblemError, making: Making | null = null, harmless = false): UnreadObject {
  return unreadValue(error, making, harmless || (error instanceof UnreadTrouble && error.harmless));
}

export function errorOf(value: UnreadObject): ProblemError {
  return value[unread];
}

const makers = new WeakMap<object, Making>();

/** Marks a word: if it cannot make its object, an object of the schema is missing. */
export function making<T extends object>(what: Making, word: T): T {
  makers.set(word, what);
  return word;
}

export function makingOf(word: object): Making | null {
  return makers.get(word) ?? null;
}
