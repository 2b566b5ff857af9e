import { createHash } from "node:crypto";
import { EngineError, type Query } from "./connection.ts";
import { collectClosed } from "./collect.ts";
import { Engine } from "./engine.ts";
import { fileUri, readingMode } from "./file.ts";

/** The whole text of a schema in one value. Two databases with the same one have the same schema. */
export const schemaText: Query = {
  sql: `SELECT CAST(group_concat(type || char(31) || name || char(31) || tbl_name || char(31) || coalesce(sql, ''), char(30)) AS BLOB)
FROM (SELECT * FROM sqlite_schema ORDER BY rowid)`,
};

export function schemaHash(text: unknown): string {
  const hash = createHash("sha256");
  if (text instanceof Uint8Array) hash.update(text);
  return hash.digest("base64");
}

/** How many files may stay open before they are released together. */
const batch = 64;
let left = 0;

/**
 * The hash of a file's schema text, at a tenth of the cost of opening it properly, for fleets of equal databases. Null
 * if anything is unusual; opening it properly then shows what.
 */
export async function peek(path: string): Promise<string | null> {
  let engine: Engine | null = null;
  try {
    engine = new Engine(fileUri(path, readingMode(path)), { timeout: 1000 });
    return schemaHash(engine.all(schemaText.sql)[0]?.[0]);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return null;
  } finally {
    engine?.closeNow();
    left++;
    if (left >= batch) await giveBack();
  }
}

/** Call this after the last file. */
export async function giveBack(): Promise<void> {
  left = 0;
  await collectClosed();
}
