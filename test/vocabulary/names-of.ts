import { isObject, type Names } from "../../src/vocabulary/declaration.ts";

/** The names of all declarations of a schema module: each is named after its export. */
export function namesOf(exports: Readonly<Record<string, unknown>>): Names {
  const names = new Map<object, string>();
  for (const [name, value] of Object.entries(exports)) {
    if (isObject(value) && !names.has(value)) names.set(value, name);
  }
  return names;
}
