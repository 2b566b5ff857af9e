import type { Explained } from "./codes.ts";

export const applyCodes = {
  "plan-statement-refused": {
    title: "a plan may not hold this statement",
    text: `A plan holds statements that change the schema or the rows, and checks that read. Anything that would reach
outside of the database (other files, extensions, settings of the connection), end the transaction, or hide a second
statement behind the first is refused before anything runs, whoever wrote the plan.`,
  },
  "apply-stale": {
    title: "the database is neither where the plan starts nor where it ends",
    text: `A plan is made for one schema, its base, and leads to one other, its target. The database has a third one: it
was changed since the plan was made, by another plan or by hand. Nothing was changed now.

"trueup plan --rebase PLAN" makes the plan again from where the database is, with the same decisions.`,
  },
  "applied-in-part": {
    title: "some of several plans were applied, and then one could not be",
    text: `The database was several plans behind. A file takes all of them in one transaction, so that either all are there
or none. A server takes each plan in a transaction of its own: what was applied before the failure is there, verified,
and the plan that failed was rolled back.

The same command goes on from where the database is now. The undo command that is told takes back what was applied.`,
  },
  "apply-check-failed": {
    title: "a check inside the transaction failed",
    text: `The steps ran, or began to, and what they did was looked at before the commit. Something was not as the plan
says it must be, so everything was rolled back: the database is exactly as it was before.

The usual cause is rows that changed between planning and applying: make the plan again. If the check is one that the
plan could not have foreseen, "trueup rehearse PLAN" runs it on a copy with the real rows.`,
  },
  "apply-no-lock": {
    title: "the write lock could not be had in time",
    text: `SQLite lets one process write at a time, and another one had the lock for longer than --lock-timeout. Nothing
was changed; the command can be run again at once.

In rollback-journal mode (not WAL) a commit also has to wait for every reader. A reader that never ends its
transaction keeps any change from being committed.`,
  },
  "apply-interrupted": {
    title: "stopped, and rolled back",
    text: `A signal asked trueup to stop. The transaction was rolled back; the database is as it was before.`,
  },
  "apply-step-failed": {
    title: "SQLite refused a step of the plan",
    text: `The statement is quoted with what SQLite said about it. Everything that ran before it in the same transaction
was rolled back: the database is as it was.`,
  },
  "apply-unknown": {
    title: "nobody can say yet whether the commit went through",
    text: `The last thing that happened was a commit that did not come back with an answer: the disk failed, or the
process that carried it out died in that moment. SQLite decides by its journal at the next opening: it is the old
database or the new one, never a mixture. "trueup drift" tells which.`,
  },
  "apply-died": {
    title: "the process that made the change died",
    text: `The change runs in a process of its own, and that process ended without an answer: it was killed, or the engine
gave up on something it should have reported. SQLite has rolled back what was not committed.

If nobody killed it, please report it: the rows of the database may hold something that this engine cannot read, such
as text that is not UTF-8.`,
  },
  "backup-no-space": {
    title: "there is no room for the backup",
    text: `Before a change the whole database is copied, and the copy needs as much space as the database has. There is
less than that where backups are kept, so nothing was started.

\`trueup backups\` lists the old ones, which may be deleted like any file; \`backups: { keep: 20, keepDays: 90 }\` in the
configuration prunes them from then on. Another place is set by \`backups\` there or by --backup DIR; --backup none makes the
change without one.`,
  },
  "backup-place": {
    title: "the folder for backups cannot be used",
    text: `Backups hold all your data, so their folder has to be one that trueup made or that is surely meant: a real
folder, writable by this user, not a link that leads somewhere else. The file names in it are chosen by trueup alone.`,
  },
  "backup-failed": {
    title: "the backup could not be written",
    text: `The change was not started: without a backup that opens, nothing is changed unless --backup none says so.`,
  },
  "backup-unsound": {
    title: "the backup does not open cleanly",
    text: `The copy was written, opened again and checked, and the check found damage. Either the database is damaged
itself (the copy is exact), or the disk does not return what was written. Nothing was changed.`,
  },
  "backup-encrypted": {
    title: "a backup of this database would not be encrypted",
    text: `The database is encrypted, and the pages as the engine sees them are not. trueup does not write your data in
plain text beside an encrypted database. Make a copy of the file yourself while nobody writes to it, and apply with
--backup none.`,
  },
  "backup-unknown": {
    title: "there is no such backup",
    text: `"trueup backups" lists what there is, with the names to use.`,
  },
  "backup-manifest": {
    title: "the note beside the backup cannot be used",
    text: `Beside each backup lies a .json file that says what it is a copy of and what the database was like after the
change. It is missing or was edited. The backup itself is an ordinary SQLite database and can be opened as one.`,
  },
  "backup-damaged": {
    title: "the backup is not what was written",
    text: `The checksum that was taken when the backup was written does not fit the file any more: the disk lost
something, or somebody opened it and wrote to it.`,
  },
  "restore-changed": {
    title: "the database was written to since",
    text: `Putting the backup back would throw away everything that was written after the change. The database as it is
now does not match the one that the change left behind.

--discard-writes says that these writes may go. What is replaced is kept as another backup either way.`,
  },
  "restore-impossible": {
    title: "the backup cannot be put back into this file",
    text: `A backup is written back page by page, inside one SQLite transaction, so that it is atomic and every other
process notices. That needs a database that opens and has the same page size. With everything that uses the database
stopped, the backup can also simply be copied over it; remove a left -wal and -shm file then.`,
  },
  "database-unsound": {
    title: "the database was damaged before",
    text: `The check of the whole database found damage in the structure of the file that was there before the change. It was
rolled back: trueup does not change a damaged database, for a change could spread it. "sqlite3 FILE .recover" saves
what can be read.`,
  },
  "database-blemished": {
    title: "rows break rules that the schema states",
    text: `Some rows were in conflict with the schema before the change (a foreign key without its parent, NULL under NOT
NULL). That is said, not repaired in silence, and the change is only committed if there are no more of them after it.`,
  },
  "history-unwritten": {
    title: "the journal could not be written",
    text: `The change is done and committed. Only the line in the journal, which nothing is ever decided from, could not
be written.`,
  },
} as const satisfies Record<string, Explained>;
