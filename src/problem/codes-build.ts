import type { CodeText } from "./codes.ts";

export const buildCodes = {
  "rows-elsewhere": {
    title: "rows on other machines may break a rule, and nothing says what happens then",
    text: `A bundle is applied on machines where nobody can be asked, to rows that nobody here has seen. They may
contain whatever the constraints of a base allow: NULL in a nullable column, duplicates where nothing forbids them,
references to missing rows where foreign keys were off, '' and '007' in a column that becomes a number. So each new
rule needs an answer before the release goes out:

  .fill(sql\`…\`) in the declaration       what such rows get; for NOT NULL and new types
  --repair 'unique:users.email=SQL'       one INSERT, UPDATE or DELETE that repairs them first
  --refuse unique:users.email             this release does not start where there are such rows

The last two can be set in the configuration, where they are reviewed like the rest:

  build: {
    repair: { "references:orders.customer_id": "DELETE FROM orders WHERE customer_id NOT IN (SELECT id FROM customer)" },
    refuse: ["unique:users.email"],
  }

A repair names tables and columns as they are called after the renames, dropped ones included. It runs after them,
with foreign keys off, before any table changes. In either case the rule is checked before any table changes: if rows
still break it, everything is rolled back and the application gets an error that says how many there are.`,
  },
  "repair-fails": {
    title: "SQLite cannot run a repair",
    text: `The statement that should repair rows was tried on the schema of a base, without rows, and SQLite refused
it. It must name tables and columns as they are called after the renames; columns that this release drops still exist.
If a base lacks a table or column, use a statement that does not name it.`,
  },
  "base-unknown": {
    title: "a base was not found",
    text: `The bases of a bundle are the schemas of the databases that are in use. Each is a tag of git or a pattern
of tags (v1.0.0, 'v*'), a name with a schema (v1.0.0=releases/v1.0.0.sql), git:REV, a database, one end of a plan
(plans/a.plan.sql:base), a fingerprint that a plan of the folder names, or a folder of plans. Tags are read from git's
object store; nothing is checked out. A clone in CI often has no tags: fetch them.`,
  },
  "bundle-unwritable": {
    title: "there is no file to write the bundle to",
    text: `\`trueup build\` writes one file. Its extension selects TypeScript (.ts, checked by \`satisfies Bundle\`),
JavaScript (.js, .mjs or .cjs) or JSON (.json). A .js is a module or CommonJS, as the closest package.json says. Name it
with --out, or as \`build.out\` in the configuration.`,
  },
  "native-unproven": {
    title: "plans for SQLite's own ALTER forms cannot be tried here",
    text: `Plans for the engine \`native\` use the SET NOT NULL, DROP NOT NULL, ADD CHECK and DROP CONSTRAINT of SQLite 3.54, which
libSQL does not know. Each plan is carried out once before it is written, and these are by the SQLite that Node brings
(node:sqlite). Build with a Node that has 3.54, or leave \`native\` out of the engines: the plain plans run everywhere, and
rewrite a table where these would not.`,
  },
  "vintage-fails": {
    title: "a database of a release that is in use would not reach the declarations",
    text: `\`trueup check --bases\` creates databases of each release, with rows that its constraints allow, and runs
the plan on them. With the rows that the message names, a step or a check fails, or the result is not as declared: the
change would be rolled back there, and the application would not start. Say what happens to such rows with a fill,
\`--repair\` or \`--refuse\`. If nothing was left open, it is a bug: please report it with both schemas.`,
  },
  "bundle-rows": {
    title: "declared rows would not reach the databases of a base",
    text: `An application compares the schema of its database, and changes nothing if that is as declared. Declared
rows (\`rows(…)\`) arrive with a change of the schema. If a base has the schema of this release but other rows, no
plan would ever run there.`,
  },
} as const satisfies Record<string, CodeText>;
