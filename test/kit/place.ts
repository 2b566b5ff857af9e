import { execFileSync } from "node:child_process";
import Database from "libsql";
import { built } from "../cli/run.ts";
import type { Front } from "../d1/front.ts";
import { ask, run } from "../server/sqld.ts";
import type { Machine } from "../ssh/machine.ts";

built();

/** As it is shipped: the process that makes a change starts in a third of the time. */
export const api: typeof import("../../src/api.ts") = await import(
  new URL("../../dist/cli/api.js", import.meta.url).href
);

/** A database of one kind of target, and how its rows are reached without trueup. */
export interface Place {
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  /** Statements, each on lines of its own. */
  run(sql: string): Promise<void>;
  /** The first value, as text. */
  ask(sql: string): Promise<string>;
}

/** A file of this machine. */
export function fileAt(path: string): Place {
  const open = <T>(work: (database: InstanceType<typeof Database>) => T): T => {
    const database = new Database(path);
    try {
      return work(database);
    } finally {
      database.close();
    }
  };
  return {
    url: `file:${path}`,
    env: {},
    run: async (sql) => open((database) => void database.exec(sql)),
    // All rows of it: a statement that has more to give reads until it is collected.
    ask: async (sql) => String(open((database) => database.prepare(sql).raw().all() as unknown[][])[0]?.[0] ?? ""),
  };
}

/** A database of a libSQL server. */
export function serverAt(url: string): Place {
  return {
    url,
    env: {},
    run: (sql) => run(url, sql.split(";\n")),
    ask: async (sql) => String((await ask(url, sql))[0]?.[0] ?? ""),
  };
}

/** A file of another machine. */
export function behindSsh(there: Pick<Machine, "command" | "url">, path: string): Place {
  // What was killed there releases what it holds after a while.
  const wait = ["-cmd", ".timeout 30000"];
  const sqlite = (sql: string) => execFileSync("sqlite3", [...wait, path, sql], { encoding: "utf8" }).trim();
  return {
    url: there.url(path),
    env: { TRUEUP_SSH: there.command },
    run: async (sql) => void sqlite(sql),
    ask: async (sql) => sqlite(sql),
  };
}

/** A database of D1 that nobody else uses. */
export function onD1(front: Front): Place {
  const database = front.fresh();
  return {
    url: database.url,
    env: {
      CLOUDFLARE_API_TOKEN: front.token,
      CLOUDFLARE_ACCOUNT_ID: front.account,
      CLOUDFLARE_API_BASE_URL: front.api,
    },
    run: async (sql) => {
      // Rows in any order, as in a dump.
      await database.run("PRAGMA defer_foreign_keys = ON", ...sql.split(";\n"), "PRAGMA defer_foreign_keys = OFF");
    },
    ask: async (sql) => String((await database.value(sql)) ?? ""),
  };
}
