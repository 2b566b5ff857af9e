import { execFileSync } from "node:child_process";
import { refuse } from "./context.ts";

/** Runs git in a folder. If it fails, the work ends: it cannot show the revision. */
function git(folder: string, revision: string, args: readonly string[], input = ""): Buffer {
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

/** The commit that a revision names. */
export function commitOf(folder: string, revision: string): string {
  // `--end-of-options` keeps git from reading a revision that begins with a dash as an option.
  const asked = ["rev-parse", "--verify", "--end-of-options", `${revision}^{commit}`];
  return git(folder, revision, asked).toString().trim();
}

/** The tags whose names match a pattern of git's. */
export function tagsIn(folder: string, pattern: string): readonly string[] {
  const listed = git(folder, pattern, ["tag", "--list", "--", pattern]).toString();
  return listed.split("\n").filter((line) => line !== "");
}

/** Something that git knows about the folder itself. */
export function placeInGit(folder: string, revision: string, what: "--show-toplevel" | "--show-prefix"): string {
  return git(folder, revision, ["rev-parse", what]).toString().trim();
}

/**
 * The files of a commit below a folder, with the ids of their texts. Nothing is checked out, so no files are left over.
 * Hidden folders and node_modules are left out.
 */
export function filesIn(folder: string, revision: string, commit: string): ReadonlyMap<string, string> {
  const listing = git(folder, revision, ["ls-tree", "-r", "-z", commit]).toString();
  return new Map(
    listing.split("\0").flatMap((line): [string, string][] => {
      // `100644 blob 5f2c…<TAB>schema/tune.ts`
      const [, id, file] = /^100\d+ blob (\S+)\t([\s\S]+)$/.exec(line) ?? [];
      return id === undefined || file === undefined || /(^|\/)(node_modules\/|\.)/.test(file) ? [] : [[file, id]];
    }),
  );
}

/** The texts with these ids, in one go: a git process for each would take seconds. */
export function textsOf(folder: string, revision: string, ids: readonly string[]): readonly Buffer[] {
  return contents(git(folder, revision, ["cat-file", "--batch"], `${ids.join("\n")}\n`));
}

/** The output of `cat-file --batch`: a line that ends in the size, the bytes, a line feed, and so on. */
function contents(batch: Buffer): readonly Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < batch.length; ) {
    const line = batch.indexOf(10, at);
    const size = Number(batch.toString("latin1", at, line).split(" ").at(-1));
    found.push(batch.subarray(line + 1, line + 1 + size));
    at = line + 1 + size + 1;
  }
  return found;
}
