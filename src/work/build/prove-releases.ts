import type { Hints } from "../../model/hints.ts";
import { sameName } from "../../model/names.ts";
import type { Decision } from "../../plan/plan.ts";
import type { Problem } from "../../problem/problem.ts";
import type { ReleaseResult } from "../../report/releases.ts";
import { type Context, refuse } from "../context.ts";
import type { Project } from "../project.ts";
import { openIn, unusedIn, type Vintage } from "./bundle.ts";
import { proveVintage } from "./matrix.ts";
import { planVintages, type VintagesAsked } from "./vintages.ts";

export interface ProvenReleases {
  readonly results: readonly ReleaseResult[];
  /** One for each open decision, whatever the number of releases that need it. */
  readonly problems: readonly Problem[];
  readonly needed: Hints;
}

const noneNamed: Problem = {
  code: "base-unknown",
  level: "error",
  subject: "--bases",
  message: "no release is named, neither here nor in the configuration",
  help: ["name the tags:  trueup check --bases 'v*'", 'or in the configuration: build: { bases: "v*" }'],
};

/** The release matrix: each schema that is in use against the declarations, on rows that it allows. */
export async function proveReleases(context: Context, project: Project, asked: VintagesAsked): Promise<ProvenReleases> {
  if (asked.bases === undefined && (project.config?.build.bases ?? []).length === 0) refuse(noneNamed);
  const { way, planned } = await planVintages(context, project, asked);
  const results: ReleaseResult[] = [];
  for (const [engine, vintages] of planned)
    for (const vintage of vintages) {
      context.signal.throwIfAborted();
      // The engine of a plan is named only if there are several.
      results.push({ ...proveVintage(vintage, way), engine: planned.size > 1 ? engine : null });
    }
  const vintages = [...planned.values()].flat();
  const open = openIn(vintages);
  const problems = [
    ...open,
    ...results.flatMap(({ state, problems }) => (state === "fails" ? problems : [])),
    // Decisions that seem unused may be used once the missing ones are made.
    ...(open.length === 0 ? unusedIn(vintages, way) : []),
  ];
  return {
    results,
    problems: [...new Map(problems.map((each) => [each.message, each])).values()],
    needed: neededBy(vintages, way.hints),
  };
}

/** The hints that releases of the configuration still need: the same for every engine. */
export async function neededHints(context: Context, project: Project): Promise<Hints> {
  const { way, planned } = await planVintages(context, project, { engines: ["plain"] });
  return neededBy([...planned.values()].flat(), way.hints);
}

/** As long as there is no plan from a release, it may need all of them. */
function neededBy(vintages: readonly Vintage[], hints: Hints): Hints {
  const made: Decision[] = [];
  for (const { planned } of vintages) {
    if (planned.kind === "refused") return hints;
    made.push(...planned.decisions);
  }
  return {
    tables: made.filter((decision) => decision.kind === "rename-table"),
    columns: made.filter((decision) => decision.kind === "rename-column"),
    fills: hints.fills.filter(({ table, column }) =>
      made.some((each) => each.kind === "fill" && sameName(each.table, table) && sameName(each.column, column)),
    ),
  };
}
