import { EngineError, type Query, type Row, type Snapshot } from "../../database/connection.ts";
import type { ServerConnection } from "./connection.ts";
import { asServerError } from "./problems.ts";
import { ServerStream, step } from "./stream.ts";

const version: Query = { sql: "SELECT schema_version FROM temp.pragma_schema_version" };
const attempts = 5;

/**
 * Reads from exactly this server. A replica sends every transaction to its primary, even a read transaction, so its own
 * data is seen only by statements outside of one. They are one request, and are valid if the schema is the same before
 * and after them.
 */
export async function snapshotHere<T>(
  server: ServerConnection,
  timeout: number,
  work: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  return work({
    async read(queries) {
      for (let attempt = 1; ; attempt++) {
        const rows = await readHere(server, timeout, [version, ...queries, version]);
        const [first, last] = [rows[0]?.[0]?.[0], rows.at(-1)?.[0]?.[0]];
        if (first === last || attempt === attempts) return rows.slice(1, -1);
      }
    },
  });
}

async function readHere(server: ServerConnection, timeout: number, queries: readonly Query[]) {
  try {
    const steps = queries.map(({ sql, args }) => step(sql, args));
    const answers = await new ServerStream(server).batch(steps, { timeout, last: true });
    if (answers instanceof EngineError) throw answers;
    return answers.map((each): readonly Row[] => {
      if (each === null) throw new EngineError("SQLITE_ABORT", "a query was not run");
      if (each instanceof EngineError) throw each;
      return each.rows;
    });
  } catch (error) {
    throw asServerError(error, server.address);
  }
}
