import type { CodeText } from "./codes.ts";

export const d1Codes = {
  "d1-token": {
    title: "Cloudflare does not accept the token",
    text: `Each request to Cloudflare carries an API token. It needs the permission D1 Read for the account to read a
database, and D1 Edit to change it. A token of another account, an expired token, and a mistyped account id cannot be
told apart.

Set it as authToken: env("CLOUDFLARE_API_TOKEN") of the target; without that, the variable CLOUDFLARE_API_TOKEN is used,
as wrangler does. It never belongs in the configuration or in the URL.`,
  },
  "d1-no-database": {
    title: "there is no such database at Cloudflare",
    text: `d1://ACCOUNT/DATABASE names a database by its id or by its name, and d1:NAME by the database_name or the
binding in the project's wrangler configuration. The account has no such database: \`wrangler d1 list\` lists them.`,
  },
  "d1-config": {
    title: "the wrangler configuration does not say where the database is",
    text: `d1:NAME is looked up in the nearest wrangler.jsonc, wrangler.json or wrangler.toml, which is read and never run. It has
to name the database in d1_databases, and the account in account_id, unless CLOUDFLARE_ACCOUNT_ID is set.

d1://ACCOUNT/DATABASE needs no configuration.`,
  },
  "d1-ambiguous": {
    title: "a name matches several databases of the wrangler configuration",
    text: `The environments of a wrangler configuration may give one binding to different databases. Say which is
meant: d1:DB?env=staging. Without it, the database outside of all environments is used, if there is one.`,
  },
  "d1-not-local": {
    title: "wrangler keeps no local file for this database yet",
    text: `\`wrangler dev\` keeps a database in .wrangler/state/v3/d1 beside its configuration, in a file whose name
is derived from the database's id. It exists once something has used the database; with --persist-to DIR it is in
DIR.`,
  },
  "d1-busy": {
    title: "D1 accepts no requests at the moment",
    text: `A database of D1 answers one request at a time. It rejects requests when too many are waiting, while an
export or an import runs, and when its region is paused. Nothing was changed; the same command can be run again.`,
  },
  "d1-reset": {
    title: "D1 was restarted in the middle of a request",
    text: `Cloudflare restarts the object that holds a database for many reasons. What was not committed is gone.
After a change, trueup reads the database again and reports what it found.`,
  },
  "d1-too-long": {
    title: "a change takes longer than D1 allows for a request",
    text: `Cloudflare ends a request after thirty seconds, and no other request is served meanwhile. trueup estimates how long a plan will
take and refuses one that may not be done in time; nothing was sent.

--allow-long sends the plan as an import, which has no such limit and blocks the database until it is done. According
to Cloudflare, an import is all or nothing, too.`,
  },
  "d1-limit": {
    title: "more than D1 allows",
    text: `D1 limits the length of a statement (100,000 bytes), of a text (2 MB), the columns of a table and of a result (100), the
SELECTs that UNION joins (5), and the depth of an expression (100). https://developers.cloudflare.com/d1/platform/limits/`,
  },
  "d1-not-atomic": {
    title: "the server does not run a batch as one transaction",
    text: `Before the first change of a database, trueup sends a batch that creates a table and then fails, and checks
whether the table exists. Here it did: a plan that failed halfway would stay halfway. No plan was sent. Cloudflare's
own servers and workerd roll back; a proxy in between may split a batch.`,
  },
  "d1-trigger-text": {
    title: "the endpoint misreads the text of a statement",
    text: `Some versions of Cloudflare's server split the text at semicolons, and recognise the body of a trigger by
an uppercase BEGIN and the END at its end. A CASE … END inside, or a lowercase begin, ends the trigger early, and D1
reports \`incomplete input\`. Nothing was changed.

Write BEGIN and END in uppercase, and CASE … END as iif(…). Or send the plan as an import, where SQLite itself finds
the ends of statements, with --allow-long.`,
  },
  "d1-settings": {
    title: "settings of D1 were left on",
    text: `\`PRAGMA ignore_check_constraints\` and \`legacy_alter_table\` stay on for everyone who uses the database
after the request that set them, even if it was rolled back. With them on, rows that violate a CHECK are accepted, and
views and triggers keep old names. trueup refuses to change a database in that state, and never sets these pragmas
itself.`,
  },
  "d1-not-cloudflare": {
    title: "this is not Cloudflare's API",
    text: `Something answered, but not the way Cloudflare does. The usual causes are a proxy, a login page, and
CLOUDFLARE_API_BASE_URL, which sends wrangler and trueup to another address if it is set.`,
  },
  "d1-engine": {
    title: "the plan is made for another engine",
    text: `The first lines of a plan say what it is made for: \`engine libsql\` or \`engine d1\`. With foreign keys on, as they always
are on D1, a plan for libSQL would empty the tables that refer to a rebuilt one. A plan for D1 runs on a file as well.
Make the plan from the database it is for: trueup plan TARGET.`,
  },
  "d1-outcome-unknown": {
    title: "it is not known yet whether the change was committed",
    text: `The request was sent, and no answer came. D1 finishes a request even if its sender is gone, so trueup kept
asking the database until the request could no longer be running. The message says what it found. The same command can
be run again: it looks first, and sends nothing that has already been applied.`,
  },
} as const satisfies Record<string, CodeText>;
