import type { CodeText } from "./codes.ts";

export const commandCodes = {
  "baseline-unreadable": {
    title: "trueup.baseline.json is not a list of known warnings",
    text: `\`trueup check --baseline\` writes the current warnings to trueup.baseline.json, by code and subject; from then on, only others count. The file is committed. It was edited, or a merge left its markers in it: restore it from git, or write it again. Errors always count.`,
  },
  "not-disposable": {
    title: "this database may not be emptied by a reset",
    text: `\`trueup reset\` takes a backup, drops everything, creates the database as declared and runs its \`seed\`
hook. That is for databases whose rows do not matter, and the configuration has to say so:

  targets: { dev: { url: "file:app.db", disposable: true, hooks: { seed: ["node", "seed.js"] } } }

To drop everything with a plan that is reviewed, object by object: \`trueup plan --to empty\`.`,
  },
  "not-for-dev": {
    title: "dev does not work on this database",
    text: `\`trueup dev\` changes a database at each save, without a plan file and, if nothing is destroyed, without
asking. So it works only on a target with \`dev: true\`, and on the default target if that is a file on this machine
(and does not have \`dev: false\`).`,
  },
  "nothing-named": {
    title: "nothing in the schema has that name",
    text: `\`trueup schema --only NAMES\` shows some tables and views with their indexes and triggers, and none has that name. \`*\` in a name matches any characters; case is ignored.`,
  },
  "unknown-command": {
    title: "there is no such command",
    text: `The first word is not a command. trueup never guesses which one you meant: a wrong guess could change a database.

\`trueup --help\` lists the commands, \`trueup COMMAND --help\` shows one with examples.`,
  },
  "unknown-option": {
    title: "the command has no such option",
    text: `An unknown option is an error, because a misspelt safety option that is ignored would be worse.

\`trueup COMMAND --help\` lists the options of a command. A value that starts with a dash is written as \`--because=-…\`.`,
  },
  "missing-value": {
    title: "an option has no value",
    text: `The option takes a value, and none follows it. Write the value after the option, \`--out plans/a.plan.sql\`, or with an equals sign if it starts with a dash: \`--because=-…\`.`,
  },
  "missing-argument": {
    title: "a required argument is missing",
    text: "The command needs an argument that was not given. `trueup COMMAND --help` shows what it takes, with examples.",
  },
  "extra-argument": {
    title: "there are more arguments than the command takes",
    text: "This is often an unquoted value with a space in it, or an option without its dashes. Nothing was done.",
  },
  "bad-value": {
    title: "an option cannot have this value",
    text: "The value is not one that the option accepts, the option was given twice, or it takes no value. `trueup COMMAND --help` shows the options with their values.",
  },
  "bad-decision": {
    title: "a decision on the command line cannot be read",
    text: `Decisions have these forms:

  --rename users.name:users.title         a column
  --rename people:users                   a table
  --fill "orders.currency='EUR'"          what existing rows get: any SQL
  --approve drop-table:old_sessions:1204  a rule, an object, and a maximum number of rows
  --approve 'drop-index:*:17'             all dropped objects of a kind without rows, and a maximum number
  --because "sessions moved to Redis"     why, for the --approve before it

Give one --because for each --approve, or one for all of them.`,
  },
  "no-terminal": {
    title: "a question is open, and there is no terminal",
    text: `Questions are asked only if standard input and standard error are both terminals, outside CI, and without \`--no-input\`. Otherwise a question is an error that prints the flag which answers it.`,
  },
  "path-unusable": {
    title: "a folder or file cannot be used",
    text: "A path on the command line does not exist, is not what the command needs, or cannot be read. The message names the path and quotes the system's error.",
  },
  "no-config": {
    title: "no database is named",
    text: `No target was given, and no configuration names one. Either name a database,

  trueup plan app.db

or make a configuration with \`trueup init\`: it holds named targets and a default.`,
  },
  "no-schema": {
    title: "there are no declarations",
    text: `The declarations are a \`.ts\`, \`.sql\` or \`.prisma\` file, or a folder of them: what \`--schema\` names, else the configuration's \`schema\`. Without a configuration they are \`schema/\` in the current folder, else the schema that \`drizzle.config\` names, else \`prisma/schema.prisma\`.

\`trueup pull app.db\` writes them from an existing database; \`trueup init\` creates an empty start.`,
  },
  "unknown-target": {
    title: "there is no such target",
    text: `A target is a name from the configuration, a URL (\`file:\`, \`libsql:\`, \`http:\`, \`https:\`, \`ws:\`, \`wss:\`, \`ssh:\`, \`d1:\`), or the path of a database file that exists.

Any other word is refused and not treated as a new file: otherwise a misspelt name would create an empty database.`,
  },
  "missing-variable": {
    title: "an environment variable is not set",
    text: `The configuration asks for it with \`env("NAME")\`. Variables are read from the environment and from a \`.env\` file beside the configuration; the environment wins. Nothing was contacted.`,
  },
  "several-databases": {
    title: "the target is a fleet, and the command works on one database",
    text: "A target with a glob, a list or a command stands for many databases. For this command, name one of them by its path or URL.",
  },
  "unknown-state": {
    title: "a state to compare cannot be found",
    text: `A state is one of:

  a schema file or folder          schema, app/schema.ts
  a database                       prod, file:app.db, libsql://…
  a backup                         backups/prod/….db
  a revision's declarations        git:main, git:HEAD~3
  one end of a plan                plans/a.plan.sql:base, plans/a.plan.sql:target
  an empty database                empty`,
  },
  "git-failed": {
    title: "git could not show the declarations of a revision",
    text: "The declarations of `git:REV` are read with git itself. The message quotes git's error. Usually the revision does not exist here (a shallow clone in CI has only the newest: fetch more), or the declarations had another path in that revision.",
  },
  "unknown-code": {
    title: "there is no such code",
    text: "`trueup explain` without an argument lists the codes of all errors and lint rules.",
  },
  differs: {
    title: "the answer to --check or --exit-code is negative",
    text: "`--check` and `--exit-code` turn a difference into exit code 2, so that a script can tell it from a failure (1) and from a plan that needs a decision (21).",
  },
  drift: {
    title: "the live database differs from the declarations",
    text: `The database was changed outside the declarations, or the declarations contain changes that have not been applied yet.

  trueup pull TARGET     keeps the database as it is and updates the declarations
  trueup plan TARGET     shows how to change the database to match`,
  },
  "not-confirmed": {
    title: "the target must be confirmed by name",
    text: "The configuration says `confirm: true` for this target. In a terminal, trueup asks for the name; elsewhere, give it: `--confirm NAME`.",
  },
  "destroys-unasked": {
    title: "the plan destroys data, and --yes alone does not approve that",
    text: `\`--yes\` confirms a change without a terminal. A plan that destroys rows or objects needs an approval that names them: write a plan file with \`plan --out\` and \`--approve\`, have it reviewed, and apply the file.`,
  },
  "hook-failed": {
    title: "a command that the configuration runs around a change failed",
    text: `A target may have commands that run \`before\` and \`after\` a change, usually to stop and start the application.

If \`before\` fails, nothing is changed. If \`after\` fails, the change has been committed and stays: run the command by hand. The command's own output is above the error.`,
  },
  "hook-nowhere": {
    title: "a hook should run on the target's machine, but the target has none",
    text: `\`on: "target"\` runs a hook on the machine that an \`ssh://\` URL names. A local file and a libSQL server have no such machine: their hooks run where trueup runs. Leave out \`on\`, and let the command reach the other machine itself if it has to. Nothing was changed.`,
  },
  "seal-expected": {
    title: "this is not the plan that was approved",
    text: `\`--expect-seal\` pins the plan that was approved elsewhere, for example in CI. The file has a different seal: it was edited or rewritten since. Nothing was changed. Have the new plan approved, or apply the approved one.`,
  },
  "plans-whole": {
    title: "no plan of the folder has to be made again",
    text: "`plan --rebase` without a file makes the plan that is missing after branches were merged: on top of what is already deployed or merged, with the decisions of the plans that no longer lead to the declarations. Here the folder already leads from the database to the declarations, or no plan is off the path. `trueup plans TARGET` shows the folder.",
  },
  "no-plan-for-base": {
    title: "no plans of the folder lead from where the database is to the declarations",
    text: "`apply` with a folder takes the plans that lead from the state of the database to the declarations, one after the other. There are none: the database was changed by something else, it is further behind than the plans that were kept, or the declarations are ahead of the plans. `trueup plans TARGET` shows where it stands, `trueup drift` what differs, and `trueup plan --out` writes a plan from there.",
  },
  "fleet-needs-plan": {
    title: "a fleet is changed only by plan files",
    text: "During development, one database may be planned and changed in one step. For a fleet, plans are written first, one for each state that its databases are in, so that what was reviewed is what runs everywhere:  `trueup plan FLEET --out plans/NAME.plan.sql`, then  `trueup apply plans/ FLEET`.",
  },
  "reason-needed": {
    title: "an approval in a plan file needs a reason",
    text: `Reviewers read what a plan file destroys, and others will later wonder why. So each \`--approve\` that goes into a file needs a reason: \`--because "sessions moved to Redis"\`. Give one reason for all approvals, or one for each, in the same order.`,
  },
  "file-exists": {
    title: "a file already exists",
    text: "The command would overwrite a file that it did not create. Nothing was overwritten. Move it, or name another one.",
  },
  stopped: {
    title: "stopped while a database was only read",
    text: "A signal, such as from Ctrl-C, asked trueup to stop. It was reading a database, or copying it; nothing was changed.",
  },
  bug: {
    title: "something went wrong inside trueup",
    text: "This is a bug in trueup. A report was written to the file that the message names. It contains the versions, the command without the values of its options, the error and where in trueup's code it occurred. Please read it through and attach it to an issue. A change in progress was rolled back.",
  },
} as const satisfies Record<string, CodeText>;
