import type { CodeText } from "./codes.ts";

export const fleetCodes = {
  "fleet-list": {
    title: "the databases of a fleet could not be listed",
    text: `A target may stand for many databases: a glob, a list, or a command that prints one path or URL per line. The
command is run without a shell, from the folder of the configuration, and must exit with 0; empty lines and lines that
begin with # are ignored. Nothing was read, because an incomplete list would leave databases behind.`,
  },
  "fleet-empty": {
    title: "a fleet of no databases",
    text: `The glob matched nothing, or the command printed nothing. That is treated as an error: otherwise "all
0 databases match" would look like success.`,
  },
  "fleet-member": {
    title: "one database of a fleet could not be read",
    text: `This database could not be read. The others were still read; the report lists this one separately, and it
counts as failed. Run the command on it alone for details.`,
  },
  "fleet-no-plan": {
    title: "no plan starts from this database's state",
    text: `A fleet is changed by plans, one for each state that its databases are in. This one is in a state for which there is
no plan among those given: it may have drifted, or missed an earlier change. Make a plan for it with
trueup plan, which groups the fleet by state and writes a plan for each.`,
  },
  "fleet-stopped": {
    title: "the run over the fleet was stopped",
    text: `A canary failed, or more databases failed than --max-failures allows. Those that were changed stay changed; the rest
are as they were. Fix the cause and repeat the command: databases that are done are skipped.`,
  },
  "fleet-worker": {
    title: "a worker ended unexpectedly",
    text: `The databases of a fleet are changed in threads. One of them ended in the middle of a database, which is reported as
failed; the others went on. Its transaction was not committed, so the database is as it was.`,
  },
} as const satisfies Record<string, CodeText>;
