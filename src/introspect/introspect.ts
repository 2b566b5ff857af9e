import type { Scratch, Snapshot } from "../database/connection.ts";
import type { Schema } from "../model/schema.ts";
import { type Checked, failed, fine } from "../problem/problem.ts";
import { InvalidText, catalogQueries, readCatalog } from "./catalog.ts";
import { setBrokenAside, setBrokenAsideScratch } from "./broken.ts";
import { toSchema } from "./to-schema.ts";

/** The schema of a live database, read in one round trip. */
export async function introspect(
  snapshot: Snapshot,
  options: { readonly ignore: readonly string[] },
): Promise<Checked<Schema>> {
  const answers = await snapshot.read(catalogQueries);
  try {
    return fine(await setBrokenAside(toSchema(readCatalog(answers), options.ignore), snapshot));
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

/** The schema of a scratch database: what the engine made of the statements that were run there. */
export function introspectScratch(scratch: Scratch, ignore: readonly string[] = []): Schema {
  const schema = toSchema(readCatalog(catalogQueries.map((query) => scratch.all(query.sql))), ignore);
  return setBrokenAsideScratch(schema, scratch);
}
