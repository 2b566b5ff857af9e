import type { Connection, Snapshot } from "../../database/connection.ts";
import type { Schema } from "../../model/schema.ts";
import type { Context } from "../context.ts";
import { need } from "../context.ts";
import { ProblemError } from "../../problem/problem.ts";
import { type Aim, type Looking, targetOf, withDatabase } from "../targets.ts";

/** The schema of a live database. */
export async function liveSchema(context: Context, aim: Aim, looking?: Looking): Promise<Schema> {
  const read = (connection: Connection) =>
    connection.snapshot((snapshot) => schemaIn(context, aim, connection, snapshot));
  return withSchema(context, aim, read, looking);
}

/**
 * The same within an open snapshot. A schema is cached under a hash of the catalog, computed by the engine, so that an
 * unchanged catalog is not read and parsed again.
 */
export async function schemaIn(
  context: Context,
  aim: Aim,
  connection: Pick<Connection, "remembered">,
  snapshot: Snapshot,
): Promise<Schema> {
  const known = await knownOf(aim, connection, snapshot);
  const stored = known.get("live");
  const { fingerprint, rememberFingerprint } = await import("../../model/fingerprint.ts");
  if (isSchema(stored)) {
    const seen = known.get("fingerprint");
    if (typeof seen === "string") rememberFingerprint(stored, seen);
    else known.keep("fingerprint", fingerprint(stored));
    return stored;
  }
  const { introspect } = await import("../../introspect/introspect.ts");
  const schema = need(context, await introspect(snapshot, aim.beside));
  if (known === nothing) return schema;
  known.keep("live", schema);
  known.keep("fingerprint", fingerprint(schema));
  return schema;
}

/** The schema, if an engine in this process reads it; null if another one does, or if it cannot be read now. */
export async function readHere(context: Context, aim: Aim): Promise<Schema | null> {
  const quiet = { ...context, tell: () => {} };
  const read = (connection: Connection) =>
    connection.snapshot(async (snapshot) =>
      connection.remembered ? schemaIn(quiet, aim, connection, snapshot) : null,
    );
  try {
    return await withSchema(quiet, aim, read);
  } catch (error) {
    if (error instanceof ProblemError) return null;
    throw error;
  }
}

/** Only the fingerprint, which is cached separately because a schema may be large. */
export async function liveFingerprint(context: Context, aim: Aim, looking?: Looking): Promise<string> {
  const read = (connection: Connection) =>
    connection.snapshot(async (snapshot) => {
      const seen = (await knownOf(aim, connection, snapshot)).get("fingerprint");
      if (typeof seen === "string") return seen;
      const { fingerprint } = await import("../../model/fingerprint.ts");
      return fingerprint(await schemaIn(context, aim, connection, snapshot));
    });
  return withSchema(context, aim, read, looking);
}

/** What is known of a catalog from earlier. */
interface Known {
  get(what: "live" | "fingerprint"): unknown;
  keep(what: "live" | "fingerprint", value: unknown): void;
}

const nothing: Known = { get: () => null, keep: () => {} };

async function knownOf(aim: Aim, { remembered }: Pick<Connection, "remembered">, snapshot: Snapshot): Promise<Known> {
  if (!remembered || aim.cache === null) return nothing;
  const catalog = await catalogHash(snapshot);
  if (catalog === null) return nothing;
  const { cacheKey, openCache } = await import("../../compile/cache.ts");
  const cache = openCache(aim.cache);
  const keyOf = (what: string) => cacheKey(what, catalog, JSON.stringify(aim.beside));
  return { get: (what) => cache.get(keyOf(what)), keep: (what, value) => cache.set(keyOf(what), value) };
}

/** Without ORDER BY, the catalog is in rowid order; sha3_query also hashes types and lengths. */
async function catalogHash(snapshot: Snapshot): Promise<string | null> {
  const sql = `SELECT hex(sha3_query('SELECT type, name, tbl_name, sql FROM sqlite_schema'))`;
  try {
    const [rows] = await snapshot.read([{ sql }]);
    const hash = rows?.[0]?.[0];
    return typeof hash === "string" && hash !== "" ? hash : null;
  } catch {
    return null;
  }
}

const lists = ["tables", "virtualTables", "indexes", "views", "triggers", "opaque", "ignored"] as const;

/** The cache seals entries with the version that wrote them, so this only distinguishes the kinds of entry. */
function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && lists.every((list) => Array.isArray(Reflect.get(value, list)));
}

/** Opens it for reading if no row is needed. */
async function withSchema<T>(
  context: Context,
  aim: Aim,
  work: (connection: Connection) => Promise<T>,
  looking: Looking = {},
): Promise<T> {
  const seen = looking.emptied === true ? null : await (await targetOf(context, aim)).lookAtSchema(work);
  return seen === null ? withDatabase(context, aim, work, looking) : need(context, seen);
}
