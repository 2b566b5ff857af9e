import type { Whose } from "../../apply/whose.ts";
import { type Checked, failed, fine, type Problem } from "../../problem/problem.ts";

/** The parts of an `ssh://` URL. */
export interface Address {
  readonly user: string | null;
  /** May be a name from ~/.ssh/config. */
  readonly host: string;
  readonly port: number | null;
  /** On the other machine: absolute, or relative to the home folder (`ssh://host/~/app.db`). */
  readonly path: string;
  /** The URL as it is printed. */
  readonly label: string;
}

/** Parses `ssh://user@host[:port]/path`. Does not connect. */
export function readAddress(text: string): Checked<Address> {
  const wrong = (message: string, ...help: string[]) => failed(problem(text, message, help));
  const match = /^ssh:\/\/(?:([^/@]*)@)?(\[[0-9A-Fa-f:.%]+\]|[^/:@]*)(?::(\d*))?(\/.*)?$/is.exec(text);
  if (!match) return wrong("the URL cannot be read", "write ssh://user@host:port/path/to/app.db");
  const [, user, rawHost = "", port, rawPath = ""] = match;
  if (user?.includes(":")) {
    return wrong("a password in the URL", "leave the password out, and use a key or an agent");
  }
  const host = rawHost.replace(/^\[|\]$/g, "");
  if (host === "") return wrong("the URL names no host", "write ssh://user@host/path/to/app.db");
  let path: string;
  let name: string | null;
  try {
    path = decodeURIComponent(rawPath);
    name = user === undefined ? null : decodeURIComponent(user);
  } catch {
    return wrong("the percent signs do not encode UTF-8", "write a % in the name as %25");
  }
  // ssh would read a word that begins with a dash as an option.
  if (host.startsWith("-") || name?.startsWith("-") || name === "") return wrong("not a valid name for a user or host");
  if (/[\0\n\r]/.test(host + (name ?? "") + path)) return wrong("a name cannot contain a line break or a NUL");
  if (/[?#]/.test(rawPath)) return wrong("? and # are not part of a path in a URL", "write them as %3F and %23");
  if (path === "" || path.endsWith("/")) return wrong("the URL names no file", "write ssh://user@host/path/to/app.db");
  if (port !== undefined && !(Number(port) >= 1 && Number(port) <= 65535)) return wrong("there is no such port");
  const real = path.startsWith("/~/") ? `./${path.slice(3)}` : path;
  return fine({ user: name, host, port: port === undefined ? null : Number(port), path: real, label: shown(text) });
}

/** A database on another machine as its backups know it. */
export function whoseSsh({ user, host, port, path }: Address): Whose {
  const where = `${user === null ? "" : `${user}@`}${host}${port === null ? "" : `:${port}`}`;
  return { kind: "ssh", place: `ssh://${where}${path.replace(/^\.\//, "/~/")}` };
}

function shown(text: string): string {
  return text.replace(/[?#].*$/s, "").replace(/^(ssh:\/\/[^/@:]*):[^/]*@/i, "$1@");
}

function problem(text: string, message: string, help: readonly string[]): Problem {
  return { code: "database-target", level: "error", subject: shown(text), message, help };
}
