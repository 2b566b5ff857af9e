import type { EngineError } from "../../database/connection.ts";
import type { ServerConnection } from "./connection.ts";
import type { Problem } from "../../problem/problem.ts";

export function moved(target: string): Problem {
  return {
    code: "restore-changed",
    level: "error",
    subject: target,
    message: "the database was written to while the backup was being compared with it",
    help: ["nothing was changed; run it again, and keep writers away meanwhile"],
  };
}

export function refused(server: ServerConnection, error: EngineError): Problem {
  return {
    code: "server-restore",
    level: "error",
    subject: server.label,
    message: "the server refused to put the backup back",
    evidence: [error.message],
    help:
      error.code === "TRANSACTION_TIMEOUT"
        ? ["nothing was changed; another writer took the lock: stop the writers, and run it again"]
        : ["nothing was changed"],
  };
}

/** With an alternative for known services. */
export function impossible(server: ServerConnection, backup: string, evidence: readonly string[]): Problem {
  const turso = server.address.url.hostname.endsWith(".turso.io");
  return {
    code: "server-restore",
    level: "error",
    subject: server.label,
    message: "this backup cannot be put back into this database over the wire",
    evidence,
    help: turso
      ? [
          `make a new database from it: turso db create NAME --from-file ${backup}`,
          "or go back in time: turso db create NAME --from-db THIS --timestamp 2026-01-31T12:00:00Z",
        ]
      : [
          `make a new namespace from it: sqlite3 ${backup} .dump > dump.sql, then POST {"dump_url": "file:///…/dump.sql"} to /v1/namespaces/NAME/create of the admin API`,
        ],
  };
}
