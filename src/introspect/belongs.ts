import type { Beside } from "../model/beside.ts";
import { fold, namePattern } from "../model/names.ts";
import { attemptRead } from "../sql/cursor.ts";
import { mentions } from "../sql/mentions.ts";
import { readVirtualTable } from "../sql/read-virtual-table.ts";
import { isWord, significantIn } from "../sql/tokens.ts";
import { type Catalog, type CatalogObject, isVirtual } from "./catalog.ts";
import { isInternal } from "./internal.ts";

/** Why an object is not managed; null if it is managed. */
export type NotManaged = "internal" | "ignored" | null;

/** Decides what belongs to the engine, to a tool besides trueup, or to what the configuration ignores. */
export function belonging(catalog: Catalog, beside: Beside): (object: CatalogObject) => NotManaged {
  const keepers = catalog.objects.map(keeperIn).filter((keeper) => keeper !== null);
  const patterns = beside.ignore.map(namePattern);
  return (object) => {
    const names = [fold(object.name), fold(object.table)];
    if (names.some(isInternal)) return "internal";
    if (catalog.shadows.has(object.name) || catalog.shadows.has(object.table)) return "internal";
    if (keepers.some((keeper) => names.some((name) => isKeptBy(keeper, name)))) return "internal";
    return patterns.some((each) => names.some((name) => each.test(name))) ? "ignored" : null;
  };
}

/** What may keep tables of its own beside it: a virtual table of a module, or a vector index. */
export interface Keeper {
  readonly name: string;
  readonly module: string;
}

function keeperIn(object: CatalogObject): Keeper | null {
  const keeper = (module: string) => ({ name: fold(object.name), module });
  if (isVectorIndex(object)) return keeper("vector");
  const read = isVirtual(object) ? attemptRead(() => readVirtualTable(object.sql)) : null;
  return read?.ok ? keeper(read.value.module) : null;
}

/** The tables that libSQL keeps, and those of extensions, which SQLite lists only where the extension is loaded. */
const kept =
  /^(vector_shadow|vec0_(info|chunks|rowids|auxiliary|(vector_|metadata)(chunks|text)\d+)|vss0_(index|data)|spellfix1_vocab)$/;

/** Names are folded. */
export function isKeptBy({ name, module }: Keeper, other: string): boolean {
  return other.startsWith(name) && kept.test(module + other.slice(name.length));
}

/** libSQL stores a vector index in ordinary tables that are named after it. */
function isVectorIndex({ type, sql }: CatalogObject): boolean {
  // Not `fold`, which is slow on a long text with capitals.
  if (type !== "index" || !sql.toLowerCase().includes("libsql_vector_idx")) return false;
  const [create, index] = significantIn(sql, 2);
  return isWord(create, "CREATE") && isWord(index, "INDEX") && mentions(sql).has("libsql_vector_idx");
}
