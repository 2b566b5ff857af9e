import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { openScratch } from "../../src/database/scratch.ts";
import { introspectScratch } from "../../src/introspect/introspect.ts";
import { nothingBeside } from "../../src/model/beside.ts";
import { fingerprint } from "../../src/model/fingerprint.ts";
import { noHints } from "../../src/model/hints.ts";
import { plainProfile } from "../../src/model/profile.ts";
import type { Schema } from "../../src/model/schema.ts";
import type { Item } from "../../src/plan/plan.ts";
import type { RowsAnswer } from "../../src/planner/rows/elsewhere.ts";
import { makePlan } from "../../src/prove/make-plan.ts";
import type { Bundle } from "../../src/start/bundle.ts";
import type { SqlJs } from "../../src/start/supported.ts";
import { bundleOf, planAll } from "../../src/work/build/bundle.ts";
import { planNative } from "../../src/work/build/native.ts";
import { schemaOf } from "../kit/database.ts";
import { readScenario } from "../kit/scenario.ts";

/** A scenario as an application would meet it: a database, and a bundle that knows it. */
export interface Case {
  readonly name: string;
  /** What makes the database. */
  readonly before: string;
  readonly rows: string;
  /** Its target is what the database has. */
  readonly same: Bundle;
  /** Its target is the goal; null if the scenario is refused, or there is nothing to do. */
  readonly next: Bundle | null;
}

const folder = join(import.meta.dirname, "..", "scenarios");

export async function cases(): Promise<readonly Case[]> {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const found = await Promise.all(names.map(({ name }) => caseOf(name)));
  return [...found.filter((each) => each !== null), await ownForms()];
}

/** With SQLite's own ALTER forms for engines that have them, on rows for which a CHECK is NULL. */
async function ownForms(): Promise<Case> {
  const before =
    "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, tempo INTEGER CONSTRAINT slow CHECK (tempo < 99))";
  const after = "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT NOT NULL, tempo INTEGER CHECK (tempo > 20))";
  const [live, target] = [schemaOf(before), schemaOf(after)];
  const answers: readonly RowsAnswer[] = [
    { rule: "not-null", object: "tune.title", repair: null },
    { rule: "check", object: "tune(tempo > 20)", repair: null },
  ];
  const way = { target, hints: noHints, decisions: [], answers, protect: [], beside: nothingBeside };
  const base = { releases: ["before"], fingerprint: fingerprint(live), schema: live };
  const { Database } = await (
    createRequire(import.meta.url)("sql.js") as () => Promise<{ Database: new () => SqlJs & { close(): unknown } }>
  )();
  const native = await planNative(base, way, () => new Database());
  if (native === null) throw new Error("there is no plan in SQLite's own forms");
  const planned = new Map([
    ["plain" as const, await planAll([base], way, "plain")],
    ["native" as const, [{ base, ...native }]],
  ]);
  const rows = "INSERT INTO tune VALUES (1, 'The Sally Gardens', NULL), (2, 'Toss the Feathers', 60)";
  const next = bundleOf(way, "after", planned);
  return { name: "SQLite's own ALTER forms", before, rows, same: withoutTexts(bundle(live, live, [])), next };
}

/** Null for one that writes into sqlite_schema: most engines do not allow that, and no release looks like that. */
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
