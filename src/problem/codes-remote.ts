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
} as const satisfies Record<string, Explained>;
