import type { Problem, Span } from "../../problem/problem.ts";
import { isObject } from "../read/describe.ts";
import { placeOf, type Traces } from "../read/trace.ts";

/** A part of the configuration, and how to find where it is written. */
export interface ConfigPart {
  readonly value: unknown;
  /** Its name in messages: `targets.production`. */
  readonly name: string;
  readonly at: Span;
  readonly traces: Traces;
}

/** The value of a key, if there is one. Its place is that of the value, or of the key. */
export function part(outer: ConfigPart, key: string, place: "key" | "value" = "value"): ConfigPart {
  const { traces } = outer;
  const literal = isObject(outer.value) ? outer.value : null;
  const entry = literal === null ? undefined : traces.literals.get(literal)?.entries.get(key);
  const value: unknown = literal === null ? undefined : Reflect.get(literal, key);
  const at = entry?.[place] ?? (isObject(value) ? placeOf(traces, value) : undefined) ?? outer.at;
  return { value, name: outer.name === "" ? key : `${outer.name}.${key}`, at, traces };
}

export function problemAt(here: ConfigPart, code: Problem["code"], message: string, help: readonly string[]): Problem {
  return { code, level: "error", subject: here.name, message, at: here.at, label: "here", help };
}
