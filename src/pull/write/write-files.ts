import { fold } from "../../model/names.ts";
import { parentsFirst } from "../../model/needs-first.ts";
import type { Schema, SchemaObject } from "../../model/schema.ts";
import type { FilePlan } from "./arrange.ts";
import { chooseExportNames, type ExportNames, inNamingOrder } from "./export-names.ts";
import { selectables } from "./order.ts";
import { makePen, type Pen, type Surroundings } from "./pen.ts";
import { placed } from "./placement.ts";
import { writeObject } from "./write-object.ts";

/** Longer imports are written with one name a line. */
const lineWidth = 110;

/** Files of declarations for a whole schema, by their names within the folder. */
export function writeFiles(plans: readonly FilePlan[], schema: Schema): Map<string, string> {
  const names = chooseExportNames(inNamingOrder(schema));
  const around = freshSurroundings(plans, schema, names);
  const fileOf = new Map(plans.flatMap(({ file, objects }) => objects.map((object) => [object, file] as const)));
  return new Map(plans.map((plan) => [plan.file, writeFile(plan, names, around, fileOf)]));
}

function writeFile(
  plan: FilePlan,
  names: ExportNames,
  around: Surroundings,
  fileOf: ReadonlyMap<SchemaObject, string>,
): string {
  const words = new Set<string>();
  const imported = new Map<string, Set<string>>();
  const texts = plan.objects.map((object) => {
    const pen = makePen(object, around);
    const shown = object.kind === "table" ? placed(object) : object;
    const text = writeObject(shown, names.get(object) ?? object.name, pen);
    for (const word of pen.words) words.add(word);
    noteImports(pen, plan.file, names, fileOf, imported);
    return text;
  });
  const imports = [
    importLine(words, "trueup"),
    ...[...imported].sort(([a], [b]) => (a < b ? -1 : 1)).map(([file, used]) => importLine(used, `./${file}`)),
  ];
  return `${imports.join("")}\n${joined(plan.objects, texts)}`;
}

function noteImports(
  pen: Pen,
  file: string,
  names: ExportNames,
  fileOf: ReadonlyMap<SchemaObject, string>,
  imported: Map<string, Set<string>>,
): void {
  for (const object of pen.uses) {
    const from = fileOf.get(object);
    const name = names.get(object);
    if (from === undefined || from === file || name === undefined) continue;
    imported.set(from, (imported.get(from) ?? new Set()).add(name));
  }
}

export function importLine(names: ReadonlySet<string>, from: string): string {
  const sorted = [...names].sort();
  const flat = `import { ${sorted.join(", ")} } from "${from}";\n`;
  if (flat.length <= lineWidth) return flat;
  return `import {\n${sorted.map((name) => `  ${name},\n`).join("")}} from "${from}";\n`;
}

/** Short indexes of one table are grouped; everything else has empty lines around it. */
function joined(objects: readonly SchemaObject[], texts: readonly string[]): string {
  return texts
    .map((text, n) => {
      const before = objects[n - 1];
      const isNext = objects[n]?.kind === "index" && before?.kind === "index" && !text.startsWith("/**");
      return n === 0 || isNext ? text : `\n${text}`;
    })
    .join("");
}

/** If everything is written from scratch, the order of the files and of their contents is known. */
function freshSurroundings(plans: readonly FilePlan[], schema: Schema, names: ExportNames): Surroundings {
  const all = selectables(schema);
  const place = new Map<SchemaObject, { readonly file: string; readonly at: number }>();
  for (const { file, objects } of plans) for (const [at, object] of objects.entries()) place.set(object, { file, at });
  const order = new Map(parentsFirst(schema.tables).map((table, at) => [fold(table.name), at]));
  const reaches = importGraph(schema, all, place);
  return {
    nameOf: (object) => names.get(object) ?? null,
    find: (name) => all.get(fold(name)) ?? null,
    canArrow: (child, parent) => (order.get(fold(parent.name)) ?? 0) < (order.get(fold(child.name)) ?? 0),
    isThere: (object, from) => {
      const [a, b] = [place.get(object), place.get(from)];
      if (a === undefined || b === undefined) return false;
      return a.file === b.file ? a.at < b.at : reaches.allow(b.file, a.file);
    },
  };
}

/**
 * Which file imports which. Arrow functions may form circles, because they are called later; immediate references may
 * not, so such an import is allowed only if the other file does not lead back.
 */
function importGraph(
  schema: Schema,
  all: ReadonlyMap<string, SchemaObject>,
  place: ReadonlyMap<SchemaObject, { readonly file: string }>,
) {
  const edges = new Map<string, Set<string>>();
  const add = (from: string, to: string) => edges.set(from, (edges.get(from) ?? new Set()).add(to));
  for (const table of schema.tables) {
    for (const key of table.foreignKeys) {
      const [from, to] = [place.get(table)?.file, place.get(all.get(fold(key.table)) ?? table)?.file];
      if (from !== undefined && to !== undefined && from !== to) add(from, to);
    }
  }
  const leads = (from: string, to: string, seen: Set<string>): boolean => {
    if (from === to) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    return [...(edges.get(from) ?? [])].some((next) => leads(next, to, seen));
  };
  return {
    allow: (from: string, to: string): boolean => {
      if (edges.get(from)?.has(to) && !leads(to, from, new Set())) return true;
      if (leads(to, from, new Set())) return false;
      add(from, to);
      return true;
    },
  };
}
