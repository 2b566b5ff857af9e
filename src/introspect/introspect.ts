import { isDeepStrictEqual } from "node:util";
import { busy } from "../database/busy.ts";
import type { Row, Scratch, Snapshot } from "../database/connection.ts";
import { type Beside, nothingBeside } from "../model/beside.ts";
import type { Schema, Trigger, View } from "../model/schema.ts";
import { type Checked, failed, fine } from "../problem/problem.ts";
import { type Catalog, catalogQueries, InvalidText, readCatalog } from "./catalog.ts";
import type { CatalogRows } from "../database/catalog-rows.ts";
import { setBrokenAside, setBrokenAsideScratch } from "./broken.ts";
import { isEngineFunction } from "./engine-functions.ts";
import { requoteCode } from "./requote-code.ts";
import { catalogSince, remember, seenWith, stillCompiled } from "./seen.ts";
import { setStrandedAside } from "./stranded.ts";
import { withComments } from "../sql/comments.ts";
import { onceEach } from "../sql/once.ts";
import { withoutStandIns } from "../sql/stand-ins.ts";
import { toSchema } from "./to-schema.ts";
import { elsewhere } from "./elsewhere.ts";
import { withoutUnmanaged } from "./without-unmanaged.ts";

/** The schema of a live database, read in one round trip. */
export function introspect(snapshot: Snapshot, beside: Beside): Promise<Checked<Schema>> {
  return introspectSince(snapshot, beside, null, null);
}

/**
 * The same, where the rows of the catalog were read before. If they were when the schema was another one, only what is
 * different since is looked at again, and what may depend on that.
 */
export async function introspectSince(
  snapshot: Snapshot,
  beside: Beside,
  rows: CatalogRows | null,
  earlier: Schema | null,
): Promise<Checked<Schema>> {
  const before = seenWith(earlier);
  const since = rows !== null && before !== null ? { rows, before } : null;
  const answers = since === null ? await snapshot.read(catalogQueries) : [];
  try {
    return await busy(async () => {
      const { catalog, schema } =
        since === null
          ? understood(answers, beside)
          : read(await catalogSince(snapshot, since.rows, since.before), beside);
      const known = since === null ? new Set<View | Trigger>() : stillCompiled(since.before, catalog, schema);
      const sorted = await setBrokenAside(schema, snapshot, elsewhere(beside), known);
      const found = setStrandedAside(requoteCode(sorted.schema, beside), withoutUnmanaged(beside));
      if (rows !== null) remember(found, { rows, catalog, compiled: sorted.compiled });
      return fine(found);
    });
  } catch (error) {
    if (!(error instanceof InvalidText)) throw error;
    return failed({
      code: "schema-text-invalid",
      level: "error",
      subject: "sqlite_schema",
      message: "a name or definition in the database is not valid text",
      evidence: [error.message],
      help: ["find it with: SELECT rowid, type, hex(name), hex(sql) FROM sqlite_schema"],
    });
  }
}

interface Understood {
  readonly catalog: Catalog;
  readonly schema: Schema;
}

/** The schemas read last, and what they were read from. A fleet has few schemas, each of them many times. */
const recent: (Understood & { readonly beside: string })[] = [];
const most = 8;

function understood(answers: readonly (readonly Row[])[], beside: Beside): Understood {
  const catalog = readCatalog(answers);
  const about = JSON.stringify(beside);
  const known = recent.find((each) => each.beside === about && isSame(each.catalog, catalog));
  if (known !== undefined) return known;
  const found = read(catalog, beside);
  if (recent.length >= most) recent.shift();
  recent.push({ ...found, beside: about });
  return found;
}

function read(catalog: Catalog, beside: Beside): Understood {
  return { catalog, schema: commented(toSchema(catalog, beside, isEngineFunction)) };
}

function isSame(a: Catalog, b: Catalog): boolean {
  if (a.objects.length !== b.objects.length || a.shadows.size !== b.shadows.size) return false;
  for (const [n, { type, name, table, sql }] of a.objects.entries()) {
    const other = b.objects[n];
    if (other?.name !== name || other.sql !== sql || other.table !== table || other.type !== type) return false;
  }
  for (const name of a.shadows) if (!b.shadows.has(name)) return false;
  return isDeepStrictEqual(a.columns, b.columns);
}

/** The schema of a scratch database, as the engine made it from the statements that were run there. */
export function introspectScratch(scratch: Pick<Scratch, "all" | "prepare">, beside: Beside = nothingBeside): Schema {
  const catalog = readCatalog(catalogQueries.map((query) => scratch.all(query.sql)));
  const objects = catalog.objects.map((object) => ({ ...object, sql: withoutStandIns(object.sql) }));
  const schema = commented(toSchema({ ...catalog, objects }, beside, isEngineFunction));
  return setStrandedAside(setBrokenAsideScratch(schema, scratch, elsewhere(beside)), withoutUnmanaged(beside));
}

function commented(schema: Schema): Schema {
  return { ...schema, tables: schema.tables.map((table) => commentedTable(table)) };
}

const commentedTable = onceEach(withComments);
