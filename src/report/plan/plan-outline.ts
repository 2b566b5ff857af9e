import { type Counts, emptyExplanation, type Explained, type Explanation } from "../../plan/explanation.ts";
import { readCounts } from "../../plan/summary.ts";
import { subjectNames, word } from "../../words/subject.ts";
import { hazards, type Mark, type StepKind, steps as kinds } from "../../plan/kinds.ts";
import type { Decision, Hazard, Plan, Step } from "../../plan/plan.ts";
import { readColumnChange } from "../../sql/read-alter.ts";
import { rowsOutline } from "./rows-outline.ts";
import { canon, isWord, significantIn } from "../../sql/tokens.ts";

/**
 * What a plan file tells by itself, without the database or the declarations: its steps, one line for each object, and
 * what it destroys as far as it was approved. Facts about rows are not in the file.
 */
export function planOutline(plan: Plan): Explanation {
  const changes: Explained[] = [];
  const steps = plan.items.filter((item) => item.kind === "step");
  const again = putBack(plan, steps);
  const seen = new Set<string>();
  for (const step of steps) {
    if (plan.rows !== undefined && kinds[step.step].object === "rows") continue;
    const mark = stepMark(step, again);
    const name = `${mark} ${step.subject}`;
    if (mark === null || seen.has(name)) continue;
    seen.add(name);
    changes.push(outlined(plan, step, mark));
  }
  changes.push(...rowsOutline(plan));
  return {
    ...emptyExplanation,
    changes,
    hazards: approved(plan),
    counts: readCounts(plan.summary) ?? counted(changes),
  };
}

function outlined(plan: Plan, step: Step, mark: Mark): Explained {
  const note = step.step === "rebuild-create" ? step.note : null;
  return {
    mark,
    object: kinds[step.step].object,
    subject: step.subject,
    what: formerly(plan, step) ?? (mark === "~" && step.step.startsWith("create-") ? "new definition" : wordOf(step)),
    facts: note === null && step.note !== null ? [step.note] : [],
    why: note,
    rows: null,
    children: [],
  };
}

/** Objects that are dropped and created again: null if the definition is the same afterwards, however it is spelled. */
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

/** Null for steps that are part of another one, or that restore what an earlier step dropped. */
function stepMark(step: Step, again: Again): Mark | null {
  const back = again.get(step.subject);
  if (back !== undefined && step.step.startsWith("drop-")) return null;
  if (back !== undefined && step.step.startsWith("create-")) return back;
  return kinds[step.step].mark;
}

/** The older name, from the decision; a rename by a hint is only in the step. */
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

/** What the statement itself says about its object; a person may have written it differently. */
function wordOf({ step, sql }: Step): string {
  switch (step) {
    case "add-column":
    case "alter-column":
      return readColumnChange(sql)?.definition ?? words[step];
    case "create-index":
      return indexWords(sql) ?? words[step];
    default:
      return words[step];
  }
}

/** `unique, ON users (email)` */
function indexWords(sql: string): string | null {
  const tokens = significantIn(sql);
  const on = tokens.findIndex((token) => isWord(token, "ON"));
  if (!isWord(tokens[0], "CREATE") || on === -1) return null;
  return `${isWord(tokens[1], "UNIQUE") ? "unique, " : ""}${sql.slice(tokens[on]?.start)}`;
}

const words: Readonly<Record<StepKind, string>> = {
  "drop-view": "drop view",
  "drop-trigger": "drop trigger",
  "drop-index": "drop index",
  "drop-table": "table and its rows",
  "drop-column": "column and its values",
  "drop-virtual-table": "drop virtual table",
  "rename-table": "rename table",
  "rename-column": "rename column",
  "create-table": "new table",
  "create-index": "new index",
  "create-view": "new view",
  "create-trigger": "new trigger",
  "create-virtual-table": "new virtual table",
  "add-column": "new column",
  "alter-column": "altered in place",
  fill: "rows are filled",
  convert: "values are converted",
  "restore-values": "restore values",
  "rebuild-create": "rebuilt",
  "rebuild-copy": "rebuilt",
  requote: "strings in single quotes",
  "rebuild-sequence": "rebuilt",
  "rebuild-drop": "rebuilt",
  "rebuild-rename": "rebuilt",
  "defer-keys": "foreign keys deferred",
  "settle-keys": "foreign keys settled",
  shield: "rows of a child kept",
  unshield: "rows of a child kept",
  "reference-index": "rows of a child found",
  "drop-reference-index": "rows of a child found",
  "fill-virtual-table": "fill virtual table",
  "defer-rows": "foreign keys deferred",
  "settle-rows": "foreign keys settled",
  "insert-rows": "declared rows are inserted",
  "update-rows": "rows are overwritten",
  "delete-rows": "rows are deleted",
  edit: "step written by hand",
  data: "rows changed by hand",
};

function approved(plan: Plan): readonly Hazard[] {
  return plan.decisions.flatMap((decision) =>
    decision.kind === "approve" && hazards[decision.rule].takes !== "nothing" && takesAway(plan, decision)
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

/**
 * Statements that people wrote themselves take something away only if they say so: an INSERT, an UPDATE and a check do
 * not.
 */
function takesAway({ items }: Plan, { rule, object }: Extract<Decision, { kind: "approve" }>): boolean {
  if (rule !== "edited-step") return true;
  return items.some((item) => {
    if (item.kind === "check" || `${item.step}.${item.subject}` !== object) return false;
    return significantIn(item.sql).some((token) => isWord(token, "DELETE", "DROP", "REPLACE"));
  });
}

function counted(changes: readonly Explained[]): Counts {
  const of = (mark: Mark): number => changes.filter((entry) => entry.mark === mark).length;
  return { added: of("+"), changed: of("~"), renamed: of(">"), rebuilt: of("#"), dropped: of("-") };
}
