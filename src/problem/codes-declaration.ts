import type { Explained } from "./codes.ts";

const readNotRun = `Files of declarations and the configuration are read, never run: that is why a schema can be planned beside production credentials without trusting its code, and why every message can point at a line.`;

export const declarationCodes = {
  "syntax-error": {
    title: "the file is not TypeScript",
    text: "The parser could not read the file from the marked place on. Nothing of it was used. An editor shows the same error.",
  },
  "not-declarative": {
    title: "code that would have to run",
    text: `${readNotRun}

What can be written: literals, template literals, objects, lists, spreads, property access, consts, imports of other files, \`as const\` and \`satisfies\`, the words of the vocabulary and their methods, and functions that return one expression. There are no statements such as \`if\` and \`for\`, nothing is computed, and nothing of the runtime is there (\`Date\`, \`process\`).

Write the value itself. What repeats goes into a const that is spread: \`{ id: integer().primaryKey(), ...stamped }\`. What differs between databases belongs into trueup.config.ts.`,
  },
  "unknown-name": {
    title: "a name that nothing declares",
    text: 'A declaration knows the words it imports from "trueup", what it imports from other files, the consts and functions of its own file, and the parameters of the functions around it.',
  },
  "unknown-word": {
    title: "a word that the vocabulary does not have",
    text: 'The import names something that trueup does not export. An editor completes the words after `import { } from "trueup"`.',
  },
  "unknown-property": {
    title: "a property that the value does not have",
    text: "The value before the dot has no part of this name: a method that the vocabulary does not know, or a key that the object does not have.",
  },
  "unknown-column": {
    title: "a column that the table does not have",
    text: "A key, an index, a reference or a piece of SQL names a column that the table does not declare. Columns are named as they are written in the declaration.",
  },
  "unknown-table": {
    title: "a table or view that nothing declares",
    text: "A view, a trigger or a foreign key reads a table that is not declared. Only exported declarations are part of the schema.",
  },
  "unknown-option": {
    title: "an option that the word does not have",
    text: "The object of options holds a key that the word does not know. An option that is misspelt would otherwise be lost without a word.",
  },
  "unknown-export": {
    title: "a name that the other file does not export",
    text: "The import names something that the other file does not export. Write `export` before its const, or mend the name.",
  },
  "import-not-found": {
    title: "an import of a file that is not there",
    text: "An import names a file relative to the one it stands in. `./genre.ts`, `./genre.js` and `./genre` all mean genre.ts, as in TypeScript.",
  },
  "import-refused": {
    title: "an import of something that would have to run",
    text: `${readNotRun}

So an import names "trueup" or another file of declarations. Types may come from anywhere, with \`import type\`.`,
  },
  "import-cycle": {
    title: "files that need each other's values",
    text: "Two files each need a value of the other while they are read, so neither can come first. Refer to one of them in an arrow function, which is called later: `references(() => genre.id)`. Or move what both need into a third file.",
  },
  "used-too-early": {
    title: "a const used before it is declared",
    text: 'As in JavaScript, a const is there only after its declaration. Move the declaration up, use the arrow form (`references(() => genre.id)`), or, for a column of the very same table, `self("id")`.',
  },
  "wrong-argument": {
    title: "a word was given something else than it takes",
    text: "The marked argument is not what the word takes. The message says what it is and what is wanted; an editor shows the same as a type error.",
  },
  "duplicate-key": {
    title: "a key that stands twice in one object",
    text: "JavaScript would take the last one and drop the first without a word, and with it a column. Keep one. A key may be written over only where the first comes from a spread.",
  },
  "duplicate-name": {
    title: "a name that is declared or exported twice",
    text: "One file can declare and export each name once.",
  },
  "duplicate-object": {
    title: "two objects of one name",
    text: "In SQLite tables, views, virtual tables and indexes share their names, and upper and lower case letters of ASCII are the same. Rename one of the two. Triggers have names of their own.",
  },
  "two-names": {
    title: "one object under two names",
    text: 'A declaration is exported under two different names, and an object of a database has one. Export it once, or write its name as the first argument: `table("order item", { … })`.',
  },
  "no-name": {
    title: "an object without a name",
    text: "An object is called what its export is called, and a default export has no name. Write `export const name = …`.",
  },
  "not-exported": {
    title: "a declaration that is not exported",
    text: "Every exported const is an object of the database; a const that is not exported is a shared piece and no object. Nothing that is part of the schema can refer to a table that is not.",
  },
  "too-much": {
    title: "a declaration that grows without end",
    text: "A function that calls itself, or spreads that double over and over, would never come to an end. Reading stops far beyond the size of any schema.",
  },
  "no-declarations": {
    title: "no declarations where they should be",
    text: "The configured path, or the one given with --schema, is a .ts file or a folder of them. Files called *.d.ts and *.test.ts are not read. `trueup init` writes a first one; `trueup pull` makes one from a database.",
  },
  "unreadable-file": {
    title: "a file that cannot be read",
    text: "The file is there but cannot be read: look at its permissions.",
  },
  "not-utf8": {
    title: "a file that is not UTF-8",
    text: "Declarations are UTF-8, like all TypeScript. The file holds bytes that are not; save it as UTF-8 in your editor. Nothing is guessed, because a wrong guess would change names and texts.",
  },
  "drizzle-unread": {
    title: "an export of a Drizzle schema that could not be read, while a table would be dropped",
    text: "A Drizzle schema is read, never run, so what only running code could tell stays unknown. That is no matter as long as nothing depends on it. But this plan would drop a table that the schema does not name, and one of the exports that could not be read might be that very table. Write the export so that it can be read, or take it out of the schema files.",
  },
  "drizzle-view": {
    title: "a view whose query is made by Drizzle's query builder",
    text: "`sqliteView(name).as((qb) => …)` builds its SQL when it runs, and declarations are read, never run. If the database has a view of that name it is kept as it is. A new one has to be written as SQL: in the Drizzle schema with .as(sql`SELECT …`), or in a trueup file beside it.",
  },
  "prisma-syntax": {
    title: "the file is not a Prisma schema",
    text: "trueup reads Prisma schemas with a reader of its own, and it could not read this one from the marked place on. Nothing of it was used. `prisma validate` shows the same.",
  },
  "prisma-provider": {
    title: "a Prisma schema for another database",
    text: 'A Prisma schema means other types and other keys in each database. trueup is for SQLite and libSQL, so it reads schemas whose datasource says provider = "sqlite" and refuses all others, rather than guess.',
  },
  "prisma-type": {
    title: "a field of a type that the Prisma schema does not declare",
    text: 'The type of a field is one of Prisma\'s own, an enum, a model or Unsupported("…"). Lists of values are for other databases: SQLite has none.',
  },
  "sql-refused": {
    title: "a statement that a schema file may not hold",
    text: "A schema in SQL is run in an empty database in memory, and only to see what it leaves behind. What opens other files (ATTACH, VACUUM INTO), loads code (load_extension) or speaks to the sqlite3 shell (.read, .mode) is refused by name. Take it out, or keep it in a script of its own.",
  },
  "sql-passed-over": {
    title: "statements that say nothing about the schema",
    text: "A dump or a folder of migrations holds INSERT, UPDATE and DELETE too. They are passed over: rows are not schema, and nothing is written anywhere. Temporary objects end with their connection and are passed over for that reason.",
  },
  "invalid-sql": {
    title: "SQL that SQLite does not accept",
    text: "The declarations are created in an empty database in memory, and every view and trigger is compiled there. SQLite's own words stand in the message.",
  },
  "invalid-declaration": {
    title: "a declaration that SQLite does not accept",
    text: "The declarations are created in an empty database in memory. SQLite refused this one, and the message says why.",
  },
  "foreign-key-target": {
    title: "a foreign key that points at nothing",
    text: "A foreign key points at columns that exist in a declared table and are its primary key, or UNIQUE together (without a condition, in their own collations). SQLite creates others without a word, and then refuses every insert into the table, or never finds the parent row. Where a database really has such a key, write the reason above it: `// trueup-ignore foreign-key-target: reason`.",
  },
  "view-cycle": {
    title: "views that read each other",
    text: "A view cannot read itself, not by way of others either. SQLite creates such a view and refuses to read it.",
  },
  "former-name": {
    title: "a former name that is still in use",
    text: '`.was("old")` says that a column or table was called `old` before. That name must be free now, and only one declaration can claim it: the rows can go to one place only.',
  },
  "ignore-without-reason": {
    title: "a rule silenced without a reason",
    text: "`// trueup-ignore CODE: reason` silences a rule for the declaration below it, or for the line it ends. The reason is for whoever reads it next, and it must be there.",
  },
  "not-understood": {
    title: "a declaration that cannot be compared with a database",
    text: "SQLite accepts the declaration, and trueup cannot read back from SQLite's own text what it says. The message names the clause. Such an object could neither be compared nor changed safely, so it is refused here.",
  },
  "config-unknown-key": {
    title: "a setting that does not exist",
    text: "trueup.config.ts holds a key that nothing reads. It is refused, because a setting that is misspelt would otherwise be lost without a word.",
  },
  "config-wrong-value": {
    title: "a setting with a value it cannot have",
    text: "The message says what the setting is and what was found. With `export default defineConfig({ … })` an editor shows the same.",
  },
  "config-without-default": {
    title: "a configuration that exports nothing",
    text: "trueup.config.ts exports its settings as the default export: `export default { … }`, or `export default defineConfig({ … })`. Like declarations it is read, never run.",
  },
  "secret-in-config": {
    title: "a secret in the configuration",
    text: 'trueup.config.ts is committed, so no token, key or password can stand in it. Put it into the environment and write `env("NAME")`; it is read at the moment of connecting.',
  },
  "two-configs": {
    title: "more than one configuration",
    text: "One folder has one configuration, and it is called trueup.config.ts. With two of them it would be chance which one counts.",
  },
} as const satisfies Record<string, Explained>;
