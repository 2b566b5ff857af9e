import { join } from "node:path";
import { EngineError } from "../../database/connection.ts";
import { Engine } from "../../database/engine.ts";
import { fileUri } from "../../database/file.ts";
import type { Remote } from "./remote.ts";
import { prelude } from "./script.ts";

/**
 * A local database without rows but with the schema of the one there, as its sqlite3 reports it, so that the database
 * need not be fetched just to learn its state. Null if that is not possible; then the whole database is read.
 */
export async function schemaAlone(remote: Remote, folder: string, signal: AbortSignal): Promise<string | null> {
  const ran = await remote.run(
    `${prelude(remote)}
command -v sqlite3 >/dev/null 2>&1 || exit 69
# Another user's SQLite would leave a log behind that the application may not write.
ours || exit 69
exec sqlite3 -batch -bail -init /dev/null "$p" ".timeout 5000" "SELECT hex(name) || ' ' || hex(sql) FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid; SELECT 'end'; PRAGMA encoding;"`,
    { signal },
  );
  if (!ran.ok || ran.value.code !== 0) return null;
  const lines = ran.value.stdout.trimEnd().split("\n");
  if (lines.splice(-2).join(" ") !== "end UTF-8") return null;
  const path = join(folder, "schema.db");
  const engine = new Engine(fileUri(path, "rwc"));
  try {
    engine.exec("PRAGMA foreign_keys = OFF");
    const texts = lines.map((line) => line.split(" ").map((hex) => Buffer.from(hex, "hex").toString("utf8")));
    for (const [name = "", sql = ""] of texts) if (!isThere(engine, name)) engine.exec(sql);
    const made = engine.all("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL");
    return sorted(made) === sorted(texts) ? path : null;
  } catch (error) {
    // An extension that is not here, or a definition that no longer compiles: the file itself tells more.
    if (error instanceof EngineError) return null;
    throw error;
  } finally {
    await engine.close();
  }
}

/** A virtual table creates its own tables, and SQLite creates those with its reserved names. */
function isThere(engine: Engine, name: string): boolean {
  if (/^sqlite_/i.test(name)) return true;
  return engine.all("SELECT 1 FROM sqlite_schema WHERE name = ?", [name]).length > 0;
}

/** SQLite's internal tables come and go with whatever needs them. */
function sorted(texts: readonly (readonly unknown[])[]): string {
  const own = texts.filter(([name]) => !/^sqlite_/i.test(String(name)));
  return JSON.stringify(own.map((text) => JSON.stringify(text)).sort());
}
