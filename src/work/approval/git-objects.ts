import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { join, resolve } from "node:path";

/**
 * Reads git's objects for a proof. Each is compared with its name, so that a replaced file in `.git` is noticed, and
 * the repository's configuration cannot name a program that says what is signed.
 */
export interface Repository {
  readonly top: string;
  /** The commit that is checked out; null if there is none yet. */
  readonly head: string | null;
  /** Older commits are not here. */
  readonly shallow: boolean;
  readonly env: Readonly<Record<string, string>>;
  /** Objects that were read, each under the name that its bytes have. */
  readonly known: Map<string, { readonly type: string; readonly bytes: Buffer }>;
}

type Env = Readonly<Record<string, string | undefined>>;

/** The programs that check signatures, whatever the configuration says. */
const programs = ["gpg.program=gpg", "gpg.openpgp.program=gpg", "gpg.ssh.program=ssh-keygen", "gpg.x509.program=false"];
// What git computed earlier and stored is a file like any other.
const settings = [...programs, "core.commitGraph=false"].flatMap((each) => ["-c", each]);

/** Only the part of the environment that is needed to find programs and keys: nothing that begins with GIT_. */
function cleaned(env: Env): Record<string, string> {
  const kept = ["PATH", "HOME", "GNUPGHOME", "SystemRoot", "USERPROFILE", "TMPDIR"].flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const fixed = { LC_ALL: "C", GIT_NO_REPLACE_OBJECTS: "1", GIT_GRAFT_FILE: devNull, GIT_TERMINAL_PROMPT: "0" };
  return { ...Object.fromEntries(kept), ...fixed };
}

/** The repository that a folder is in; null if there is none, or no git. */
export function repositoryOf(folder: string, env: Env): Repository | null {
  const clean = cleaned(env);
  // With `--revs-only`, it is not an error that HEAD has no commit yet.
  const asked = ["rev-parse", "--is-shallow-repository", "--show-toplevel", "--revs-only", "HEAD"];
  const found = spawnSync("git", ["-C", folder, ...asked], { env: clean, encoding: "utf8" });
  const [, shallow, top, head = null] = /^(.*)\n([\s\S]+?)\r?\n(?:([0-9a-f]{40,64})\r?\n)?$/.exec(found.stdout) ?? [];
  if (found.status !== 0 || top === undefined) return null;
  return { top, head, shallow: shallow?.trim() === "true", env: clean, known: new Map() };
}

export function git({ top, env }: Repository, args: readonly string[], input = ""): Buffer {
  const stdio: ["pipe", "pipe", "pipe"] = ["pipe", "pipe", "pipe"];
  const options = { env, input, maxBuffer: 64 * 1024 * 1024, stdio };
  return execFileSync("git", ["-C", top, ...settings, ...args], options);
}

/**
 * What git and the programs behind it say of the signature of a commit or an annotated tag. They are asked in an empty
 * repository that has the same objects: git quotes settings that it does not understand, and a setting could hold the very
 * line that says that a signature is good.
 */
