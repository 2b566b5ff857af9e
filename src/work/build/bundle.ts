import { engineFunctions } from "../../introspect/engine-functions.ts";
import type { Beside } from "../../model/beside.ts";
import { fingerprint } from "../../model/fingerprint.ts";
import { compareText, fold } from "../../model/names.ts";
import { type EngineProfile, libsqlProfile, plainProfile } from "../../model/profile.ts";
import type { Schema } from "../../model/schema.ts";
import { emptySchema } from "../../plan/graph/where.ts";
import { steps } from "../../plan/kinds.ts";
import type { Decision, Item } from "../../plan/plan.ts";
import { sealOf } from "../../plan/seal.ts";
import { saysAnswer } from "../../planner/rows/elsewhere.ts";
import type { Problem } from "../../problem/problem.ts";
import { isOfApplication } from "../../sql/stand-ins.ts";
import { significantIn, unquote } from "../../sql/tokens.ts";
import type { Bundle, BundledPlan, BundleEngine, KnownState, StoredObject } from "../../start/bundle.ts";
import type { Base } from "./bases.ts";
import { storedAfterChains } from "./chains.ts";
import { planNative } from "./native.ts";
import { planBase, type PlannedBase, type ForAllBases } from "./plan-base.ts";
import { storedAfter, storedAtOnce, withTexts } from "./stored-objects.ts";

export const builtEngines = ["plain", "native", "libsql"] as const satisfies readonly BundleEngine[];

export type BuiltEngine = (typeof builtEngines)[number];

const profiles: Readonly<Record<BuiltEngine, EngineProfile>> = {
  plain: plainProfile,
  native: plainProfile,
  libsql: libsqlProfile,
};

/** The plan for a base, and its outcome. */
export interface Vintage {
  readonly base: Base;
  readonly planned: PlannedBase;
  /** How the objects are stored afterwards, where libSQL cannot carry the plan out. */
  readonly stored?: readonly StoredObject[];
}

/** A plan from every base and from the empty database, for one engine. */
export async function planAll(
  bases: readonly Base[],
  way: ForAllBases,
  engine: BuiltEngine,
): Promise<readonly Vintage[]> {
  const vintages: Vintage[] = [];
  for (const base of bases) {
    const native = engine === "native" ? await planNative(base, way) : null;
    vintages.push({ base, ...(native ?? { planned: await planBase(base.schema, way, profiles[engine]) }) });
  }
  return vintages;
}

export const emptyBase: Base = { releases: [], fingerprint: fingerprint(emptySchema), schema: emptySchema };

/**
 * One problem for each open decision, with the bases that it stands between. What one base needs and another does not
 * is reported once.
 */
export function openIn(vintages: readonly Vintage[]): readonly Problem[] {
  const found = new Map<string, { problem: Problem; releases: string[] }>();
  for (const { base, planned } of vintages) {
    if (planned.kind === "plan") continue;
    for (const problem of planned.problems) {
      const key = `${problem.code}\0${problem.subject}\0${problem.message}`;
      const known = found.get(key) ?? { problem, releases: [] };
      known.releases.push(...base.releases);
      found.set(key, known);
    }
  }
  return [...found.values()].map(({ problem, releases }) =>
    releases.length === 0
      ? problem
      : { ...problem, evidence: [`from ${listed(releases)}`, ...(problem.evidence ?? [])] },
  );
}

/** `v1.0.0, v1.1.0 and 4 more`. */
function listed(names: readonly string[]): string {
  const few = names.slice(0, 4).join(", ");
  return names.length <= 4 ? few : `${few} and ${names.length - 4} more`;
}

/** Decisions that no base uses: otherwise they would stay in the configuration for ever. */
export function unusedIn(vintages: readonly Vintage[], { decisions, answers }: ForAllBases): readonly Problem[] {
  const planned = vintages.flatMap((each) => (each.planned.kind === "plan" ? [each.planned] : []));
  const taken = planned.flatMap((each) => each.decisions.map(nameOf));
  const used = new Set(planned.flatMap((each) => each.answers));
  const names = [
    ...decisions.filter((decision) => !taken.some((name) => isMeant(nameOf(decision), name))).map(nameOf),
    ...answers.filter((answer) => !used.has(answer)).map(saysAnswer),
  ];
  return [...new Set(names)].map((name) => ({
    code: "decision-unused",
    level: "error",
    subject: name,
    message: `\`${name}\` has no effect on the way from any base`,
    help: ["remove it, or correct the name that it was meant for"],
  }));
}

/** `approve drop-index:*` applies to each of them. */
function isMeant(said: string, made: string): boolean {
  return said === made || (said.endsWith(":*") && made.startsWith(said.slice(0, -1)));
}

