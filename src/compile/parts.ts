import type { Hints } from "../model/hints.ts";
import { declared } from "../vocabulary/declaration.ts";
import type { Declared, Part, Silence } from "./declared.ts";
import type { Module } from "./read/module.ts";
import type { NamedObject } from "./read/name-objects.ts";
import { addPlace, noPlaces, spansIn } from "./places.ts";
import type { PlacesAndDocs } from "./spans.ts";

/** What each of these files contributes, in their order. */
export function partsOf(
  modules: readonly Module[],
  objects: readonly NamedObject[],
  byFile: ReadonlyMap<string, PlacesAndDocs>,
  { hints, silences }: { readonly hints: Hints; readonly silences: readonly Silence[] },
): readonly Part[] {
  const objectsIn = new Map(modules.map(({ file }) => [file, [] as NamedObject[]]));
  for (const object of objects) objectsIn.get(object.at.file)?.push(object);
  return modules.map((module) => {
    const { file } = module;
    const own = objectsIn.get(file) ?? [];
    const names = new Set(own.map(({ name }) => name));
    const { places, docs } = byFile.get(file) ?? { places: noPlaces(), docs: [] };
    return {
      file,
      imports: [...new Set(module.imports.map((other) => other.file))],
      objects: own.map(({ name, value }) => ({ kind: value[declared].declare, name })),
      places,
      docs: [...docs],
      hints: {
        tables: hints.tables.filter(({ to }) => names.has(to)),
        columns: hints.columns.filter(({ table }) => names.has(table)),
        fills: hints.fills.filter(({ table }) => names.has(table)),
      },
      silences: silences.filter(({ at }) => at.file === file),
    };
  });
}

type Together = Pick<Declared, "spans" | "docs" | "hints" | "silences">;

export function together(parts: readonly Part[]): Together {
  const hints = parts.map((part) => part.hints);
  return {
    spans: spansIn(parts),
    docs: new Map(parts.flatMap(({ docs }) => docs)),
    hints: {
      tables: hints.flatMap(({ tables }) => tables),
      columns: hints.flatMap(({ columns }) => columns),
      fills: hints.flatMap(({ fills }) => fills),
    },
    silences: parts.flatMap(({ silences }) => silences),
  };
}

/** All of it as one part, where what a file contributes cannot be told apart. */
export function onePart({ spans, docs, hints, silences }: Together): Part {
  const places = noPlaces();
  for (const [key, at] of spans) addPlace(places, "", key, at);
  return { file: "", imports: [], objects: [], places, docs: [...docs], hints, silences };
}

/** These files, and all that import one of them in any number of steps. */
export function importing(
  files: ReadonlySet<string>,
  parts: readonly Pick<Part, "file" | "imports">[],
): ReadonlySet<string> {
  const found = new Set(files);
  let before: number;
  do {
    before = found.size;
    for (const { file, imports } of parts) if (imports.some((each) => found.has(each))) found.add(file);
  } while (found.size > before);
  return found;
}
