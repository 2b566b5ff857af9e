import { relative } from "node:path";

/** As short as it is from here; a file elsewhere keeps its whole path, and one of a revision is named as git names it. */
export function shownFrom(cwd: string, file: string): string {
  if (file.startsWith("git:")) return file.replace(":/", ":");
  const near = relative(cwd, file);
  if (near === "") return ".";
  return near.startsWith("../../") ? file : near;
}
