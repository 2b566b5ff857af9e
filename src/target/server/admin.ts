import { type Problem, ProblemError } from "../../problem/problem.ts";
import { type ServerAddress, serverAddress } from "./address.ts";
import { asServerError, statusProblem } from "./problems.ts";
import { openTransport } from "../transport.ts";
import { isRecord } from "../is-record.ts";
import { parseJson } from "./wire.ts";

/** The admin API of a libSQL server: it has a port of its own, and the namespace is part of the path. */
export interface Admin {
  /**
   * Runs `work`, and makes the server reject other writers as soon as it has started. They get an error at once instead
   * of waiting, and only a waiting writer can take the lock from a transaction. The server checks the block when a
   * request begins, so one that has begun continues. `headStart` is how many milliseconds `work` gets to begin.
   */
  alone<T>(headStart: number, work: () => Promise<T>): Promise<T>;
  /** Runs `work`, which only reads, and makes the server reject all writers meanwhile. */
  quiet<T>(work: () => Promise<T>): Promise<T>;
  /** Lifts a block that a killed run of trueup left behind. True if there was one. */
  tidy(): Promise<boolean>;
  /** Copies the whole database into a new namespace. */
  fork(to: string): Promise<void>;
  close(): void;
}

/** Distinguishes our blocks from an operator's. */
const reason = "trueup applies a plan";

type Config = Readonly<Record<string, unknown>>;

export function openAdmin(url: string, token: string | null, namespace: string): Admin {
  const found = serverAddress(url, token);
  if (!found.ok) throw new ProblemError(...found.problems);
  const address = found.value;
  const transport = openTransport(address.url);
  const place = `${address.url.pathname.replace(/\/$/, "")}/v1/namespaces/${encodeURIComponent(namespace)}`;
  const call = async (method: string, what: string, body: unknown): Promise<string> => {
    const answer = await transport
      .whole({
        method,
        path: `${place}/${what}`,
        headers: {
          "content-type": "application/json",
          ...(address.token === null ? {} : { authorization: `Basic ${address.token}` }),
        },
        body: body === null ? null : Buffer.from(JSON.stringify(body)),
        timeout: 60_000,
      })
      .catch((error: unknown) => {
        throw asServerError(error, address);
      });
    const text = answer.body.toString("utf8");
    if (answer.status !== 200) throw new ProblemError(adminProblem(answer.status, text, address));
    return text;
  };
  const config = async (): Promise<Config> => {
    const body = parseJson(await call("GET", "config", null));
    if (!isRecord(body)) throw new ProblemError(adminProblem(200, "no configuration", address));
    return body;
  };
  const set = async (changes: Config) => {
    await call("POST", "config", { ...(await config()), ...changes });
  };
  const lift = async () => {
    const now = await config();
    if (now.block_writes !== true || now.block_reason !== reason) return false;
    await set({ block_writes: false, block_reason: null });
    return true;
  };
  /** An operator's block stays as it is. */
  const block = async () => {
    const before = await config();
    if (before.block_writes !== true) await set({ block_writes: true, block_reason: reason });
  };
  return {
    async quiet(work) {
      try {
        await block();
        return await work();
      } finally {
        await lift();
      }
    },
    async alone(headStart, work) {
      const working = work();
      const over = working.then(
        () => true,
        () => true,
      );
      const begun = new Promise<false>((resolve) => setTimeout(() => resolve(false), headStart));
      if (await Promise.race([over, begun])) return working;
      try {
        await block();
        return await working;
      } finally {
        await over;
        await lift();
      }
    },
    tidy: lift,
    async fork(to) {
      await call("POST", `fork/${encodeURIComponent(to)}`, {});
    },
    close: () => transport.close(),
  };
}

/** The name of the database on its server: the first label of the host, or `default` if there is only one database. */
export function namespaceOf(address: ServerAddress): string {
  const { hostname } = address.url;
  const isNumber = /^[\d.]+$|^\[/.test(hostname);
  const [first, ...rest] = hostname.split(".");
  return isNumber || rest.length === 0 || first === undefined ? "default" : first;
}

function adminProblem(status: number, body: string, address: ServerAddress): Problem {
  return {
    ...statusProblem(status, body, address),
    code: "server-admin",
    message: `the admin API at ${address.label} refused`,
    help: ["check adminUrl and adminToken of the target: the admin API has a different port than the database"],
  };
}
