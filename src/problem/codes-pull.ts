import type { CodeText } from "./codes.ts";

export const pullCodes = {
  "pull-opaque": {
    title: "an object of the database that cannot be declared",
    text: `The object uses something that trueup does not understand, or that this engine does not have: a virtual table of a
module that is not loaded, a string in double quotes that an older SQLite allowed, an unknown clause.

It is left exactly as it is. No plan creates, changes or drops it, and what depends on it stays too. The message names
the clause. With --strict, pull fails instead, so that a script cannot overlook it.`,
  },
  "pull-requoted": {
    title: "strings in double quotes are written in single quotes",
    text: `In SQL, double quotes are for names. If a name in double quotes is not a column, SQLite reads it as a
string, and in stored definitions it always does: CHECK (guid <> "root"), a partial index, a view. In single quotes it
means the same, and that is how it is read, compared and declared.

The database stays as it is until a plan alters, renames or rebuilds a table. SQLite then reads every definition
again, and a build that does not allow such strings stops there. So the plan first rewrites the stored definitions
with single quotes.`,
  },
  "pull-left-out": {
    title: "a view, trigger or index that does not work",
    text: `The engine cannot compile the object: it reads a table or column that no longer exists, or calls a function that only
the application has. Such an object fails whenever it is used here, and it makes every RENAME and DROP COLUMN fail.

It cannot be checked, so it is not declared. Drop or repair it; or, if the application provides what is missing, name it
in \`ignore\` in trueup.config.ts, and no plan will touch it.`,
  },
  "pull-not-lossless": {
    title: "a pull that would not have been exact",
    text: `Every pull compiles what it wrote and compares it with the database. This time they differed, so nothing was
written. That is a bug in trueup, not a fault of the database: please report it with the CREATE statement in the message.`,
  },
  "pull-differs": {
    title: "a database that differs from a schema of Drizzle or Prisma",
    text: `Into a Drizzle schema pull writes the columns, indexes and tables whose edited declaration, read again,
is exactly what the database has. It leaves what it cannot edit like that (keys and checks of a table, views, columns made
by a function of yours or shared between tables), and it does not edit a Prisma schema at all: each such difference is
shown at its place, with the text to write there. What such a schema cannot express (triggers, virtual tables, STRICT,
collations) stays as it is in the database and is never a difference.`,
  },
  "pull-unsaid": {
    title: "something that Drizzle cannot express",
    text: `A Drizzle schema cannot express STRICT, WITHOUT ROWID, collations or deferrable keys. Every plan leaves
them as they are in the database, but a new database made from the schema alone would not have them. If that matters,
declare those tables in a trueup file.`,
  },
  "pull-unclear": {
    title: "a declaration that pull cannot edit",
    text: `The declaration is written in a way that pull can read but not edit: trueup could not find the const from
its export. Write the object as \`export const name = table({ … })\`, and pull again.`,
  },
  "rename-theirs": {
    title: "a schema of Drizzle, Prisma or SQL, which rename does not edit",
    text: "`trueup rename` edits declarations in trueup's own words, references in SQL included. In a schema of Drizzle, Prisma or SQL, rename it yourself and leave a hint in the comment above it: `/** @was old */` in Drizzle, `/// @was old` in Prisma, `-- @was old` in SQL. The next plan renames it in the database.",
  },
  "rename-unknown": {
    title: "nothing is declared under that name",
    text: `\`trueup rename\` takes the name as it is declared: \`tune\` for a table, view or index, \`tune.title\` for a
column. It edits declarations; the database is changed by the plan that follows.`,
  },
  "rename-taken": {
    title: "the new name is taken",
    text: "Another table, view, index or column has this name already. SQLite ignores case in names.",
  },
  "rename-uncertain": {
    title: "a place that may mean what was renamed",
    text: `In raw SQL, a name can mean several things: a column, an alias, a column of another table. Where only one is possible,
rename changes it; the places that it lists were left alone. Check each of them: \`check\` compiles every view and trigger,
so it finds a forgotten name, but not a name that now means something else.`,
  },
} as const satisfies Record<string, CodeText>;
