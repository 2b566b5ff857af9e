import { type Checked, failed } from "../problem/problem.ts";
import type { Connection } from "../database/connection.ts";
import { openFile } from "../database/file.ts";
import { parseTarget } from "./kinds.ts";

export interface OpenOptions {
  /** Where relative paths start; the current folder otherwise. */
  readonly folder?: string;
  /** Milliseconds to wait for somebody else's lock before reading. */
  readonly timeout?: number;
  readonly encryptionKey?: string;
  readonly authToken?: string;
}

/** Opens a database for reading: a path, a `file:` URL or a server's URL. */
export async function open(target: string, options: OpenOptions = {}): Promise<Checked<Connection>> {
  const parsed = parseTarget(target, options.folder ?? ".");
  if (!parsed.ok) return parsed;
  const { value } = parsed;
  if (value.kind === "file") return openFile(value.path, { ...options, label: value.label });
  if (value.kind === "server") {
    // The client for servers is large, and a file needs none of it.
    const { openServer } = await import("./server/connection.ts");
    return openServer(value.url, options.authToken === undefined ? {} : { token: options.authToken });
  }
  return failed({
    code: "database-target",
    level: "error",
    subject: value.label,
    message: "an ssh target is fetched before it is opened",
    help: ["name a database file"],
  });
}
