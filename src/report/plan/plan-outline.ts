import type { Counts, Explained, Explanation, Mark } from "../../plan/explanation.ts";
import { subjectNames, word } from "../../plan/directive.ts";
import type { Hazard, Plan, Step, StepKind } from "../../plan/plan.ts";
import { unreachable } from "../../problem/problem.ts";
import { canon } from "../../sql/tokens.ts";

const noCounts: Counts = { added: 0, changed: 0, renamed: 0, rebuilt: 0, dropped: 0 };

export const emptyExplanation: Explanation = { changes: [], hazards: [], kept: [], cosmetic: [], counts: noCounts };

/**
 * What a plan file tells by itself, where neither the database nor the declarations are at hand: its steps, one line
 * for each object, and what it destroys as far as somebody approved it. Facts about rows are not in the file.
 */
export function planOutline(plan: Plan): Explanation {
  const changes: Explained[] = [];
  const steps = plan.items.filter((item) => item.kind === "step");
  const again = putBack(plan, steps);
  const seen = new Set<string>();
  for (const step of steps) {
    const mark = stepMark(step, again);
    const name = `${mark} ${step.subject}`;
    if (mark === null || seen.has(name)) continue;
    seen.add(name);
    changes.push(outlined(plan, step, mark));
  }
  return { ...emptyExplanation, changes, hazards: approved(plan), counts: counted(changes) };
}

function outlined(plan: Plan, step: Step, mark: Mark): Explained {
  const note = step.step === "rebuild-create" ? step.note : null;
  return {
    mark,
    object: objectOf(step.step),
    subject: step.subject,
    what: formerly(plan, step) ?? (mark === "~" && step.step.startsWith("create-") ? "new definition" : wordOf(step)),
    facts: note === null && step.note !== null ? [step.note] : [],
    why: note,
    rows: null,
    children: [],
  };
}

/** What is taken away and made again: null where its definition stays as it was, however it is spelled now. */
type Again = ReadonlyMap<string, "~" | null>;

function putBack(plan: Plan, steps: readonly Step[]): Again {
  const again = new Map<string, "~" | null>();
  for (const step of steps) {
    if (!step.step.startsWith("create-")) continue;
    const type = step.step.slice("create-".length);
    const before = plan.before.find((one) => one.type === type && word(one.name) === step.subject);
    const dropped = steps.some((one) => one.step === `drop-${type}` && one.subject === step.subject);
    const same = before !== undefined && canon(before.sql) === canon(step.sql);
    if (before !== undefined || dropped) again.set(step.subject, same ? null : "~");
  }
  return again;
}

/** Null for steps that are part of another one, or that put back what a step before them took away. */
function stepMark(step: Step, again: Again): Mark | null {
  const back = again.get(step.subject);
  if (back !== undefined && step.step.startsWith("drop-")) return null;
  if (back !== undefined && step.step.startsWith("create-")) return back;
  switch (step.step) {
    case "drop-view":
    case "drop-trigger":
    case "drop-index":
    case "drop-virtual-table":
    case "drop-table":
    case "drop-column":
      return "-";
    case "rename-table":
    case "rename-column":
      return ">";
    case "create-table":
    case "create-index":
    case "create-view":
    case "create-trigger":
    case "create-virtual-table":
    case "add-column":
      return "+";
    case "alter-column":
    case "fill":
    case "convert":
    case "reindex":
    case "edit":
      return "~";
    case "rebuild-create":
      return "#";
    case "rebuild-copy":
    case "rebuild-drop":
    case "rebuild-rename":
    case "rebuild-sequence":
    case "restore-values":
    case "sequence":
    case "fill-virtual-table":
      return null;
    default:
      return unreachable(step.step);
  }
}

/** The older name, which the decision tells; a rename that a hint made is told by the step alone. */
function formerly(plan: Plan, step: Step): string | null {
  const [first, second] = subjectNames(step.subject);
  for (const decision of plan.decisions) {
    if (step.step === "rename-table" && decision.kind === "rename-table" && decision.to === first)
      return `was ${decision.from}`;
    const sameColumn = decision.kind === "rename-column" && decision.table === first && decision.to === second;
    if (step.step === "rename-column" && sameColumn) return `was ${decision.from}`;
  }
  return null;
}

function objectOf(step: StepKind): Explained["object"] {
  if (step.endsWith("virtual-table")) return "virtual-table";
  if (step.endsWith("view")) return "view";
  if (step.endsWith("trigger")) return "trigger";
  if (step.endsWith("index")) return "index";
  return step.endsWith("table") || step.startsWith("rebuild") ? "table" : "column";
}

const quoted = '"(?:[^"]|"")*"';

/** What the statement itself says of its object; a statement that a person wrote may say it in other words. */
function wordOf({ step, sql }: Step): string {
  switch (step) {
    case "add-column":
      return new RegExp(`ADD COLUMN ${quoted}\\s+([\\s\\S]+)$`).exec(sql)?.[1] ?? "new column";
    case "alter-column":
      return new RegExp(`ALTER COLUMN ${quoted} TO ${quoted}\\s+([\\s\\S]+)$`).exec(sql)?.[1] ?? "altered in place";
    case "create-index": {
      const found = /^CREATE\s+(UNIQUE\s+)?INDEX\b[\s\S]*?\s(ON\s[\s\S]+)$/i.exec(sql);
      return found === null ? "new index" : `${found[1] === undefined ? "" : "unique, "}${found[2] ?? ""}`;
    }
    case "drop-table":
      return "table and its rows";
    case "drop-column":
      return "column and its values";
    case "fill":
      return "rows are filled";
    case "convert":
      return "values are converted";
    case "reindex":
      return "built again";
    case "edit":
      return "step written by hand";
    default:
      return step.startsWith("rebuild") ? "rebuilt" : step.replace(/^create-/, "new ").replaceAll("-", " ");
  }
}

function approved(plan: Plan): readonly Hazard[] {
  return plan.decisions.flatMap((decision) =>
    decision.kind === "approve"
      ? [
          {
            kind: decision.rule,
            object: decision.object,
            destroys: true,
            rows: decision.rows,
            message: "goes",
          },
        ]
      : [],
  );
}

function counted(changes: readonly Explained[]): Counts {
  const of = (mark: Mark): number => changes.filter((entry) => entry.mark === mark).length;
  return { added: of("+"), changed: of("~"), renamed: of(">"), rebuilt: of("#"), dropped: of("-") };
}
