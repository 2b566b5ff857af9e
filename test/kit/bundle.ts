import { nothingBeside } from "../../src/model/beside.ts";
import { fingerprint } from "../../src/model/fingerprint.ts";
import type { Hints } from "../../src/model/hints.ts";
import type { Decision } from "../../src/plan/plan.ts";
import type { RowsAnswer } from "../../src/planner/rows/elsewhere.ts";
import type { Bundle } from "../../src/start/bundle.ts";
import { type BuiltEngine, bundleOf, emptyBase, openIn, planAll } from "../../src/work/build/bundle.ts";
import type { Base } from "../../src/work/build/bases.ts";
import type { ForAllBases } from "../../src/work/build/plan-base.ts";
import { readFlags } from "./answer.ts";
import { schemaOf } from "./database.ts";

export interface Releases {
  /** The schema of each release, oldest first. */
  readonly releases: Readonly<Record<string, string>>;
  /** `--fill "project.name=''" --approve drop-table:draft` */
  readonly flags?: string;
  /** What happens if rows break a new rule. */
  readonly answers?: readonly RowsAnswer[];
  readonly ignore?: readonly string[];
  readonly engines?: readonly BuiltEngine[];
}

/** What an application of that release ships, as `trueup build` makes it: the releases before it are its bases. */
export async function bundleFor(app: Releases, release: string): Promise<Bundle> {
  const names = Object.keys(app.releases);
  const decisions = readFlags(app.flags ?? "");
  const way: ForAllBases = {
    target: schemaOf(app.releases[release] ?? ""),
    hints: hinted(decisions),
    decisions: decisions.filter(({ kind }) => kind === "approve"),
    answers: app.answers ?? [],
    protect: [],
    beside: { ...nothingBeside, ignore: app.ignore ?? [] },
  };
  const older = names.slice(0, names.indexOf(release)).map((name): Base => {
    const schema = schemaOf(app.releases[name] ?? "");
    return { releases: [name], fingerprint: fingerprint(schema), schema };
  });
  const planned = new Map<BuiltEngine, Awaited<ReturnType<typeof planAll>>>();
  for (const engine of app.engines ?? ["plain" as const])
    planned.set(engine, await planAll([emptyBase, ...older], way, engine));
  const problems = [...planned.values()].flatMap(openIn);
  if (problems.length > 0) throw new Error(JSON.stringify(problems, null, 1));
  return bundleOf(way, release, planned);
}

/** As hints: from some bases they are not needed. */
function hinted(decisions: readonly Decision[]): Hints {
  return {
    tables: decisions.flatMap((each) => (each.kind === "rename-table" ? [{ from: each.from, to: each.to }] : [])),
    columns: decisions.flatMap((each) =>
      each.kind === "rename-column" ? [{ table: each.table, from: each.from, to: each.to }] : [],
    ),
    fills: decisions.flatMap((each) =>
      each.kind === "fill"
        ? [{ table: each.table, column: each.column, sql: { text: each.sql, canon: each.sql } }]
        : [],
    ),
  };
}
