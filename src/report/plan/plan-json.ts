import type { PlanReport } from "./plan-report.ts";
import type { PlanJson } from "./plan-json-shape.ts";
import { reasonWords } from "../../words/reason.ts";

/** `show --json`: derived from the plan file, which stays the one source of truth. */
export function planJson(report: PlanReport): PlanJson {
  const { plan, explanation } = report;
  const steps = plan.items.map((item): PlanJson["items"][number] =>
    item.kind === "step"
      ? { kind: "step", name: item.step, subject: item.subject, note: item.note, sql: item.sql }
      : { kind: "check", name: item.check, subject: item.subject, note: item.note, expect: item.expect, sql: item.sql },
  );
  return {
    name: report.name,
    base: plan.base,
    target: plan.target,
    seal: report.seal,
    counts: { ...explanation.counts },
    destroys: explanation.hazards.map((one) => ({ ...one })),
    hazards: explanation.hazards.map((one) => ({ ...one })),
    changes: explanation.changes,
    kept: explanation.kept.map(({ name, why }) => ({ name, why: reasonWords(why) })),
    cosmetic: [...explanation.cosmetic],
    order: [...explanation.order],
    cost: explanation.cost ?? null,
    decisions: [...plan.decisions],
    items: steps,
    before: plan.before.map((one) => ({ ...one })),
    rehearsal: report.rehearsal,
  };
}
