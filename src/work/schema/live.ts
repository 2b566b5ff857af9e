import type { Connection, Snapshot } from "../../database/connection.ts";
import type { Packed } from "../../compile/packed.ts";
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
  const packed = known.packed();
  const { fingerprint, rememberFingerprint } = await import("../../model/fingerprint.ts");
  if (packed !== null) {
    const { unpack } = await import("../../compile/packed.ts");
    const schema = unpack(packed);
    const seen = known.fingerprint();
    if (seen !== null) rememberFingerprint(schema, seen);
    else known.keepFingerprint(fingerprint(schema));
    return schema;
  }
  const { introspect } = await import("../../introspect/introspect.ts");
  const schema = need(context, await introspect(snapshot, aim.beside));
  if (known === nothing) return schema;
  const { pack } = await import("../../compile/packed.ts");
  known.keep(pack(schema));
  known.keepFingerprint(fingerprint(schema));
  return schema;
}

/** The same as it is cached, for who may need few of its objects. Null if it is not cached. */
export async function livePacked(
  context: Context,
  aim: Aim,
): Promise<{ readonly live: Packed; readonly fingerprint: string } | null> {
  const read = (connection: Connection) =>
    connection.snapshot(async (snapshot) => {
      const known = await knownOf(aim, connection, snapshot);
      const [live, fingerprint] = [known.packed(), known.fingerprint()];
      return live === null || fingerprint === null ? null : { live, fingerprint };
    });
  return withSchema(context, aim, read);
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
      const seen = (await knownOf(aim, connection, snapshot)).fingerprint();
      if (seen !== null) return seen;
      const { fingerprint } = await import("../../model/fingerprint.ts");
      return fingerprint(await schemaIn(context, aim, connection, snapshot));
    });
  return withSchema(context, aim, read, looking);
}

/** What is known of a catalog from earlier. */
interface Known {
  packed(): Packed | null;
  fingerprint(): string | null;
  keep(schema: Packed): void;
  keepFingerprint(fingerprint: string): void;
}

const nothing: Known = { packed: () => null, fingerprint: () => null, keep: () => {}, keepFingerprint: () => {} };

async function knownOf(aim: Aim, { remembered }: Pick<Connection, "remembered">, snapshot: Snapshot): Promise<Known> {
  if (!remembered || aim.cache === null) return nothing;
  const catalog = await catalogHash(snapshot);
  if (catalog === null) return nothing;
  const { cacheKey, openCache } = await import("../../compile/cache.ts");
  const { packedIn, packedLines } = await import("../../compile/packed.ts");
  const cache = openCache(aim.cache);
  const keyOf = (what: string) => cacheKey(what, catalog, JSON.stringify(aim.beside));
  return {
    packed: () => packedIn(cache.lines(keyOf("live")))?.packed ?? null,
    fingerprint: () => {
      const known = cache.get(keyOf("fingerprint"));
      return typeof known === "string" ? known : null;
    },
    keep: (schema) => cache.setLines(keyOf("live"), packedLines(schema)),
    keepFingerprint: (fingerprint) => cache.set(keyOf("fingerprint"), fingerprint),
  };
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