function nameOf(decision: Decision): string {
  switch (decision.kind) {
    case "approve":
      return `approve ${decision.rule}:${fold(decision.object)}`;
    case "fill":
      return `fill ${fold(decision.table)}.${fold(decision.column)}`;
    case "rename-table":
      return `rename ${fold(decision.from)}:${fold(decision.to)}`;
    default:
      return `rename ${fold(decision.table)}.${fold(decision.from)}:${fold(decision.to)}`;
  }
}

/** Everything that an application needs to bring its database to this release. */
export function bundleOf(
  way: ForAllBases,
  release: string | null,
  planned: ReadonlyMap<BuiltEngine, readonly Vintage[]>,
  chained: readonly (readonly StoredObject[])[] = [],
): Bundle {
  const { target, beside } = way;
  const { ignore } = beside;
  const reached = fingerprint(target);
  const vintages = planned.get("plain") ?? [...planned.values()][0] ?? [];
  const known = vintages.map(({ base }) => base).filter((base) => base !== emptyBase);
  const same = known.find((base) => base.fingerprint === reached);
  const releases = [
    ...(same?.releases ?? []),
    ...(release === null || same?.releases.includes(release) ? [] : [release]),
  ];
  const plans = [...planned].flatMap(([engine, all]) => plansFor(engine, all, reached));
  const needed = plans.filter(
    (plan) => plan.engine === "plain" || !plans.some((other) => other.engine === "plain" && other.seal === plan.seal),
  );
  const left = [...planned.values()]
    .flat()
    .flatMap(({ base, planned: each, stored }) =>
      stored !== undefined
        ? [stored]
        : each.kind === "plan"
          ? spelled(base).map((schema) => storedAfter(schema, each.items, beside))
          : [],
    );
  const state = (base: Base): KnownState => {
    const { releases, fingerprint } = base;
    const [objects = [], ...others] = spelled(base).map((schema) => storedAtOnce(schema, beside));
    return { releases, fingerprint, objects: withTexts(objects, others) };
  };
  const objects = withTexts(storedAtOnce(target, beside), [...left, ...chained]);
  return {
    format: 1,
    release,
    target: { releases, fingerprint: reached, objects },
    length: objects.flatMap(({ texts }) => texts).join("").length,
    bases: known.filter((base) => base !== same).map(state),
    plans: needed,
    ignore,
    functions: functionsIn([target, ...known.map(({ schema }) => schema)], beside),
    collations: beside.collations.map(fold).sort(compareText),
  };
}

/** A schema and its other spellings. */
function spelled({ schema, spellings = [] }: Base): readonly Schema[] {
  return [schema, ...spellings];
}

/** How objects are stored if each release was installed after the one before it. */
export async function chainsIn(
  way: ForAllBases,
  planned: ReadonlyMap<BuiltEngine, readonly Vintage[]>,
): Promise<readonly (readonly StoredObject[])[]> {
  const found: (readonly StoredObject[])[] = [];
  for (const [engine, all] of planned) {
    const steps = all.flatMap(({ base, planned: each }) =>
      each.kind === "plan" && base !== emptyBase && base.fingerprint !== fingerprint(way.target)
        ? [{ base, items: each.items }]
        : [],
    );
    found.push(...(await storedAfterChains(steps, way, profiles[engine])));
  }
  return found;
}

function plansFor(engine: BuiltEngine, vintages: readonly Vintage[], target: string): readonly BundledPlan[] {
  return vintages.flatMap(({ base, planned }): BundledPlan[] => {
    if (planned.kind !== "plan" || base.fingerprint === target) return [];
    const { items } = planned;
    const from = base.fingerprint;
    // Of what runs, so that the same plan has one seal on every engine.
    return [
      { from, engine, seal: sealOf(JSON.stringify({ from, target, items })), items, rewrites: rewrites(base, items) },
    ];
  });
}

/** Whether existing rows are rewritten or dropped. */
function rewrites(base: Base, items: readonly Item[]): boolean {
  if (base === emptyBase) return false;
  return items.some((item) => {
    if (item.kind !== "step" || item.step === "insert-rows") return false;
    const drops = item.step === "drop-table" || item.step === "drop-column" || item.step === "drop-virtual-table";
    return steps[item.step].writesRows || drops;
  });
}

/** The functions that the schemas call, among those that the engine or the application has. */
function functionsIn(schemas: readonly Schema[], beside: Beside): readonly string[] {
  const engine = engineFunctions();
  const called = new Set<string>();
  for (const { tables, indexes } of schemas)
    for (const { text } of [...tables, ...indexes]) {
      const tokens = significantIn(text);
      for (const [n, token] of tokens.entries()) {
        const name = tokens[n + 1]?.text === "(" ? fold(unquote(token.text)) : "";
        if (engine.has(name) || isOfApplication({ what: "function", name }, beside)) called.add(name);
      }
    }
  return [...called].sort(compareText);
}
