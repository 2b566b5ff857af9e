import { isAbsolute, resolve } from "node:path";
import { type Checked, failed, fine, type Problem } from "../problem/problem.ts";

/** Which database, and how it is named to people: no secret in a label. */
export type Target =
  | { readonly kind: "file"; readonly path: string; readonly label: string }
  | { readonly kind: "server"; readonly url: string; readonly label: string }
  | { readonly kind: "ssh"; readonly url: string; readonly label: string };

const serverSchemes = new Set(["http", "https", "libsql", "ws", "wss"]);

/** Reads a URL or a bare path; relative ones start from `folder`. Looks at no disk and no net. */
export function parseTarget(text: string, folder: string): Checked<Target> {
  // A letter alone is a Windows drive, not a scheme.
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]+):/.exec(text)?.[1]?.toLowerCase();
  if (text === "")
    return failed(wrong("", "an empty text names no database", ["a name from the configuration, a path, or a URL"]));
  if (text.startsWith(":memory:"))
    return failed(wrong(text, "a database in memory is empty and nobody else sees it", ["name a file"]));
  if (scheme === undefined) return file(text, text, folder);
  if (scheme === "file") return fileUrl(text, folder);
  if (serverSchemes.has(scheme)) return remote("server", text);
  if (scheme === "ssh") return remote("ssh", text);
  return failed(
    wrong(withoutSecrets(text), `"${scheme}:" is no kind of database that trueup knows`, [
      "use a path, file:, libsql:, https:, http:, wss:, ws: or ssh:",
      "if it is a file with that name, write ./ before it",
    ]),
  );
}

function fileUrl(text: string, folder: string): Checked<Target> {
  const bare = text.slice("file:".length);
  const odd = /[?#]/.exec(bare);
  if (odd) {
    return failed(
      wrong(text, `"${odd[0]}" is not part of a path in a file: URL`, [
        `write it as ${odd[0] === "?" ? "%3F" : "%23"}, or give the path without "file:"`,
      ]),
    );
  }
  const local = bare.replace(/^\/\/(localhost)?(?=\/)/i, "");
  if (local.startsWith("//")) {
    return failed(
      wrong(withoutSecrets(text), "a file: URL with a host in it", ["write file:/absolute/path or file:relative/path"]),
    );
  }
  let path: string;
  try {
    path = decodeURIComponent(local);
  } catch {
    return failed(wrong(text, "the percent signs do not encode UTF-8", ["write a % of the name as %25"]));
  }
  if (path === "" || path === ":memory:") return failed(wrong(text, "no path in it", ["write file:app.db"]));
  return file(path, path, folder);
}

function file(path: string, label: string, folder: string): Checked<Target> {
  if (path.includes("\0")) return failed(wrong(label.replaceAll("\0", "␀"), "a path cannot hold a NUL"));
  return fine({ kind: "file", path: isAbsolute(path) ? path : resolve(folder, path), label });
}

function remote(kind: "server" | "ssh", text: string): Checked<Target> {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return failed(wrong(withoutSecrets(text), "the URL cannot be read", ["write scheme://host:port/path"]));
  }
  if (url.hostname === "")
    return failed(wrong(withoutSecrets(text), "the URL names no host", ["write scheme://host:port/path"]));
  return fine({ kind, url: text, label: withoutSecrets(text) });
}

/**
 * The URL without query and user, where tokens travel; of ssh the user stays, for nobody's password is one. Works on
 * what is no URL as well.
 */
export function withoutSecrets(text: string): string {
  const bare = text.replace(/[?#].*$/s, "");
  return /^ssh:/i.test(bare)
    ? bare.replace(/^([A-Za-z]+:\/\/[^/@:]*):[^/]*@/, "$1@")
    : bare.replace(/^([A-Za-z][A-Za-z0-9+.-]*:\/\/)[^/]*@/, "$1");
}

function wrong(subject: string, message: string, help: readonly string[] = []): Problem {
  return { code: "database-target", level: "error", subject, message, help };
}
