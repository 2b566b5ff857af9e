import type { Explained } from "./codes.ts";

export const buildCodes = {
  "rows-elsewhere": {
    title: "rows on other machines may break a rule, and nothing says what happens then",
    text: `A bundle is applied on machines where nobody can be asked, to rows that nobody here has seen. Whatever the constraints
of a base allow may be in them: NULL where a column takes it, values alike where nothing forbids it, rows that refer to
none where foreign keys were off, '' and '007' in what becomes a number. So each rule that is new needs an answer before
the release goes out:

  .fill(sql\`…\`) in the declaration       what such rows get; for NOT NULL and new types
  --repair 'unique:users.email=SQL'       one INSERT, UPDATE or DELETE that mends them first
  --refuse unique:users.email             this release does not start where there are such rows

The last two can stand in the configuration, where they are reviewed like the rest:

  build: {
    repair: { "references:orders.customer_id": "DELETE FROM orders WHERE customer_id NOT IN (SELECT id FROM customer)" },
    refuse: ["unique:users.email"],
  }

A repair names tables and columns as they are called after the renames, dropped ones included. It runs behind them, with
foreign keys off, before any table changes. In either case the rule is checked before that: where rows still break it,
everything is rolled back and the application gets an error that says how many there are.`,
  },
  "repair-fails": {
    title: "SQLite does not run a repair",
    text: `The statement that is to mend rows was tried on the schema of a base, without rows, and SQLite refused it. It names
tables and columns as they are called after the renames; columns that this release drops are still there. A base that
lacks a table or column which the statement names needs a statement that does without.`,
  },
  "base-unknown": {
    title: "a base was not found",
    text: `The bases of a bundle are the schemas that databases out there have. Each is a tag of git or a pattern of tags (v1.0.0,
'v*'), a name with a schema (v1.0.0=releases/v1.0.0.sql), git:REV, a database, an end of a plan
(plans/a.plan.sql:base), a fingerprint that a plan of the folder names, or a folder of plans. Tags are read from git's
object store; nothing is checked out. A clone of CI often has no tags: fetch them.`,
  },
  "bundle-unwritable": {
    title: "the bundle has no file that it can be written to",
    text: `\`trueup build\` writes one file, by its ending TypeScript (.ts, checked by \`satisfies Bundle\`), JavaScript (.js) or
JSON (.json). Name it with --out, or as \`build.out\` in the configuration.`,
  },
  "vintage-fails": {
    title: "a database of a release that is out there does not come to the declarations",
    text: `\`trueup check --bases\` makes databases of each release, with rows that its constraints allow, and carries out the
plan for it. On the rows that are named, a step or a check fails, or the result is not as declared: an application would
be rolled back there and not start. Say what happens to such rows with a fill, \`--repair\` or \`--refuse\`; if nothing was
left open, it is a bug: please report it with both schemas.`,
  },
  "bundle-rows": {
    title: "declared rows would not reach the databases of a base",
    text: `An application looks at the schema of its database, and where that is as declared it changes nothing. Rows that the
declarations bring (\`rows(…)\`) arrive with a change of the schema; where a base has the schema of this release and
other rows, no plan would ever run there.`,
  },
} as const satisfies Record<string, Explained>;
