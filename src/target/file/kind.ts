import { realpathSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import { type Checked, failed, fine } from "../../problem/problem.ts";
import type { Kind } from "../target.ts";
import { withoutSecrets, wrongUrl } from "../url.ts";

type Place = { readonly url: string; readonly label: string };

/** A file on this machine: a path, or a `file:` URL. */
export const file: Kind = {
  schemes: [null, "file"],
  takesToken: false,
  here: true,
  blocks: true,
  variables: {},
  offers: () => [],
  shown: (text) => text,
  read: (text, folder) => (/^file:/i.test(text) ? fileUrl(text, folder) : place(text, text, folder)),
  identify: (path) => ({ place: real(path), token: null }),
  filedBy: ({ url: path }) => ({ path }),
  open: async (where, opening) => fine((await import("./open.ts")).openFileTarget(where, opening)),
};

function fileUrl(text: string, folder: string): Checked<Place> {
  const bare = text.slice("file:".length);
  const odd = /[?#]/.exec(bare);
  if (odd) {
    return failed(
      wrongUrl(text, `"${odd[0]}" is not part of a path in a file: URL`, [
        `write it as ${odd[0] === "?" ? "%3F" : "%23"}, or give the path without "file:"`,
      ]),
    );
  }
  const local = bare.replace(/^\/\/(localhost)?(?=\/)/i, "");
  if (local.startsWith("//")) {
    const help = ["write file:/absolute/path or file:relative/path"];
    return failed(wrongUrl(withoutSecrets(text), "a file: URL with a host in it", help));
  }
  let path: string;
  try {
    path = decodeURIComponent(local);
  } catch {
    return failed(wrongUrl(text, "the percent signs do not encode UTF-8", ["write a % in the name as %25"]));
  }
  if (path === "" || path === ":memory:") return failed(wrongUrl(text, "no path in it", ["write file:app.db"]));
  return place(path, path, folder);
}

function place(path: string, label: string, folder: string): Checked<Place> {
  if (path.includes("\0")) return failed(wrongUrl(label.replaceAll("\0", "␀"), "a path cannot contain a NUL"));
  return fine({ url: isAbsolute(path) ? path : resolve(folder, path), label });
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
