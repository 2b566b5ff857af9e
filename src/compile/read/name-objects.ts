import { fold } from "../../model/names.ts";
import type { Problem, Span } from "../../problem/problem.ts";
import { type Declared, isObject, type ObjectData } from "../../vocabulary/declaration.ts";
import { declared } from "../../vocabulary/declaration.ts";
import type { ConstBinding, Module } from "./module.ts";
import { findExport } from "./names.ts";

/** An object of the schema: an exported declaration, and its name. */
export interface NamedObject {
  readonly name: string;
  readonly value: Declared<ObjectData>;
  /** The name where it is exported, or the const that holds it. */
  readonly at: Span;
  readonly doc: string | null;
}

export interface Named {
  readonly objects: readonly NamedObject[];
  /** The name of each, for code that writes SQL. */
  readonly names: ReadonlyMap<object, string>;
  /** Objects in consts that are not exported: not part of the schema. */
  readonly unexported: ReadonlyMap<object, ConstBinding>;
  readonly problems: readonly Problem[];
}

/** An exported const is an object of the database, named for its export unless it names itself. */
export function nameObjects(modules: readonly Module[]): Named {
  const found = new Map<object, NamedObject>();
  const problems: Problem[] = [];
  for (const module of modules) {
    for (const exportedAs of module.exports.keys()) {
      const binding = findExport(module, exportedAs, new Set());
      if (binding === null || binding === "refused" || "word" in binding) continue;
      if (binding.kind !== "const" || !isObject(binding.value)) continue;
      addObject(binding, binding.value, exportedAs, exportPlace(module, exportedAs) ?? binding.at);
    }
  }
  const unexported = new Map<object, ConstBinding>();
  for (const module of modules)
    for (const binding of module.bindings.values())
      if (
        binding.kind === "const" &&
        binding.name !== "default" &&
        isObject(binding.value) &&
        !found.has(binding.value)
      )
        unexported.set(binding.value, binding);
  const objects = [...found.values()];
  problems.push(...clashes(objects), ...[...unexported.values()].map(notExported));
  return { objects, names: new Map(objects.map((each) => [each.value, each.name])), unexported, problems };

  function addObject(binding: ConstBinding, value: Declared<ObjectData>, exportedAs: string, at: Span): void {
    const own = value[declared].name;
    if (own === null && exportedAs === "default") return void problems.push(nameless(binding));
    const name = own ?? exportedAs;
    const before = found.get(value);
    if (before === undefined) found.set(value, { name, value, at, doc: binding.doc });
    else if (before.name !== name) problems.push(twoNames(before, name, at));
  }
}

function exportPlace(module: Module, name: string): Span | undefined {
  const found = module.exports.get(name);
  return found === undefined || !("at" in found) ? undefined : found.at;
}

/** Tables, views and indexes share their names in SQLite; triggers have their own. */
function clashes(objects: readonly NamedObject[]): readonly Problem[] {
  const first = new Map<string, NamedObject>();
  const problems: Problem[] = [];
  for (const object of objects) {
    const space = object.value[declared].declare === "trigger" ? "trigger" : "object";
    const key = `${space} ${fold(object.name)}`;
    const before = first.get(key);
    if (before === undefined) first.set(key, object);
    else problems.push(clash(before, object));
  }
  return problems;
}

function clash(before: NamedObject, object: NamedObject): Problem {
  const same = before.name === object.name;
  return {
    code: "duplicate-object",
    level: "error",
    subject: object.name,
    message: same
      ? `two objects are named \`${object.name}\``
      : `\`${before.name}\` and \`${object.name}\` are the same name to SQLite, which ignores case`,
    at: object.at,
    label: `this ${kindOf(object)}`,
    also: [{ at: before.at, label: `this ${kindOf(before)} already has the name` }],
    help: ["rename one of them, or remove the second one"],
  };
}

function kindOf(object: NamedObject): string {
  return object.value[declared].declare.replace("-", " ");
}

function twoNames(before: NamedObject, name: string, at: Span): Problem {
  return {
    code: "two-names",
    level: "error",
    subject: name,
    message: `one ${kindOf(before)} is exported as \`${before.name}\` and as \`${name}\``,
    at,
    label: "the second name",
    also: [{ at: before.at, label: "the first name" }],
    help: ["export it under one name, or give it its name as the first argument"],
  };
}

function nameless(binding: ConstBinding): Problem {
  return {
    code: "no-name",
    level: "error",
    subject: "default",
    message: "a default export has no name, and an object of a database needs one",
    at: binding.at,
    label: "exported without a name",
    help: ["write `export const name = …`"],
  };
}

function notExported(binding: ConstBinding): Problem {
  return {
    code: "not-exported",
    level: "warning",
    subject: binding.name,
    message: `\`${binding.name}\` is not exported, so it is not part of the schema`,
    at: binding.at,
    label: "not exported",
    help: [`write \`export\` before \`const ${binding.name}\`, or remove it`],
  };
}
