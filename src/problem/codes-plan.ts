import type { CodeText } from "./codes.ts";
import { ruleCodes } from "./codes-rules.ts";

export const planCodes = {
  "plan-unwritable": {
    title: "a definition cannot be written into a plan file",
    text: `Git may check out a plan file with other line endings, and its lines that begin with --@ and --= have a meaning. A
literal with a carriage return or a NUL in it, or a comment line of a definition that begins with --@, would be read back
differently, so no file is written.

Write the literal with char(13) or char(0), or change the comment.`,
  },
  "plan-unreadable": {
    title: "a file cannot be read as a plan",
    text: `Apply runs what was reviewed, byte for byte, so it reads a plan strictly: each line that begins with --@
must be one that this version knows, each step holds exactly one statement, and there is nothing outside of a step.
Merge markers, a newer format and truncated files are refused.

Write the plan again with \`trueup plan --out FILE\`, or carry its decisions over with \`trueup plan --rebase FILE\`.`,
  },
  "plan-seal-broken": {
    title: "a plan file was changed after it was written",
    text: `The last line of a plan is a hash of all lines above it. It no longer matches: the file was edited, a formatter or a merge
changed it, or its end is missing. The seal is not a signature; it shows that what you apply is what was written.

If the edit is wanted, review it and run \`trueup verify --write FILE\`: the plan is replayed on its own base, must still
end at its target, and is sealed again. Each edited step then needs an approval of its own.`,
  },
  "fill-needed": {
    title: "a new column needs values for existing rows",
    text: `The column is NOT NULL, has no default, and the table has rows. SQLite has nothing to put there, and trueup does not
invent data.

Say what existing rows get: .fill(sql\`…\`) on the column in the declarations, or --fill 'table.column=SQL' for this
one plan. The expression may name every column of the table, including those that this plan drops. Or give the column a
default, or make it .nullable().`,
  },
  "null-rows": {
    title: "a column becomes NOT NULL, and rows hold NULL in it",
    text: `The message says how many live rows hold NULL. .fill(sql\`…\`) says what they get; rows that hold a value
keep it. The message shows the query that finds them all.`,
  },
  "lossy-convert": ruleCodes["lossy-convert"],
  "keep-unconverted": ruleCodes["keep-unconverted"],
  "check-rows": {
    title: "rows do not pass a new CHECK",
    text: "A CHECK holds for all rows or for none. Change the rows that the message counts, or the CHECK, and plan again.",
  },
  "duplicate-rows": {
    title: "values that must become unique occur more than once",
    text: "A UNIQUE constraint, a key or a unique index cannot be created over these rows. Only you can tell which of them is right.",
  },
  "orphan-rows": {
    title: "rows refer to rows that do not exist",
    text: `A new foreign key would be broken from the start: these rows refer to a parent that does not exist. SQLite would not
report them before PRAGMA foreign_key_check is run.

It is the same if the table that they refer to is dropped, and the reference stays.`,
  },
  "approval-needed": {
    title: "a plan would destroy something without an approval",
    text: `It is in the live database and not in the declarations, so matching the declarations means dropping it. That may be what
you want. It may also be a table that was added by hand, an index for a slow query, or a trigger that keeps an audit.

To keep it: \`trueup pull\` writes it into the declarations, or \`ignore\` in the configuration leaves it to its owner.
To drop it: --approve RULE:OBJECT:ROWS --because "…". The approval names the object and bounds the rows; if there are
more when the plan is applied, nothing happens. Both are written into the plan file for the reviewer.`,
  },
  "ambiguous-rename": {
    title: "one object goes and a similar one comes: renamed, or dropped?",
    text: `Two schemas alone cannot tell. A rename keeps the values, a drop destroys them, so trueup asks.

Renamed: .was("old") on the column, { was: "old" } in the table's options, or --rename table.old:table.new for this
plan. Such a hint may stay: once every database has converged it changes nothing.
Dropped: --approve with the object and the number of rows.`,
  },
  "approval-too-small": {
    title: "there is more to lose than was approved",
    text: "An approval bounds the rows. There are more of them now, which may mean that the object is still in use. Check, then approve again.",
  },
  protected: {
    title: "the configuration protects an object that the plan would drop",
    text: "`protect` wins over every approval, so that deleting a declaration by mistake cannot destroy what it protects.",
  },
  "decision-unused": {
    title: "a decision has no effect",
    text: `A rename, fill or approval that is not needed is an error: it may be misspelt or copied from another plan, and a stray
approval could one day apply to something that was never meant.`,
  },
  "rename-in-a-circle": {
    title: "names are swapped between objects that look alike",
    text: `A plan names the schema that it starts from and the one that it leads to, and from these apply knows whether it has
anything to do. If two columns of the same type swap names, or two tables with the same columns, the schema does not
change: only the rows show the difference. Applied twice, such a plan would undo itself.

Use two plans, each of which changes the schema: rename one to a third name, then give both their final names.`,
  },
  "rowids-needed": {
    title: "a full-text index needs the rowids that a change removes",
    text: `SQLite gives every row a rowid, and an FTS table with content='…' finds rows by it. WITHOUT ROWID removes the rowids, and
each search would fail.

An FTS5 table can use an integer column of its content table instead: content_rowid='id'. Otherwise leave the table as it
is, or remove the FTS table.`,
  },
  "opaque-in-the-way": {
    title: "a change affects an object that trueup does not understand",
    text: `trueup understands every clause of a definition or leaves the object alone. This one contains something that it does not
know, or that this engine would refuse to create again, so it cannot promise that nothing is lost.

A view or trigger that calls a function of the application compiles only there. What it refers to is neither renamed nor
dropped, because the view or trigger would fail afterwards: drop it in the application, plan and apply, and create it again.

A virtual table of an extension (sqlite-vec) keeps its data in ordinary tables beside it, named after it. They are never
declared: if a dump or another tool declared them, remove them from the declarations, or let \`trueup pull\` do it.`,
  },
  "only-in-application": {
    title: "a change would compute what only the application can",
    text: `The configuration names functions and collations that the application registers on its own connection.
trueup knows only their names: views and triggers that use them are planned like any other, and tables and indexes
that use them are compared and kept. But SQLite computes an index, a CHECK and a generated column when rows are
written, and refuses to create a table or an index with a function or collation that the connection does not have.

Make that one change with the application's own connection, exactly as it is declared: the next plan then finds
nothing to do.`,
  },
  "question-failed": {
    title: "the live rows could not be checked",
    text: `Before a change, a query checks whether the rows fit the new schema, with fills and conversions applied. The engine refused
that query; the message quotes its error. Usually a .fill names a column that does not exist.`,
  },
  "fill-too-late": {
    title: "a fill would read a table that has already changed",
    text: `A fill may read another table, and reads it as it is before the plan: the filled table changes first. If each of two
tables is filled from the other, one of them would read what is no longer there. Make two plans of it.

Views over changed tables, and virtual tables that are dropped, are gone before any row is filled: read the tables below a
view instead, or fill the column in a plan of its own first.`,
  },
  "rename-blocked": {
    title: "the engine refuses a rename",
    text: `SQLite reads the whole schema again when it renames, and fails at a view or trigger that does not compile. Repair or
drop the one it names; if the configuration ignores it, do so by hand.

Since 3.54, SQLite does not rename a column from or to a name of the rowid (rowid, oid, _rowid_), so its table is rebuilt. A
fill cannot read the column by its new name before that: rename it first, in a plan of its own.`,
  },
  "fts-content-unread": {
    title: "a full-text index would lose the columns that it reads",
    text: `An FTS table with \`content=\` stores no text of its own: it reads each of its columns, by the same name, from the table or view
that it names. The plan drops or renames such a column, or creates an index of a column that does not exist. SQLite
allows that, and searches then fail.

Change the columns of the FTS table along with those of its content; the plan then creates it again and fills it.`,
  },
  "proof-failed": {
    title: "the proof of a plan failed: this is a bug in trueup",
    text: `Every plan is run on an in-memory copy of the live schema and the result is compared with the declarations before it is
shown. This one did not end at the declarations, so nothing was written and nothing was changed. Please report it with the
two schemas; the message says what differed.`,
  },
  "engine-lacks": {
    title: "the target's engine does not support something in the declarations",
    text: `libSQL has features that no other build of SQLite can read: tables with RANDOM ROWID, and vector indexes. A plan for plain
SQLite does not create them. Remove them from the declarations, or use libSQL to open the database.

D1 lacks functions and modules that SQLite has. It accepts a view or a trigger that calls one, and then refuses every
statement that uses it; so trueup refuses the plan.`,
  },
  "engine-foreign-keys": {
    title: "rows that others refer to would change with foreign keys on",
    text: `Some changes need a rebuild of the table: a new table, a copy of the rows, a DROP of the old one. DROP
TABLE deletes the rows first, and with foreign keys on that runs ON DELETE CASCADE and SET NULL in every table that
refers to them. If the engine cannot switch foreign keys off, the plan shields the tables that refer to it. It cannot
shield a table that is not understood, because it is unknown what that refers to, so the plan is refused. So is an
UPDATE of a key that others follow with ON UPDATE.

Change that table by hand, or drop the references in a plan of their own and declare them again afterwards.`,
  },
  "engine-reference-order": {
    title: "rows would refer to a key that does not exist yet",
    text: `With foreign keys on, SQLite writes no row to a table that refers to a missing key: \`foreign key
mismatch\`. On D1 foreign keys are always on, so a table is written before those that refer to it. If two tables refer
to each other and both of their keys change, or if a key is renamed away and back under a reference, one plan has no
such order.

Make two plans: the first changes the key or drops the reference, the second does the rest.`,
  },
  "engine-limit": {
    title: "a plan exceeds a limit of the target's engine",
    text: `Hosted databases limit the length of a statement and the number of columns of a table. A plan that exceeds one of
these would fail when applied, so it is refused when it is made.`,
  },
  "plan-fails": {
    title: "a plan file does not lead from its base to its target",
    text: `\`trueup verify\` runs a plan on an empty copy of the schema that it was made for. A step failed there, or the result is
not what the plan promises. If the file was edited, correct the step; otherwise write the plan again.`,
  },
  "plans-behind": {
    title: "no plan of the folder leads to the declarations",
    text: `The plans of a folder should lead to the declarations. As long as none does, because schema/ was edited since or because
two branches were merged, it is not known which plans will still be needed, so none is deleted.

\`trueup plans\` shows where the plans end. \`trueup plan --out\` writes the one that is missing, and after a merge
\`trueup plan --rebase\` does.`,
  },
  "plan-target-moved": {
    title: "the declarations have moved on since a plan was written",
    text: `A plan leads to one schema, named by its fingerprint. The declarations have another one now, so applying this plan would
not lead to them. Plan again; \`trueup plan --rebase FILE\` keeps the decisions of the old file.`,
  },
  "plan-base-wrong": {
    title: "a plan file does not match its own base",
    text: `The file quotes the definitions that it touches, and everything else must be as declared. Together they must give the
base that the file names, and do not: a step or a quoted definition was lost, edited, or forged.`,
  },
  "plan-header-wrong": {
    title: "the lines above the steps do not say what the steps do",
    text: "The summary and the decisions are derived from the plan, so that a reviewer can trust them. They were edited on their own.",
  },
  "data-script": {
    title: "a file for `trueup run` cannot be used",
    text: `\`trueup run FILE.sql\` takes statements that change rows: INSERT, UPDATE, DELETE, REPLACE. To check
something, write a SELECT below a line of this form:

  --@ check orders-without-customer expect = 0
  SELECT count(*) FROM orders WHERE customer IS NULL;

It expects \`= N\` or \`<= N\` of one number, or \`empty\` of rows, and runs at that point in the file; if it sees
something else, everything is rolled back. Schema changes are made with \`plan\` and \`apply\`.`,
  },
  "edit-unapproved": {
    title: "a step of a plan was edited without an approval",
    text: `An edited plan may still end at the right schema and still harm rows on the way: a DELETE slipped in, a
check left out. So each step that differs from what the planner writes needs an approval above the steps, with a
reason:

  --@ approve edited-step fill.orders.currency because "the shop in Oslo sells in NOK"

Then \`trueup verify --write FILE\` seals the file again.`,
  },
} as const satisfies Record<string, CodeText>;
