import type { Connection } from "../database/connection.ts";
import { openFile } from "../database/file.ts";
import type { Fetched } from "../target/ssh/copy.ts";
import { withCopy } from "../target/ssh/look.ts";
import type { Context } from "./context.ts";
import { need } from "./context.ts";
import type { Aim } from "./targets.ts";

/** Works on a consistent copy of a database on another machine. The copy is gone afterwards. */
export function withFetched<T>(context: Context, aim: Aim, work: (fetched: Fetched) => Promise<T>): Promise<T> {
  const request = {
    url: aim.url,
    label: aim.name,
    command: aim.ssh,
    signal: context.signal,
    onProgress: (bytes: number, of: number) => context.tell({ kind: "fetching", target: aim.name, bytes, of }),
  };
  return withCopy(request, async (fetched) => {
    const copy = need(context, fetched);
    context.tell({ kind: "fetched", target: aim.name, bytes: copy.bytes, how: copy.how });
    return work(copy);
  });
}

export function withFetchedDatabase<T>(
  context: Context,
  aim: Aim,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  return withFetched(context, aim, async ({ path }) => {
    const connection = need(context, await openFile(path, { label: aim.name }));
    try {
      return await work(connection);
    } finally {
      await connection.close();
    }
  });
}
