import { shellWord } from "../../words/shell.ts";
import { fold } from "../../model/names.ts";
import type { Table } from "../../model/schema.ts";
import type { Decision, Hazard } from "../../plan/plan.ts";
import type { Problem } from "../../problem/problem.ts";
import { plural } from "../../words/numbers.ts";
import { subject } from "../../words/subject.ts";
import type { Condition } from "./references.ts";

export type RowsRule = "delete-rows" | "overwrite-rows";

/** Rows that a plan would delete or overwrite. */
export interface RowsLoss {
  readonly rule: RowsRule;
  /** The table. */
  readonly object: string;
  readonly table: Table;
  readonly rows: readonly Condition[];
  readonly count: number;
  /** If a foreign key is the reason: the table whose rows are deleted, and the columns that refer to them. */
  readonly because: { readonly root: string; readonly by: string } | null;
}

export function isOfRows(decision: Decision): boolean {
  return decision.kind === "approve" && (decision.rule === "delete-rows" || decision.rule === "overwrite-rows");
}

interface Approved {
  readonly hazards: readonly Hazard[];
  readonly used: readonly Decision[];
  readonly problems: readonly Problem[];
  readonly bounds: readonly { readonly loss: RowsLoss; readonly rows: number }[];
}

/** Checks each loss against the approvals. As elsewhere, an approval that covers nothing is refused. */
export function approveRows(losses: readonly RowsLoss[], decisions: readonly Decision[]): Approved {
  const hazards: Hazard[] = [];
  const used: Decision[] = [];
  const problems: Problem[] = [];
  const bounds: { loss: RowsLoss; rows: number }[] = [];
  for (const loss of losses) {
    const object = subject(loss.object);
    hazards.push({ kind: loss.rule, object, destroys: true, rows: loss.count, message: said(loss) });
    const decision = decisions.find(
      (made) => made.kind === "approve" && made.rule === loss.rule && fold(made.object) === fold(object),
    );
    if (decision?.kind !== "approve") problems.push(needed(loss, object));
    else {
      used.push(decision);
      if (decision.rows === null || decision.rows < loss.count) problems.push(tooSmall(loss, object, decision.rows));
      else bounds.push({ loss: { ...loss, object }, rows: decision.rows });
    }
  }
  return { hazards, used, problems, bounds };
}

function said({ rule, object, count, because }: RowsLoss): string {
  const rows = `${plural(count, "row")} of ${object}`;
  const why = because === null ? "" : `, because rows of ${because.root} that ${because.by} refers to would be deleted`;
  return `${rows} ${count === 1 ? "is" : "are"} ${rule === "delete-rows" ? "deleted" : "overwritten"}${why}`;
}

function approvalOf({ rule, count }: RowsLoss, object: string): string {
  return `${rule}:${object}:${count}`;
}

function needed(loss: RowsLoss, object: string): Problem {
  const { rule, because, count } = loss;
  const approval = approvalOf(loss, object);
  const deletes = rule === "delete-rows";
  return {
    code: "approval-needed",
    level: "error",
    subject: object,
    message: `this plan would ${deletes ? "delete" : "overwrite"} ${plural(count, "row")} of ${object}`,
    why:
      because !== null
        ? `rows of ${because.root} that are not declared would be deleted, and ${because.by} refers to them`
        : deletes
          ? "these rows are in the database, and the declarations allow only the declared ones"
          : "their values differ from the declared ones",
    help: [
      ...(because === null && deletes
        ? [
            'to keep them, declare them (`trueup pull --rows` writes them), or declare the rows with { mode: "at least" }',
          ]
        : []),
      ...(because === null && !deletes ? ["to keep what is there, declare it (`trueup pull --rows` writes it)"] : []),
      `to ${deletes ? "delete" : "overwrite"} them: --approve ${shellWord(approval)} --because "…"`,
    ],
    decision: {
      code: "approval-needed",
      subject: object,
      evidence: [`${count} rows`],
      answers: [{ means: deletes ? "delete them" : "overwrite them", flags: ["--approve", approval] }],
    },
  };
}

function tooSmall(loss: RowsLoss, object: string, bound: number | null): Problem {
  const approval = approvalOf(loss, object);
  const given =
    bound === null ? "the approval gives no number of rows" : `the approval is for at most ${plural(bound, "row")}`;
  return {
    code: "approval-too-small",
    level: "error",
    subject: object,
    message: `${given}, and the plan ${loss.rule === "delete-rows" ? "deletes" : "overwrites"} ${plural(loss.count, "row")} of ${object}`,
    help: [`approve what is there now: --approve ${shellWord(approval)}`],
    decision: {
      code: "approval-too-small",
      subject: object,
      evidence: [`${loss.count} rows`],
      answers: [{ means: "approve them", flags: ["--approve", approval] }],
    },
  };
}
