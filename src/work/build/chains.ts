import { EngineError, type Scratch } from "../../database/connection.ts";
import { noHints } from "../../model/hints.ts";
import type { EngineProfile } from "../../model/profile.ts";
import type { Schema } from "../../model/schema.ts";
import type { Decision, Item } from "../../plan/plan.ts";
import { isRowItem } from "../../plan/row-items.ts";
import type { Problem } from "../../problem/problem.ts";
import { copyToCompile } from "../../prove/copy.ts";
import { makePlan } from "../../prove/make-plan.ts";
import type { StoredObject } from "../../start/bundle.ts";
import { readDecisions } from "../planning/decisions.ts";
import type { Base } from "./bases.ts";
import type { ForAllBases } from "./plan-base.ts";
import { objectsIn } from "./stored-objects.ts";

/**
 * How the objects of the target are stored if an application was updated release by release: each column that a release
 * added comes after those of the releases before. One list for each release that a database may have started with. The
 * plans between two releases in use are made as if there were no rows, because only the texts are needed. If there is
 * no such plan, these databases are compared by their fingerprint.
 */
export async function storedAfterChains(
  vintages: readonly { readonly base: Base; readonly items: readonly Item[] }[],
  way: ForAllBases,
  profile: EngineProfile,
): Promise<readonly (readonly StoredObject[])[]> {
  const last = vintages.at(-1);
  if (last === undefined) return [];
  const between: (readonly Item[] | null)[] = [];
  for (const [n, { base }] of vintages.entries()) {
    const before = vintages[n - 1]?.base;
    between.push(before === undefined ? null : await planBetween(before, base, way, profile));
  }
  const found: (readonly StoredObject[])[] = [];
  for (const [start, { base }] of vintages.slice(0, -1).entries()) {
    const plans = [...between.slice(start + 1), last.items];
    for (const schema of [base.schema, ...(base.spellings ?? [])]) {
      const { scratch } = copyToCompile(schema, way.beside);
      const ran = plans.every((items) => items !== null && run(scratch, items));
      if (ran) found.push(objectsIn(scratch, way.beside.ignore));
      scratch.close();
    }
  }
  return found;
}

function run(scratch: Scratch, items: readonly Item[]): boolean {
  try {
    for (const item of items) if (item.kind === "step" && !isRowItem(item)) scratch.exec(item.sql);
    return true;
  } catch (error) {
    if (error instanceof EngineError) return false;
    throw error;
  }
}

async function planBetween(
  from: Base,
  to: Base,
  { beside }: ForAllBases,
  profile: EngineProfile,
): Promise<readonly Item[] | null> {
  const { scratch } = copyToCompile(from.schema, beside);
  const snapshot = {
    read: async (queries: readonly { readonly sql: string }[]) => queries.map(({ sql }) => scratch.all(sql)),
  };
  const { rows: _, ...target }: Schema = to.schema;
  const about = { snapshot, live: from.schema, target, hints: to.hints ?? noHints, protect: [], beside, profile };
  try {
    for (let decisions: readonly Decision[] = []; ; ) {
      const made = await makePlan({ ...about, decisions, columnOrder: false });
      if (made.kind !== "refused") return made.kind === "plan" ? made.plan.items : [];
      const more = approvalsFor(made.problems);
      if (more.length === 0) return null;
      decisions = [...decisions, ...more];
    }
  } finally {
    scratch.close();
  }
}

/** What was lost between two releases is lost: it is not for this one to approve it. */
function approvalsFor(problems: readonly Problem[]): readonly Decision[] {
  const flags = problems.flatMap(
    ({ decision }) => decision?.answers.find(({ flags: [name] }) => name === "--approve")?.flags ?? [],
  );
  const read = readDecisions(flags);
  return read.ok ? read.value : [];
}
