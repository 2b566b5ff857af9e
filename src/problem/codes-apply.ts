import type { CodeText } from "./codes.ts";

export const applyCodes = {
  "plan-statement-refused": {
    title: "a plan must not contain this statement",
    text: `A plan holds statements that change the schema or the rows, and checks that read. Anything that would reach
outside the database (other files, extensions, settings of the connection), end the transaction, or hide a second
statement behind the first is refused before anything runs, no matter who wrote the plan.
Names by which the engine can be made to read files (\`fsdir\`, \`carray\` and others) are refused wherever a table can be
named, and functions that do (\`readfile\`) wherever they are called: a view of a table called \`fsdir\` would list a folder
once the table is dropped. A plan that needs such a name is not written. Give the table or column another name; if a
database has it, rename it there first.`,
  },
  "apply-stale": {
    title: "the database is neither where the plan starts nor where it ends",
    text: `A plan is made for one schema, its base, and leads to another, its target. The database has a third one: it
was changed after the plan was made, by another plan or by hand. Nothing was changed now.

"trueup plan --rebase PLAN" makes the plan again from where the database is, with the same decisions.`,
  },
  "lock-budget": {
    title: "writers would wait longer than they may",
    text: `With --lock-budget you say how long others may wait for the write lock, for example 500ms. Before any hook
runs and before the lock is taken, trueup estimates how long the plan will hold it: from the rows in the tables that it
reads or writes and from how fast this engine counts, or from what its steps took in the last rehearsal. Above the budget,
nothing is done, and no hook is run.

The backup and the check of the whole database do not count: a file of 4 MB or more is copied and checked before the
lock is taken. What counts is the work on rows: building an index, rebuilding a table, checking a rule. Put such steps
into a plan of their own for a quiet hour; adding or renaming columns, views and triggers delays nobody.

The estimate can be wrong. If it was too low, the change is done, and a warning says how long writers really waited. For an
ssh:// target nothing can be estimated: writers are stopped while the file is fetched, changed and put back.`,
  },
  "backup-of-another": {
    title: "the backup was taken from another database",
    text: `Each backup has a note beside it that says which database it was taken from: where that is, and what it was
called. It can only be restored to that one. A target of the same name that has another URL today, a copy of the
folder, a file under a new name: as far as can be known, all of these are other databases, and the rows of one must
not end up in another unnoticed.

A different database may also be in the same place: a file was replaced, or a server's namespace was recreated. Then its contents show it: none of the rows in the backup are there, or SQLite's count of schema changes, which never decreases, is lower than that of the backup.

If that is what you want, name the database that the backup was taken from with --from, as in the message. What is
replaced is kept as a backup, as with any restore.`,
  },
  "nothing-to-undo": {
    title: "there is no change left to undo or redo",
    text: `\`trueup undo\` goes back through the backups that were taken before changes of this database, and \`trueup
redo\` goes forward through what an undo set aside. Here there is none: nothing was applied yet, it was all undone,
the backups were pruned or declined, or they were made elsewhere (another machine, another --backup folder).`,
  },
  "applied-in-part": {
    title: "some of several plans were applied, and then one could not be",
    text: `The database was several plans behind. A file takes all of them in one transaction, so that either all of
them are applied or none. A server runs each plan in a transaction of its own: what was applied before the failure
stays and is verified, and the plan that failed was rolled back.

The same command continues from the current state of the database. The undo command in the message reverts what was applied.`,
  },
  "apply-check-failed": {
    title: "a check inside the transaction failed",
    text: `The steps ran, or began to, and their result was checked before the commit. Something was not as the plan
requires, so everything was rolled back: the database is exactly as it was before.

The usual cause is rows that changed between planning and applying: make the plan again. If the check is one that the
plan could not have foreseen, "trueup rehearse PLAN" runs it on a copy with the real rows.`,
  },
  "apply-no-lock": {
    title: "the write lock was not available in time",
    text: `SQLite lets one process write at a time, and another one held the lock for longer than --lock-timeout. Nothing
was changed; the command can be run again at any time.

On Linux the processes that hold it are named, if this user may see them. Elsewhere find them with "fuser app.db" or
"lsof app.db". The usual cause is a transaction that was opened and forgotten.

In rollback-journal mode (not WAL) a commit also has to wait for every reader. A reader that never ends its
transaction prevents any change from being committed.`,
  },
  "apply-interrupted": {
    title: "stopped, and rolled back",
    text: `A signal asked trueup to stop. The transaction was rolled back; the database is as it was before.`,
  },
  "apply-step-failed": {
    title: "SQLite refused a step of the plan",
    text: `The message quotes the statement and SQLite's error. Everything that ran before it in the same transaction
was rolled back: the database is as it was.`,
  },
  "apply-unknown": {
    title: "it is not known whether the change was committed",
    text: `The commit was started and did not return: the disk failed, or the process that carried it out died at that
moment. SQLite decides by its journal when the database is next opened: it is the old database or the new one, never a
mixture. "trueup drift" shows which.`,
  },
  "apply-died": {
    title: "the process that made the change died",
    text: `The change runs in a process of its own, and that process ended without an answer: it was killed, or the engine
aborted where it should have reported an error. SQLite has rolled back what was not committed.

If it was not killed, please report it: the database may hold something that this engine cannot read, such as text that
is not UTF-8.`,
  },
  "backup-no-space": {
    title: "there is no room for the backup",
    text: `Before a change, the whole database is copied, and the copy needs as much space as the database. The disk that
holds the backups has less, so nothing was started.

\`trueup backups\` lists the old ones, which may be deleted like any file; \`backups: { keep: 20, keepDays: 90 }\` in the
configuration prunes them from then on. \`backups\` or --backup DIR sets another folder; --backup none makes the change without a
backup.`,
  },
  "backup-full": {
    title: "a full backup is taken",
    text: `The configuration or --backup asks for a backup that holds only the pages that the change writes. They have to be
known before the commit, and for this database they are not: without a write-ahead log nothing names them in time; with
auto_vacuum the commit itself moves pages; a virtual table may keep what was written to it until the commit. So the whole
database is copied, as without that setting. "PRAGMA journal_mode = wal" gives a database such a log.`,
  },
  "backup-place": {
    title: "the folder for backups cannot be used",
    text: `Backups hold all your data, so their folder must be one that trueup created or that is clearly meant: a real
folder, writable by this user, not a link to somewhere else. trueup alone chooses the file names in it.`,
  },
  "backup-failed": {
    title: "the backup could not be written",
    text: `The change was not started: nothing is changed without a backup that opens, unless --backup none is given.`,
  },
  "backup-unsound": {
    title: "the backup does not open cleanly",
    text: `The copy was written, opened again and checked, and the check found damage. Either the database is damaged
itself (the copy is exact), or the disk does not return what was written. Nothing was changed.`,
  },
  "backup-encrypted": {
    title: "a backup of this database would not be encrypted",
    text: `The database is encrypted, but its pages as the engine reads them are not. trueup does not write your data in
plain text beside an encrypted database. Copy the file yourself while nothing writes to it, and apply with --backup
none.`,
  },
  "backup-unknown": {
    title: "there is no such backup",
    text: `"trueup backups" lists the backups and their names.`,
  },
  "backup-manifest": {
    title: "the file that describes the backup cannot be used",
    text: `Each backup has a .json file beside it that says which database it is a copy of, and what state the change left. It
is missing or was edited. The backup itself is an ordinary SQLite database and can be opened as one.`,
  },
  "backup-damaged": {
    title: "the backup is not what was written",
    text: `The file no longer has the checksum that was taken when the backup was written: the disk lost something, or the
file was opened and written to.`,
  },
  "restore-changed": {
    title: "the database was written to since the change",
    text: `Restoring the backup would discard everything that was written after the change: the database is no longer
as the change left it.

--discard-writes accepts that. Either way, what is replaced is kept as another backup.`,
  },
  "restore-not-last": {
    title: "a backup of changed pages only undoes the last change",
    text: `This backup does not hold the whole database, but the pages that one change wrote, as they were before. Put into a
database in which anything else was written since, they would mix two states of it. So every page is compared first, and only
the exact state that the change left behind is taken back; --discard-writes does not help.

If other changes were applied after it, undo them one after the other, the last one first. If the application has written
rows, plan the way back from the declarations of then: that keeps them.`,
  },
  "restore-impossible": {
    title: "the backup cannot be restored into this file",
    text: `A backup is written back page by page, inside one SQLite transaction, so it is atomic and every other
process notices it. That needs a database that opens and has the same page size. Once everything that
uses the database is stopped, you can also copy the backup over it; then remove any -wal and -shm file.`,
  },
  "database-unsound": {
    title: "the database was already damaged",
    text: `The check of the whole database found damage in the structure of the file that existed before the change. The change
was rolled back: trueup does not change a damaged database, because that could make it worse. "sqlite3 FILE .recover"
saves what can be read.`,
  },
  "database-blemished": {
    title: "rows violate the schema",
    text: `Some rows violated the schema before the change (a foreign key without its parent, NULL under NOT NULL). This is
reported and not silently repaired, and the change is committed only if there are no more of them afterwards.`,
  },
  "history-unwritten": {
    title: "the journal could not be written",
    text: `The change was committed. Only its line in the journal could not be written. No decision ever depends on the journal.`,
  },
} as const satisfies Record<string, CodeText>;
