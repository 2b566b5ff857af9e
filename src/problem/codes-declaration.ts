import type { CodeText } from "./codes.ts";

const readNotRun = `Files of declarations and the configuration are read, never run: that is why a schema can be planned beside production credentials without trusting its code, and why every message can point at a line.`;

export const declarationCodes = {
  "syntax-error": {
    title: "the file is not TypeScript",
    text: "The parser could not read the file beyond the marked place, so none of it was used. An editor shows the same error.",
  },
  "not-declarative": {
    title: "code that would have to run",
    text: `${readNotRun}

You can write literals, template literals, objects, lists, spreads, property access, consts, imports of other files, \`as const\` and \`satisfies\`, the words of the vocabulary and their methods, and functions that return one expression. Statements such as \`if\` and \`for\`, computations, and objects of the runtime (\`Date\`, \`process\`) are not available.

Write the value itself. Put what repeats into a const and spread it: \`{ id: integer().primaryKey(), ...stamped }\`. What differs between databases belongs in trueup.config.ts.`,
  },
  "unknown-name": {
    title: "a name that is not declared",
    text: 'A declaration can use what it imports from "trueup" and from other files, the consts and functions of its own file, and the parameters of the functions around it.',
  },
  "unknown-word": {
    title: "a word that the vocabulary does not have",
    text: 'The import names something that trueup does not export. An editor completes the words after `import { } from "trueup"`.',
  },
  "unknown-property": {
    title: "a property that the value does not have",
    text: "The value before the dot has no property of this name: the vocabulary has no such method, or the object has no such key.",
  },
  "unknown-column": {
    title: "a column that the table does not have",
    text: "A key, an index, a reference or a piece of SQL refers to a column that the table does not declare. Write the column as it is declared.",
  },
  "unknown-table": {
    title: "a table or view that is not declared",
    text: "A view, a trigger or a foreign key reads a table that is not declared. Only exported declarations are part of the schema.",
  },
  "unknown-option": {
    title: "an option that the word does not have",
    text: "The options contain a key that the word does not know. Otherwise a misspelt option would be silently ignored.",
  },
  "unknown-export": {
    title: "a name that the other file does not export",
    text: "The import names something that the other file does not export. Write `export` before its const, or correct the name.",
  },
  "import-not-found": {
    title: "an import of a file that does not exist",
    text: "An import names a file relative to the file that it is in. `./genre.ts`, `./genre.js` and `./genre` all mean genre.ts, as in TypeScript.",
  },
  "import-refused": {
    title: "an import of something that would have to run",
    text: `${readNotRun}

So only "trueup" and other files of declarations can be imported. Types may come from anywhere, with \`import type\`.`,
  },
  "import-cycle": {
    title: "files that need each other's values",
    text: "Two files each need a value of the other while they are read, so neither can come first. Refer to one of them in an arrow function, which is called later: `references(() => genre.id)`. Or move what both of them need into a third file.",
  },
  "used-too-early": {
    title: "a const used before it is declared",
    text: 'As in JavaScript, a const exists only after its declaration. Move the declaration up, use the arrow form (`references(() => genre.id)`), or, for a column of the same table, `self("id")`.',
  },
  "wrong-argument": {
    title: "a word was given an argument that it does not take",
    text: "The marked argument is not what the word takes. The message says what it is and what is expected; an editor shows the same as a type error.",
  },
  "duplicate-key": {
    title: "a key that occurs twice in one object",
    text: "JavaScript would use the last one and silently drop the first, and with it a column. Keep one. Only a key from a spread may be overwritten.",
  },
  "duplicate-name": {
    title: "a name that is declared or exported twice",
    text: "One file can declare and export each name once.",
  },
  "duplicate-object": {
    title: "two objects with the same name",
    text: "In SQLite, tables, views, virtual tables and indexes share one set of names, and the case of ASCII letters does not count. Rename one of the two. Triggers have their own set of names.",
  },
  "two-names": {
    title: "one object under two names",
    text: 'A declaration is exported under two names, but an object of a database has one. Export it once, or write its name as the first argument: `table("order item", { … })`.',
  },
  "no-name": {
    title: "an object without a name",
    text: "An object has the name of its export, and a default export has none. Write `export const name = …`.",
  },
  "not-exported": {
    title: "a declaration that is not exported",
    text: "Every exported const is an object of the database; a const that is not exported is only shared. What is part of the schema cannot refer to a table that is not.",
  },
  "too-much": {
    title: "a declaration that grows without end",
    text: "A function that calls itself, or spreads that double again and again, would never end. Reading stops far beyond the size of any schema.",
  },
  "no-declarations": {
    title: "no declarations were found",
    text: "The configured path, or the one given with --schema, is a .ts, .sql or .prisma file or a folder of them. Files named *.d.ts and *.test.ts are not read. `trueup init` writes a first file; `trueup pull` writes one from a database.",
  },
  "language-passed-over": {
    title: "a file of another language beside the declarations",
    text: `A folder is read in one language: TypeScript if it has any, else Prisma, else SQL. This file of another language may be a part of the schema, or a migration, a seed or a client: only you know, so it is not read.
If it is a part, name it as well: \`schema: ["db", "db/extra.sql"]\`. If it is not, name the files that are the schema instead of their folder. Migrations of Drizzle and Prisma, and plans, are known, and passed over in silence.`,
  },
  "unreadable-file": {
    title: "a file that cannot be read",
    text: "The file exists but cannot be read: check its permissions.",
  },
  "not-utf8": {
    title: "a file that is not UTF-8",
    text: "Declarations are UTF-8, like all TypeScript. The file holds bytes that are not; save it as UTF-8 in your editor. trueup does not guess the encoding: a wrong guess would change names and values.",
  },
  "drizzle-unread": {
    title: "an export of a Drizzle schema that could not be read, while a table would be dropped",
    text: "A Drizzle schema is read, never run, so what depends on running code stays unknown. That does not matter as long as nothing depends on it. But this plan would drop a table that the schema does not name, and one of the unread exports might be that table. Write the export so that it can be read, or remove it from the schema files.",
  },
  "drizzle-other": {
    title: "a Drizzle table for another database",
    text: `The file also has tables of PostgreSQL or MySQL. They are passed over: they are neither created nor compared.
If a table was meant to be one of SQLite, make it with \`sqliteTable\`.`,
  },
  "drizzle-view": {
    title: "a view whose query is built by Drizzle's query builder",
    text: "`sqliteView(name).as((qb) => …)` builds its SQL when it runs, and declarations are read, never run. If the database has a view of that name, it is kept as it is. A new one must be written as SQL: in the Drizzle schema with .as(sql`SELECT …`), or in a trueup file beside it.",
  },
  "prisma-syntax": {
    title: "the file is not a Prisma schema",
    text: "trueup reads Prisma schemas with a reader of its own, and it could not read this one beyond the marked place. None of it was used. `prisma validate` shows the same.",
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
    title: "a statement that a schema file must not contain",
    text: "A schema in SQL is run in an empty database in memory, and only to see what it leaves behind. Statements that open other files (ATTACH, VACUUM INTO), load code (load_extension) or command the sqlite3 shell (.read, .mode) are refused. Remove them, or keep them in a separate script.",
  },
  "sql-passed-over": {
    title: "statements that say nothing about the schema",
    text: "A dump or a folder of migrations holds INSERT, UPDATE and DELETE too. They are skipped: rows are not part of the schema. Temporary objects end with their connection, and are skipped too. A virtual table whose module or tokenizer comes with an extension (sqlite-vec, Spatialite) is left to the application that loads it, and so are the views and triggers that need it.",
  },
  "invalid-sql": {
    title: "SQL that SQLite does not accept",
    text: "The declarations are created in an empty database in memory, and every view and trigger is compiled there. The message quotes SQLite's error.",
  },
  "invalid-declaration": {
    title: "a declaration that SQLite does not accept",
    text: "The declarations are created in an empty database in memory. SQLite refused this one, and the message says why.",
  },
  "foreign-key-target": {
    title: "a foreign key without a valid target",
    text: "A foreign key must refer to columns of a declared table that are its primary key, or UNIQUE together (without a condition, in their own collations). SQLite silently creates other foreign keys, and then refuses every insert into the table, or never finds the parent row. If a database really has such a key, write the reason above it: `// trueup-ignore foreign-key-target: reason`.",
  },
  "view-cycle": {
    title: "views that read each other",
    text: "A view cannot read itself, directly or through other views. SQLite creates such a view, but refuses to read it.",
  },
  "former-name": {
    title: "a former name that is still in use",
    text: '`.was("old")` says that a column or table used to be called `old`. That name must be free now, and only one declaration can claim it: the rows can only go to one place.',
  },
  "ignore-without-reason": {
    title: "a rule silenced without a reason",
    text: "`// trueup-ignore CODE: reason` silences a rule for the declaration below it, or for the line it ends. The reason is required: it tells the next reader why.",
  },
  "not-understood": {
    title: "a declaration that cannot be compared with a database",
    text: "SQLite accepts the declaration, but trueup does not understand all of it. The message names the clause. Such an object could be neither compared nor changed safely, so it is refused.",
  },
  "never-managed": {
    title: "a declaration under a name that belongs to an engine or a tool",
    text: `Some names are taken: \`d1_migrations\` by wrangler, \`_cf_…\` by Cloudflare, \`_litestream_seq\` and \`_litestream_lock\` by Litestream, \`libsql_vector_…\` and \`libsql_wasm_func_table\` by libSQL, \`__turso_internal_…\` by Turso's engine. What has such a name in a database is left alone on every target: it is not compared, created, changed or dropped, and neither are its indexes and triggers. A schema has one fingerprint for all targets, so this does not depend on who uses the database.
So such a declaration has no effect. If it came with a dump or from another tool, remove it. If the table is yours, give it another name; one that a database holds already can be renamed there first: \`ALTER TABLE d1_migrations RENAME TO migration\`.`,
  },
  "config-unknown-key": {
    title: "a setting that does not exist",
    text: "trueup.config.ts contains an unknown key. It is refused, because otherwise a misspelt setting would be silently ignored.",
  },
  "config-wrong-value": {
    title: "a setting with a wrong value",
    text: "The message says what the setting takes and what was found. With `export default defineConfig({ … })` an editor shows the same.",
  },
  "config-without-default": {
    title: "a configuration that exports nothing",
    text: "trueup.config.ts exports its settings as the default export: `export default { … }`, or `export default defineConfig({ … })`. Like declarations, it is read, never run.",
  },
  "secret-in-config": {
    title: "a secret in the configuration",
    text: 'trueup.config.ts is committed, so it must not contain a token, key or password. Put it in the environment and write `env("NAME")`; it is read when trueup connects.',
  },
  "two-configs": {
    title: "more than one configuration",
    text: "A folder has one configuration, named trueup.config.ts. With two, it would be unclear which one counts.",
  },
} as const satisfies Record<string, CodeText>;
