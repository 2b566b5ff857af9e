import type { Whose } from "../../apply/whose.ts";
import { failed, fine, type Checked } from "../../problem/problem.ts";

/** Where a libSQL server listens, and the token to show it. The token never becomes part of a label. */
export interface ServerAddress {
  /** `http:` or `https:`, without user, password or query. */
  readonly url: URL;
  readonly token: string | null;
  /** How it is named to people. */
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
 * `libsql:` is https unless `?tls=0`. A server that speaks websockets speaks HTTP at the same address, and one
 * HTTP request is the unit in which a change is whole; so `ws:` and `wss:` go there too.
 */
export function serverAddress(text: string, token: string | null): Checked<ServerAddress> {
  let given: URL;
  try {
    given = new URL(text);
  } catch {
    return failed(unusable("the URL cannot be read"));
  }
  const scheme = schemes[given.protocol];
  if (scheme === undefined) return failed(unusable(`${given.protocol} is no address of a libSQL server`));
  const unknown = [...given.searchParams.keys()].filter((key) => key !== "authToken" && key !== "tls");
  if (unknown.length > 0) return failed(unusable(`it does not know the parameter ${unknown.join(", ")}`));
  const plain = given.protocol === "libsql:" && given.searchParams.get("tls") === "0";
  const rest = text
    .slice(given.protocol.length)
    .replace(/[?#].*$/s, "")
    .replace(/^\/\/[^/]*@/, "//");
  const url = new URL(`${plain ? "http:" : scheme}${rest}`);
  // Basic authentication in the URL is of an older server; what stands there is a secret all the same.
  const inUrl = given.searchParams.get("authToken") ?? passwordOf(given);
  const shown = token ?? inUrl;
  if (shown !== null && !/^[\x21-\x7e]+$/.test(shown)) return failed(untypable());
  return fine({ url, token: shown, label: `${given.protocol}${rest}`.replace(/\/$/, "") });
}

/** A server's database as its backups know it: one spelling of its address, for it has several. */
export function whoseServer(text: string): Whose {
  const address = serverAddress(text, null);
  return { kind: "server", place: address.ok ? address.value.url.href.replace(/\/+$/, "") : "" };
}

/** As it stands there where the percent signs in it encode nothing. */
function passwordOf({ password }: URL): string | null {
  if (password === "") return null;
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}

/** A token is base64 and dots. What is refused here no HTTP header can hold. */
function untypable() {
  return {
    code: "server-token",
    level: "error",
    subject: "target",
    message: "the token holds a space, a line break or a letter that is not ASCII, so it cannot be one",
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

/** Takes the token out of whatever a server or a library says, for it may quote the request. */
export function withoutSecrets(text: string, address: ServerAddress): string {
  const shown = address.token === null ? text : text.replaceAll(address.token, "…");
  return shown.replace(/(authToken=|Bearer )[^\s"'&]+/g, "$1…").replace(/\/\/[^/\s@]+@/g, "//");
}
