import { statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { chosenAmong } from "../../compile/languages.ts";
import type { Texts } from "../../compile/compile.ts";
import type { Problem, Sources } from "../../problem/problem.ts";
import { refuse } from "../context.ts";
import { filesIn, placeInGit, textsOf } from "../git.ts";

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
  const places = placesOf(schemas, revision);
  const [{ top } = { top: "." }] = places;
  const all = filesIn(top, revision);
  const blobs = new Map([...all].filter(([file]) => /\.([cm]?[jt]s|json|sql|prisma)$/.test(file)));
  const wanted = places.flatMap(({ inside }) => {
    const below = [...blobs.keys()].filter((file) => inside === "" || file.startsWith(`${inside}/`));
    const found = blobs.has(inside) ? [inside] : chosenAmong(below).declarations;
    return found.length > 0 ? found : refuse(noDeclarations(revision, inside, [...blobs.keys()]));
  });
  const prefix = `git:${revision}:/`;
  const sources = new Map<string, string>();
  const load = (files: readonly string[]): void => {
    const ids = files.flatMap((file) => blobs.get(file) ?? []);
    const read = textsOf(top, revision, ids);
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

interface Place {
  readonly top: string;
  readonly inside: string;
}

/** Where the declarations of a project are in its repository: the same for each of its revisions. */
const known = new WeakMap<readonly string[], readonly Place[]>();

function placesOf(schemas: readonly string[], revision: string): readonly Place[] {
  const places = known.get(schemas) ?? schemas.map((schema) => placeInside(schema, revision));
  known.set(schemas, places);
  return places;
}

/** git knows what a path is inside the repository, whatever links lead there. */
function placeInside(schema: string, revision: string): Place {
  const folder = statSync(schema, { throwIfNoEntry: false })?.isDirectory() === true;
  const start = folder ? schema : dirname(schema);
  const { top, prefix } = placeInGit(start, revision);
  return { top, inside: folder ? prefix.replace(/\/$/, "") : prefix + basename(schema) };
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
