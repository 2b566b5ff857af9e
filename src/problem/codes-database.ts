import type { CodeText } from "./codes.ts";

export const databaseCodes = {
  "schema-text-invalid": {
    title: "the schema of the database holds text that is not valid UTF-8",
    text: `A name or a definition in sqlite_schema has bytes that are not text. No tool can show or compare it safely, so
reading stopped. Find the row with

  SELECT rowid, type, hex(name), hex(sql) FROM sqlite_schema

and give the object a proper name, with the program that made it or with ALTER TABLE … RENAME.`,
  },
  "database-target": {
    title: "this does not name a database",
    text: `A target is a name from the configuration, a path (app.db), or a URL: file:app.db, libsql://…, https://…, http://…,
ws(s)://…, ssh://user@host/path, d1://account/database.

In a file: URL the characters ? # and % have a meaning of their own, and are written %3F, %23 and %25. A plain path
needs none of that: "./odd?name.db" is used as it is.`,
  },
  "database-missing": {
    title: "there is no such database file",
    text: `The path is relative to the current folder (or the one that -C names), and no file exists there. trueup never creates
a database by accident: otherwise a typo in a path would become an empty database that every plan fits.

To create a new database, name it with a target in the configuration or a file: URL: \`trueup plan\` says that it does
not exist yet, and \`trueup apply\` creates it as declared. A plan for a database with contents never creates one.`,
  },
  "database-new": {
    title: "the database does not exist yet, and its creation was not confirmed",
    text: `A target of the configuration, or a file: URL, names a file that does not exist. On a terminal apply asks whether to
create it; elsewhere, confirm it with --create or with \`create: true\` in the target. The database is created under another name in the same folder and renamed when it is complete, so a half-made one never appears.`,
  },
  "database-not-a-file": {
    title: "this is not a file",
    text: `The path leads to a folder or to something else that cannot hold a database. A SQLite database is one file; in
WAL mode two other files are beside it (app.db-wal and app.db-shm): name the one without a suffix.`,
  },
  "database-permission": {
    title: "permission to open the database was denied",
    text: `This user may not read the file or a folder on the way to it or, for a change, may not write it.
A change needs a writable file and a writable folder: SQLite keeps its journal beside the database.

Run the command as the user that owns the file (sudo -u app trueup …) rather than as root: the database then stays
owned by the application.`,
  },
  "database-read-only": {
    title: "the database cannot be written",
    text: `SQLite refused to write. The file or its folder is read-only for this user, or the file system is mounted
read-only. Nothing was changed.`,
  },
  "database-hard-linked": {
    title: "the database file has several names",
    text: `A hard link gives one file two names. SQLite keeps the write-ahead log and the journal beside the name by which a database
was opened. A process that opens it by the other name sees neither: it misses rows that were committed, and each of the two
overwrites what the other wrote. So a database with several names is read, but not changed.

Symbolic links are no problem: SQLite follows them to the real name.`,
  },
  "database-recovery": {
    title: "the database must be recovered before it can be read",
    text: `A process that wrote to it was killed and left its journal or WAL. SQLite repairs that itself when the database is next
opened, but for that it must write the file and its folder, and this user may not.

Open the database once as a user who may write it (sudo -u app trueup plan …), and run the command again.`,
  },
  "database-not-sqlite": {
    title: "this is not a SQLite database, or it is encrypted",
    text: `The file does not begin like a SQLite database. Either it is another kind of file, or it is encrypted and no key, or
a wrong one, was given. The two cannot be told apart. Files of Turso's own engine, a rewrite of SQLite, are named as what
they are: encrypted ones, and those in its MVCC mode, which \`PRAGMA journal_mode = 'wal'\` in that engine brings back.`,
  },
  "database-damaged": {
    title: "the database is damaged",
    text: `SQLite found malformed pages: the file was truncated, overwritten, or copied while it was being written to.
trueup changes nothing in a damaged database.

"sqlite3 app.db .recover" saves what can be read into a new file. "trueup backups" lists the backups.`,
  },
  "database-schema-damaged": {
    title: "the stored schema cannot be read",
    text: `The database file is sound, but one of its stored CREATE statements is not SQL that this engine understands: it was
edited by hand, or it uses something that only another engine supports, such as Turso's own. SQLite then refuses the
whole file. The statement is quoted.`,
  },
  "database-locked": {
    title: "another process holds the database",
    text: `Another process was writing for longer than trueup was told to wait. Nothing was changed.

Wait longer with --lock-timeout, or find the process: "fuser app.db" or "lsof app.db". The usual cause is a
transaction that was opened and forgotten. Turso's own engine holds a file as long as it has it open.`,
  },
  "database-disk-full": {
    title: "there is no space left",
    text: `SQLite could not write: the disk, the quota of this user, or the largest file that this process may write is
exhausted. The transaction was rolled back; the database is as it was.`,
  },
  "database-io": {
    title: "the disk reported an error",
    text: `The operating system reported an error while the database was read or written. If it happened during a change,
the transaction was rolled back. Look at the system log: the cause is usually hardware, a network file system, or a file
that was removed while in use.`,
  },
  "database-engine": {
    title: "SQLite refused a statement",
    text: `The message quotes SQLite's error and the statement, if it is known.`,
  },
} as const satisfies Record<string, CodeText>;
