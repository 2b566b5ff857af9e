import type { Row, Value } from "../database/connection.ts";
import { itemName } from "../plan/item-name.ts";
import type { Plan, PlanCheck } from "../plan/plan.ts";
import { destroyedBy } from "./destroyed.ts";
import type { Applied, ApplyEvent, SeenCheck, StepDone } from "./events.ts";
import type { ScriptLine } from "./script.ts";
import { seenCheck } from "./script-failure.ts";

interface Sent {
  readonly label: string;
  readonly plan: Plan;
  readonly seal: string;
}

/** What the engine reported about one statement. */
export interface LineResult {
  readonly rows: readonly Row[];
  readonly written: number;
  /** Null if it does not say. */
  readonly milliseconds: number | null;
}

/** What a successful request did, from what the engine reported about each of its statements. */
export function appliedBy(
  { label, plan, seal }: Sent,
  lines: readonly ScriptLine[],
  results: readonly LineResult[],
  took: number,
  tell: (event: ApplyEvent) => void,
): Applied {
  const steps: StepDone[] = [];
  const checks: SeenCheck[] = [];
  const of = plan.items.length;
  for (const [place, { purpose }] of lines.entries()) {
    const result = results[place];
    if (purpose.kind !== "item") continue;
    const item = plan.items[purpose.index];
    const at = { n: purpose.index + 1, of, milliseconds: Math.round(result?.milliseconds ?? 0) };
    if (item?.kind === "check") {
      const check = seenCheck(item, seenBy(item, result?.rows[0]?.[0]), true);
      checks.push(check);
      tell({ kind: "check", ...check, ...at });
    } else if (item) {
      const rows = result && result.written > 0 ? result.written : null;
      const step = { name: itemName(item), step: item.step, subject: item.subject, ...at, rows };
      steps.push(step);
      tell({ kind: "step", ...step });
    }
  }
  for (const [name, expected, seen] of [
    ["foreign-keys", "no worse", "as expected"],
    ["soundness", "no worse", "as expected"],
    ["views-and-triggers", "all compile", "as expected"],
    ["schema", plan.target, plan.target],
  ] as const) {
    checks.push({ name, check: name, expected, seen, ok: true });
  }
  return {
    kind: "applied",
    target: label,
    seal,
    base: plan.base,
    reached: plan.target,
    milliseconds: took,
    lockedMilliseconds: took,
    created: false,
    backup: null,
    steps,
    checks,
    destroyed: destroyedBy(plan, checks),
    plans: [{ name: null, seal, base: plan.base, target: plan.target, milliseconds: took }],
    undo: null,
  };
}

/** In the words that a file's apply uses. */
function seenBy(item: PlanCheck, value: Value | undefined): string {
  if (item.expect.kind === "empty") return "no rows";
  return item.expect.kind === "no-worse" ? "no new rows" : String(value ?? "");
}
