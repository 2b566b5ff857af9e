import type { CodeText } from "./codes.ts";

const silence =
  "If it is intended, write the reason above the statement: `// trueup-ignore CODE: reason`, or `-- trueup-ignore CODE: reason` in an SQL file.";

export const queryCodes = {
  query: {
    title: "a query of the application that the declarations do not support",
    text: `Every statement that was found in the files under \`queries\` is compiled by SQLite on the declarations, without a database. This one does not compile, or it inserts rows without a column that needs a value. The application would fail at this line.

Change the statement, or declare what it needs. If the statement belongs to another database, leave its file out: \`queries: ["src/**/*.ts", "!src/reports/**"]\`.

${silence}`,
  },
  "query-function": {
    title: "a function that SQLite does not have",
    text: `The statement calls a function that this SQLite does not know. The rest of the statement was checked with a stand-in. If the application registers the function, name it in trueup.config.ts: \`functions: ["slug"]\`. A call of \`db.function("slug", …)\` in the files under \`queries\` is enough too.

${silence}`,
  },
  "no-query-files": {
    title: "a pattern of `queries` that no file matches",
    text: "The configuration, or `--queries`, names files of the application by a pattern that matches none. Patterns are relative to the folder of the configuration; `*` matches within one folder, `**` across folders. Files of dependencies (`node_modules`) and of folders whose name begins with a dot are never read.",
  },
  "no-queries": {
    title: "no files of the application are named",
    text: "The application's code is read only where you say so: `queries` in trueup.config.ts, or `--queries` on the command line, names the files that hold its SQL. They may be sources (TypeScript, JavaScript, Vue, Svelte), SQL files, and the log of a recorder.",
  },
  "no-query-there": {
    title: "no query at that line",
    text: "A query is named by its file and any of its lines: `src/tunes.ts:41`. `trueup queries` lists the queries that were found, and `trueup queries --unread` those that could not be read.",
  },
  "query-breaks": {
    title: "a query that fails once the plan is applied",
    text: `The statement compiles on the live schema, but not on the one that the plan leads to. The application would fail at this line until a new version is deployed. See \`trueup explain break-queries\`.

${silence}`,
  },
  "query-captured": {
    title: "a query that changes its meaning once the plan is applied",
    text: `The statement still compiles, but a name in it means a different column: an inner column is gone and the name resolves to the outer query, a new column hides the one that was meant, or two columns have swapped names. If a column in double quotes is gone, an engine that allows it reads the name as a string. Nothing fails, and the wrong rows are read or written. Write the table before the name: \`address.id\`.

${silence}`,
  },
  "query-insert": {
    title: "an INSERT without a column that will need a value",
    text: `The statement compiles, but omits a column that is NOT NULL without a default once the plan is applied. Then every row is refused, and INSERT OR IGNORE silently loses it. Before you apply the plan, give the column a default, or add a value to the statement.

${silence}`,
  },
  "query-columns": {
    title: "a query that returns other columns",
    text: `Once the plan is applied, the statement returns other columns, or the same in another order: SELECT * returns whatever the table has, and an INSERT without column names fills other columns. Name the columns.

${silence}`,
  },
  "query-scan": {
    title: "a query that reads a whole table once the plan is applied",
    text: `Today, the engine finds the rows of this statement by an index. Once the plan is applied, it reads all rows of the table, or builds a temporary index for each run. The statistics of the live database are used. Tables with fewer rows than \`queries.scanRows\` (1000) are not reported.

${silence}`,
  },
} satisfies Record<string, CodeText>;
