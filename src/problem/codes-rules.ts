import type { Explained } from "./codes.ts";

/** The rules that `--approve` can name, as `trueup explain RULE` tells them: each is one way to lose something. */
export const ruleCodes = {
  "drop-table": {
    title: "a table and all its rows go",
    text: `The table is in the database and not in the declarations, so the plan drops it, with its indexes and triggers. Code that still reads it fails at once, and its rows are in the backup alone.

First deploy code that no longer uses it. Then approve it with the number of rows that may go:

  --approve drop-table:old_sessions:1204 --because "sessions moved to Redis"

Apply counts again under the lock; if there are more rows by then, nothing happens. To keep the table, \`trueup pull\` writes it into the declarations, and \`ignore\` in the configuration names it as none of ours.`,
  },
  "break-queries": {
    title: "queries of the application fail, or ask something else",
    text: `The plan changes a name that queries under \`queries\` in the configuration use. Each was compiled on the live schema and on the one that the plan leads to: it fails there, or still compiles and means something else, or inserts rows that are refused. With \`deployed\` in the configuration the code that runs is counted, else the code here.

Deploy code that works on both schemas first; \`trueup plan\` says so where that is enough. Otherwise approve the number of queries that may fail, by the change behind it:

  --approve break-queries:practice.lapses:3 --because "the job is switched off first"

Only this line stands in the plan file. \`trueup plan --check\` counts again.`,
  },
  "drop-column": {
    title: "a column and its values go",
    text: `The number of an approval is how many rows hold a value in the column, not how many rows the table has: NULL is no loss. A column without any value goes without an approval, and apply counts again before it drops.

  --approve drop-column:tune.mood:2 --because "nobody used it"

Was it renamed? Then \`.was("mood")\` or \`--rename tune.mood:tune.feel\` keeps the values.`,
  },
  "lossy-convert": {
    title: "values would be replaced, or not come out of the new type as they went in",
    text: `SQLite converts what it can and keeps the rest as it is: 'abc' stays a text in an INTEGER column, '007' becomes 7, 1.5 stays 1.5. Each live value was converted and compared with itself; those that the message counts would change, or would not be of the type that the column promises.

.fill(sql\`…\`) behind the column says how values are converted, for example CAST(price AS REAL) or CASE WHEN … END. It names the column itself. A fill that does not name it puts new values in the place of the old ones, and that is a loss to be approved:

  --approve lossy-convert:orders.total:12 --because "the old totals were wrong"

Or change the rows first.`,
  },
  "drop-index": {
    title: "an index goes that is not declared",
    text: `No rows are lost, but somebody may have added it by hand against a slow query. What makes values unique is lost with a unique index.

To keep it, \`trueup pull\` writes it into the declarations. To drop it: --approve drop-index:hotfix_at --because "…". The indexes of a dropped table, and those over a dropped column, need no approval of their own.`,
  },
  "drop-trigger": {
    title: "a trigger goes that is not declared",
    text: `What it did on every write is done no more: an audit that is kept, a sum that is maintained, a search index that is fed. No later look at the schema shows that it was there.

To keep it, \`trueup pull\` writes it into the declarations. To drop it: --approve drop-trigger:tune_touched --because "…". The triggers of a dropped table need no approval of their own.`,
  },
  "drop-view": {
    title: "a view goes that is not declared",
    text: `No rows are lost, but a report, a script or a person may read it.

To keep it, \`trueup pull\` writes it into the declarations. To drop it: --approve drop-view:practice_list --because "…".`,
  },
  "drop-virtual-table": {
    title: "a virtual table goes, or is made anew, with what it holds",
    text: `A virtual table cannot be altered: a change of its options drops it and creates it again. An FTS table with \`content='tune'\` is filled again from its table, and nothing is lost. One that keeps its own rows loses them:

  --approve drop-virtual-table:notes_search:310 --because "filled again by the application"`,
  },
  "edited-step": {
    title: "a step of a plan file that a person wrote",
    text: `It stands in the plan file, never on the command line: \`trueup verify PLAN --write --because "a faster backfill"\` replays the edited plan, finds the steps that are not as the planner writes them, and puts a line with the reason above them. Without it the plan is refused.`,
  },
} as const satisfies Readonly<Record<string, Explained>>;
