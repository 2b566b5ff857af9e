import type { Explained } from "./codes.ts";

const silence =
  "Where it is meant so, write the reason above the statement: `// trueup-ignore CODE: reason`, or `-- trueup-ignore CODE: reason` in a file of SQL.";

export const queryCodes = {
  query: {
    title: "a query of the application that the declarations do not support",
    text: `Every statement that was found in the files under \`queries\` is compiled by SQLite on the declarations, without a database. This one does not compile, or it inserts rows without a column that needs a value. The application would fail at this line.

Change the statement, or declare what it needs. If the statement belongs to another database, leave its file out: \`queries: ["src/**/*.ts", "!src/reports/**"]\`.

${silence}`,
  },
  "query-function": {
    title: "a function that SQLite does not have",
    text: `The statement calls a function that this SQLite does not know. The rest of the statement was checked with another function in its place. If the application registers the function, name it in trueup.config.ts: \`functions: ["slug"]\`. A call of \`db.function("slug", …)\` in the files under \`queries\` is enough, too.

${silence}`,
  },
  "no-query-files": {
    title: "a pattern of `queries` that no file matches",
    text: "The configuration, or `--queries`, names files of the application by a pattern, and there are none. Patterns start in the folder of the configuration; `*` stays within one folder, `**` goes through all. Files of dependencies (`node_modules`) and of folders whose name begins with a dot are never read.",
  },
  "no-queries": {
    title: "no files of the application are named",
    text: "Nothing of an application is read unless it is named: `queries` in trueup.config.ts, or `--queries` on the command line, names the files that hold its SQL. They may be sources (TypeScript, JavaScript, Vue, Svelte), files of SQL, and what a recorder wrote.",
  },
  "no-query-there": {
    title: "no query at that line",
    text: "A query is named by its file and any of its lines: `src/tunes.ts:41`. `trueup queries` lists all that were found, and `trueup queries --unread` those that could not be read.",
  },
  "query-breaks": {
    title: "a query that fails once the plan is applied",
    text: `The statement compiles on the live schema and does not on the one that the plan leads to. The application would fail at this line until it is deployed anew. See \`trueup explain break-queries\`.

${silence}`,
  },
  "query-captured": {
    title: "a query that means something else once the plan is applied",
    text: `The statement still compiles, but a name in it means another column: an inner name that is gone has become one of the query around it, a column that is new stands before the one that was meant, two columns have swapped names. A column in double quotes that is gone is taken for a text by an engine whose settings allow that. Nothing fails, and the wrong rows are read or written. Write the table before the name: \`address.id\`.

${silence}`,
  },
  "query-insert": {
    title: "an INSERT without a column that will need a value",
    text: `The statement compiles, and leaves out a column that is NOT NULL and has no default once the plan is applied. Every row is refused then. INSERT OR IGNORE loses every row without a word. Give the column a default, or a value in the statement before the plan is applied.

${silence}`,
  },
  "query-columns": {
    title: "a query that returns other columns",
    text: `The statement returns other columns, or the same in another order, once the plan is applied: SELECT * does whatever the table has. An INSERT that names no columns puts its values into others. Name the columns.

${silence}`,
  },
  "query-scan": {
    title: "a query that reads a whole table once the plan is applied",
    text: `The engine finds the rows of this statement by an index today, and goes through all rows of the table once the plan is applied, or builds an index for each run. The statistics of the live database are taken along. Tables below \`queries.scanRows\` (1000) are not told.

${silence}`,
  },
} satisfies Record<string, Explained>;
