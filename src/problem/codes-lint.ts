import type { Explained } from "./codes.ts";

const silence = `Where it is meant so, write the reason above the declaration, or at the end of its line: \`// trueup-ignore CODE: reason\`. The level of a rule ("off", "warn", "error") stands in trueup.config.ts under \`lint\`.`;

export const lintCodes = {
  autoincrement: {
    title: "AUTOINCREMENT where a plain rowid would do",
    text: `An \`integer().primaryKey()\` is filled in on insert without AUTOINCREMENT. All that the word adds is that the number of a deleted row is never used again. It costs a write to a second table with each insert, and some care with every change of the table.

Keep it where a number that was given away must never come back: invoices, or ids that other systems remember.

${silence}`,
  },
  "double-quoted-string": {
    title: "a text in double quotes, or in none",
    text: `In SQL double quotes are for names and single quotes for texts. SQLite takes a double-quoted text for a text where no column has that name, a mistake its authors regret. Elsewhere the engine refuses such texts; in a DEFAULT it cannot, nor a bare word: \`DEFAULT reel\` is the text 'reel'.

${silence}`,
  },
  "foreign-key-affinity": {
    title: "a foreign key between columns of different types",
    text: `The two columns have different affinities, so SQLite stores and compares their values differently: the text '1' and the number 1 are not the same key. A row may not find its parent, and a join may not use an index. Declare both with the same type.

${silence}`,
  },
  "foreign-key-without-index": {
    title: "a foreign key without an index on its own columns",
    text: `SQLite indexes what a foreign key points at, never the columns that point. So each delete in the parent table, and each change of its key, has to read the whole child table to see whether a row still refers to it. With many rows a delete takes seconds and holds the lock for as long.

Add an index that begins with these columns: \`index(tune.genre)\`.

${silence}`,
  },
  "fts-without-triggers": {
    title: "a full-text index that is not told of changes",
    text: `An FTS table with \`content='tune'\` keeps an index over the rows of another table, and learns of changes by triggers alone: one each for insert, update and delete. Without them a search finds rows that are gone and misses new ones, and its answers may be damaged. https://www.sqlite.org/fts5.html#external_content_tables shows the three.

${silence}`,
  },
  "name-case": {
    title: "one name in two spellings",
    text: `Two columns of different tables differ only in the case of their letters. To SQLite they are one name; to the code that reads the rows they are two.

${silence}`,
  },
  "not-strict": {
    title: "a table that is not STRICT",
    text: `Off unless the configuration turns it on. In an ordinary table a type is only a preference: a column of type INTEGER takes the text 'many' and keeps it. In a STRICT table such an insert fails.

${silence}`,
  },
  "nullable-primary-key": {
    title: "a primary key that may be NULL",
    text: `An old mistake of SQLite that cannot be mended any more: in an ordinary table a PRIMARY KEY that is not an INTEGER key admits NULL, in any number of rows. In STRICT and WITHOUT ROWID tables it does not. A column of these declarations is NOT NULL unless it says .nullable(), so this one asked for it.

${silence}`,
  },
  "redundant-index": {
    title: "an index that another one makes needless",
    text: `Another index, or the one behind a PRIMARY KEY or UNIQUE, begins with the same columns in the same order. SQLite can use that one for the same questions; the shorter one only costs time at each write, and space.

${silence}`,
  },
  "reserved-name": {
    title: "a name that is a word of SQL",
    text: `A table, view or column is called like a keyword that SQLite takes for a name only in quotes. Every statement that names it has to quote it, in every place. trueup itself quotes every name it writes.

${silence}`,
  },
  "select-star": {
    title: "a view that selects *",
    text: `The columns of such a view are whatever the tables behind it have at the moment. A column that is added or moved there changes what the view gives, and code that reads the view breaks far from the change. Name the columns.

${silence}`,
  },
  "spent-hint": {
    title: "a hint that changes nothing any more",
    text: `\`.was\` and \`.fill\` speak about the way to the goal. Every database that was asked is past that point already, so the hint can go. A database that still lags behind needs it: ask all targets before you take it out.

${silence}`,
  },
  "unused-ignore": {
    title: "a comment that silences nothing",
    text: "A comment `// trueup-ignore CODE: reason` stands where the rule has nothing to say. Take it out: it would silence the next mistake there.",
  },
} as const satisfies Record<string, Explained>;
