import { readdirSync } from "node:fs";
import { join } from "node:path";
import { openScratch } from "../../src/database/scratch.ts";
import { introspectScratch } from "../../src/introspect/introspect.ts";
import { nothingBeside } from "../../src/model/beside.ts";
import { fingerprint } from "../../src/model/fingerprint.ts";
import { noHints } from "../../src/model/hints.ts";
import { plainProfile } from "../../src/model/profile.ts";
import type { Schema } from "../../src/model/schema.ts";
import type { Item } from "../../src/plan/plan.ts";
import { makePlan } from "../../src/prove/make-plan.ts";
import type { Bundle } from "../../src/start/bundle.ts";
import { bundleOf } from "../../src/work/build/bundle.ts";
import { readScenario } from "../kit/scenario.ts";

/** A scenario as an application would meet it: a database, and a bundle that knows it. */
export interface Case {
  readonly name: string;
  /** What makes the database. */
  readonly before: string;
  readonly rows: string;
  /** Its target is what the database has. */
  readonly same: Bundle;
  /** Its target is what is wanted; null where the scenario is refused, or nothing is to do. */
  readonly next: Bundle | null;
}

const folder = join(import.meta.dirname, "..", "scenarios");

export async function cases(): Promise<readonly Case[]> {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const found = await Promise.all(names.map(({ name }) => caseOf(name)));
  return found.filter((each) => each !== null);
}

/** Null for one that writes into sqlite_schema: most engines do not allow that, and no release looks so. */
async function caseOf(name: string): Promise<Case | null> {
  const { before, rows, decisions, goal } = await readScenario(join(folder, name));
  if (`${before}${rows}`.includes("writable_schema")) return null;
  const scratch = openScratch();
  try {
    scratch.exec(before);
    scratch.exec(rows);
    const live = introspectScratch(scratch);
    const all = { name, before, rows, same: withoutTexts(bundle(live, live, [])) };
    if (!goal.ok || goal.value.schema.rows !== undefined) return { ...all, next: null };
    const planned = await makePlan({
      snapshot: { read: async (queries) => queries.map(({ sql, args = [] }) => scratch.all(sql, ...args)) },
      live,
      target: goal.value.schema,
      hints: goal.value.hints,
      decisions,
      protect: [],
      beside: nothingBeside,
      columnOrder: false,
      profile: plainProfile,
    });
    const next = planned.kind === "plan" ? bundle(live, goal.value.schema, planned.plan.items) : null;
    return { ...all, next };
  } finally {
    scratch.close();
  }
}

function bundle(live: Schema, target: Schema, items: readonly Item[]): Bundle {
  const base = { releases: ["before"], fingerprint: fingerprint(live), schema: live };
  const way = { target, hints: noHints, decisions: [], answers: [], protect: [], beside: nothingBeside };
  const planned = { kind: "plan", items, decisions: [], answers: [] } as const;
  return bundleOf(way, "after", new Map([["plain", [{ base, planned }]]]));
}

/** Then nothing can be compared but fingerprints. */
function withoutTexts(bundle: Bundle): Bundle {
  const objects = bundle.target.objects.map((each) => ({ ...each, texts: [] }));
  return { ...bundle, target: { ...bundle.target, objects }, length: 0 };
}
