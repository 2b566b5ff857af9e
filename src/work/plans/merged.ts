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
  const names = ["origin/HEAD", "origin/main", "origin/master", "main", "master"];
  const [head, merging, first, second, ...commits] = commitsOf(folder, [
    "HEAD",
    "MERGE_HEAD",
    "HEAD^1",
    "HEAD^2",
    ...names,
  ]);
  if (!head) return null;
  // Where the branch is checked out, and a merge was just made or is in progress, its previous state is the first parent.
  const before = merging ? head : second && first;
  for (const [n, name] of names.entries()) {
    const commit = commits[n];
    if (!commit) continue;
    if (commit !== head) return { name, commit };
    if (before) return { name: `${name} before the merge`, commit: before };
  }
  return null;
}

/** Whether a file exists there, whatever it contains. */
export function isCommittedIn({ commit }: Branch, file: string): boolean {
  return git(dirname(file), ["cat-file", "-e", `${commit}:./${basename(file)}`]) !== null;
}

/** The commits that these names mean; null where there is none. */
function commitsOf(folder: string, names: readonly string[]): readonly (string | null)[] {
  const asked = names.map((name) => `${name}^{commit}\n`).join("");
  const found = git(folder, ["cat-file", "--batch-check=%(objectname)"], asked)?.split("\n") ?? [];
  return names.map((_, n) => /^[0-9a-f]+$/.exec(found[n] ?? "")?.[0] ?? null);
}

function git(folder: string, args: readonly string[], input = ""): string | null {
  try {
    return execFileSync("git", ["-C", folder, ...args], { input, stdio: ["pipe", "pipe", "ignore"] })
      .toString()
      .trim();
  } catch {
    return null;
  }
}
