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

/** The tags whose names match a pattern of git's. */
export function tagsIn(folder: string, pattern: string): readonly string[] {
  const listed = git(folder, pattern, ["tag", "--list", "--", pattern]).toString();
  return listed.split("\n").filter((line) => line !== "");
}

/** The top folder of the repository, and how a path inside it to this folder begins. */
export function placeInGit(folder: string, revision: string): { readonly top: string; readonly prefix: string } {
  const [top = "", prefix = ""] = git(folder, revision, ["rev-parse", "--show-toplevel", "--show-prefix"])
    .toString()
    .split("\n");
  return { top, prefix };
}

/**
 * The files of a commit below a folder, with the ids of their texts. Nothing is checked out, so no files are left over.
 * Hidden folders and node_modules are left out.
 */
export function filesIn(folder: string, revision: string): ReadonlyMap<string, string> {
  // `--end-of-options` keeps git from reading a revision that begins with a dash as an option.
  const asked = ["ls-tree", "-r", "-z", "--end-of-options", `${revision}^{commit}`];
  const listing = git(folder, revision, asked).toString();
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
