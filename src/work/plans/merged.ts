import { execFileSync } from "node:child_process";
import { basename, dirname } from "node:path";

/** A branch that a team merges into, as git knows it here. */
export interface Branch {
  readonly name: string;
  readonly commit: string;
}

/**
 * What is already merged: the branch that origin calls its own, or main or master; right after a merge into that
 * branch, its state before the merge. Null if git cannot tell.
 */
export function mainBranch(folder: string): Branch | null {
  const head = commitOf(folder, "HEAD");
  if (head === null) return null;
  for (const name of ["origin/HEAD", "origin/main", "origin/master", "main", "master"]) {
    const commit = commitOf(folder, name);
    if (commit === null) continue;
    if (commit !== head) return { name, commit };
    // The branch is checked out, and a merge was just made or is in progress: its previous state is the first parent.
    const first =
      commitOf(folder, "MERGE_HEAD") === null ? commitOf(folder, "HEAD^2") && commitOf(folder, "HEAD^1") : head;
    if (first !== null) return { name: `${name} before the merge`, commit: first };
  }
  return null;
}

/** Whether a file exists there, whatever it contains. */
export function isCommittedIn({ commit }: Branch, file: string): boolean {
  return git(dirname(file), ["cat-file", "-e", `${commit}:./${basename(file)}`]) !== null;
}

function commitOf(folder: string, name: string): string | null {
  return git(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`]);
}

function git(folder: string, args: readonly string[]): string | null {
  try {
    return execFileSync("git", ["-C", folder, ...args], { stdio: ["ignore", "pipe", "ignore"] })
      .toString()
      .trim();
  } catch {
    return null;
  }
}
