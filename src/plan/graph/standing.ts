import { grouped } from "../../model/grouped.ts";
import { comesBack, type Graph } from "./graph.ts";
import type { PlanHead } from "./head.ts";
import { isOfRowsAlone } from "./rows-path.ts";

/**
 * What a plan in a folder is for. `on`: some database takes it. `other`: it leads to the declarations too, but a
 * shorter path, or one that comes first by name, is taken. `back`: it leads in a circle. `off`: it does not lead to the
 * declarations.
 */
export type Standing = "on" | "other" | "back" | "off";

export interface Folder {
  /** Whether the declarations are ahead of the plans: there are plans, and none leads to them. */
  readonly ahead: boolean;
  /** Targets of plans from which no other plan continues. If there are several, branches were not joined. */
  readonly ends: readonly string[];
  readonly standings: ReadonlyMap<PlanHead, Standing>;
}

export function folderOf(graph: Graph): Folder {
  const bases = new Set(graph.plans.map(({ base }) => base));
  const targets = new Set(graph.plans.map(({ target }) => target));
  const ends = [...targets].filter((target) => !bases.has(target) || graph.goals.has(target));
  const ahead = graph.plans.length > 0 && ![...graph.goals].some((goal) => targets.has(goal));
  const standings = new Map(graph.plans.map((plan) => [plan, ahead ? "on" : standingOf(graph, plan)]));
  return { ahead, ends, standings };
}

function standingOf(graph: Graph, plan: PlanHead): Standing {
  const { next, left, goals } = graph;
  // It leads to its own start, and databases pass there on their path.
  if (isOfRowsAlone(plan)) return left.has(plan.base) ? "on" : "off";
  if (!left.has(plan.target) || goals.has(plan.base)) return "off";
  if (next.get(plan.base) === plan) return "on";
  return comesBack(graph, plan) ? "back" : "other";
}

/**
 * The plans that no database needs to reach the declarations: those that lead elsewhere, and second copies. If the
 * declarations are ahead of the plans, it is not known which plans will be needed.
 */
export function unneededPlans({ copies }: Graph, { ahead, standings }: Folder): readonly PlanHead[] {
  const off = [...standings].flatMap(([plan, standing]) => (standing === "off" ? [plan] : []));
  return ahead ? [] : [...off, ...copies.map(({ plan }) => plan)];
}

/** Plans in chains, each down to where it meets an earlier one. */
export interface Chain {
  readonly from: string;
  readonly plans: readonly PlanHead[];
}

/**
 * The plans that are `on`, the longest chain first. If the declarations are ahead, the chains are followed to their
 * ends instead, taking the first plan that continues each one.
 */
export function chainsOf(graph: Graph, { standings, ahead }: Folder): readonly Chain[] {
  const on = graph.plans.filter((plan) => standings.get(plan) === "on");
  const after = grouped(on, ({ base }) => base);
  const targets = new Set(on.flatMap((plan) => (isOfRowsAlone(plan) ? [] : [plan.target])));
  const seen = new Set<PlanHead>();
  const follow = (first: PlanHead): Chain => {
    const plans: PlanHead[] = [];
    for (let plan: PlanHead | undefined = first; plan !== undefined && !seen.has(plan); ) {
      plans.push(plan);
      seen.add(plan);
      const { target }: PlanHead = plan;
      const others = (after.get(target) ?? []).filter((each) => !seen.has(each));
      plan = others.find(isOfRowsAlone) ?? others[0];
    }
    return { from: first.base, plans };
  };
  // A circle that nothing leads into has no first plan, so the remaining plans are followed as well.
  const far = (plan: PlanHead) => graph.left.get(plan.base) ?? 0;
  const starts = on.filter(({ base }) => !targets.has(base)).sort((a, b) => far(b) - far(a));
  const rest = ahead ? on : [];
  return [...starts, ...rest].map(follow).filter(({ plans }) => plans.length > 0);
}
