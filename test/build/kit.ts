import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Test } from "tap";
import type { Checked, Problem } from "../../src/problem/problem.ts";
import type { Bundle } from "../../src/start/bundle.ts";
import { type BuildOptions, build } from "../../src/work/build/build.ts";
import { loadProject, type Project } from "../../src/work/project.ts";
import { temporaryFolder } from "../kit/database.ts";

/** The files of a release, by their paths. */
export type Files = Readonly<Record<string, string>>;

/** A repository with a tag for each release, and the last files as its work tree. */
export function repository(t: Test, releases: Readonly<Record<string, Files>>, now: Files): string {
  const folder = temporaryFolder(t);
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-C", folder, "-c", "user.name=n", "-c", "user.email=n@example.org", ...args], {
      stdio: ["ignore", "pipe", "pipe"],
    });
  git("init", "-q", "-b", "main");
  for (const [tag, files] of Object.entries(releases)) {
    write(folder, files);
    git("add", "-A");
    git("commit", "-q", "--allow-empty", "-m", tag);
    git("tag", tag);
  }
  write(folder, now);
  return folder;
}

function write(folder: string, files: Files): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}

export async function projectAt(folder: string): Promise<Project> {
  const loaded = await loadProject({ cwd: folder, env: {} });
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join("\n"));
  return loaded.value;
}

export async function built(folder: string, options: BuildOptions = {}): Promise<Bundle> {
  const result = await tryBuild(folder, options);
  if (!result.ok) throw new Error(result.problems.map(({ code, message }) => `${code}: ${message}`).join("\n"));
  return result.value.bundle;
}

export async function refusals(folder: string, options: BuildOptions = {}): Promise<readonly Problem[]> {
  const result = await tryBuild(folder, options);
  return result.ok ? [] : result.problems;
}

async function tryBuild(folder: string, options: BuildOptions): Promise<Checked<{ readonly bundle: Bundle }>> {
  return build(await projectAt(folder), { out: "bundle.json", bases: ["v*"], ...options });
}
