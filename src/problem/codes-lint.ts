import type { CodeText } from "./codes.ts";

const silence = `If it is intended, write the reason above the declaration or at the end of its line: \`// trueup-ignore CODE: reason\`. \`lint\` in trueup.config.ts sets the level of a rule: "off", "warn" or "error".`;

export const lintCodes = {
  autoincrement: {
    title: "AUTOINCREMENT where a plain rowid would do",
    text: `An \`integer().primaryKey()\` is filled in on insert without AUTOINCREMENT. All that AUTOINCREMENT adds is
that the number of a deleted row is never used again. It costs a write to a second table with each insert.

Keep it if a number must never be used twice: invoices, or ids that other systems remember.

${silence}`,
  },
  "default-time": {
    title: "a default that is not the time",
    text: `CURRENT_TIMESTAMP, CURRENT_DATE and CURRENT_TIME are the time of the insert, as a text. In quotes each is only its own name, and every row gets it. In a column of numbers the text is stored as it is: it sorts behind every number, and code that expects seconds does not get them.

Write .default(sql\`CURRENT_TIMESTAMP\`) for a text, or .default(sql\`(unixepoch())\`) for seconds.

${silence}`,
  },
  "double-quoted-string": {
    title: "a string in double quotes, or in none",
    text: `In SQL, double quotes are for names and single quotes for strings. SQLite reads a double-quoted name as a string if no column has that name, a misfeature that its authors regret. A SQL file that relies on it is read in the same way, unless the name is like that of a column; in TypeScript such a string is refused. In a DEFAULT, bare words are strings too: \`DEFAULT reel\` is the string 'reel'.

${silence}`,
  },
  "foreign-key-affinity": {
    title: "a foreign key between columns of different types",
    text: `The two columns have different affinities, so SQLite stores and compares their values differently: the string '1' and the number 1 are not the same key. A row may not find its parent, and a join may not use an index. Declare both with the same type.

${silence}`,
  },
  "foreign-key-without-index": {
    title: "a foreign key without an index on its own columns",
    text: `The columns that a foreign key refers to have an index; its own columns do not. So each delete in the parent table, and each change of its key, reads the whole child table to see whether a row still refers to it. With many rows, a delete takes seconds and holds the lock that long.

Add an index that begins with these columns: \`index(tune.genre)\`.

${silence}`,
  },
  "fts-without-triggers": {
    title: "a full-text index that is not kept up to date",
    text: `An FTS table with \`content='tune'\` keeps an index over the rows of another table, and only triggers keep it up to date: one each for insert, update and delete. Without them, a search finds deleted rows, misses new ones, and may return wrong results. https://www.sqlite.org/fts5.html#external_content_tables shows the three.

${silence}`,
  },
  "name-case": {
    title: "one name in two spellings",
    text: `Two columns of different tables have names that differ only in case. To SQLite the names are the same; to the code that reads the rows they are not.

${silence}`,
  },
  "not-strict": {
    title: "a table that is not STRICT",
    text: `Off unless the configuration turns it on. In an ordinary table, a type is only a preference: a column of type INTEGER accepts the string 'many' and stores it. In a STRICT table, such an insert fails.

${silence}`,
  },
  "nullable-primary-key": {
    title: "a primary key that may be NULL",
    text: `Because of an old bug in SQLite, kept for compatibility, a PRIMARY KEY of an ordinary table accepts NULL, in any number of rows, unless it is an INTEGER PRIMARY KEY. In STRICT and WITHOUT ROWID tables it does not. A declared column is NOT NULL unless it has .nullable(), as this one does.

${silence}`,
  },
  "redundant-index": {
    title: "an index that another one makes redundant",
    text: `Another index, or the one behind a PRIMARY KEY or UNIQUE, begins with the same columns in the same order. SQLite can use that one for the same queries; the shorter one only costs space, and time on each write.

${silence}`,
  },
  "reserved-name": {
    title: "a name that is an SQL keyword",
    text: `A table, view or column has the name of a keyword that SQLite accepts as a name only in quotes. Every statement has to quote it everywhere. trueup itself quotes every name that it writes.

${silence}`,
  },
  "select-star": {
    title: "a view that selects *",
    text: `The columns of such a view are whatever its tables have at the moment. A column that is added or moved
there changes the view, and code that reads the view breaks far from the change. Name the columns.

${silence}`,
  },
  "spent-hint": {
    title: "a hint that is no longer needed",
    text: `\`.was\` and \`.fill\` describe the way to the declared schema. Every database that was checked is already past that point, so the hint can be removed. A database that lags behind still needs it: check all targets before you remove it.

${silence}`,
  },
  "turso-cannot-open": {
    title: "what Turso's own engine does not open",
    text: `Off unless the configuration turns it on, for applications that open the file with Turso's own engine, a rewrite of SQLite, as well. Its version 0.7 refuses a whole file for a generated column, a table with RANDOM ROWID or a vector index, and it does not know virtual tables and INSTEAD OF triggers. Its own checks find less: \`PRAGMA foreign_key_check\` returns nothing there. A file must not be open in both engines at the same time.

${silence}`,
  },
  "unused-ignore": {
    title: "a comment that silences nothing",
    text: "There is a comment `// trueup-ignore CODE: reason` where the rule reports nothing. Remove it: it would silence the next mistake there.",
  },
} as const satisfies Record<string, CodeText>;
