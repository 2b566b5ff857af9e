import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { chosenAmong } from "../../compile/languages.ts";
import type { Texts } from "../../compile/compile.ts";
import type { Problem, Sources } from "../../problem/problem.ts";
import { refuse } from "../context.ts";

export function git(folder: string, revision: string, args: readonly string[], input = ""): Buffer {
  try {
    return execFileSync("git", ["-C", folder, ...args], {
      input,
      maxBuffer: 256 * 1024 * 1024,
      stdio: ["pipe", "pipe", "pipe"],
    });
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr ?? "").trim() : "";
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    return refuse({
      code: "git-failed",
      level: "error",
      subject: `git:${revision}`,
      message: `git cannot show ${revision}`,
      evidence: missing ? ["there is no git on this machine"] : said === "" ? [] : said.split("\n").slice(0, 3),
      help: ["look up the revision:  git log --oneline", "in CI, fetch the whole history: fetch-depth: 0"],
    });
  }
}

/** Declarations as of a revision: `roots` are today's paths in that revision. */
export interface Revision {
  readonly texts: Texts;
  readonly roots: readonly string[];
  /** The files read so far. */
  readonly sources: Sources;
}

/**
 * Reads from git's object store: nothing is checked out, so no files are left over. A file is named `git:REV:/path`,
 * which keeps an import of `../shared.ts` inside the revision.
 */
export function revisionOf(schemas: readonly string[], revision: string): Revision {
  const places = schemas.map((schema) => placeInside(schema, revision));
  const [{ start, top } = { start: ".", top: "." }] = places;
  // `--end-of-options` keeps git from reading a revision that begins with a dash as an option.
  const asked = ["rev-parse", "--verify", "--end-of-options", `${revision}^{commit}`];
  const commit = git(start, revision, asked).toString().trim();
  const blobs = readableIn(git(top, revision, ["ls-tree", "-r", "-z", commit]).toString());
  const wanted = places.flatMap(({ inside }) => {
    const below = [...blobs.keys()].filter((file) => inside === "" || file.startsWith(`${inside}/`));
    const found = blobs.has(inside) ? [inside] : chosenAmong(below).declarations;
    return found.length > 0 ? found : refuse(noDeclarations(revision, inside, [...blobs.keys()]));
  });
  const prefix = `git:${revision}:/`;
  const sources = new Map<string, string>();
  const load = (files: readonly string[]): void => {
    const ids = files.flatMap((file) => blobs.get(file) ?? []);
    const read = contents(git(top, revision, ["cat-file", "--batch"], `${ids.join("\n")}\n`));
    files.forEach((file, index) => {
      sources.set(prefix + file, decoded(`git:${revision}:${file}`, read[index] ?? Buffer.of()));
    });
  };
  load(wanted);
  const read = (name: string): string | null => {
    const file = name.slice(prefix.length);
    if (!name.startsWith(prefix) || !blobs.has(file)) return null;
    // What declarations import from elsewhere in the repository is read on demand.
    if (!sources.has(name)) load([file]);
    return sources.get(name) ?? null;
  };
  const roots = places.map(({ inside }) => prefix + inside);
  return { texts: { names: [...blobs.keys()].map((file) => prefix + file), read }, roots, sources };
}

/** git knows what a path is inside the repository, whatever links lead there. */
function placeInside(schema: string, revision: string) {
  const folder = statSync(schema, { throwIfNoEntry: false })?.isDirectory() === true;
  const start = folder ? schema : dirname(schema);
  const top = git(start, revision, ["rev-parse", "--show-toplevel"]).toString().trim();
  const above = git(start, revision, ["rev-parse", "--show-prefix"]).toString().trim();
  return { start, top, inside: folder ? above.replace(/\/$/, "") : above + basename(schema) };
}

function noDeclarations(revision: string, inside: string, files: readonly string[]): Problem {
  const alike = files.filter((file) => /(^|\/)[^/]*schema[^/]*(\/|\.(ts|sql|prisma)$)/i.test(file)).slice(0, 3);
  return {
    code: "git-failed",
    level: "error",
    subject: `git:${revision}`,
    message: `${revision} has no declarations at ${inside}`,
    evidence: alike.length === 0 ? [] : [`in ${revision} there is ${alike.join(", ")}`],
    help: ["give the path they had then:  --schema PATH"],
  };
}

/** `100644 blob 5f2c…<TAB>schema/tune.ts`: the files of the declarations, with their ids. */
function readableIn(listing: string): ReadonlyMap<string, string> {
  const entries = listing.split("\0").flatMap((line): [string, string][] => {
    const [, id, file] = /^100\d+ blob (\S+)\t([\s\S]+)$/.exec(line) ?? [];
    if (id === undefined || file === undefined || !/\.([cm]?[jt]s|json|sql|prisma|toml)$/.test(file)) return [];
    return /(^|\/)(node_modules\/|\.)/.test(file) ? [] : [[file, id]];
  });
  return new Map(entries);
}

/** The output of `cat-file --batch`: a line that ends in the size, the bytes, a line feed, and so on. */
export function contents(batch: Buffer): readonly Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < batch.length; ) {
    const line = batch.indexOf(10, at);
    const size = Number(batch.toString("latin1", at, line).split(" ").at(-1));
    found.push(batch.subarray(line + 1, line + 1 + size));
    at = line + 1 + size + 1;
  }
  return found;
}

function decoded(file: string, bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return refuse({
      code: "not-utf8",
      level: "error",
      subject: file,
      message: `${file} is not UTF-8`,
      help: ["name a revision in which it is, or use --to with a folder that has a fixed copy"],
    });
  }
}
