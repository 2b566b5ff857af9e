import type { Explained } from "./codes.ts";

export const fleetCodes = {
  "fleet-list": {
    title: "the databases of a fleet could not be listed",
    text: `A target may stand for many databases: a glob, a list, or a command that prints one path or URL a line. The command
is run without a shell, from the folder of the configuration, and has to end with 0; lines that begin with # and empty
ones do not count. Nothing was looked at, because a list that is cut off would leave databases behind.`,
  },
  "fleet-empty": {
    title: "a fleet of no databases",
    text: `The glob matched nothing, or the command printed nothing. That is taken for a mistake: "all of no databases match"
would otherwise look like success.`,
  },
  "fleet-member": {
    title: "one database of a fleet could not be read",
    text: `Something about this database is out of the ordinary. The others were looked at all the same; this one is told apart
in the report, and counts as failed. Look at it by itself for the whole story.`,
  },
  "fleet-no-plan": {
    title: "no plan starts from this database's state",
    text: `A fleet is changed by plans, one for each state that its databases are in. This one is in a state for which there is
no plan among those given: it may have drifted, or missed an earlier change. Make a plan for it: trueup plan, which
groups the fleet by state and writes a plan for each.`,
  },
  "fleet-stopped": {
    title: "the run over the fleet was stopped",
    text: `A canary failed, or more databases failed than --max-failures allows. Those that were done stay done, those that were
not begun are as they were. When the cause is gone, repeat the command: what is done is skipped.`,
  },
  "fleet-worker": {
    title: "a worker ended unexpectedly",
    text: `Databases of a fleet are worked on in threads. One of them ended in the middle of a database, which is told as failed;
the others went on. Its transaction was not committed, so the database is as it was.`,
  },
} as const satisfies Record<string, Explained>;
