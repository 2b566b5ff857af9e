import { createHash } from "node:crypto";
import { busy } from "../database/busy.ts";
import type { Row, Scratch, Snapshot } from "../database/connection.ts";
import { type Beside, nothingBeside } from "../model/beside.ts";
import type { Schema } from "../model/schema.ts";
import { type Checked, failed, fine } from "../problem/problem.ts";
import { InvalidText, catalogQueries, readCatalog } from "./catalog.ts";
import { setBrokenAside, setBrokenAsideScratch } from "./broken.ts";
import { isEngineFunction } from "./engine-functions.ts";
import { requoteCode } from "./requote-code.ts";
import { setStrandedAside } from "./stranded.ts";
import { withComments } from "../sql/comments.ts";
import { withoutStandIns } from "../sql/stand-ins.ts";
import { toSchema } from "./to-schema.ts";
import { withTheApplication } from "./with-the-application.ts";
import { withoutUnmanaged } from "./without-unmanaged.ts";

/** The schema of a live database, read in one round trip. */
export async function introspect(snapshot: Snapshot, beside: Beside): Promise<Checked<Schema>> {
  const answers = await snapshot.read(catalogQueries);
  try {
    return await busy(async () => {
      const seen = await setBrokenAside(understood(answers, beside), snapshot, withTheApplication(beside));
      return fine(setStrandedAside(requoteCode(seen, beside), withoutUnmanaged(beside)));
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

/**
 * The schemas read last, keyed by a hash of everything they were read from. A fleet has few schemas, each of them many
 * times.
 */
const recent = new Map<string, Schema>();
const most = 8;

function understood(answers: readonly (readonly Row[])[], beside: Beside): Schema {
  const key = keyOf(answers, beside);
  const known = recent.get(key);
  if (known !== undefined) return known;
  const schema = commented(toSchema(readCatalog(answers), beside, isEngineFunction));
  if (recent.size >= most) for (const oldest of [...recent.keys()].slice(0, 1)) recent.delete(oldest);
  recent.set(key, schema);
  return schema;
}

/** Each value has its length before it, so that no two lists of values have the same key. Bytes come behind the others. */
function keyOf(answers: readonly (readonly Row[])[], beside: Beside): string {
  const hash = createHash("sha256").update(JSON.stringify(beside));
  for (const rows of answers) {
    const texts: string[] = [];
    const bytes: Uint8Array[] = [];
    for (const row of rows) {
      for (const value of row) {
        if (value instanceof Uint8Array) {
          texts.push(`x${value.length} `);
          bytes.push(value);
        } else {
          const written = String(value);
          texts.push(`${written.length} `, written);
        }
      }
    }
    const text = texts.join("");
    hash.update(`${text.length}\n`).update(text).update(Buffer.concat(bytes));
  }
  return hash.digest("base64");
}

/** The schema of a scratch database, as the engine made it from the statements that were run there. */
export function introspectScratch(scratch: Pick<Scratch, "all" | "prepare">, beside: Beside = nothingBeside): Schema {
  const catalog = readCatalog(catalogQueries.map((query) => scratch.all(query.sql)));
  const objects = catalog.objects.map((object) => ({ ...object, sql: withoutStandIns(object.sql) }));
  const schema = commented(toSchema({ ...catalog, objects }, beside, isEngineFunction));
  return setStrandedAside(setBrokenAsideScratch(schema, scratch, withTheApplication(beside)), withoutUnmanaged(beside));
}

function commented(schema: Schema): Schema {
  return { ...schema, tables: schema.tables.map(withComments) };
}
