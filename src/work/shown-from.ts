import path from "node:path";
import type { Project } from "./project.ts";

/**
 * The path relative to here; a file elsewhere keeps its absolute path, and one of a revision its git name. With slashes on
 * Windows as well, which takes them, so that what is shown can be typed in any shell.
 */
export function shownFrom(
  cwd: string,
  file: string,
  { relative, sep }: Pick<typeof path, "relative" | "sep"> = path,
): string {
  if (file.startsWith("git:")) return file.replace(":/", ":");
  const near = relative(cwd, file).replaceAll(sep, "/");
  if (near === "") return ".";
  // On another drive there is no way from here to there.
  return near.startsWith("../../") || /^[A-Za-z]:/.test(near) ? file : near;
}

/** What a database is compared with: the one file or folder of declarations by its path, several by what they are. */
export function shownSchema({ cwd, schema, schemas }: Project): string {
  return schemas.length === 1 ? shownFrom(cwd, schema) : "the declarations";
}