export function verifiedBy(repository: Repository, kind: "commit" | "tag", id: string, signers: string): string {
  const { top, env } = repository;
  const objects = git(repository, ["rev-parse", "--git-path", "objects"]).toString();
  const folder = mkdtempSync(join(tmpdir(), "trueup-git-"));
  try {
    for (const name of ["objects", "refs"]) mkdirSync(join(folder, name));
    writeFileSync(join(folder, "HEAD"), "ref: refs/heads/none\n");
    const sha256 = id.length === 64 ? "[extensions]\n\tobjectformat = sha256\n" : "";
    writeFileSync(join(folder, "config"), `[core]\n\trepositoryformatversion = ${sha256 === "" ? 0 : 1}\n${sha256}`);
    const own = { GIT_DIR: folder, GIT_OBJECT_DIRECTORY: resolve(top, objects.replace(/\r?\n$/, "")) };
    const alone = { ...env, ...own, GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: devNull };
    const args = ["-c", `gpg.ssh.allowedSignersFile=${signers}`, `verify-${kind}`, "--raw", id];
    const ran = spawnSync("git", [...settings, ...args], { cwd: top, env: alone, encoding: "utf8" });
    return `${ran.stdout}\n${ran.stderr}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function commits(repository: Repository, args: readonly string[]): readonly string[] {
  try {
    return git(repository, ["rev-list", ...args])
      .toString()
      .split("\n")
      .filter(Boolean);
  } catch {
    return [];
  }
}

/** The commits that changed lines with one of these words in a file, newest first; none outside of a repository. */
export function commitsWith(folder: string, env: Env, words: string, name: string): readonly string[] {
  // As text, whatever the attributes of the file say: of what is binary no line is looked at.
  const text = ["--text", "--no-textconv", "--no-ext-diff", "--no-show-signature"];
  const what = ["--full-history", "-m", "--format=%H", "-n", "100", ...text, `-G${words}`, "HEAD", "--", name];
  const ran = spawnSync("git", ["-C", folder, ...settings, "log", ...what], { env: cleaned(env), encoding: "utf8" });
  return ran.status === 0 ? [...new Set(ran.stdout.split("\n").filter(Boolean))] : [];
}

export interface Commit {
  readonly tree: string;
  readonly parents: readonly string[];
}

export function commitAt(repository: Repository, id: string): Commit | null {
  const raw = objectAt(repository, "commit", id)?.toString("utf8");
  if (raw === undefined) return null;
  const head = raw.slice(0, raw.indexOf("\n\n"));
  const tree = /^tree ([0-9a-f]+)$/m.exec(head)?.[1];
  return tree === undefined
    ? null
    : { tree, parents: [...head.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, p]) => p ?? "") };
}

/** The commit that an annotated tag points to; null if it points to something else. */
export function taggedCommit(repository: Repository, id: string): string | null {
  const raw = objectAt(repository, "tag", id)?.toString("utf8");
  return (raw !== undefined && /^object ([0-9a-f]+)\ntype commit\n/.exec(raw)?.[1]) || null;
}

/** When an annotated tag was made, in seconds, and its message; null if there is no such tag. */
export function tagAt(repository: Repository, id: string): { readonly made: number; readonly message: string } | null {
  const raw = objectAt(repository, "tag", id)?.toString("utf8");
  if (raw === undefined) return null;
  const end = raw.indexOf("\n\n");
  const made = /^tagger .* (\d+) [-+]\d{4}$/m.exec(raw.slice(0, end))?.[1];
  return made === undefined ? null : { made: Number(made), message: raw.slice(end + 2) };
}

/** The text of a file in a tree; null if it does not exist. */
export function fileIn(repository: Repository, tree: string, path: string): string | null {
  let id = tree;
  const names = path.split("/");
  for (const [depth, name] of names.entries()) {
    const entry = entriesOf(repository, id).find((each) => each.name === name);
    const last = depth === names.length - 1;
    if (entry === undefined || (entry.mode === "40000") === last) return null;
    id = entry.id;
  }
  return objectAt(repository, "blob", id)?.toString("utf8") ?? null;
}

function entriesOf(repository: Repository, id: string) {
  const raw = objectAt(repository, "tree", id);
  const entries: { readonly mode: string; readonly name: string; readonly id: string }[] = [];
  const width = id.length / 2;
  for (let at = 0; raw !== null && at < raw.length; ) {
    const end = raw.indexOf(0, at);
    const [mode = "", ...name] = raw.toString("utf8", at, end).split(" ");
    entries.push({ mode, name: name.join(" "), id: raw.toString("hex", end + 1, end + 1 + width) });
    at = end + 1 + width;
  }
  return entries;
}

/**
 * Reads in one go what `commitAt` and `fileIn` will ask for: these commits, their parents, and a file in each of them. A git
 * process for each object would take seconds.
 */
export function readAhead(repository: Repository, ids: readonly string[], path: string): void {
  const names = path.split("/");
  const below = names.map((_, depth) => `:${names.slice(0, depth + 1).join("/")}`);
  readObjects(
    repository,
    ids
      .flatMap((id) => [id, `${id}^1`, `${id}^2`])
      .flatMap((commit) => ["", "^{tree}", ...below].map((of) => commit + of)),
  );
}

/** The bytes of an object, if they match its name. */
function objectAt(repository: Repository, type: "commit" | "tree" | "blob" | "tag", id: string): Buffer | null {
  if (!repository.known.has(id)) readObjects(repository, [id]);
  const found = repository.known.get(id);
  return found?.type === type ? found.bytes : null;
}

/** What git gives for these names becomes known, if its bytes match its own name. */
function readObjects(repository: Repository, names: readonly string[]): void {
  let batch: Buffer;
  try {
    batch = git(repository, ["cat-file", "--batch"], names.map((name) => `${name}\n`).join(""));
  } catch {
    // It stops at an object that is damaged.
    return;
  }
  for (let at = 0; at < batch.length; ) {
    const end = batch.indexOf(10, at);
    if (end === -1) return;
    const [, id = "", type = "", size] = /^([0-9a-f]+) (\w+) (\d+)$/.exec(batch.toString("latin1", at, end)) ?? [];
    at = end + 1;
    // What is missing has no size.
    if (size === undefined) continue;
    const bytes = batch.subarray(at, at + Number(size));
    at += bytes.length + 1;
    const hash = createHash(id.length === 64 ? "sha256" : "sha1")
      .update(`${type} ${size}\0`)
      .update(bytes);
    if (hash.digest("hex") === id) repository.known.set(id, { type, bytes });
  }
}
