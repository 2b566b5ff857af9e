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
  execFileSync("git", ["init", "-q", "--template=", "-b", "main", folder]);
  // All releases in one process of git, which keeps of each what the next one does not replace.
  const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const commits = Object.entries(releases).map(([tag, files], at) => {
    write(folder, files);
    const author = `committer n <n@example.org> ${1_700_000_000 + at} +0000\n`;
    const written = Object.entries(files).map(([file, text]) => `M 100644 inline ${file}\n${data(text)}`);
    return `commit refs/heads/main\n${author}${data(tag)}${written.join("")}\nreset refs/tags/${tag}\nfrom refs/heads/main\n\n`;
  });
  // As one pack: otherwise git starts another process to take it apart.
  const load = ["-c", "fastimport.unpackLimit=1", "-C", folder, "fast-import", "--quiet"];
  execFileSync("git", load, { input: commits.join("") });
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
