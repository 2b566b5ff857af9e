import type { Explained } from "./codes.ts";

export const d1Codes = {
  "d1-token": {
    title: "Cloudflare does not accept the token",
    text: `Each request to Cloudflare carries an API token. It needs the permission D1 Read for the account to look at a
database, and D1 Edit to change it. A token of another account, one that has expired, and an account id with a typing error
look alike from outside.

Set it as authToken: env("CLOUDFLARE_API_TOKEN") of the target; without that, the variable CLOUDFLARE_API_TOKEN is used,
as wrangler does. It never belongs in the configuration or in the URL.`,
  },
  "d1-no-database": {
    title: "there is no such database at Cloudflare",
    text: `d1://ACCOUNT/DATABASE names a database by its id or by its name, and d1:NAME by the database_name or the binding in the
project's wrangler configuration. The account knows none that is called so: \`wrangler d1 list\` says which there are.`,
  },
  "d1-config": {
    title: "the wrangler configuration does not say where the database is",
    text: `d1:NAME is looked up in the nearest wrangler.jsonc, wrangler.json or wrangler.toml, which is read and never run. It has
to name the database in d1_databases, and the account in account_id, unless CLOUDFLARE_ACCOUNT_ID is set.

d1://ACCOUNT/DATABASE needs no configuration.`,
  },
  "d1-ambiguous": {
    title: "a name stands for several databases of the wrangler configuration",
    text: `The environments of a wrangler configuration may give one binding to different databases. Say which is meant:
d1:DB?env=staging. Without it, the database outside of all environments is meant, where there is one.`,
  },
  "d1-not-local": {
    title: "wrangler keeps no local file for this database yet",
    text: `\`wrangler dev\` keeps a database in .wrangler/state/v3/d1 beside its configuration, in a file whose name is made of the
database's id. It is there once something has used the database; with --persist-to DIR it is in DIR.`,
  },
  "d1-busy": {
    title: "D1 takes nothing on at the moment",
    text: `A database of D1 answers one request at a time. It turns requests away when too many wait, while an export or an import
runs, and when its region is paused. Nothing was changed; the same command can be run again.`,
  },
  "d1-reset": {
    title: "D1 was restarted in the middle of a request",
    text: `Cloudflare restarts the object that holds a database for many reasons. What was not committed is gone. After a change,
trueup reads the database again and says what it found.`,
  },
  "d1-too-long": {
    title: "a change takes longer than D1 lets a request take",
    text: `Cloudflare ends a request after thirty seconds, and no other request is served meanwhile. trueup estimates how long a plan will
take and refuses one that may not be done in time; nothing was sent.

--allow-long sends the plan as an import, which has no such limit and blocks the database until it is done. It is
all or nothing too, by what Cloudflare says of it.`,
  },
  "d1-limit": {
    title: "more than D1 takes",
    text: `D1 limits the length of a statement (100,000 bytes), of a text (2 MB), the columns of a table and of a result (100), the
SELECTs that UNION joins (5), and how deep an expression is (100). https://developers.cloudflare.com/d1/platform/limits/`,
  },
  "d1-not-atomic": {
    title: "what answers does not carry out a batch as one transaction",
    text: `Before the first change of a database, trueup sends a batch that creates a table and then fails, and looks whether the
table is there. Here it was: a plan that failed halfway would stay halfway. Nothing was sent. Cloudflare's own servers
and workerd roll back; a proxy in between may take a batch apart.`,
  },
  "d1-trigger-text": {
    title: "the endpoint misreads the text of a statement",
    text: `Some versions of Cloudflare's server take the text of a statement apart at its semicolons, and know the body of a trigger
by BEGIN in capitals and END at its end. A CASE … END inside, or begin in small letters, ends the trigger early, and D1
says \`incomplete input\`. Nothing was changed.

Write BEGIN and END in capitals and CASE … END as iif(…). Or send the plan as an import, where SQLite itself finds the
ends of statements: --allow-long.`,
  },
  "d1-settings": {
    title: "settings of D1 were left on",
    text: `\`PRAGMA ignore_check_constraints\` and \`legacy_alter_table\` stay on for everybody who uses the database after the request
that set them, also where that was rolled back. With them on, rows pass that break a CHECK, and names are left as they
are in views and triggers. trueup refuses to change a database in that state, and sets no such pragma itself.`,
  },
  "d1-not-cloudflare": {
    title: "what answers is not Cloudflare's API",
    text: `Something answered, but not in the form in which Cloudflare does. The usual causes are a proxy, a login page, and
CLOUDFLARE_API_BASE_URL, which leads wrangler and trueup to another address where it is set.`,
  },
  "d1-engine": {
    title: "the plan is made for another engine",
    text: `The first lines of a plan say what it is made for: \`engine libsql\` or \`engine d1\`. With foreign keys on, as they always
are on D1, a plan for libSQL would empty the tables that refer to a rebuilt one. A plan for D1 runs on a file as well.
Make the plan from the database it is for: trueup plan TARGET.`,
  },
  "d1-outcome-unknown": {
    title: "it is not known yet whether the change went through",
    text: `The request left, and no answer came. D1 goes on with a request whose sender is gone, so trueup asked the database
until the time was over in which a request can still run. The message says what was found. The same command can be run
again: it looks first, and sends nothing that is there already.`,
  },
} as const satisfies Record<string, Explained>;
