import type { CodeText } from "./codes.ts";

export const remoteCodes = {
  "server-address": {
    title: "this is not the address of a libSQL server",
    text: `A database on a server is named by a URL: libsql://shop-acme.turso.io, https://db.example.com,
http://127.0.0.1:8080. ws:// and wss:// addresses are used over HTTP: the server answers both on the same port, and
a change is one HTTP request. libsql:// means https unless it ends with ?tls=0.

The token does not belong in the URL, where it ends up in shell histories and logs. Set it in the configuration:
{ url: "libsql://…", authToken: env("DB_TOKEN") }.`,
  },
  "server-unreachable": {
    title: "the server cannot be reached",
    text: `The connection failed: the name is unknown, nothing listens there, or a firewall blocks it. The server has not seen
the request, so nothing was changed.`,
  },
  "server-no-answer": {
    title: "the server did not answer in time",
    text: `The request was sent, and no answer came. A read has no effect. After a change, trueup reads the database again and
reports what it found; it never assumes.

A replica whose primary is down still answers reads while writes hang: check the primary.`,
  },
  "server-cut": {
    title: "the connection to the server was cut",
    text: `The connection ended in the middle of the answer. The server rolls back what was not committed as soon as it notices.
After a change, trueup reads the database again and reports what it found.`,
  },
  "server-token": {
    title: "the server does not accept the token",
    text: `A server with authentication requires a token with each request. It refuses a token that is missing, expired, signed
with another key or for another database, and a read-only token for a change.

Set the token as authToken: env("NAME") of the target in trueup.config.ts. With Turso: turso db tokens create NAME.`,
  },
  "server-no-database": {
    title: "there is no such database on the server",
    text: `The server exists, but the database does not. On a server with namespaces, the first part of the host name is the
namespace: http://acme.db.example.com means acme. It may also have been deleted in the meantime.`,
  },
  "server-failed": {
    title: "the server answered with an error of its own",
    text: `The HTTP status says that the server, or a proxy in front of it, failed; the SQL was not the cause. After a change,
trueup reads the database again and reports what it found.`,
  },
  "server-not-libsql": {
    title: "this is not a libSQL server",
    text: `Something answered, but not in the protocol of libSQL servers. The usual causes are a proxy's error
page, a login page, or another port of the same machine.`,
  },
  "server-blocked": {
    title: "the database is blocked by its operator",
    text: `The server refuses reads or writes of this database because it was told to, in its admin API (block_reads,
block_writes), or because a quota is exhausted. Nothing was changed.`,
  },
  "server-turso": {
    title: "the server runs Turso's own engine",
    text: `It answers \`SELECT turso_version()\`: it is not a libSQL server but Turso's rewrite of SQLite. In version 0.7
its \`PRAGMA foreign_key_check\` returns nothing, and ADD COLUMN rewrites a table without its collations. The checks
that trueup makes before it commits could not be relied on there, so such a server can be read (pull, plan, drift, diff) and is never changed.`,
  },
  "server-limit": {
    title: "more than the server allows",
    text: `A libSQL server limits the size of an answer (10 MB unless --max-response-size says otherwise) and of one value
(half of that). trueup reads in small portions where it can; a single schema or row may still be too large.`,
  },
  "server-commit": {
    title: "the server could not commit",
    text: `Every statement and check succeeded, and the last step, COMMIT, failed: the disk may be full, or the server is going
down. Usually nothing is committed then; trueup reads the database again and reports what it found.`,
  },
  "server-check-failed": {
    title: "a check failed inside the transaction, and everything was rolled back",
    text: `A plan runs on a server as one request that includes its checks: row counts, values, foreign keys, the integrity of
the tables, and finally the schema itself. One of them failed, so the server rolled back everything. The message shows
the offending rows.

Usually rows were written since the plan was made. Make a new plan, which checks the rows that exist now.`,
  },
  "server-stale": {
    title: "the schema changed since the plan was made",
    text: `A plan says from which schema it starts and to which it leads. This database has neither, so the plan does not
apply. The request checks this once more under the write lock, so a change at the last moment is noticed too.`,
  },
  "server-sql": {
    title: "the server refuses a statement of the plan",
    text: `A libSQL server reads SQL with a parser of its own before SQLite sees it, and refuses some statements: VACUUM, ATTACH,
ANALYZE, most PRAGMAs that set something, temporary objects. The whole request is parsed first, so nothing was run.`,
  },
  "server-step-failed": {
    title: "a step of the plan failed on the server",
    text: `SQLite refused a statement in the middle of the request. The whole request was rolled back, and the database is as it
was. The message shows the statement and SQLite's error.`,
  },
  "server-too-long": {
    title: "the change would hold the lock longer than the server allows",
    text: `A libSQL server allows one writer at a time, and ends a transaction that is older than five seconds as soon as another
writer waits. The whole transaction is rolled back: nothing is lost, but nothing is changed.

The estimate is based on the number of rows in the affected tables and on how fast this server counts them. You can set
adminUrl of the target (during the change, other writers then get an error instead of waiting for the lock); stop the writers and pass --allow-long; or split the change into plans that each touch less.`,
  },
  "server-backup-behind": {
    title: "the database was written to between the backup and the change",
    text: `After the backup, the change starts only if nothing was written in the meantime; otherwise what changed is read again,
the second time under the lock. A large database takes longer to look through than a server leaves the lock to a client.
Here something was written each time, and the change was made anyway. That is just as safe, but what was written at that
moment is in the database and not in the backup, so restore asks for --discard-writes.

If adminUrl is set, the server refuses writes while what changed is read.`,
  },
  "server-forked": {
    title: "the database was copied on the server before the change",
    text: `With --backup fork, the server itself copies the namespace, so nothing is transferred. The copy is a separate
namespace, in the state before the change, and stays until you delete it.`,
  },
  "server-admin": {
    title: "the server's admin API refused",
    text: `The admin API listens on its own address (--admin-listen-addr of sqld) and knows the database by its namespace. It is
used to refuse other writes while a long change runs (block_writes, with the reason "trueup applies a plan"; a block
that a killed run left is lifted by the next one). Managed services do not offer it.`,
  },
  "server-no-lock": {
    title: "another writer held the lock too long",
    text: `Another client was writing the whole time. Nothing was changed. Try again, or wait longer with --lock-timeout.`,
  },
  "server-outcome-unknown": {
    title: "it is not known whether the change was committed",
    text: `The request was sent, no answer came, and the database could not be read afterwards. It has either the old schema or
the new one, never something in between. Run the same command again when the server is back: it says "already applied"
if the change was committed, and applies it otherwise.`,
  },
  "server-not-applied": {
    title: "the change was not committed",
    text: `The answer was lost. The database was read again under the write lock, and it is as it was. It is safe to run the same
command again.`,
  },
  "server-plan-end": {
    title: "the plan does not lead to its target",
    text: `Before anything is sent, the plan is run on an empty copy of the server's schema. It ended at a different schema than
the plan names. Either the plan was edited and not verified, or the server's engine differs from the local
one. Nothing was changed.`,
  },
  "server-copy": {
    title: "the copy of a server's database is not sound",
    text: `A backup of a server consists of its pages, read in one snapshot; it is opened and checked before it counts. Pages
were missing, or SQLite's integrity check failed. As a warning, it means that the copy is exact and the server's own
database is damaged.`,
  },
  "server-copy-disk": {
    title: "the backup could not be written",
    text: `The disk is full, the folder is not writable, or the path does not exist. An incomplete backup is removed, and nothing
is changed without a backup.`,
  },
  "replica-late": {
    title: "a replica does not show the new schema yet",
    text: `The change is committed on the primary. A replica receives it a moment later; this one did not within the time
limit. It may be cut off from its primary, or far behind. Applications that read from it still see
the old schema.`,
  },
  "server-restore": {
    title: "the backup cannot be restored to this server",
    text: `A backup is restored to a server by writing the pages that differ, in one transaction. The page size or the text
encoding differs, or the server refused; nothing was changed. Stop all writers and try again, or create a new database
from the backup and let the application use that: with Turso, turso db create NAME --from-file BACKUP; with a server of your own, a new namespace
from a dump. Managed services can also go back in time: turso db create NAME --from-db THIS --timestamp TIME.`,
  },
} as const satisfies Record<string, CodeText>;
