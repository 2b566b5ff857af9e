import { realpathSync } from "node:fs";
import path from "node:path";
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
  read: (text, folder) => readFilePlace(text, folder),
  identify: (name) => ({ place: real(name), token: null }),
  filedBy: ({ url }) => ({ path: url }),
  open: async (where, opening) => fine((await import("./open.ts")).openFileTarget(where, opening)),
};

/** What `node:path` knows of the system; its two halves are there on every system, for tests. */
type Paths = Pick<typeof path, "isAbsolute" | "resolve" | "sep">;

export function readFilePlace(text: string, folder: string, paths: Paths = path): Checked<Place> {
  return /^file:/i.test(text) ? fileUrl(text, folder, paths) : place(text, text, folder, paths);
}

function fileUrl(text: string, folder: string, paths: Paths): Checked<Place> {
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
  let name: string;
  try {
    name = decodeURIComponent(local);
  } catch {
    return failed(wrongUrl(text, "the percent signs do not encode UTF-8", ["write a % in the name as %25"]));
  }
  if (name === "" || name === ":memory:") return failed(wrongUrl(text, "no path in it", ["write file:app.db"]));
  // file:///C:/app.db: the third slash belongs to the URL, and not to the path.
  const bound = paths.sep === "\\" ? name.replace(/^\/(?=[A-Za-z]:)/, "") : name;
  return place(bound, bound, folder, paths);
}

function place(name: string, label: string, folder: string, { isAbsolute, resolve }: Paths): Checked<Place> {
  if (name.includes("\0")) return failed(wrongUrl(label.replaceAll("\0", "␀"), "a path cannot contain a NUL"));
  return fine({ url: isAbsolute(name) ? name : resolve(folder, name), label });
}

/** As the system has it: where it does not tell `APP.db` from `app.db`, they are one. */
function real(name: string): string {
  try {
    return realpathSync.native(name);
  } catch {
    return name;
  }
}
