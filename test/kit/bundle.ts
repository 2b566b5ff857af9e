import { openScratch } from "../../src/database/scratch.ts";
import { engineFunctions } from "../../src/introspect/engine-functions.ts";
import { introspectScratch } from "../../src/introspect/introspect.ts";
import { nothingBeside } from "../../src/model/beside.ts";
import { fingerprint } from "../../src/model/fingerprint.ts";
import { type Hints, noHints } from "../../src/model/hints.ts";
import { plainProfile } from "../../src/model/profile.ts";
import { steps } from "../../src/plan/kinds.ts";
import type { Decision } from "../../src/plan/plan.ts";
import { sealOf } from "../../src/plan/seal.ts";
import { makePlan } from "../../src/prove/make-plan.ts";
import type { Bundle, BundledPlan, KnownState, StoredObject } from "../../src/start/bundle.ts";
import { readFlags } from "./answer.ts";

export interface Releases {
  /** The schema of each release, oldest first. */
  readonly releases: Readonly<Record<string, string>>;
  /** `--fill "project.name=''"` */
  readonly flags?: string;
}

/** What an application of that release ships: the releases before it are its bases. Planned over empty tables. */
export async function bundleFor({ releases, flags = "" }: Releases, release: string): Promise<Bundle> {
  const names = Object.keys(releases);
  const older = names.slice(0, names.indexOf(release));
  const target = stateOf(releases[release] ?? "", [release]);
  const bases = older.map((name) => stateOf(releases[name] ?? "", [name]));
  const plans: BundledPlan[] = [];
  const decisions = readFlags(flags);
  for (const sql of ["", ...older.map((name) => releases[name] ?? "")])
    plans.push(await planFrom(sql, releases[release] ?? "", decisions));
  const called = new Set(
    (Object.values(releases).join(" ").toLowerCase().match(/\w+/g) ?? []).filter((word) => engineFunctions().has(word)),
  );
  return { format: 1, release, target, bases, plans, ignore: [], functions: [...called].sort() };
}

function stateOf(sql: string, releases: readonly string[]): KnownState {
  return withScratch(sql, (scratch) => ({
    releases,
    fingerprint: fingerprint(introspectScratch(scratch)),
    objects: scratch
      .all("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name")
      .map(([type, name, table, sql]) => ({
        type: type as StoredObject["type"],
        name: String(name),
        table: String(table),
        texts: [String(sql)],
      })),
  }));
}

async function planFrom(before: string, after: string, decisions: readonly Decision[]): Promise<BundledPlan> {
  const scratch = openScratch();
  try {
    scratch.exec(before);
    const live = introspectScratch(scratch);
    const target = withScratch(after, (scratch) => introspectScratch(scratch));
    const planned = await makePlan({
      snapshot: { read: async (queries) => queries.map(({ sql, args = [] }) => scratch.all(sql, ...args)) },
      live,
      target,
      hints: { ...noHints, fills: decisions.flatMap((each) => (each.kind === "fill" ? [filling(each)] : [])) },
      decisions: decisions.filter(({ kind }) => kind !== "fill"),
      protect: [],
      beside: nothingBeside,
      columnOrder: false,
      profile: plainProfile,
    });
    if (planned.kind !== "plan") throw new Error(JSON.stringify(planned, null, 1));
    const { items } = planned.plan;
    const from = fingerprint(live);
    return {
      from,
      engine: "plain",
      seal: sealOf(JSON.stringify({ from, target: fingerprint(target), items })),
      items,
      rewrites: items.some((item) => item.kind === "step" && before !== "" && steps[item.step].writesRows),
    };
  } finally {
    scratch.close();
  }
}

/** As a hint: from some bases it is not needed. */
function filling({ table, column, sql }: Extract<Decision, { readonly kind: "fill" }>): Hints["fills"][number] {
  return { table, column, sql: { text: sql, canon: sql } };
}

function withScratch<T>(sql: string, work: (scratch: ReturnType<typeof openScratch>) => T): T {
  const scratch = openScratch();
  try {
    scratch.exec(sql);
    return work(scratch);
  } finally {
    scratch.close();
  }
}
