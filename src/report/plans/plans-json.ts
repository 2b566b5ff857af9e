import type { PlanHead } from "../../plan/graph/head.ts";
import { unreachable } from "../../problem/problem.ts";
import { destroyedBy, type PlansReport, type PlansTarget } from "./plans-report.ts";

export function plansJson(report: PlansReport) {
  const { name, graph, folder, unreadable, target, declared, shown } = report;
  return {
    folder: name,
    declared: declared ? ([...graph.goals][0] ?? null) : null,
    ahead: folder.ahead,
    ends: folder.ends,
    plans: graph.plans.map((plan) => ({
      file: shown(plan),
      base: plan.base,
      target: plan.target,
      seal: plan.seal,
      standing: folder.standings.get(plan) ?? "off",
      summary: plan.summary,
      destroys: destroyedBy(plan),
    })),
    copies: graph.copies.map(({ plan, of }) => ({ file: shown(plan), of: shown(of) })),
    unreadable,
    target: target === null ? null : targetJson(target, shown),
  };
}

function targetJson({ name, fingerprints, where }: PlansTarget, shown: (plan: PlanHead) => string) {
  const said = { name, fingerprint: fingerprints[0] ?? "", state: where.kind };
  switch (where.kind) {
    case "there":
    case "empty":
    case "elsewhere":
      return { ...said, pending: [], instead: [] };
    case "behind":
      return { ...said, pending: where.path.plans.map(shown), instead: where.path.instead.map(shown) };
    default:
      return unreachable(where);
  }
}
