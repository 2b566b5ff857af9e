import { realpathSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import type { Approved } from "../../apply/approved.ts";
import {
  type Commit,
  commitAt,
  commits,
  fileIn,
  git,
  readAhead,
  type Repository,
  repositoryOf,
  tagAt,
  taggedCommit,
  verifiedBy,
} from "./git-objects.ts";
import { allowedSigners, judged } from "./judge.ts";

/** A file that somebody may have signed. */
export interface Signed {
  /** Absolute. */
  readonly path: string;
  /** Whether a text, as committed, is exactly this file. */
  readonly isThis: (text: string) => boolean;
}

export interface Sought {
  readonly approved: Approved | null;
  /** Why there is no signature that counts: one line for each commit or tag that was examined. */
  readonly why: readonly string[];
}

/** How many commits and tags are examined, newest first: a plan is signed when it is added. */
const most = 50;

/** A commit that adds the file, or a tag that contains it, signed with one of the keys. */
export function approvedBySignature(
  file: Signed,
  keys: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Sought {
  const no = (...why: string[]): Sought => ({ approved: null, why });
  const folder = realpathSync(dirname(file.path));
  const repository = repositoryOf(folder, env);
  if (repository === null) return no("the plan is in no git repository");
  const path = relative(repository.top, join(folder, basename(file.path))).replaceAll("\\", "/");
  const { head } = repository;
  if (head !== null) readAhead(repository, [head], path);
  const tip = head === null ? null : commitAt(repository, head);
  const committed = tip === null ? null : fileIn(repository, tip.tree, path);
  if (tip === null || committed === null) return no(`${path} is not committed`, ...shallowNote(repository));
  if (!file.isThis(committed)) return no(`${path} is not what is committed: it was changed since`);
  const signers = allowedSigners(repository, "any");
  const why: string[] = [];
  const lists = [commits(repository, ["-n", String(most), "--first-parent", "HEAD", "--", path])];
  lists.push(commits(repository, ["-n", String(most), "--full-history", "HEAD", "--", path]));
  const ids = [...new Set(lists.flat())];
  readAhead(repository, ids, path);
  for (const id of ids) {
    const commit = commitAt(repository, id);
    const brought = commit === null ? "its objects are damaged" : bringsIn(repository, commit, path, file);
    const name = `commit ${id.slice(0, 12)}`;
    if (brought === "another") continue;
    if (brought !== "this") {
      why.push(`${name}: ${brought}`);
      continue;
    }
    const signature = judged(verifiedBy(repository, "commit", id, signers), keys);
    if (signature.key !== null) return { approved: { by: "signature", key: signature.key, on: name }, why: [] };
    why.push(`${name}: ${signature.why}`);
  }
  for (const { name, id } of tagsOf(repository)) {
    const of = taggedCommit(repository, id);
    const commit = of === null ? null : commitAt(repository, of);
    const text = commit === null ? null : fileIn(repository, commit.tree, path);
    if (text === null || !file.isThis(text)) continue;
    const signature = judged(verifiedBy(repository, "tag", id, signers), keys);
    if (signature.key !== null)
      return { approved: { by: "signature", key: signature.key, on: `tag ${name}` }, why: [] };
    why.push(`tag ${name}: ${signature.why}`);
  }
  return no(...why, ...shallowNote(repository));
}

/** How long a tag approves what is in no file: what it says could be done again, at another state, as often as one likes. */
const hours = 24;

/** A signed tag of the project's repository whose message says `approves SEAL`: for what is in no file that could be signed. */
export function approvedByTag(
  seals: readonly string[],
  folder: string,
  keys: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Sought {
  const no = (...why: string[]): Sought => ({ approved: null, why });
  const repository = repositoryOf(realpathSync(folder), env);
  if (repository === null) return no("the project is in no git repository");
  const signers = allowedSigners(repository, "any");
  const why: string[] = [];
  for (const { name, id } of tagsOf(repository)) {
    const tag = tagAt(repository, id);
    const lines = tag?.message.split("\n") ?? [];
    if (tag === null || !seals.some((seal) => lines.includes(`approves ${seal}`))) continue;
    const signature = judged(verifiedBy(repository, "tag", id, signers), keys);
    const age = Date.now() / 1000 - tag.made;
    const isNow = age > -300 && age < hours * 3600;
    if (signature.key !== null && isNow)
      return { approved: { by: "signature", key: signature.key, on: `tag ${name}` }, why: [] };
    why.push(`tag ${name}: ${signature.key === null ? signature.why : `not of the last ${hours} hours`}`);
  }
  return no(...(why.length > 0 ? why : ["there is no tag that says so"]));
}

/** A commit contains everything that its ancestors contain; it is responsible only for what it adds itself. */
function bringsIn(
  repository: Repository,
  { tree, parents: [parent] }: Commit,
  path: string,
  { isThis }: Signed,
): "this" | "another" | string {
  const text = fileIn(repository, tree, path);
  if (text === null || !isThis(text)) return "another";
  if (parent === undefined) return "this";
  const before = commitAt(repository, parent);
  if (before === null) return "its parent is not in this clone, so what it added cannot be seen";
  const old = fileIn(repository, before.tree, path);
  return old !== null && isThis(old) ? "another" : "this";
}

function tagsOf(repository: Repository): readonly { readonly name: string; readonly id: string }[] {
  const format = "%(objecttype) %(objectname) %(refname:strip=2)";
  const asked = ["for-each-ref", `--count=${most}`, "--sort=-creatordate", `--format=${format}`, "refs/tags"];
  return git(repository, asked)
    .toString()
    .split("\n")
    .flatMap((line) => {
      const [, id, name] = /^tag ([0-9a-f]+) (.+)$/.exec(line) ?? [];
      return id === undefined || name === undefined ? [] : [{ name, id }];
    });
}

function shallowNote({ shallow }: Repository): readonly string[] {
  return !shallow ? [] : ["this clone is shallow: older commits are not here (fetch-depth: 0 fetches them)"];
}
