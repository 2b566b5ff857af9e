import { type Chain, chainsOf } from "../../plan/graph/standing.ts";
import type { PlanHead } from "../../plan/graph/head.ts";
import { isOfRowsAlone } from "../../plan/graph/rows-path.ts";
import { emptyFingerprints } from "../../plan/graph/where.ts";
import { count, plural } from "../../words/numbers.ts";
import { listed, short } from "../number.ts";
import type { TextOptions } from "../plan/plan-text.ts";
import { displayWidth, fit, oneLine, padEnd } from "../width.ts";
import { destroyedBy, type PlansReport, type PlansTarget } from "./plans-report.ts";

/** Above this many plans in a chain, the older ones are counted instead of drawn. */
const manyPlans = 30;

/** The folder as a graph, from its oldest base down to the declarations. */
export function plansText(report: PlansReport, options: TextOptions): string {
  const chains = chainsOf(report.graph, report.folder);
  const wide = Math.min(48, Math.max(8, ...report.graph.plans.map((plan) => displayWidth(named(report, plan)))));
  const drawn = chains.map((chain, n) => chainText(report, chain, n > 0 ? chains.slice(0, n) : [], wide, options));
  const aside = asideLines(report, options);
  return [heading(report, options), ...drawn, ...(aside.length === 0 ? [] : [aside.join("\n")])].join("\n\n");
}

function heading({ name, graph, folder, declared }: PlansReport, { style }: TextOptions): string {
  const plans = plural(graph.plans.length, "plan");
  const one = graph.plans.length === 1;
  if (graph.plans.length === 0) return style.bold(`${name}: no plans`);
  if (!declared) return style.bold(`${name}: ${plans}`);
  if (!folder.ahead) return style.bold(`${name}: ${plans}, which ${one ? "leads" : "lead"} to the declarations`);
  if (folder.ends.length < 2)
    return style.bold(`${name}: ${plans}, and the declarations are ahead of ${one ? "it" : "them"}`);
  return style.bold(`${name}: ${plans} with ${count(folder.ends.length)} ends, ${listed(folder.ends.map(short))}`);
}

function chainText(
  report: PlansReport,
  { from, plans }: Chain,
  earlier: readonly Chain[],
  wide: number,
  options: TextOptions,
): string {
  const { style } = options;
  const fold = options.all === true ? 0 : Math.max(0, firstShown(report, plans));
  const at = (nth: number) => {
    const between = { before: plans[nth - 1], after: plans[nth] };
    return state(report, between.before?.target ?? from, between, options);
  };
  const lines = fold === 0 ? [] : [style.dim(`  … ${plural(fold, "plan")} before (-v lists them)`)];
  lines.push(at(fold));
  for (const [n, plan] of plans.slice(fold).entries()) {
    lines.push(`  │  ${planLine(report, plan, wide, options)}`);
    const meets = earlier.some((chain) => chain.plans.some(({ base }) => base === plan.target));
    lines.push(meets ? style.dim(`  ╰─ joins ${short(plan.target)} above`) : at(fold + n + 1));
  }
  return lines.join("\n");
}

/** The first plan to draw: the plans that a target still needs are always drawn. */
function firstShown({ target }: PlansReport, plans: readonly PlanHead[]): number {
  const recent = plans.length - manyPlans;
  const stands = plans.findIndex(({ base }) => target?.fingerprints.includes(base) === true);
  return stands === -1 ? recent : Math.min(recent, stands);
}

/** The plans around a state, in its chain. */
interface Between {
  readonly before: PlanHead | undefined;
  readonly after: PlanHead | undefined;
}

function state({ graph, target }: PlansReport, fingerprint: string, between: Between, { style }: TextOptions): string {
  const goal = graph.goals.has(fingerprint);
  const here = target !== null && isHere(target, fingerprint, between) ? target.name : null;
  const name = goal
    ? "the declarations"
    : emptyFingerprints.includes(fingerprint)
      ? "the empty database"
      : style.dim(short(fingerprint));
  const mark = here !== null ? style.good("●") : goal ? "◆" : "○";
  return `  ${mark}  ${name}${here === null ? "" : `  ${style.good(`← ${oneLine(here)} is here`)}`}`;
}

/** Before and after a plan for rows alone the schema is the same: a database is before it as long as it is pending. */
function isHere({ fingerprints, where }: PlansTarget, fingerprint: string, { before, after }: Between): boolean {
  const isPending = (plan: PlanHead) => where.kind === "behind" && where.path.plans.includes(plan);
  if (!fingerprints.includes(fingerprint)) return false;
  if (before !== undefined && isOfRowsAlone(before) && isPending(before)) return false;
  return after === undefined || !isOfRowsAlone(after) || isPending(after);
}

function planLine(report: PlansReport, plan: PlanHead, wide: number, { style, width }: TextOptions): string {
  const name = named(report, plan);
  const [does = ""] = plan.summary;
  const lost = destroyedBy(plan);
  const lead = `${style.bold(padEnd(name, wide))}  `;
  const room = Math.max(20, width - 5 - displayWidth(lead));
  const text = fit(oneLine(does), room);
  const destroys = lost.length === 0 ? "" : `  destroys ${listed(lost.map(({ object }) => oneLine(object)))}`;
  return `${lead}${text}${style.dropped(fit(destroys, Math.max(0, room - displayWidth(text))))}`;
}

/** Plans that no database needs, and why. */
function asideLines(report: PlansReport, { style }: TextOptions): readonly string[] {
  const { graph, folder, unreadable } = report;
  const lines = [
    ...[...folder.standings].flatMap(([plan, standing]) => {
      const why = standing === "on" ? null : reasons[standing];
      return why === null ? [] : [`  ${named(report, plan)}  ${style.dim(why(short(plan.target)))}`];
    }),
    ...graph.copies.map(
      ({ plan, of }) => `  ${named(report, plan)}  ${style.dim(`the same plan as ${named(report, of)}`)}`,
    ),
  ];
  const broken = unreadable.map((file) => `  ${oneLine(file)}  ${style.error("cannot be read")}`);
  return [...(lines.length === 0 ? [] : ["Off the path:", ...lines]), ...broken];
}

const reasons = {
  off: (target: string) => `leads elsewhere, to ${target}`,
  other: () => "leads there too, but the path with fewer plans is taken, or the first by name",
  back: () => "leads in a circle",
} as const;

function named(report: PlansReport, plan: PlanHead): string {
  return oneLine(report.shown(plan));
}
