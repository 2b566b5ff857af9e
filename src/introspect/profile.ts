import type { Query, Snapshot, Value } from "../database/connection.ts";
import type { EngineProfile } from "../model/profile.ts";
import { letter } from "./catalog.ts";

/** A profile with the text encoding of this database. */
export async function profileOf(snapshot: Snapshot, engine: EngineProfile): Promise<EngineProfile> {
  const [rows] = await snapshot.read([askEncoding]);
  return withEncoding(engine, rows?.[0]?.[0]);
}

export const askEncoding: Query = {
  sql: `SELECT CASE ${letter} WHEN '61' THEN 'UTF-8' WHEN '6100' THEN 'UTF-16le' ELSE 'UTF-16be' END`,
};

/** The same if the encoding is already known. */
export function withEncoding(engine: EngineProfile, answer: Value | undefined): EngineProfile {
  return { ...engine, encoding: encodingIn(answer) };
}

function encodingIn(value: unknown): EngineProfile["encoding"] {
  return value === "UTF-16le" || value === "UTF-16be" ? value : "UTF-8";
}
