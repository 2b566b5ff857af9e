import { EngineError } from "../../database/connection.ts";
import type { Problem } from "../../problem/problem.ts";
import type { ServerConnection } from "./connection.ts";

/**
 * Why a server is read and never changed: it runs Turso's own engine instead of libSQL. Its foreign_key_check finds
 * nothing, and its ALTER TABLE rewrites a table from what it understood of it.
 */
export async function isTurso(server: ServerConnection): Promise<Problem | null> {
  try {
    const [[[version] = []] = []] = await server.snapshot(({ read }) => read([{ sql: "SELECT turso_version()" }]));
    return {
      code: "server-turso",
      level: "error",
      subject: server.label,
      message: "this server runs Turso's own engine, whose checks cannot be relied on, so it is read and not changed",
      evidence: [`turso_version() is ${String(version)}`],
      help: ["change the database on a libSQL server, or as a file"],
    };
  } catch (error) {
    // libSQL has no such function.
    if (error instanceof EngineError) return null;
    throw error;
  }
}
