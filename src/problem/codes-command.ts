import type { Explained } from "./codes.ts";

export const commandCodes = {
  "unknown-command": {
    title: "there is no such command",
    text: `A word that looks like a command is none. It is never guessed and run for you: a wrong guess could change a database.

\`trueup --help\` lists the commands, \`trueup COMMAND --help\` shows one with examples.`,
  },
  "unknown-option": {
    title: "the command has no such option",
    text: `An option that is not known is an error, because a safety option that is misspelt and ignored would be worse.

\`trueup COMMAND --help\` lists the options of a command. A value that starts with a dash is given as \`--because=-…\`.`,
  },
  "missing-value": {
    title: "an option has no value",
    text: `The option takes a value and none follows it. Write it behind the option, \`--out plans/a.plan.sql\`, or with an equals sign where it starts with a dash: \`--because=-…\`.`,
  },
  "missing-argument": {
    title: "the command needs to know what to work on",
    text: "An argument that the command cannot do without is missing. `trueup COMMAND --help` shows what it takes, with examples.",
  },
  "extra-argument": {
    title: "there are more arguments than the command takes",
    text: "Often a value with a space in it that was not quoted, or an option written without its dashes. Nothing was done.",
  },
  "bad-value": {
    title: "an option cannot have this value",
    text: "The value is not one of those that the option knows, or the option was given twice, or it takes no value at all. `trueup COMMAND --help` shows the options with their values.",
  },
  "bad-decision": {
    title: "a decision on the command line cannot be read",
    text: `Decisions have these forms:

  --rename users.name:users.title         a column
  --rename people:users                   a table
  --fill "orders.currency='EUR'"          what existing rows get: any SQL
  --approve drop-table:old_sessions:1204  a rule, an object, its rows at most
  --because "sessions moved to Redis"     why, for the --approve before it

Give one --because for each --approve, or one for all of them.`,
  },
  "no-terminal": {
    title: "there is a question, and nobody to ask",
    text: `Questions are asked only where both standard input and standard error are terminals, outside CI, and without \`--no-input\`. Everywhere else a question is an error that prints the flag which answers it.`,
  },
  "path-unusable": {
    title: "a folder or file cannot be used",
    text: "A path that was named on the command line is not there, is not what the command needs, or may not be read. The message says which path it was and what the system answered.",
  },
  "no-config": {
    title: "there is nothing to say which database is meant",
    text: `No target was named, and there is no configuration that names one. Either name a database,

  trueup plan app.db

or make a configuration with \`trueup init\`: it holds named targets and a default one.`,
  },
  "no-schema": {
    title: "there are no declarations",
    text: `The declarations are a \`.ts\` file or a folder of them: the configuration's \`schema\`, else \`schema/\` beside you, else what \`--schema\` names.

\`trueup pull app.db\` writes them from a database that exists; \`trueup init\` makes an empty start.`,
  },
  "unknown-target": {
    title: "there is no such target",
    text: `A target is a name from the configuration, a URL (\`file:\`, \`libsql:\`, \`http:\`, \`https:\`, \`ws:\`, \`wss:\`, \`ssh:\`), or the path of a database file that exists.

A bare word that is neither is refused rather than taken for a new file: a misspelt name would otherwise be an empty database.`,
  },
  "missing-variable": {
    title: "an environment variable is not set",
    text: `The configuration asks for it with \`env("NAME")\`. Variables come from the environment and from a \`.env\` file beside the configuration; the environment wins. Nothing was contacted without it.`,
  },
  "several-databases": {
    title: "the target is a fleet, and the command works on one database",
    text: "A target with a glob, a list or a command stands for many databases. Name one of them by its path or URL for this command.",
  },
  "unknown-state": {
    title: "a state to compare cannot be found",
    text: `A state is one of:

  a schema file or folder          schema, app/schema.ts
  a database                       prod, file:app.db, libsql://…
  a backup                         backups/prod/….db
  a revision's declarations        git:main, git:HEAD~3
  one end of a plan                plans/a.plan.sql:base, plans/a.plan.sql:target`,
  },
  "git-failed": {
    title: "git could not show the declarations of a revision",
    text: "The declarations of `git:REV` are read with git itself. The message shows what git answered: usually the revision does not exist here (a shallow clone in CI has only the newest: fetch more), or the path was another one in that revision.",
  },
  "unknown-code": {
    title: "there is no such code",
    text: "`trueup explain` alone lists every code of errors and lint rules.",
  },
  differs: {
    title: "the check you asked for is negative",
    text: "`--check` and `--exit-code` turn a difference into exit code 2, so that a script can tell it from a failure (1) and from a plan that needs a decision (21).",
  },
  drift: {
    title: "the live database differs from the declarations",
    text: `Somebody changed the database without the declarations, or the declarations have changes that were not applied yet.

  trueup pull TARGET     keeps what the database has: the declarations follow
  trueup plan TARGET     shows what it takes to undo it`,
  },
  "not-confirmed": {
    title: "the target wants to be confirmed by name",
    text: "The configuration says `confirm: true` for this target. Where there is a terminal the name is asked for; elsewhere say it: `--confirm NAME`.",
  },
  "destroys-unasked": {
    title: "the plan destroys data, and --yes alone does not approve that",
    text: `\`--yes\` answers "shall this be applied?" where there is no terminal. What destroys rows or objects needs an approval that names it: write a plan file with \`plan --out\` and \`--approve\`, have it reviewed, and apply the file.`,
  },
  "hook-failed": {
    title: "a command that the configuration runs around a change failed",
    text: `A target may name commands that run \`before\` and \`after\` a change: usually they stop and start the application.

If \`before\` fails nothing is changed. If \`after\` fails the change is committed and stays: run the command by hand. What the command itself said stands above the error.`,
  },
  "hook-nowhere": {
    title: "a hook is to run on the target's machine, and the target has none",
    text: `\`on: "target"\` runs a hook on the machine that an \`ssh://\` URL names. A file here and a libSQL server have no such machine: their hooks run here, where trueup runs. Leave \`on\` out, and let the command reach the other machine by itself if it has to. Nothing was changed.`,
  },
  "seal-expected": {
    title: "this is not the plan that was approved",
    text: `\`--expect-seal\` pins the plan that somebody approved elsewhere, in CI for instance. The file has another seal: it was edited or written anew since. Nothing was changed. Have the new plan approved, or apply the approved one.`,
  },
  "several-plans": {
    title: "more than one plan of the folder starts where the database is",
    text: "`apply` with a folder takes the plan whose base is the state that the database is in. Here there are two, and which of them is meant is not to be guessed. Name it, or delete the one that is out of date: a plan file may go once no database is at its base.",
  },
  "no-plan-for-base": {
    title: "no plan of the folder starts where the database is",
    text: "`apply` with a folder takes the plan whose base is the state that the database is in. None is: the database was changed by something else, or it is further behind than the plans that were kept. `trueup drift` shows what differs, `trueup plan --out` writes a plan from there.",
  },
  "fleet-needs-plan": {
    title: "many databases are changed by plan files only",
    text: "While developing, one database may be planned and changed in one go. For a fleet the plan is written first, one for each state that its databases are in, so that what is reviewed once is what runs everywhere:  `trueup plan FLEET --out plans/NAME.plan.sql`, then  `trueup apply plans/ FLEET`.",
  },
  "reason-needed": {
    title: "an approval in a plan file needs a reason",
    text: `What a plan file destroys is read by reviewers, and by whoever wonders later. So each \`--approve\` that goes into a file carries the reason: \`--because "sessions moved to Redis"\`. One reason may stand for all approvals, or one for each, in their order.`,
  },
  "file-exists": {
    title: "a file is in the way",
    text: "The command would write a file that is already there and that it did not make. Nothing was overwritten. Move it, or name another one.",
  },
  bug: {
    title: "something went wrong inside trueup",
    text: "This is our mistake, not yours. A report was written to the file that the message names: it holds the versions, the command without the values of its options, what went wrong and where in our code. Look through it, and please attach it to an issue. A change that was under way was rolled back.",
  },
} as const satisfies Record<string, Explained>;
