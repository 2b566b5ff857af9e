import { relative } from "node:path";

/** The path relative to here; a file elsewhere keeps its absolute path, and one of a revision its git name. */
export function shownFrom(cwd: string, file: string): string {
  if (file.startsWith("git:")) return file.replace(":/", ":");
  const near = relative(cwd, file);
  if (near === "") return ".";
  return near.startsWith("../../") ? file : near;
}
