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
} satisfies Record<string, Explained>;
