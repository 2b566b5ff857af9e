import type { Explained } from "./codes.ts";
import { ruleCodes } from "./codes-rules.ts";

export const planCodes = {
  "plan-unwritable": {
    title: "a definition cannot be written into a plan file",
    text: `A plan file is text that git may check out with other line ends, and whose lines beginning with --@ and --= have a
meaning. A literal that holds a carriage return or a NUL, or a comment line of a definition that begins with --@, would
not come out of it as it went in, so no file is written.

Write the literal with char(13) or char(0), or the comment in another way.`,
  },
  "plan-unreadable": {
    title: "a file cannot be read as a plan",
    text: `Apply runs what was reviewed, byte for byte, so it reads a plan strictly: each line that begins with --@ must be one
that this version knows, each step holds exactly one statement, and nothing stands outside of a step. Merge markers, a
newer format and cut-off files are refused.

Write the plan again with \`trueup plan --out FILE\`, or carry its decisions over with \`trueup plan --rebase FILE\`.`,
  },
  "plan-seal-broken": {
    title: "a plan file was changed after it was written",
    text: `The last line of a plan is a hash of all lines above it. It no longer fits: somebody edited the file, a formatter or
a merge changed it, or its end is missing. The seal is no signature; it tells that what you apply is what was written.

If the edit is wanted, review it and run \`trueup verify --write FILE\`: the plan is replayed on its own base, must still
end at its target, and is sealed again. Each edited step then needs an approval of its own.`,
  },
  "fill-needed": {
    title: "a new column must hold something, and nobody has said what",
    text: `The column is NOT NULL, has no default, and the table has rows. SQLite has nothing to put there, and a value made up by
a tool would be a lie in somebody's data.

Say what existing rows get: .fill(sql\`…\`) behind the column in the declarations, or --fill 'table.column=SQL' for this
one plan. The expression may name every column of the table, those that this plan drops included. Or give the column a
default, or make it .nullable().`,
  },
  "null-rows": {
    title: "a column becomes NOT NULL, and rows hold NULL in it",
    text: `The live rows were counted: these hold NULL. .fill(sql\`…\`) says what they get; rows that hold a value keep it. The
query that finds all of them stands in the message.`,
  },
  "lossy-convert": ruleCodes["lossy-convert"],
  "check-rows": {
    title: "rows do not pass a new CHECK",
    text: "A CHECK holds for all rows or for none. Change the rows that the message counts, or the CHECK, and plan again.",
  },
  "duplicate-rows": {
    title: "values that must become unique are there more than once",
    text: "A UNIQUE constraint, a key or a unique index cannot be made over these rows. Which of them is the right one only you can tell.",
  },
  "orphan-rows": {
    title: "rows point at nothing",
    text: `A new foreign key would be broken from the start: these rows name a parent that is not there. SQLite would not say so
until somebody asks with PRAGMA foreign_key_check.`,
  },
  "approval-needed": {
    title: "a plan would destroy something that nobody has approved",
    text: `It is in the live database and not in the declarations, so bringing the two together means dropping it. That may be what
you want; it may also be a table that somebody added by hand, an index against a slow query, a trigger that keeps an
audit.

To keep it: \`trueup pull\` writes it into the declarations, or \`ignore\` in the configuration names it as none of ours.
To drop it: --approve RULE:OBJECT:ROWS --because "…". The approval names the object and bounds the rows; if there are
more when the plan is applied, nothing happens. Both are written into the plan file for the reviewer.`,
  },
  "ambiguous-rename": {
    title: "something went and something like it came: renamed, or dropped?",
    text: `From two schemas alone nobody can tell. A rename keeps the values, a drop destroys them, so trueup asks.

Renamed: .was("old") behind the column, { was: "old" } in the table's options, or --rename table.old:table.new for this
plan. Such a hint may stay: once every database has converged it changes nothing.
Dropped: --approve with the object and the number of rows.`,
  },
  "approval-too-small": {
    title: "there is more to lose than was approved",
    text: "An approval bounds the rows. There are more of them now, which may mean that something is still in use. Look, then approve again.",
  },
  protected: {
    title: "the configuration protects an object that the plan would drop",
    text: "`protect` wins over every approval, so that deleting a declaration by mistake cannot destroy what it protects.",
  },
  "decision-unused": {
    title: "a decision decides nothing",
    text: `A rename, fill or approval that nothing needs is an error: it may be misspelt, or copied from another plan, and an
approval that lies about could one day fit something that nobody meant.`,
  },
  "rename-in-a-circle": {
    title: "names are swapped between things that look alike",
    text: `A plan names the schema that it starts from and the one that it leads to, and apply knows by them whether it has to do
anything. Two columns of one type that swap names, or two tables of the same columns, leave the schema as it was: their
rows move, and no look at the schema could tell. Applied twice, such a plan would undo itself.

Do it in two plans, each of which can be seen: rename one of them to a third name, then give both their last names.`,
  },
  "rowids-needed": {
    title: "a full-text index finds the rows by numbers that would be gone",
    text: `Every table of SQLite numbers its rows, and an FTS table with content='…' keeps those numbers and no others. WITHOUT ROWID
takes them away: each search would end in an error.

An FTS5 table can use a whole-number column of its content table instead: content_rowid='id'. Else leave the table as it
is, or search it in another way and take the FTS table out.`,
  },
  "opaque-in-the-way": {
    title: "a change would have to touch something that is not understood",
    text: `trueup reads every clause of a definition or leaves the object alone. This one holds something it does not know, or
something that this engine would refuse to create again, so it cannot promise that nothing would be lost.

A view or trigger that calls a function of the application compiles in the application alone. What it names is neither
renamed nor dropped, since it would fail there afterwards: drop it there, plan and apply, and create it again.`,
  },
  "question-failed": {
    title: "the live rows could not be asked",
    text: `Before a change the rows are asked whether they fit: each is taken as it will be, with fills and conversions applied. The
engine refused that question; what it said is in the message. Mostly a .fill names a column that is not there.`,
  },
  "rename-blocked": {
    title: "the engine refuses a rename",
    text: `SQLite reads the whole schema again when it renames, and stops at a view or trigger that does not compile. Mend or drop
the one it names, or, if the configuration ignores it, see to it by hand.`,
  },
  "fts-content-unread": {
    title: "a full-text index would not find its words any more",
    text: `An FTS table with \`content=\` keeps no words of its own: each of its columns is read from the table or view that it names,
by the same name. The plan takes such a column away, renames it, or makes an index of a column that is not there. SQLite
allows that, and fails when somebody searches.

Change the words of the FTS table along with those of its content; the plan then makes it anew and fills it again.`,
  },
  "proof-failed": {
    title: "a plan did not prove itself: this is a bug in trueup",
    text: `Every plan is run on an in-memory copy of the live schema and the result is compared with the declarations before anybody
sees it. This one did not end where it should, so nothing was written and nothing was changed. Please report it with the
two schemas; the message says what differed.`,
  },
  "engine-lacks": {
    title: "the declarations hold what the engine of the target does not know",
    text: `libSQL adds to SQLite what no other build of SQLite can read: tables with RANDOM ROWID, and vector indexes. A plan that
is made for plain SQLite does not create them. Take them out of the declarations, or let libSQL open the database.`,
  },
  "engine-foreign-keys": {
    title: "a table that others refer to would be dropped with foreign keys on",
    text: `Some tables can only be changed by writing them anew: a new table, a copy of the rows, a DROP of the old one. DROP TABLE
deletes the rows first, and with foreign keys on that runs ON DELETE CASCADE and SET NULL in every table that refers to
them. Where the engine of the target cannot switch foreign keys off for the time of the change, such a plan would empty
the children, so it is refused.

Drop the references in a plan of their own, make the change, and declare the references again.`,
  },
  "engine-limit": {
    title: "a plan goes beyond a limit of the target's engine",
    text: `Hosted databases limit the length of a statement and the number of columns of a table. A plan that goes beyond one of
these would fail when it is applied, so it is refused when it is made.`,
  },
  "plan-fails": {
    title: "a plan file does not lead from its base to its target",
    text: `\`trueup verify\` runs a plan on an empty copy of the schema that it was made for. A step failed there, or the result is
not what the plan promises. If somebody edited the file, mend the step; otherwise write the plan again.`,
  },
  "plans-behind": {
    title: "no plan of the folder leads to the declarations",
    text: `A folder of plans is held against the declarations: they are where its plans should lead. As long as none does,
because schema/ was edited since or because two branches were merged, nobody can say which plans will still be needed,
and so none is deleted.

\`trueup plans\` shows where the plans end. \`trueup plan --out\` writes the one that is missing, and after a merge
\`trueup plan --rebase\` does.`,
  },
  "plan-target-moved": {
    title: "the declarations have moved on since a plan was written",
    text: `A plan leads to one schema, named by its fingerprint. The declarations say another one now, so applying this plan would
not bring the database to them. Plan again; \`trueup plan --rebase FILE\` keeps the decisions of the old file.`,
  },
  "plan-base-wrong": {
    title: "a plan file does not fit the schema it says it was made for",
    text: `The file quotes the definitions that it touches, and everything else must be as declared. Together they have to give the
base that the file names. They do not: a step or a quoted definition was lost, edited, or forged.`,
  },
  "plan-header-wrong": {
    title: "the lines above the steps do not say what the steps do",
    text: "The summary and the decisions are derived from the plan, so that a reviewer can trust them. These were edited by themselves.",
  },
  "edit-unapproved": {
    title: "a step of a plan was edited and nobody has approved that",
    text: `An edited plan may still end at the right schema and yet harm the rows on its way: a DELETE slipped in, a check left out.
So each step that is not as the planner writes it needs a line of its own above the steps, with a reason:

  --@ approve edited-step fill.orders.currency because "the shop in Oslo sells in NOK"

Then \`trueup verify --write FILE\` seals the file again.`,
  },
} as const satisfies Record<string, Explained>;
