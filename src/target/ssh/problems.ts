import type { ProblemCode } from "../../problem/codes.ts";
import type { Problem } from "../../problem/problem.ts";
import type { Ran, Remote } from "./remote.ts";

/** The connection itself failed: the problem for what ssh reported. */
export function connectionProblem({ label, address }: Remote, stderr: string): Problem {
  const { code, message, help } = connection(stderr, address.host);
  return { code, level: "error", subject: label, message, evidence: lines(stderr, "ssh"), help };
}

function connection(stderr: string, host: string): { code: ProblemCode; message: string; help: readonly string[] } {
  if (/REMOTE HOST IDENTIFICATION HAS CHANGED|Host key verification failed|No .* host key is known/i.test(stderr)) {
    return {
      code: "ssh-host-key",
      message: `${host} shows a host key that ssh does not accept`,
      help: [
        `connect once by hand, verify the key with the machine's owner, and accept it:  ssh ${host}`,
        "if the machine was reinstalled, remove the old key first:  ssh-keygen -R",
      ],
    };
  }
  if (/Permission denied \(|Too many authentication failures|No supported authentication|sign_and_send/i.test(stderr)) {
    return {
      code: "ssh-refused",
      message: `${host} does not let this user in`,
      help: ["this has to work without a prompt:  ssh -o BatchMode=yes HOST true", "load your key:  ssh-add"],
    };
  }
  if (
    /Could not resolve|Name or service not known|Connection refused|timed out|No route to host|unreachable/i.test(
      stderr,
    )
  ) {
    return {
      code: "ssh-unreachable",
      message: `${host} cannot be reached`,
      help: ["check the name and the port, and whether the machine is up"],
    };
  }
  return {
    code: "ssh-lost",
    message: `the connection to ${host} was lost`,
    help: ["run the command again when the connection is back"],
  };
}

export function noCommand({ label }: Remote, command: string, error: unknown): Problem {
  return {
    code: "ssh-command",
    level: "error",
    subject: label,
    message: `${command} cannot be started`,
    evidence: [error instanceof Error ? error.message : String(error)],
    help: ["install OpenSSH's client, or name another command in TRUEUP_SSH"],
  };
}

/** Exit codes of our scripts, from a range that neither shells nor sqlite3 use. */
export const ends = {
  missing: 61,
  notAFile: 62,
  unreadable: 63,
  noSum: 64,
  unwritable: 65,
  moved: 66,
  open: 67,
} as const;

/** A script on the other machine failed: why, as far as is known. */
export function scriptProblem({ label, address }: Pick<Remote, "label" | "address">, ran: Ran, doing: string): Problem {
  const common = { level: "error", subject: label, evidence: lines(ran.stderr, "it said") } as const;
  switch (ran.code) {
    case ends.missing:
      return {
        ...common,
        code: "ssh-no-file",
        message: `there is no file ${address.path} on ${address.host}`,
        help: ["check the path: it starts at the root there, or with /~/ at the home folder"],
      };
    case ends.notAFile:
      return {
        ...common,
        code: "ssh-no-file",
        message: `${address.path} on ${address.host} is not a plain file`,
        help: ["name the database file itself"],
      };
    case ends.unreadable:
    case ends.unwritable:
      return {
        ...common,
        code: "ssh-permission",
        message: `the user there may not ${ran.code === ends.unreadable ? "read" : "write"} ${address.path}`,
        help: ["connect as the user that owns the database:  ssh://owner@host/…"],
      };
    case ends.noSum:
      return {
        ...common,
        code: "ssh-no-tools",
        message: `${address.host} has none of sha256sum, shasum and openssl`,
        help: ["install one of them there: checksums are required"],
      };
    default:
  }
  if (/No space left|disk is full|quota exceeded|database or disk is full/i.test(ran.stderr)) {
    return {
      ...common,
      code: "ssh-disk-full",
      message: `the disk of ${address.host} is full: ${doing}`,
      help: ["free some space there, and run this again"],
    };
  }
  if (/Permission denied|Read-only file system|Operation not permitted/i.test(ran.stderr)) {
    return {
      ...common,
      code: "ssh-permission",
      message: `the user there may not do that: ${doing}`,
      help: ["connect as the user that owns the database:  ssh://owner@host/…"],
    };
  }
  const how = ran.code === null ? "a signal ended it" : `exit ${ran.code}`;
  return {
    ...common,
    code: "ssh-failed",
    message: `a command on ${address.host} failed: ${doing}`,
    evidence: [how, ...common.evidence],
    help: ["the database there is as it was"],
  };
}

function lines(stderr: string, who: string): readonly string[] {
  const said = stderr
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^@+$/.test(line) && !line.startsWith("Warning: Permanently added"));
  return said.slice(-6).map((line) => `${who}: ${line}`);
}
