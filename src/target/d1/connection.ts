import type { Connection, Query, Row, Snapshot } from "../../database/connection.ts";
import { bytes } from "../../words/numbers.ts";
import type { D1Api } from "./api.ts";
import { asD1Error } from "./problems.ts";
import { d1Profile } from "./profile.ts";

/** D1 for reading. Each question is a transaction of its own: D1 keeps none from request to request. */
export function connectD1(api: D1Api): Connection {
  return {
    kind: "D1",
    profile: d1Profile,
    // It takes only one round trip anyway.
    remembered: false,
    label: api.label,
    snapshot: (work) => snapshot(api, work),
    async about() {
      const { version, size, region } = await asking(api, () => api.info());
      const where = region === null ? [] : [`in ${region}`];
      return [version === "production" ? "Cloudflare" : `Cloudflare, of the ${version} kind`, ...where, bytes(size)];
    },
    close: async () => api.close(),
  };
}

const attempts = 3;

/** Usually changes when the schema does. When a change is made, the schema itself is compared. */
const schemaMark: Query = {
  sql: "SELECT count(*), total(length(sql)), total(rootpage), max(rowid) FROM sqlite_schema",
};

/** All parts of a look see the same schema, or it is repeated. */
async function snapshot<T>(api: D1Api, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    let first: string | null = null;
    let moved = false;
    const read = async (queries: readonly Query[]): Promise<readonly (readonly Row[])[]> => {
      const [mark, ...answers] = await readInParts(api, [schemaMark, ...queries]);
      const seen = JSON.stringify(mark?.[0]);
      first ??= seen;
      moved ||= first !== seen;
      return answers;
    };
    const result = await work({ read });
    if (!moved || attempt === attempts) return result;
  }
}

/** How many statements go into one request: one of five thousand takes a second. */
const together = 1000;

export async function readInParts(api: D1Api, queries: readonly Query[]): Promise<readonly (readonly Row[])[]> {
  const rows: (readonly Row[])[] = [];
  for (let at = 0; at < queries.length; at += together) {
    const results = await asking(api, () => api.batch(queries.slice(at, at + together)));
    rows.push(...results.map((result) => result.rows));
  }
  return rows;
}

export async function asking<T>({ label }: Pick<D1Api, "label">, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asD1Error(error, label);
  }
}
