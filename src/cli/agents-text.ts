import { exitTexts } from "./exit-codes.ts";
import { usageLine } from "./help.ts";
import { groups } from "./spec/commands.ts";

/** What `init --agents` writes for coding agents, built from the same tables as the reference. */

const loop = `1. Edit the declarations in \`schema/\` (or where \`schema\` in trueup.config.ts says). They are read, never run.
2. \`trueup check\` until it is clean.
3. \`trueup plan TARGET --out plans/NAME.plan.sql\`. It only reads the database. An open question exits with 21 and lists the
   answers with their flags, under \`decisions\` with \`--json\`: ask the person which one is meant.
4. Show the plan to the person: \`trueup show plans/NAME.plan.sql\`. The person reviews and applies it.
5. On a database for development (\`dev: true\`): \`trueup apply plans/NAME.plan.sql TARGET\`, or \`trueup apply TARGET --yes\` if
   nothing is destroyed.`;

const never = `- Never change a database of this project with other tools, and never edit a plan file: its seal breaks.
- Never add \`--approve\` on your own. It says that a person wants to lose just that, and why.
- Never lower \`approval\`, \`confirm\` or \`protect\` in trueup.config.ts, and never set TRUEUP_APPROVED_SEALS.
- Never use \`--discard-writes\`, and never \`undo\` a shared database, without being told to.
- A rename is a hint, not a drop and an add: \`trueup rename TABLE.COLUMN NAME\`, or \`.was("old")\` in the declaration.
- Exit code 20 means stale: plan again instead of forcing it.`;

function exits(): string {
  return [
    "| Exit | Means |",
    "|---|---|",
    ...Object.entries(exitTexts).map(([code, text]) => `| ${code} | ${text} |`),
  ].join("\n");
}

/** A section of AGENTS.md: short, because it is read with every request. */
export function agentsSection(skill: string): string {
  return `## The database schema

trueup keeps the database at the declared schema. The words of the declarations and all commands:
\`${skill}\`.

${loop}

${never}

${exits()}`;
}

/** The skill: the same, with the commands and the vocabulary on one page. */
export function skillText(vocabulary: string): string {
  const commands = groups.flatMap(({ commands }) =>
    commands.map((command) => `| \`${usageLine(command)}\` | ${command.summary} |`),
  );
  return `# The database schema with trueup

## The loop

${loop}

## What never to do

${never}

## Exit codes

${exits()}

## Commands

\`--json\` prints one document for programs, \`trueup COMMAND --help\` says more, \`trueup explain CODE\` explains an error.

| | |
|---|---|
${commands.join("\n")}

## The words of the declarations

${inShort(vocabulary)}`;
}

/** The page of the reference without the SQL of each word, and without links, which would lead nowhere from here. */
function inShort(page: string): string {
  return page
    .replace(/^# .*\n/, "")
    .replace(/^```sql\n[\s\S]*?^```\n/gm, "")
    .replace(/\[([^\]\n]+)\]\([^)\n]+\)/g, "$1")
    .replace(/^## /gm, "### ")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
