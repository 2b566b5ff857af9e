import type { Snapshot } from "../database/connection.ts";
import { fold } from "../model/names.ts";
import type { Schema, Trigger, View } from "../model/schema.ts";
import { mentions } from "../sql/mentions.ts";
import { onceEach } from "../sql/once.ts";
import { type Catalog, type CatalogObject, isVirtual, queriesOfRows, readCatalog, shadowsQuery } from "./catalog.ts";
import { type CatalogRows, differentRows, hasStatement } from "../database/catalog-rows.ts";

export type Code = View | Trigger;

/** What is known of a database besides its schema, so that after a change only what may be different is asked again. */
export interface Seen {
  readonly rows: CatalogRows;
  readonly catalog: Catalog;
  /** The views and triggers that the engine compiled. */
  readonly compiled: ReadonlySet<Code>;
}

const seen = new WeakMap<Schema, Seen>();

/** What takes long is found out now, and not when it is asked for, under a lock. */
export function remember(schema: Schema, what: Seen): void {
  seen.set(schema, what);
  for (const each of codeOf(what.catalog)) namesIn(each);
}

const namesIn = onceEach(({ sql }: CatalogObject) => mentions(sql));

function codeOf({ objects }: Catalog): readonly CatalogObject[] {
  return objects.filter(({ type }) => type === "view" || type === "trigger");
}

export function seenWith(schema: Schema | null): Seen | null {
  return (schema && seen.get(schema)) ?? null;
}

/** The views and triggers of a schema that the engine compiled when it was read. */
export function compiledIn(schema: Schema): ReadonlySet<Code> {
  return seen.get(schema)?.compiled ?? new Set();
}

/** The catalog as it is now. What is in a row that is the same as before is the same, and so are a table's columns. */
export async function catalogSince(snapshot: Snapshot, now: CatalogRows, before: Seen): Promise<Catalog> {
  const different = new Set(differentRows(now, before.rows));
  const [objects = [], columns = []] = different.size === 0 ? [] : await snapshot.read(queriesOfRows([...different]));
  const fresh = readCatalog([objects, [], columns]);
  const added = fresh.objects[Symbol.iterator]();
  const known = new Map(objectsById(before));
  const all: CatalogObject[] = [];
  for (const [id, row] of now) {
    if (!hasStatement(row)) continue;
    const object = different.has(id) ? added.next().value : known.get(id);
    if (object === undefined) throw new Error(`row ${id} of the catalog is missing`);
    all.push(object);
  }
  // Only a virtual table has shadows.
  const [shadows = []] = all.some(isVirtual) ? await snapshot.read([shadowsQuery]) : [];
  return {
    objects: all,
    shadows: readCatalog([[], shadows]).shadows,
    columns: new Map([...before.catalog.columns, ...fresh.columns]),
  };
}

function objectsById({ rows, catalog }: Seen): readonly (readonly [string, CatalogObject])[] {
  const ids = [...rows].flatMap(([id, row]) => (hasStatement(row) ? [id] : []));
  return catalog.objects.map((object, n) => [ids[n] ?? "", object] as const);
}

/**
 * What still compiles, because it is the same as before and so is all that it can depend on. A view or trigger depends on
 * what its statement names, on what that depends on, and on the triggers of each table that it names. Virtual tables
 * count as different: only the module knows what their columns depend on.
 */
export function stillCompiled(before: Seen, now: Catalog, schema: Schema): ReadonlySet<Code> {
  const [was, is] = [new Set(before.catalog.objects), new Set(now.objects)];
  const different = [
    ...before.catalog.objects.filter((each) => !is.has(each)),
    ...now.objects.filter((each) => !was.has(each) || isVirtual(each)),
  ];
  const code = codeOf(now);
  const concerned = new Set(different);
  for (let fresh = different; fresh.length > 0; ) {
    const names = [...new Set(fresh.flatMap(({ name, table }) => [fold(name), fold(table)]))];
    fresh = code.filter((each) => !concerned.has(each) && names.some((name) => namesIn(each).has(name)));
    for (const each of fresh) concerned.add(each);
  }
  const again = new Set([...concerned].map(({ type, name }) => `${type} ${name}`));
  return new Set(
    [...schema.views, ...schema.triggers].filter(
      (each) => before.compiled.has(each) && !again.has(`${each.kind} ${each.name}`),
    ),
  );
}
