import { besideWith } from "../../plan/of-application.ts";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { type Graph, graphOf, pathFrom } from "../../plan/graph/graph.ts";
import type { PlanHead } from "../../plan/graph/head.ts";
import { folderOf } from "../../plan/graph/standing.ts";
import { fingerprintsOf } from "../../plan/graph/where.ts";
import type { Checked, Problem } from "../../problem/problem.ts";
import { rebaseOnto, type Rebased, type RebaseOptions } from "../planning/rebase.ts";
import { listenTo } from "../change/change.ts";
import { type Context, checked, need, refuse } from "../context.ts";
import type { Project } from "../project.ts";
import { liveSchema } from "../schema/live.ts";
import { shownFrom } from "../shown-from.ts";
import { type Aim, oneTarget, targetOf } from "../targets.ts";
import { noPath } from "./no-path.ts";
import { type PlanFile, planFile } from "./plan-file.ts";
import { isCommittedIn, mainBranch } from "./merged.ts";
import { graphFor, type FolderGround, groundOf } from "./way.ts";

export interface RebasedFolder extends Rebased {
  /** The plans that the new one follows, starting from the database: they were run on a copy of it first. */
  readonly onto: readonly string[];
  /** Why these plans stay. */
  readonly because: string;
  /** The plans whose decisions the new one takes over. Their files are gone, except for the one that it replaced. */
  readonly replaced: readonly string[];
  /** Plans of other ends whose decisions it takes over but which stay: they are merged, so a database may be there. */
  readonly stay: readonly string[];
}

/** After branches were merged, makes the missing plan on top of what is deployed or already merged. */
export function rebaseFolder(project: Project, options: Omit<RebaseOptions, "plan">): Promise<Checked<RebasedFolder>> {
  return checked("plan", project.cwd, options, async (context) => {
    const aim = oneTarget(context, project, options.target);
    const ground = await groundOf(context, project, `${shownFrom(context.cwd, project.plans)}/`);
    const live = await liveSchema(context, aim);
    const graph = await graphFor(context, ground, live);
    const here = fingerprintsOf(live);
    if (pathFrom(graph, here) !== null) refuse(nothingMissing(aim, ground));
    const { end, because } =
      chosenEnd(graph, here, project.plans) ??
      refuse(...(await noPath(context, project, aim, { ...ground, graph }, live)));
    const kept = graphOf(ground.heads, [end]);
    const onto = await Promise.all((pathFrom(kept, here)?.plans ?? []).map(({ file }) => planFile(context, file)));
    const { replaced, merged } = beside(ground.heads, kept, project.plans);
    const last = replaced.at(-1) ?? merged.at(-1);
    if (last === undefined) return refuse(nothingToReplace(aim, ground));
    const files = await Promise.all([...replaced, ...merged].map(({ file }) => planFile(context, file)));
    const out = options.out === undefined ? outFor(context, last, replaced, kept, end) : options.out;
    const all = files.flatMap(({ plan }) => plan.decisions);
    const decisions = [...new Map(all.map((each) => [JSON.stringify(each), each])).values()];
    const rebased = await onCopy(context, aim, onto, (at) =>
      rebaseOnto(context, project, at, decisions, { ...options, out }),
    );
    if (rebased.file !== null) {
      const written = resolve(context.cwd, rebased.file.path);
      for (const { file } of replaced) if (file !== written) rmSync(file, { force: true });
    }
    return {
      ...rebased,
      comparison: { ...rebased.comparison, target: aim.name },
      onto: onto.map(({ name }) => name),
      because,
      replaced: replaced.map(({ file }) => shownFrom(context.cwd, file)),
      stay: merged.map(({ file }) => shownFrom(context.cwd, file)),
    };
  });
}

interface End {
  readonly end: string;
  readonly because: string;
}

