import type { CodeText } from "./codes.ts";

export const startCodes = {
  "start-newer": {
    title: "the database looks like that of a newer release",
    text: `Everything that this release of the application knows is there, and more. An older release that writes into
a newer database may break it, so nothing was changed, and the application does not continue.

Install the newer release again. To stay with this one, restore a copy from before the update: the error lists those
in the folder of backups. \`newer: "run-if-compatible"\` continues if everything new is nullable, has a default, or is
separate from the rest.`,
  },
  "start-unknown": {
    title: "the database is not from a release that this one can bring up to date",
    text: `The bundle of the application knows the schemas of the releases before it, and this database has none of them. The differences are listed against the closest one: something was changed by hand, a development build ran on it, or its release is older than the oldest base of the bundle.

Undo the change by hand, or ship a bundle that has that release among its bases: \`trueup build --bases\`. \`unknown: "plan"\` adds what is missing, and touches nothing that is there.`,
  },
  "start-locked": {
    title: "another connection held the database",
    text: "A start that changes the schema needs the write lock. Another process, or another connection of this one, held it for all of `lockTimeout`. Nothing was changed; the next start tries again.",
  },
  "start-rows": {
    title: "there are rows that the new schema does not allow",
    text: `Rows violate a new NOT NULL, UNIQUE, CHECK or reference, or cannot be converted to a new type. Everything was rolled back: the database is as it was, and the release before this one works with it. The statement in the error finds the rows.

The release can repair them: \`trueup build --repair\` puts a statement into the bundle that does.`,
  },
  "start-in-transaction": {
    title: "a transaction is open on this connection",
    text: "Foreign keys cannot be turned off inside a transaction, and the change needs a transaction of its own. Converge before the application begins one.",
  },
  "start-reading": {
    title: "rows are being read on this connection",
    text: "The application started a statement and did not read it to its end, and SQLite does not drop or alter a table meanwhile. Converge before the application prepares anything, or finish the statement first.",
  },
  "start-foreign-keys-on": {
    title: "foreign keys cannot be turned off on this connection",
    text: "With foreign keys on, dropping the old form of a rebuilt table would delete or empty the rows that refer to it. They have to be turned off for the change, but the connection kept them on. Nothing was changed.",
  },
  "start-engine": {
    title: "this engine or driver cannot run the bundle",
    text: "The engine is older than SQLite 3.37, is not SQLite, or the driver is unknown. Drivers of your own are objects with `name`, `all` and `exec`: see `docs/guide/in-an-application.md`.",
  },
  "start-read-only": {
    title: "the database cannot be written",
    text: "The schema has to change, and the file, its folder or the connection is read-only. Nothing was changed.",
  },
  "start-disk": {
    title: "the disk is full or failing",
    text: "SQLite could not write the change or its journal, or could not read, and rolled everything back. A rebuild needs about the size of the table, and a backup the size of the database.",
  },
  "start-backup": {
    title: "the copy before the change could not be made",
    text: "A backup was asked for, and the copy could not be written, opened or checked. Nothing was changed: without the copy there is no change.",
  },
  "start-bundle": {
    title: "the bundle cannot be used",
    text: "It is not a bundle, it is incomplete, or its format is newer than this version of trueup. Make it again with the version that the application includes.",
  },
  "start-unverified": {
    title: "the change was committed, and could not be verified",
    text: "Over @libsql/client a change is one request, and the schema is read once more after it. It was not that of the release: another connection changed it at that moment, or a definition was spelled in a way that the bundle does not know. The rows were checked before the commit. Look at the difference with `trueup drift`.",
  },
  "start-damaged": {
    title: "the database is damaged",
    text: "SQLite found the file damaged, or it is not a database. It is left as it is. Restore a copy; `sqlite3 FILE .recover` saves what can still be read.",
  },
  "start-sql": {
    title: "SQLite refused a step",
    text: "A statement of the plan failed for a reason that has no code of its own, and everything was rolled back. The plan was proven when the application was built, so this is about something particular in this database: the message says what.",
  },
} as const satisfies Readonly<Record<string, CodeText>>;
