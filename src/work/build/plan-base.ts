import { fingerprint } from "../../model/fingerprint.ts";
import { sameName } from "../../model/names.ts";
import type { Beside } from "../../model/beside.ts";
import type { EngineProfile } from "../../model/profile.ts";
import type { Hints } from "../../model/hints.ts";
import type { Schema } from "../../model/schema.ts";
import type { Decision, Item } from "../../plan/plan.ts";
import type { RowsAnswer } from "../../planner/rows/elsewhere.ts";
import { answersIn } from "../../planner/steps/elsewhere.ts";
import { unseenRows } from "../../planner/declared-rows/unseen.ts";
import { isOfRows } from "../../planner/declared-rows/approve.ts";
import { emptySchema } from "../../plan/graph/where.ts";
import type { Problem } from "../../problem/problem.ts";
import { tryOnRows } from "./try-on-rows.ts";
import { makePlan, type Planned } from "../../prove/make-plan.ts";
import { typicalRows } from "../../prove/typical-rows.ts";

/** What is the same for every base. */
export interface ForAllBases {
  readonly target: Schema;
  readonly hints: Hints;
  readonly decisions: readonly Decision[];
  readonly answers: readonly RowsAnswer[];
  readonly protect: readonly string[];
  readonly beside: Beside;
}

export type PlannedBase = Made | { readonly kind: "refused"; readonly problems: readonly Problem[] };

interface Made {
  readonly kind: "plan";
  readonly items: readonly Item[];
  /** The decisions for it, including those in the declarations. */
  readonly decisions: readonly Decision[];
  readonly answers: readonly RowsAnswer[];
}

/** A proven plan from a base straight to the target, for rows that nobody here can see. */
export async function planBase(base: Schema, way: ForAllBases, profile: EngineProfile): Promise<PlannedBase> {
  // The empty database is planned with its rows: it is known that there are none.
  if (isEmpty(base)) return planned(await plan(base, way.target, way, profile), way.answers);
  const made = planned(await plan(base, withoutRows(way.target), way, profile), way.answers);
  if (made.kind === "refused" || made.items.length === 0) return made;
  const whole = withRows(made, base, way);
  if (whole.kind === "refused" || whole.items === made.items) return whole;
  return tried(base, whole, way);
}

function isEmpty(base: Schema): boolean {
  return fingerprint(base) === fingerprint(emptySchema);
}

function withoutRows({ rows: _, ...schema }: Schema): Schema {
  return schema;
}

/** Rows come after the schema, so that exactly the declared triggers fire, and before the references are counted. */
function withRows(made: Made, base: Schema, { target, decisions }: ForAllBases): PlannedBase {
  const renamed = made.decisions.flatMap((each) => (each.kind === "rename-table" ? [each] : []));
  const nameNow = (name: string) => renamed.find(({ from }) => sameName(from, name))?.to ?? name;
  const tables = base.tables.map((table) => ({ ...table, name: nameNow(table.name) }));
  const rows = base.rows?.map((each) => ({ ...each, table: nameNow(each.table) })) ?? [];
  const unseen = unseenRows(target, { ...base, tables, rows }, decisions);
  if (unseen.problems.length > 0) return { kind: "refused", problems: unseen.problems };
  if (unseen.items.length === 0) return made;
  const end = made.items.findLastIndex(isEnd);
  const items = [...made.items.slice(0, end), ...unseen.items, ...made.items.slice(end)];
  return { ...made, items, decisions: [...made.decisions, ...unseen.used] };
}

function isEnd(item: Item): boolean {
  return item.kind === "check" && item.check === "foreign-keys";
}

/** A plan that was combined from several is run once as a whole. */
function tried(base: Schema, made: Made, { target, beside }: ForAllBases): PlannedBase {
  const { outcome } = tryOnRows(base, made.items, target, beside, null);
  if (outcome.kind !== "failed") return made;
  return {
    kind: "refused",
    problems: [
      {
        code: "vintage-fails",
        level: "error",
        subject: outcome.at?.subject ?? "the result",
        message: "the combined plan fails on a database with plain rows",
        evidence: [outcome.why, ...(outcome.at === null ? [] : [outcome.at.sql])],
        help: ["fix such rows with a fill or a repair"],
      },
    ],
  };
}

async function plan(base: Schema, target: Schema, way: ForAllBases, profile: EngineProfile): Promise<Planned> {
  const { hints, decisions, answers, protect, beside } = way;
  const rows = typicalRows(base, beside);
  try {
    return await makePlan({
      snapshot: rows.snapshot,
      live: base,
      target,
      hints,
      // Decisions about rows are compared with the steps that `unseenRows` makes.
      decisions: decisions.filter((decision) => !isOfRows(decision)),
      protect,
      beside,
      columnOrder: false,
      profile,
      elsewhere: answers,
    });
  } finally {
    rows.close();
  }
}

function planned(made: Planned, answers: readonly RowsAnswer[]): PlannedBase {
  switch (made.kind) {
    case "nothing":
      return { kind: "plan", items: [], decisions: [], answers: [] };
    case "plan": {
      const { items, decisions } = made.plan;
      return { kind: "plan", items, decisions, answers: answersIn(items, answers) };
    }
    default:
      return { ...made, problems: made.problems.map(ofRelease) };
  }
}

/** Nobody is there to make a change by hand before a release arrives. */
function ofRelease(problem: Problem): Problem {
  if (problem.code !== "only-in-application") return problem;
  return {
    ...problem,
    help: [
      "let the application create it, after it has converged, and name it in `ignore`",
      "or declare it without that function or collation",
    ],
  };
}
