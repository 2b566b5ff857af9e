import type { CodeText } from "./codes.ts";

export const rowsCodes = {
  "rows-declared-twice": {
    title: "rows that are declared twice",
    text: "Two declared rows have the same key, so a database could hold only one of them. If the key ignores case, keys that differ only in case are the same. Or one table has rows in two lists that differ in mode or key. Keep one of the two.",
  },
  "rows-file": {
    title: "a file of rows that cannot be read",
    text: `\`rowsFrom\` reads a .csv or .json file. Its path is relative to the file that names it, as with an import.

A CSV file is UTF-8. Its first line names the columns; each other line has as many fields. A field that contains a comma, a quote or a line end is written in double quotes, with the quotes inside it doubled. An empty field is NULL, and \`""\` is the empty string. A JSON file contains a list of objects whose keys are columns.`,
  },
  "rows-key": {
    title: "rows without a key",
    text: "Declared rows are identified by the primary key, or by columns that are unique together and named as `key`. Without a key, it is not known which live row a declared one is.",
  },
  "rows-refused": {
    title: "a declared row violates a constraint of its table",
    text: "SQLite would not accept the row: a CHECK, UNIQUE or NOT NULL constraint or the type of a column forbids it, or a row that it refers to does not exist. The message is SQLite's own. Change the row, or the constraint.",
  },
  "rows-unproven": {
    title: "the rows would not be as declared",
    text: "The plan was tried on a copy of the tables, and afterwards the rows were not what is declared. The usual cause is a trigger of the table that changes what is written. Declare the values as the trigger changes them, leave those columns out of the rows, or change the trigger.",
  },
  "rows-referenced": {
    title: "rows that others refer to",
    text: "A plan would delete rows, or change their keys, and rows of other tables refer to them with a foreign key that neither deletes nor updates those. Nothing is deleted that was not meant to be: keep the row, change what refers to it first, or give the foreign key an ON DELETE action.",
  },
} satisfies Record<string, CodeText>;
