import type { Beside } from "../model/beside.ts";
import { fold, namePattern } from "../model/names.ts";
import { isKeptBy, type Keeper, keeperIn } from "../sql/kept-tables.ts";
import { mentions } from "../sql/mentions.ts";
import { isWord, significantIn } from "../sql/tokens.ts";
import { type Catalog, type CatalogObject, isVirtual } from "./catalog.ts";
import { isInternal } from "./internal.ts";

/** Why an object is not managed; null if it is managed. */
export type NotManaged = "internal" | "ignored" | null;

/** Decides what belongs to the engine, to a tool besides trueup, or to what the configuration ignores. */
export function belonging(catalog: Catalog, beside: Beside): (object: CatalogObject) => NotManaged {
  const keepers = catalog.objects.map(keeperOf).filter((keeper) => keeper !== null);
  const patterns = beside.ignore.map(namePattern);
  return (object) => {
    const names = [fold(object.name), fold(object.table)];
    if (names.some(isInternal)) return "internal";
    if (catalog.shadows.has(object.name) || catalog.shadows.has(object.table)) return "internal";
    if (keepers.some((keeper) => names.some((name) => isKeptBy(keeper, name)))) return "internal";
    return patterns.some((each) => names.some((name) => each.test(name))) ? "ignored" : null;
  };
}

function keeperOf(object: CatalogObject): Keeper | null {
  if (isVectorIndex(object)) return { name: fold(object.name), module: "vector" };
  return isVirtual(object) ? keeperIn(object.name, object.sql) : null;
}

/** libSQL stores a vector index in ordinary tables that are named after it. */
function isVectorIndex({ type, sql }: CatalogObject): boolean {
  // Not `fold`, which is slow on a long text with capitals.
  if (type !== "index" || !sql.toLowerCase().includes("libsql_vector_idx")) return false;
  const [create, index] = significantIn(sql, 2);
  return isWord(create, "CREATE") && isWord(index, "INDEX") && mentions(sql).has("libsql_vector_idx");
}