/** The end to continue from, among those that this database can reach. */
function chosenEnd(graph: Graph, here: readonly string[], plans: string): End | null {
  const reached = folderOf(graph).ends.flatMap((end) => {
    const path = pathFrom(graphOf(graph.plans, [end]), here);
    return path === null ? [] : [{ end, path: path.plans, last: lastPlan(graph, end) }];
  });
  const [first, ...others] = reached;
  if (first === undefined) return null;
  const deployed = reached.find(({ path }) => path.length === 0);
  if (deployed !== undefined) return { end: deployed.end, because: "the database is there already" };
  if (others.length === 0) return { end: first.end, because: "it is the only end that the database can reach" };
  const main = mainBranch(plans);
  const merged = main === null ? [] : reached.filter(({ last }) => last !== null && isCommittedIn(main, last.file));
  const [before] = merged;
  if (before !== undefined && merged.length < reached.length)
    return { end: before.end, because: `${main?.name} has it` };
  return { end: first.end, because: "it is the first by name" };
}

function lastPlan({ plans }: Graph, end: string): PlanHead | null {
  return plans.find(({ target }) => target === end) ?? null;
}

/** The plans that do not lead to the chosen end. Those on the main branch may be deployed somewhere. */
function beside(heads: readonly PlanHead[], kept: Graph, plans: string) {
  const off = heads.filter(({ target }) => !kept.left.has(target));
  const main = mainBranch(plans);
  const merged = main === null ? [] : off.filter(({ file }) => isCommittedIn(main, file));
  return { replaced: off.filter((head) => !merged.includes(head)), merged };
}

/** Replaces the file of the last plan, or uses a new name if that plan stays. */
function outFor({ cwd }: Context, last: PlanHead, replaced: readonly PlanHead[], kept: Graph, end: string): string {
  if (replaced.length > 0) return shownFrom(cwd, last.file);
  const bare = (file: string) => basename(file).replace(/\.plan\.sql$/, "");
  const before = lastPlan(kept, end);
  const name = `${bare(last.file)}-after-${before === null ? "it" : bare(before.file)}.plan.sql`;
  return shownFrom(cwd, join(dirname(last.file), name));
}

/** The database as the plans will leave it: they are run on a copy, because rows decide what the next one may do. */
async function onCopy<T>(
  context: Context,
  aim: Aim,
  plans: readonly PlanFile[],
  work: (aim: Aim) => Promise<T>,
): Promise<T> {
  const [first, ...following] = plans;
  if (first === undefined) return work(aim);
  const folder = mkdtempSync(join(tmpdir(), "trueup-rebase-"));
  try {
    const target = await targetOf(context, aim);
    const copied = await target.copy(folder, { onProgress: () => {}, stop: context.signal });
    const copy = { ...aim, url: need(context, copied), folder, before: null, after: null };
    const planName = first.name;
    const inOrder = plans.map(({ plan }) => plan);
    const request = {
      ...{ plan: first.plan, seal: first.seal, planName, beside: besideWith(aim.beside, inOrder), lockTimeout: 0 },
      following: following.map(({ plan, seal, name }) => ({ plan, seal, planName: name })),
      ...{ place: { root: folder, name: "rebase" }, backup: "none" as const, keep: null, estimates: {} },
      ...{ create: false, allowLong: false, writersStopped: true, replicas: [] },
    };
    const outcome = await (await targetOf(context, copy)).change(request, listenTo({ ...context, tell: () => {} }, {}));
    if ("problems" in outcome) refuse(...outcome.problems);
    return await work(copy);
  } finally {
    if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
  }
}

function nothingMissing({ name }: Aim, ground: FolderGround): Problem {
  return {
    code: "plans-whole",
    level: "error",
    subject: name,
    message: `no plan is missing: ${ground.name} leads ${name} to the declarations`,
    help: [`trueup apply ${ground.name} ${name}`, "name the plan to make again:  --rebase PLAN"],
  };
}

function nothingToReplace({ name }: Aim, ground: FolderGround): Problem {
  return {
    code: "plans-whole",
    level: "error",
    subject: name,
    message: `no plan of ${ground.name} has to be made again: one more is missing`,
    help: [`write it:  trueup plan ${name} --out ${ground.name.replace(/\/+$/, "")}/NAME.plan.sql`],
  };
}
