import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import { refuse } from "./shell.ts";

interface Asked {
  readonly revision: string;
  readonly input?: string;
  readonly index?: string;
}

function git(folder: string, { revision, input, index }: Asked, ...args: readonly string[]): string {
  const env = index === undefined ? process.env : { ...process.env, GIT_INDEX_FILE: index };
  try {
    return execFileSync("git", ["-C", folder, ...args], {
      encoding: "utf8",
      env,
      maxBuffer: 256 * 1024 * 1024,
      stdio: ["pipe", "pipe", "pipe"],
      ...(input === undefined ? {} : { input }),
    });
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
    return refuse({
      code: "git-failed",
      level: "error",
      subject: `git:${revision}`,
      message: `git cannot show the declarations of ${revision}`,
      evidence: said === "" ? [] : said.split("\n").slice(0, 3),
      help: ["check the revision with  git log --oneline", "in CI fetch the whole history: fetch-depth: 0"],
    });
  }
}

/**
 * The declarations as they stood in a revision, in a folder of their own until `work` is done. The TypeScript files
 * that stand beside them come along, because declarations may import from there.
 */
export async function withRevision<T>(schema: string, revision: string, work: (schema: string) => Promise<T>) {
  const start = dirname(schema);
  const asked = { revision };
  const top = git(start, asked, "rev-parse", "--show-toplevel").trim();
  // `--end-of-options` keeps a revision that begins with a dash from being an option of git.
  const commit = git(start, asked, "rev-parse", "--verify", "--end-of-options", `${revision}^{commit}`).trim();
  const inside = relative(top, schema).split(sep).join("/");
  const listed = git(top, asked, "ls-tree", "-r", "-z", "--name-only", commit).split("\0");
  const typed = listed.filter((file) => /\.m?ts$/.test(file) && !/(^|\/)node_modules\//.test(file));
  const wanted = typed.filter((file) => file === inside || file.startsWith(`${inside}/`));
  if (wanted.length === 0) {
    refuse({
      code: "git-failed",
      level: "error",
      subject: `git:${revision}`,
      message: `${revision} has no declarations at ${inside}`,
      help: ["name the path that they had then:  --schema PATH"],
    });
  }
  const beside = inside.includes("/") ? typed.filter((file) => file.startsWith(`${dirname(inside)}/`)) : wanted;
  const scratch = mkdtempSync(join(tmpdir(), "trueup-git-"));
  try {
    const index = join(scratch, "index");
    git(top, { revision, index }, "read-tree", commit);
    git(
      top,
      { revision, index, input: beside.join("\0") },
      "checkout-index",
      `--prefix=${scratch}/tree/`,
      "-z",
      "--stdin",
    );
    return await work(join(scratch, "tree", inside));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
