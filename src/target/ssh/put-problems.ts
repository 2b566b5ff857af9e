import type { Problem } from "../../problem/problem.ts";
import { openersIn } from "./others.ts";
import type { Remote } from "./remote.ts";

export function withLeft(problem: Problem | undefined, left: string | null): Problem {
  const found = problem ?? {
    code: "ssh-lost",
    level: "error",
    subject: "",
    message: "the connection was lost",
    help: [],
  };
  return left === null ? found : { ...found, help: [...found.help, left] };
}

export function moved({ label, address }: Remote): Problem {
  return {
    code: "ssh-moved",
    level: "error",
    subject: label,
    message: "the database was written to since it was fetched",
    evidence: [`${address.path} now has a different checksum`],
    help: ["nothing was changed there; stop the writers with a `before` hook, and run this again"],
  };
}

export function openedBy({ label, address }: Remote, stderr: string): Problem {
  return {
    code: "ssh-open",
    level: "error",
    subject: label,
    message: `processes on ${address.host} have the database open`,
    evidence: openersIn(stderr).map(({ pid, program }) => `${program} (process ${pid})`),
    why: "they would keep using the old file after the new one has taken its place",
    help: ["nothing was changed there; stop them with a `before` hook, and start them with an `after` hook"],
  };
}

export function notAsSent({ label }: Remote): Problem {
  return {
    code: "ssh-checksum",
    level: "error",
    subject: label,
    message: "the uploaded file did not arrive as it was sent",
    help: ["nothing was changed there; run this again"],
  };
}

export function unknown({ label, address }: Remote, stderr: string): Problem {
  return {
    code: "ssh-unknown",
    level: "error",
    subject: label,
    message: "the connection was lost at the moment of the exchange, and it is not known whether it happened",
    evidence: stderr === "" ? [] : stderr.split("\n").slice(-4),
    help: [
      "both files are complete: run the command again, and it reports what it finds",
      `what was there before has a name that begins with ${address.path}. and ends with .trueup-backup`,
    ],
  };
}
