import type { Whose } from "../../apply/whose.ts";
import { failed, fine, type Checked } from "../../problem/problem.ts";

/** Where a libSQL server listens, and the token for it. The token is never part of a label. */
export interface ServerAddress {
  /** `http:` or `https:`, without user, password or query. */
  readonly url: URL;
  readonly token: string | null;
  /** Its name in output. */
  readonly label: string;
}

const schemes: Readonly<Record<string, "http:" | "https:">> = {
  "http:": "http:",
  "https:": "https:",
  "ws:": "http:",
  "wss:": "https:",
  "libsql:": "https:",
};

/**
 * `libsql:` means https unless `?tls=0`. A server that speaks WebSockets also speaks HTTP at the same address, and a
 * change has to be one HTTP request; so `ws:` and `wss:` use HTTP, too.
 */
export function serverAddress(text: string, token: string | null): Checked<ServerAddress> {
  let given: URL;
  try {
    given = new URL(text);
  } catch {
    return failed(unusable("the URL cannot be read"));
  }
  const scheme = schemes[given.protocol];
  if (scheme === undefined) return failed(unusable(`${given.protocol} is not an address of a libSQL server`));
  const unknown = [...given.searchParams.keys()].filter((key) => key !== "authToken" && key !== "tls");
  if (unknown.length > 0) return failed(unusable(`unknown parameter ${unknown.join(", ")}`));
  const plain = given.protocol === "libsql:" && given.searchParams.get("tls") === "0";
  const rest = text
    .slice(given.protocol.length)
    .replace(/[?#].*$/s, "")
    .replace(/^\/\/[^/]*@/, "//");
  const url = new URL(`${plain ? "http:" : scheme}${rest}`);
  // Basic authentication in the URL belongs to older servers, but it is still a secret.
  const inUrl = given.searchParams.get("authToken") ?? passwordOf(given);
  const shown = token ?? inUrl;
  if (shown !== null && !/^[\x21-\x7e]+$/.test(shown)) return failed(untypable());
  return fine({ url, token: shown, label: `${given.protocol}${rest}`.replace(/\/$/, "") });
}

/** A server's database as its backups identify it: one spelling of its address, because it has several. */
export function whoseServer(text: string): Whose {
  const address = serverAddress(text, null);
  return { kind: "server", place: address.ok ? address.value.url.href.replace(/\/+$/, "") : "" };
}

/** Unchanged if its percent signs do not encode anything. */
function passwordOf({ password }: URL): string | null {
  if (password === "") return null;
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}

/** A token is base64 and dots. What is refused here could not be part of an HTTP header. */
function untypable() {
  return {
    code: "server-token",
    level: "error",
    subject: "target",
    message: "the token contains a space, a line break or a non-ASCII character, so it is not a valid token",
    help: ["copy it again, without quotes and line breaks"],
  } as const;
}

function unusable(message: string) {
  return {
    code: "server-address",
    level: "error",
    subject: "target",
    message,
    help: ["write libsql://host, https://host or http://host:port, and give the token as authToken in the config"],
  } as const;
}

/** Removes the token from messages of a server or library, which may quote the request. */
export function withoutToken(text: string, address: ServerAddress): string {
  const shown = address.token === null ? text : text.replaceAll(address.token, "…");
  return shown.replace(/(authToken=|Bearer )[^\s"'&]+/g, "$1…").replace(/\/\/[^/\s@]+@/g, "//");
}
