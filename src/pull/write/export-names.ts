import type { Schema, SchemaObject } from "../../model/schema.ts";
import { isIdentifierName } from "./literal.ts";

/** The TypeScript name of each object. Objects are distinguished by identity: a trigger may have its table's name. */
export type ExportNames = ReadonlyMap<SchemaObject, string>;

/** The words that a schema file imports. An export of such a name would hide the word from its own file. */
const vocabulary =
  "table index uniqueIndex view trigger virtualTable unique check primaryKey foreignKey self integer text real blob numeric any column vector sql Row Insert Update defineConfig env";

/** https://tc39.es/ecma262/#prod-ReservedWord in modules, and names that TypeScript or JavaScript keep for themselves. */
const reserved =
  "arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield undefined NaN Infinity globalThis Object Promise Symbol require exports module";

const words = new Set(vocabulary.split(" "));
const taken = new Set([...words, ...reserved.split(" ")]);

export function isWord(name: string): boolean {
  return words.has(name);
}

export function isExportName(name: string): boolean {
  return isIdentifierName(name) && !taken.has(name) && !(name in {}) && name !== "__proto__";
}

const suffixes = {
  table: "table",
  index: "index",
  view: "view",
  trigger: "trigger",
  "virtual-table": "table",
} as const;

/** All objects of a schema in the order in which they are named: the most referenced ones first. */
export function inNamingOrder(schema: Schema): SchemaObject[] {
  return [...schema.tables, ...schema.virtualTables, ...schema.views, ...schema.indexes, ...schema.triggers];
}

/**
 * Every object gets its own name if that is a valid and unused export; the others get a similar one, and have their
 * real name as the first argument. `used` are the names already in the files.
 */
export function chooseExportNames(
  objects: readonly SchemaObject[],
  used: ReadonlySet<string> = new Set(),
): Map<SchemaObject, string> {
  const names = new Map<SchemaObject, string>();
  const seen = new Set(used);
  for (const object of objects) {
    if (!isExportName(object.name) || seen.has(object.name)) continue;
    names.set(object, object.name);
    seen.add(object.name);
  }
  for (const object of objects) {
    if (names.has(object)) continue;
    const name = nearest(object, seen);
    names.set(object, name);
    seen.add(name);
  }
  return names;
}

function nearest(object: SchemaObject, seen: ReadonlySet<string>): string {
  const plain = identifierFrom(object.name);
  const suffix = suffixes[object.kind];
  const candidates = plain === "" ? [`a_${suffix}`] : [plain, `${plain.replace(/_+$/, "")}_${suffix}`];
  const base = candidates.at(-1) as string;
  for (let n = 2; n < 1e6; n += 1) {
    const free = candidates.find((name) => isExportName(name) && !seen.has(name));
    if (free !== undefined) return free;
    candidates.splice(0, candidates.length, `${base}_${n}`);
  }
  throw new Error(`no name is left for ${object.name}`);
}

/** `two words` → `two_words`, `1st` → `_1st`; empty if no letter is left. */
function identifierFrom(name: string): string {
  // Joiners are invisible, and Node's releases differ in whether a name may contain them.
  const plain = name
    .replace(/[\u200c\u200d]/g, "")
    .replace(/[^\p{ID_Continue}$]+/gu, "_")
    .replace(/^_+(?=[\p{ID_Start}])|(?<=[^_])_+$/gu, "");
  if (/^[_\s]*$/.test(plain)) return "";
  return isIdentifierName(plain) ? plain : `_${plain}`;
}
