import type { EngineError } from "../database/connection.ts";
import type { Plan, PlanCheck } from "../plan/plan.ts";
import { unreachable, type Problem } from "../problem/problem.ts";
import { expected } from "../plan/expected.ts";
import { itemName } from "../plan/item-name.ts";
import type { SeenCheck } from "./events.ts";
import type { Purpose, ScriptLine } from "./script.ts";
import { raised } from "./script-sql.ts";

/** An error of the request, explained by the purpose of the failing statement. */
export interface Failure {
  readonly kind: "stale" | "failed-check" | "failed";
  readonly problem: Problem;
  readonly check: SeenCheck | null;
}

export function failure(label: string, plan: Plan, purpose: Purpose | null, error: EngineError): Failure {
  const evidence = raised(error.message);
  if (purpose?.kind === "view" || purpose?.kind === "trigger") {
    const isView = purpose.kind === "view";
    return checkFailure(
      label,
      "views-and-triggers",
      isView ? "each can be read" : "each compiles",
      { seen: purpose.name, rows: [error.message] },
      isView
        ? ["the view reads something that the plan removes or renames"]
        : ["the trigger needs something that the plan removes or renames, or that the engine does not have"],
    );
  }
  if (evidence === null || purpose === null) return failed(label, plan, purpose, error);
  switch (purpose.kind) {
    case "base":
      return { kind: "stale", problem: staleProblem(label, changedObjects(evidence.rows)), check: null };
    case "target":
      return checkFailure(label, "schema", "the schema that the plan promises", evidence, [
        "the server's engine and the one here write schemas differently: report this, with the plan",
      ]);
    case "children":
      return checkFailure(
        label,
        "foreign-keys",
        `DROP TABLE ${purpose.table} changes no row of another table`,
        evidence,
        ["a trigger that should have kept the children as they are did not: please report this, with the plan"],
      );
    case "settings":
      return { kind: "failed", check: null, problem: settingsProblem(label, evidence.rows) };
    case "verify":
      return checkFailure(label, purpose.what, "no more than before", evidence, [
        "check these rows, and the step that touches them",
      ]);
    case "item": {
      const item = plan.items[purpose.index];
      if (item?.kind !== "check") return failed(label, plan, purpose, error);
      const check = seenCheck(item, evidence.seen, false);
      return { kind: "failed-check", problem: itemProblem(label, item, evidence), check };
    }
    case "foreign-keys-off":
    case "lock":
    case "baseline":
    case "settle":
    case "statistics":
    case "tidy":
      return failed(label, plan, purpose, error);
    default:
      return unreachable(purpose);
  }
}

/** The purpose of the line that raised an error; null if SQLite itself objected and does not say to what. */
export function lineOf(lines: readonly ScriptLine[], error: EngineError): Purpose | null {
  return lines[raised(error.message)?.line ?? -1]?.purpose ?? null;
}

export function seenCheck(item: PlanCheck, seen: string, ok: boolean): SeenCheck {
  return { name: itemName(item), check: item.check, expected: expected(item.expect), seen, ok };
}

/** They stay set for every connection until they are reset. */
function settingsProblem(label: string, settings: readonly string[]): Problem {
  return {
    code: "d1-settings",
    level: "error",
    subject: label,
    message: `settings that apply to every connection were left on: ${settings.join(", ")}`,
    why: "with them on, rows may break their CHECKs unnoticed, and views and triggers keep names that are gone",
    help: [
      ...settings.map((name) => `set it back: wrangler d1 execute DATABASE --remote --command "PRAGMA ${name} = OFF"`),
      "then run the same command again",
    ],
  };
}

function itemProblem(label: string, item: PlanCheck, evidence: { seen: string; rows: readonly string[] }): Problem {
  return {
    code: "server-check-failed",
    level: "error",
    subject: item.subject,
    message: `the check "${itemName(item)}" does not hold on ${label}: it expects ${expected(item.expect)} and saw ${evidence.seen}`,
    evidence: [...evidence.rows, `found by: ${item.sql}`],
    help: [
      item.check === "edit"
        ? "nothing was changed; see what these rows are, or what the check expects"
        : "nothing was changed; make a new plan from the current state",
    ],
  };
}

type Evidence = { readonly seen: string; readonly rows: readonly string[] };

function checkFailure(
  label: string,
  what: SeenCheck["check"] & string,
  expects: string,
  evidence: Evidence,
  help: readonly string[],
): Failure {
  const problem: Problem = {
    code: "server-check-failed",
    level: "error",
    subject: label,
    message: `before the commit, ${what} did not have the expected value: ${evidence.seen}`,
    evidence: evidence.rows,
    help: ["nothing was changed", ...help],
  };
  return {
    kind: "failed-check",
    problem,
    check: { name: what, check: what, expected: expects, seen: evidence.seen, ok: false },
  };
}

function changedObjects(rows: readonly string[]): readonly string[] {
  return [...new Set(rows)].map((row) => `changed: ${row}`);
}

export function staleProblem(label: string, evidence: readonly string[]): Problem {
  return {
    code: "server-stale",
    level: "error",
    subject: label,
    message: `the schema of ${label} is neither what the plan starts from nor what it leads to`,
    evidence,
    help: ["make the plan again from the current state: trueup plan"],
  };
}

function failed(label: string, plan: Plan, purpose: Purpose | null, error: EngineError): Failure {
  const item = purpose?.kind === "item" ? plan.items[purpose.index] : undefined;
  const unknownSql = error.code === "SQL_PARSE_ERROR";
  const what = item
    ? `the ${item.kind} "${itemName(item)}"`
    : purpose === null
      ? "the request"
      : `the statement for ${purpose.kind}`;
  return {
    kind: "failed",
    check: null,
    problem: {
      code: unknownSql ? "server-sql" : "server-step-failed",
      level: "error",
      subject: item?.subject ?? label,
      message: unknownSql ? `${label} does not accept ${what}` : `${what} failed on ${label}`,
      evidence: [error.message, ...(item ? [item.sql] : [])],
      help: ["nothing was changed"],
    },
  };
}
