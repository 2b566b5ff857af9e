import type { Connection } from "../database/connection.ts";
import { openFile } from "../database/file.ts";
import type { Fetched } from "../ssh/fetch.ts";
import { withCopy } from "../ssh/copy.ts";
import { bytes } from "../plan/words.ts";
import { need, type Shell } from "./shell.ts";
import type { Aim } from "./targets.ts";

/** Works on a consistent copy of a database on another machine. The copy is gone afterwards. */
export function withFetched<T>(shell: Shell, aim: Aim, work: (fetched: Fetched) => Promise<T>): Promise<T> {
  const request = {
    url: aim.url,
    label: aim.name,
    command: shell.env.TRUEUP_SSH,
    signal: shell.interrupted,
    onProgress: (got: number, of: number) => shell.out.status(`fetching ${aim.name}: ${bytes(got)} of ${bytes(of)}`),
  };
  return withCopy(request, async (fetched) => {
    shell.out.status(null);
    const copy = need(shell, fetched);
    shell.out.detail(`${aim.name}: ${bytes(copy.bytes)} fetched; ${copy.how}`);
    return work(copy);
  });
}

export function withFetchedDatabase<T>(
  shell: Shell,
  aim: Aim,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  return withFetched(shell, aim, async ({ path }) => {
    const connection = need(shell, await openFile(path, { label: aim.name }));
    try {
      return await work(connection);
    } finally {
      await connection.close();
    }
  });
}
