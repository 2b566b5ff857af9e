import type { Explained } from "./codes.ts";

export const remoteCodes = {
  "server-address": {
    title: "this is no address of a libSQL server",
    text: `A database on a server is named by a URL: libsql://shop-acme.turso.io, https://db.example.com,
http://127.0.0.1:8080. ws:// and wss:// addresses are used over HTTP: the server answers both at the same port, and
one HTTP request is what makes a change whole. libsql:// means https unless ?tls=0 stands behind it.

The token does not belong into the URL, where it ends up in shell histories and logs. Give it in the config:
{ url: "libsql://…", authToken: env("DB_TOKEN") }.`,
  },
  "server-unreachable": {
    title: "the server cannot be reached",
    text: `No connection came about: the name is unknown, nothing listens there, or a firewall stands between. The server
has not seen the request, so nothing was changed.`,
  },
  "server-no-answer": {
    title: "the server did not answer in time",
    text: `The request was sent, and no answer came. For a read that is all there is to it. For a change trueup reads the
database again and says what it found; it never assumes.

A replica whose primary is down still answers reads while writes hang: look at the primary.`,
  },
  "server-cut": {
    title: "the connection to the server was cut",
    text: `The answer broke off. The server rolls back what was not committed as soon as it sees that the other side is gone.
For a change trueup reads the database again and says what it found.`,
  },
  "server-token": {
    title: "the server does not accept the token",
    text: `A server with authentication wants a token with each request. It is refused where it is missing, expired, signed
with another key, for another database, or where it may only read and a change was asked for.

Tokens are given as authToken: env("NAME") of the target in trueup.config.ts. With Turso: turso db tokens create NAME.`,
  },
  "server-no-database": {
    title: "there is no such database on the server",
    text: `The server is there, the database is not. On a server with namespaces the first part of the host name says which
one is meant: http://acme.db.example.com is the namespace acme. It may also have been deleted meanwhile.`,
  },
  "server-failed": {
    title: "the server answered with an error of its own",
    text: `The answer has an HTTP status that says that the server, or a proxy before it, is in trouble. The SQL was not
judged. Where a change was on its way, trueup reads the database again and says what became of it.`,
  },
  "server-not-libsql": {
    title: "this is not a libSQL server",
    text: `Something answered, but not in the protocol of libSQL servers. The usual reasons: a proxy's error page, a login
page, another port of the same machine.`,
  },
  "server-blocked": {
    title: "the database is blocked by its operator",
    text: `The server refuses reads or writes of this database because somebody told it to, in its admin API (block_reads,
block_writes) or because a quota is used up. Nothing was changed.`,
  },
  "server-limit": {
    title: "more than the server lets through",
    text: `A libSQL server limits the size of an answer (10 MB unless --max-response-size says otherwise) and of one value
(half of that). trueup asks in small portions where it can; a single schema or a single row may still be too large.`,
  },
  "server-commit": {
    title: "the server could not commit",
    text: `Every statement and every check went through, and the last step, COMMIT, failed: the disk may be full, or the
server is going down. Nothing is committed then as a rule; trueup reads the database again and says what it found.`,
  },
  "server-check-failed": {
    title: "a check failed inside the transaction, and all was rolled back",
    text: `A plan is run on a server as one request, and each of its checks is part of it: row counts, values, foreign keys,
the soundness of the tables, and at last the schema itself. One of them did not hold, so the server rolled back
everything. The rows that were in the way are shown.

Usually somebody wrote rows since the plan was made. A new plan looks at the rows that are there now.`,
  },
  "server-stale": {
    title: "the schema changed since the plan was made",
    text: `A plan says from which schema it starts and to which it leads. This database has neither, so the plan does not
fit. The request checks it once more behind the write lock, so a change that slips in at the last moment is noticed too.`,
  },
  "server-sql": {
    title: "the server does not take a statement of the plan",
    text: `A libSQL server reads SQL with a parser of its own before SQLite sees it, and refuses some statements: VACUUM, ATTACH,
ANALYZE, most PRAGMAs that set something, temporary objects. The request is read as a whole first, so nothing was run.`,
  },
  "server-step-failed": {
    title: "a step of the plan failed on the server",
    text: `SQLite refused a statement in the middle of the request. The whole request was rolled back and the database is as it
was. What SQLite said, and the statement, are shown.`,
  },
  "server-too-long": {
    title: "the change would hold the lock longer than the server allows",
    text: `A libSQL server lets one writer at a time work, and takes the lock away from a transaction that is older than five
seconds as soon as another writer waits. The transaction is rolled back whole, so nothing is lost, but nothing is done.

The estimate comes from the number of rows in the tables that are touched and from how fast this server counts.
Ways out: set adminUrl of the target (other writers are then turned away with an error for the time of the change, instead
of waiting for the lock); stop the writers and pass --allow-long; or split the change into plans that each touch less.`,
  },
  "server-backup-behind": {
    title: "somebody wrote between the backup of a server and the change",
    text: `The backup is read on a connection that goes on to the change only if nobody has written in between; if somebody
has, the backup is taken anew. Here others wrote each time, and after the third the change was made all the same. It
is as safe as ever, but what was written in that moment is in the database and not in the backup, so restore
asks for --discard-writes.

Where adminUrl is set, the second and third backups are taken while the server turns writers away.`,
  },
  "server-forked": {
    title: "the database was copied on the server before the change",
    text: `With --backup fork the server itself copies the namespace, which takes no time on the wire. The copy is a namespace
of its own, beside the other one, and stays until you delete it. It holds the moment before the change.`,
  },
  "server-admin": {
    title: "the server's admin API refused",
    text: `The admin API listens at its own address (--admin-listen-addr of sqld) and knows the database by its namespace. It is
used to turn other writers away while a long change runs (block_writes, with the reason "trueup applies a plan"; a block
that a killed run left is lifted by the next one). Managed services do not offer it.`,
  },
  "server-no-lock": {
    title: "another writer held the lock too long",
    text: `Somebody else was writing all the while. Nothing was changed. Try again, or give more patience with --lock-timeout.`,
  },
  "server-outcome-unknown": {
    title: "nobody could tell whether the change went through",
    text: `The request was sent and no answer came back, and the database could not be read afterwards either. It either has the
old schema or the new one, never something between. Run the same command again as soon as the server is back: it says
"already applied" where it went through, and applies where it did not.`,
  },
  "server-not-applied": {
    title: "the change did not go through",
    text: `The answer got lost on the way. The database was read again behind the write lock, and it is as it was before.
Running the same command again is safe.`,
  },
  "server-plan-end": {
    title: "the plan does not lead where it says",
    text: `Before anything is sent, the plan is tried on an empty copy of the server's schema. It ended at another schema than
the one that the plan names. Either the plan was edited and not verified, or the server's engine differs from the one
here. Nothing was changed.`,
  },
  "server-copy": {
    title: "the copy of a server's database is not sound",
    text: `A backup of a server is made of its pages, read in one snapshot, and is opened and checked before it counts. Pages
were missing, or SQLite's integrity check found something. As a warning it means that the copy is faithful and the
server's own database has the damage.`,
  },
  "server-copy-disk": {
    title: "the backup could not be written",
    text: `The disk is full, the folder cannot be written, or the path leads nowhere. A backup that is not whole is removed
again, and nothing is changed without one.`,
  },
  "replica-late": {
    title: "a replica does not show the new schema yet",
    text: `The change is committed on the primary. A replica receives it a moment later; this one did not within the time
that --wait-replicas allows. It may be cut off from its primary, or far behind. Applications that read from it still see
the old schema.`,
  },
  "server-restore": {
    title: "the backup cannot be put back into this database over the wire",
    text: `A backup goes back into a server as the pages that differ, in one transaction. Where the pages have another size,
the text has another encoding, or the server refuses, nothing was changed: stop what writes and try again, or make a new database of the backup
and let the application use that: with Turso, turso db create NAME --from-file BACKUP; with a server of your own, a new namespace
from a dump. Managed services can also go back in time: turso db create NAME --from-db THIS --timestamp TIME.`,
  },
} as const satisfies Record<string, Explained>;
