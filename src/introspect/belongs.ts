import type { Beside } from "../model/beside.ts";
import { fold, namePattern } from "../model/names.ts";
import { mentions } from "../sql/mentions.ts";
import { onceEach } from "../sql/once.ts";
import { isWord, significantIn } from "../sql/tokens.ts";
import type { Catalog, CatalogObject } from "./catalog.ts";
import { isInternal } from "./internal.ts";

/** Why an object is not managed; null if it is managed. */
export type NotManaged = "internal" | "ignored" | null;

/** Decides what belongs to the engine, to a tool besides trueup, or to what the configuration ignores. */
export function belonging(catalog: Catalog, beside: Beside): (object: CatalogObject) => NotManaged {
  const vectorShadows = new Set(
    catalog.objects.filter((object) => isVectorIndex(object)).map((object) => fold(`${object.name}_shadow`)),
  );
  const patterns = beside.ignore.map(namePattern);
  return (object) => {
    const { names, internal } = namesOf(object);
    if (internal) return "internal";
    if (names.some((name) => vectorShadows.has(name))) return "internal";
    if (catalog.shadows.has(object.name) || catalog.shadows.has(object.table)) return "internal";
    return patterns.some((each) => names.some((name) => each.test(name))) ? "ignored" : null;
  };
}

const namesOf = onceEach(({ name, table }: CatalogObject) => {
  const names = [fold(name), fold(table)];
  return { names, internal: names.some(isInternal) };
});

/** libSQL stores a vector index in ordinary tables that are named after it. */
const isVectorIndex = onceEach(({ sql }: CatalogObject): boolean => {
  // Not `fold`, which is slow on a long text with capitals.
  if (!sql.toLowerCase().includes("libsql_vector_idx")) return false;
  const [create, index] = significantIn(sql, 2);
  return isWord(create, "CREATE") && isWord(index, "INDEX") && mentions(sql).has("libsql_vector_idx");
});
