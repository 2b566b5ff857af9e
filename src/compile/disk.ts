import { readdirSync, readFileSync, statSync } from "node:fs";
import { posix } from "node:path";
import { type Problem, ProblemError } from "../problem/problem.ts";
import { contentDigest } from "./entry-file.ts";
import { decoded } from "./decoded.ts";
import { type Chosen, chosenAmong, languageOf, type Roots, rootsOf } from "./languages.ts";

/** The texts of a file or folder of declarations, and of other files read on demand. */
export interface Disk extends Roots {
  read(path: string): string | null;
  /** The digest of its text; null if there is no such file. */
  digest(path: string): string | null;
  /** The folders in a folder; none if it cannot be read. */
  list(folder: string): readonly string[];
  /** Everything that was read, and what was not found (null). */
  readonly seen: ReadonlyMap<string, string | null>;
}

export function openDisk(paths: readonly string[]): Disk {
  const seen = new Map<string, string | null>();
  const digests = new Map<string, string | null>();
  const plain = paths.map((path) => path.replaceAll("\\", "/").replace(/(.)\/+$/, "$1"));
  return { ...rootsOf(plain, chosenIn), seen, read, digest, list };

  function read(file: string): string | null {
    const known = seen.get(file);
    if (known !== undefined) return known;
    const text = readText(file);
    seen.set(file, text);
    return text;
  }

  function digest(file: string): string | null {
    const known = digests.get(file);
    if (known !== undefined) return known;
    const text = read(file);
    const made = text === null ? null : contentDigest(text);
    digests.set(file, made);
    return made;
  }
}

function list(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory() && entry.name !== "node_modules").map(({ name }) => name);
  } catch {
    return [];
  }
}

function chosenIn(root: string): Chosen {
  const found = kindOf(root);
  if (found === "file") {
    if (languageOf(root) !== null) return { declarations: [root], others: [] };
    throw new ProblemError(none(root, `${root} is not a schema: its name ends in neither .ts, .sql nor .prisma`));
  }
  if (found === null) throw new ProblemError(none(root, `there is no ${root}`));
  const chosen = chosenAmong(filesIn(root));
  if (chosen.declarations.length > 0) return chosen;
  throw new ProblemError(none(root, `there is no .ts, .sql or .prisma file in ${root}`));
}

function kindOf(path: string): "file" | "folder" | null {
  const stat = guarded(path, () => statSync(path, { throwIfNoEntry: false }));
  return stat === undefined ? null : stat.isDirectory() ? "folder" : "file";
}

function filesIn(folder: string): readonly string[] {
  const entries = guarded(folder, () => readdirSync(folder, { withFileTypes: true }));
  return entries
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name);
      if (entry.name === "node_modules" || entry.name.startsWith(".")) return [];
      const kind = entry.isSymbolicLink() ? kindOf(path) : entry.isDirectory() ? "folder" : "file";
      if (kind === "folder") return entry.isSymbolicLink() ? [] : filesIn(path);
      return [path];
    });
}

function readText(file: string): string | null {
  const bytes = guarded(file, () => (kindOf(file) === "file" ? readFileSync(file) : null));
  if (bytes === null) return null;
  try {
    return decoded(file, bytes);
  } catch {
    throw new ProblemError(notUtf8(file, bytes));
  }
}

function notUtf8(file: string, bytes: Uint8Array): Problem {
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe ? "UTF-16" : null;
  const good = new TextDecoder("utf-8").decode(bytes).split("\ufffd")[0] ?? "";
  return {
    code: "not-utf8",
    level: "error",
    subject: file,
    message: `${file} is not UTF-8`,
    evidence: [wide === null ? `the first wrong byte is in line ${good.split("\n").length}` : `it begins like ${wide}`],
    help: ["save it as UTF-8 in your editor"],
  };
}

function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    const reason = error.code === "EACCES" || error.code === "EPERM" ? "permission denied" : String(error.code);
    throw new ProblemError({
      code: "unreadable-file",
      level: "error",
      subject: path,
      message: `cannot read ${path}: ${reason}`,
      help: ["check its permissions"],
    });
  }
}

function none(subject: string, message: string): Problem {
  return {
    code: "no-declarations",
    level: "error",
    subject,
    message,
    help: [
      "name the declarations with --schema PATH, or `schema` in trueup.config.ts",
      "start with `trueup init`, or create them from a database with `trueup pull`",
    ],
  };
}
