import { EngineError, type Query, type Row, type Snapshot } from "./connection.ts";
import type { ServerConnection } from "./server.ts";
import { base } from "./server-change.ts";
import { asServerError, StatusError } from "./server-problem.ts";
import { readBatchAnswer, wireBatch } from "./server-wire.ts";

const version: Query = { sql: "SELECT schema_version FROM pragma_schema_version" };
const attempts = 5;

/**
 * Reads from the very server that is asked. A replica sends every transaction to its primary, a reading one too, so
 * what it holds itself is seen only by statements outside of one. They are one request, and count if the schema is
 * the same before and after them.
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

async function readHere({ address, transport }: ServerConnection, timeout: number, queries: readonly Query[]) {
  const steps = queries.map((query) => ({ query, condition: null }));
  const body = { baton: null, requests: [{ type: "batch", batch: wireBatch(steps, true) }, { type: "close" }] };
  try {
    const answer = await transport.whole({
      method: "POST",
      path: new URL("v3/pipeline", base(address.url)).pathname,
      headers: {
        "content-type": "application/json",
        ...(address.token === null ? {} : { authorization: `Bearer ${address.token}` }),
      },
      body: Buffer.from(JSON.stringify(body)),
      timeout,
    });
    const text = answer.body.toString("utf8");
    if (answer.status !== 200) throw new StatusError(answer.status, text);
    const answers = readBatchAnswer(text, steps.length);
    if (answers instanceof EngineError) throw answers;
    return answers.map((each): readonly Row[] => {
      if (each === null) throw new EngineError("SQLITE_ABORT", "a query was not run");
      if (each instanceof EngineError) throw each;
      return each.rows;
    });
  } catch (error) {
    throw asServerError(error, address);
  }
}
