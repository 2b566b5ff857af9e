import type { Action } from "../../vocabulary/declaration.ts";
import { dataOf } from "../../vocabulary/declaration.ts";
import { Misuse } from "../../vocabulary/misuse.ts";
import { known } from "../read/unread.ts";

/** A field of optional options. */
export function fieldOf(options: unknown, name: string): unknown {
  const given: unknown = known(options);
  return isPlain(given) && Object.hasOwn(given, name) ? Reflect.get(given, name) : undefined;
}

export function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value) && dataOf(value) === null;
}

export function textOf(value: unknown): string {
  const given: unknown = known(value);
  if (typeof given === "string") return given;
  throw new Misuse("a string belongs here", "write it as a string");
}

export function listOf(value: unknown): readonly unknown[] {
  const given: unknown = known(value);
  if (Array.isArray(given)) return given;
  throw new Misuse("a list belongs here", "write it as a list");
}

const actions: ReadonlySet<string> = new Set(["set null", "set default", "cascade", "restrict", "no action"]);

/** What happens to a row whose parent is deleted. Null for none, which is the same as `no action`. */
export function actionOf(options: unknown, name: "onDelete" | "onUpdate"): Action | null {
  return toAction(fieldOf(options, name));
}

export function toAction(value: unknown): Action | null {
  const given: unknown = known(value);
  if (given === undefined || given === null) return null;
  if (typeof given === "string" && actions.has(given)) return given as Action;
  throw new Misuse("this is not an action of a foreign key", `one of ${[...actions].join(", ")}`);
}
