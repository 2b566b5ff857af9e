import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import type { Approval, Config, Target } from "../../compile/config/config-type.ts";
import type { Problem } from "../../problem/problem.ts";
import { identify } from "../../target/kinds.ts";
import type { Context } from "../context.ts";
import type { Project } from "../project.ts";
import type { Aim } from "../targets.ts";
import { commitAt, commitsWith, fileIn, readAhead, type Repository, repositoryOf, verifiedBy } from "./git-objects.ts";
import { allowedSigners, judged } from "./judge.ts";

/** Lines that say how a target is approved, or could be read that way. */
const words = "approval|signedBy|confirm|protect|dev|disposable";

/**
 * What a target requires now. Whoever edits the configuration could make it require less, so a stricter version in its
 * history stays in force until a signed commit relaxes it.
 */
export async function approvalInForce(context: Context, project: Project, aim: Aim): Promise<Approval> {
  const file = project.config?.file ?? join(project.folder, "trueup.config.ts");
  if (!existsSync(dirname(file))) return aim.approval;
  const folder = realpathSync(dirname(file));
  const name = basename(file);
  const changes = commitsWith(folder, project.env, words, name);
  if (changes.length === 0) return aim.approval;
  const repository = repositoryOf(folder, project.env);
  if (repository === null) return aim.approval;
  const path = join(folder, name);
  const tip = repository.head === null ? [] : [repository.head];
  readAhead(repository, [...tip, ...changes], relative(repository.top, path).replaceAll("\\", "/"));
  const read = async (id: string): Promise<Approval | null> => {
    const config = await configAt(repository, id, path);
    return config === null ? null : approvalIn(config, project, aim);
  };
  const head = repository.head === null ? null : await read(repository.head);
  const lowered = (stricter: Approval, by: string): Approval => {
    context.tell({ kind: "warnings", problems: [notLowered(aim, stricter, by)] });
    return stricter;
  };
  if (head !== null && isLess(aim.approval, head)) return lowered(head, "the change is not committed");
  for (const id of changes) {
    const now = await read(id);
    for (const parent of commitAt(repository, id)?.parents ?? []) {
      const before = await read(parent);
      if (before === null || !isLess(now ?? { kind: "flags" }, before)) continue;
      if (!isLess(aim.approval, before)) continue;
      const keys = before.kind === "signed" ? before.by : null;
      const said = verifiedBy(repository, "commit", id, allowedSigners(repository, keys === null ? "outside" : "any"));
      const signature = judged(said, keys);
      if (signature.key !== null) return aim.approval;
      return lowered(before, `commit ${id.slice(0, 12)} relaxes it: ${signature.why}`);
    }
  }
  return aim.approval;
}

const ranks = { flags: 0, person: 1, signed: 2 } as const;

/** Whether the first allows what the second would not. Another key is another person. */
function isLess(one: Approval, other: Approval): boolean {
  if (one.kind === "signed" && other.kind === "signed") return one.by.some((key) => !other.by.includes(key));
  return ranks[one.kind] < ranks[other.kind];
}

/** Null if there was none then, or it could not be read. */
async function configAt(repository: Repository, revision: string, path: string): Promise<Config | null> {
  const tree = commitAt(repository, revision)?.tree;
  if (tree === undefined) return null;
  const read = (file: string) => fileIn(repository, tree, relative(repository.top, file).replaceAll("\\", "/"));
  if (read(path) === null) return null;
  const { evaluateConfig } = await import("../../compile/config/evaluate-config.ts");
  try {
    return await evaluateConfig({ roots: [path], read });
  } catch {
    return null;
  }
}

/** The approval of the target with this database, identified by its place, whatever its name, or by its name. */
function approvalIn({ targets, folder }: Config, { env }: Project, aim: Aim): Approval | null {
  const place = identify(aim.url, aim.folder)?.place;
  const has = ({ place: where }: Target): boolean => {
    if (where.kind !== "url" || place === undefined) return false;
    const url = typeof where.url === "string" ? where.url : env[where.url.env];
    return url !== undefined && identify(url, folder)?.place === place;
  };
  const same = targets.filter((target) => target.name === aim.name || has(target)).map(({ approval }) => approval);
  return same.reduce<Approval | null>((most, each) => (most === null || isLess(most, each) ? each : most), null);
}

function notLowered(aim: Aim, stricter: Approval, by: string): Problem {
  const wanted = stricter.kind === "signed" ? "a signature" : "a person";
  return {
    code: "approval-lowered",
    level: "warning",
    subject: aim.name,
    message: `${aim.name} still requires ${wanted}: the configuration required that, and requiring less takes a signed commit`,
    evidence: [by],
    help: ["git commit -S, with a key that the stricter version names or, if it names none, one that git trusts"],
  };
}
