import { type Problem, Trouble } from "../problem/problem.ts";
import { type ServerAddress, serverAddress } from "./server-address.ts";
import { asServerError, statusProblem } from "./server-problem.ts";
import { openTransport } from "./server-transport.ts";
import { isRecord, parseJson } from "./server-wire.ts";

/** The admin API of a libSQL server: another port, and the namespace is part of the path. */
export interface Admin {
  /** Seconds after which the server lets a waiting writer take the lock away. */
  transactionTimeout(): Promise<number>;
  /** Runs `work` while a transaction may take that long, and puts back what was set before. */
  patiently<T>(seconds: number, work: () => Promise<T>): Promise<T>;
  /** Copies the whole database into a new namespace. */
  fork(to: string): Promise<void>;
  close(): void;
}

type Config = Readonly<Record<string, unknown>>;

export function openAdmin(url: string, token: string | null, namespace: string): Admin {
  const found = serverAddress(url, token);
  if (!found.ok) throw new Trouble(...found.problems);
  const address = found.value;
  const transport = openTransport(address);
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
    if (answer.status !== 200) throw new Trouble(adminProblem(answer.status, text, address));
    return text;
  };
  const config = async (): Promise<Config> => {
    const body = parseJson(await call("GET", "config", null));
    if (!isRecord(body)) throw new Trouble(adminProblem(200, "no configuration", address));
    return body;
  };
  const timeoutOf = (settings: Config) => (typeof settings.txn_timeout_s === "number" ? settings.txn_timeout_s : 5);
  return {
    transactionTimeout: async () => timeoutOf(await config()),
    async patiently(seconds, work) {
      const before = await config();
      if (timeoutOf(before) >= seconds) return work();
      await call("POST", "config", { ...before, txn_timeout_s: Math.ceil(seconds) });
      try {
        return await work();
      } finally {
        // Read again: somebody may have set something else meanwhile, which is not ours to undo.
        const now = await config();
        if (timeoutOf(now) === Math.ceil(seconds))
          await call("POST", "config", { ...now, txn_timeout_s: timeoutOf(before) });
      }
    },
    async fork(to) {
      await call("POST", `fork/${encodeURIComponent(to)}`, {});
    },
    close: () => transport.close(),
  };
}

/** The database's name on its server: the first label of the host, or `default` where there is but one. */
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
    help: ["check adminUrl and adminToken of the target: it is another port than the database's"],
  };
}
