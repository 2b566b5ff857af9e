import type { CodeText } from "./codes.ts";

/** The rules that `--approve` can name, as `trueup explain RULE` tells them: each is one way to lose something. */
export const ruleCodes = {
  "drop-table": {
    title: "a table and all its rows are dropped",
    text: `The table is in the database and not in the declarations, so the plan drops it, with its indexes and triggers. Code that still reads it fails at once, and its rows are only in the backup.

First deploy code that no longer uses it. Then approve it with the number of rows that may be lost:

  --approve drop-table:old_sessions:1204 --because "sessions moved to Redis"

Apply counts again under the lock; if there are more rows by then, nothing happens. To keep the table, \`trueup pull\` writes it into the declarations, and \`ignore\` in the configuration leaves it alone.`,
  },
  "delete-rows": {
    title: "rows are deleted because they are not declared",
    text: `The rows of the table are declared, and no others are allowed: any other rows in the database are deleted.
If a foreign key with ON DELETE CASCADE points to such rows, the rows that refer to them are deleted too, and are
counted and approved under the name of their own table.

  --approve delete-rows:genre:2 --because "merged into others"

Apply counts again under the lock. To keep the rows, declare them, or declare the others with { mode: "at least" }.`,
  },
  "overwrite-rows": {
    title: "rows get the values that are declared for them",
    text: `A row with a declared key holds values other than the declared ones, and the plan writes the declared ones.
The old values are in the plan. Rows that refer to deleted ones with ON DELETE SET NULL or SET DEFAULT are counted
here, too.

  --approve overwrite-rows:genre:1 --because "a typing error"

Apply counts again under the lock, and overwrites nothing that has changed since the plan was made. To keep what is
there, declare it.`,
  },
  "break-queries": {
    title: "queries of the application fail or change their meaning",
    text: `The plan changes a name that queries under \`queries\` in the configuration use. Each was compiled on the live schema and on the one that the plan leads to: there it fails, changes its meaning, or inserts rows that are refused. With \`deployed\` in the configuration, the deployed code is counted, otherwise the code here.

Deploy code that works on both schemas first; \`trueup plan\` says if that is enough. Otherwise approve the number of queries that may fail, by the change that breaks them:

  --approve break-queries:practice.lapses:3 --because "the job is switched off first"

The plan file holds only this line. \`trueup plan --check\` counts again.`,
  },
  "drop-column": {
    title: "a column and its values are dropped",
    text: `The number in an approval is how many rows hold a value in the column, not how many rows the table has: NULL is not a loss. A column without any value needs no approval; apply counts again before it drops it.

  --approve drop-column:tune.mood:2 --because "nobody used it"

Was it renamed? Then \`.was("mood")\` or \`--rename tune.mood:tune.feel\` keeps the values.`,
  },
  "lossy-convert": {
    title: "values would be replaced, or changed by the new type",
    text: `SQLite converts what it can: in an INTEGER column '42' becomes 42, and so does '042', which says something
else. Each live value was converted and compared with what it was; the message counts those that would change, or that a
STRICT table would refuse. Values that stay as they are in a table that is not STRICT are a separate rule:
keep-unconverted.

.fill(sql\`…\`) on the column says how values are converted, for example CAST(price AS REAL) or CASE WHEN … END. It refers to the column itself. A fill that does not refer to it replaces the old values, and that loss must be approved:

  --approve lossy-convert:orders.total:12 --because "the old totals were wrong"

Or change the rows first.

The same approval is needed where a column becomes generated: what a row holds is lost if something else is computed for it.
Rows for which the same value is computed do not count.`,
  },
  "keep-unconverted": {
    title: "values would stay as they are under a type that does not fit them",
    text: `SQLite converts what it can and keeps the rest as it is, unless the table is STRICT: '5ft' stays text in an
INTEGER column, and 1.5 stays 1.5. Nothing is lost, but a sum, a sort or a client that expects numbers meets such
values.

To convert them, .fill(sql\`…\`) says how, for example CAST(height AS INTEGER). To keep them, approve their exact
number:

  --approve keep-unconverted:performers.height:5 --because "cleaned up by the next import"

Apply counts again before it changes anything. Types that do not imply a number, such as JSON, UUID or DATETIME, keep
text without asking.`,
  },
  "drop-index": {
    title: "an index that is not declared is dropped",
    text: `No rows are lost, but the index may have been added by hand for a slow query. With a unique index, values are no longer kept unique.

To keep it, \`trueup pull\` writes it into the declarations. To drop it: --approve drop-index:hotfix_at --because "…".
The indexes of a dropped table, and those over a dropped column, need no approval of their own. To approve many at
once, give their number: --approve 'drop-index:*:17'.`,
  },
  "drop-trigger": {
    title: "a trigger that is not declared is dropped",
    text: `What it did on every write is no longer done: keep an audit, maintain a sum, feed a search index. The schema does not show afterwards that it ever existed.

To keep it, \`trueup pull\` writes it into the declarations. To drop it: --approve drop-trigger:tune_touched --because
"…". The triggers of a dropped table need no approval of their own. To approve many at once, give their number:
--approve 'drop-trigger:*:3'.`,
  },
  "drop-view": {
    title: "a view that is not declared is dropped",
    text: `No rows are lost, but a report, a script or a person may read it.

To keep it, \`trueup pull\` writes it into the declarations. To drop it: --approve drop-view:practice_list --because
"…". To approve many at once, give their number: --approve 'drop-view:*:3'.`,
  },
  "drop-virtual-table": {
    title: "a virtual table is dropped or recreated, with what it holds",
    text: `A virtual table cannot be altered: a change of its options drops it and creates it again. An FTS table with \`content='tune'\` is filled again from its table, and nothing is lost. One that keeps its own rows loses them:

  --approve drop-virtual-table:notes_search:310 --because "filled again by the application"`,
  },
  "drop-autoincrement": {
    title: "a table no longer counts which numbers it has given",
    text: `AUTOINCREMENT keeps the highest number that a table ever gave, so that the number of a deleted row is never given
again. Without it that number is forgotten, and whoever kept the old one (a link, a log, another database) finds another
row under it.

To keep it, declare it: integer().primaryKey({ autoincrement: true }). To give it up: --approve drop-autoincrement:tune.id
--because "…".`,
  },
  "edited-step": {
    title: "a step of a plan file that was edited by hand",
    text: `This approval is in the plan file, never on the command line: \`trueup verify PLAN --write --because "a faster backfill"\` replays the edited plan, finds the steps that differ from what the planner writes, and writes a line with the reason above the steps. Without it the plan is refused.`,
  },
} as const satisfies Readonly<Record<string, CodeText>>;
