import type { Problem } from "../problem/problem.ts";

/** The URL without query and user, which may contain tokens. Accepts text that is not a URL. */
export function withoutSecrets(text: string): string {
  return text.replace(/[?#].*$/s, "").replace(/^([A-Za-z][A-Za-z0-9+.-]*:\/\/)[^/]*@/, "$1");
}

/** Null if a URL names a host; otherwise what is wrong with it. `shown` is the URL without its secrets. */
export function urlProblem(text: string, shown: string): Problem | null {
  const help = ["write scheme://host:port/path"];
  try {
    return new URL(text).hostname === "" ? wrongUrl(shown, "the URL names no host", help) : null;
  } catch {
    return wrongUrl(shown, "the URL cannot be read", help);
  }
}

/** A problem for something that does not name a database. */
export function wrongUrl(subject: string, message: string, help: readonly string[] = []): Problem {
  return { code: "database-target", level: "error", subject, message, help };
}
