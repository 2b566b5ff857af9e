import type { Snapshot } from "../database/connection.ts";
import type { EngineProfile } from "../model/profile.ts";

/** A profile with the encoding that this database keeps its text in. */
export async function profileOf(snapshot: Snapshot, engine: EngineProfile): Promise<EngineProfile> {
  const [rows] = await snapshot.read([{ sql: "SELECT encoding FROM pragma_encoding" }]);
  return { ...engine, encoding: encodingIn(rows?.[0]?.[0]) };
}

function encodingIn(value: unknown): EngineProfile["encoding"] {
  return value === "UTF-16le" || value === "UTF-16be" ? value : "UTF-8";
}
