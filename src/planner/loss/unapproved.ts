import { count, plural } from "../../words/numbers.ts";
import type { Problem } from "../../problem/problem.ts";
import type { Candidate } from "./candidates.ts";
import { type Destruction, isWhole } from "./destructions.ts";

export function protectedObject(each: Destruction): Problem {
  return {
    code: "protected",
    level: "error",
    subject: each.object,
    message: `${each.what} is protected by the configuration, and this plan would drop it`,
    help: ["put it back into the declarations, or take it out of `protect` in the configuration"],
  };
}

export function beyondBound(each: Destruction, rows: number, bound: number | null): Problem {
  const approval = approvalOf(each, rows);
  const said =
    bound === null ? "the approval gives no number of rows" : `the approval is for at most ${plural(bound, "row")}`;
  return {
    code: "approval-too-small",
    level: "error",
    subject: each.object,
    message: `${said}, and ${each.what} holds ${count(rows)}`,
    help: [`approve what is there now: --approve ${approval}`],
    decision: {
      code: "approval-too-small",
      subject: each.object,
      evidence: [`${rows} rows`],
      answers: [{ means: "destroy them", flags: ["--approve", approval] }],
    },
  };
}

/** What goes without having been approved: as a problem with every answer there is. */
export function unapproved(
  each: Destruction,
  rows: number | null,
  candidates: readonly Candidate[],
  renames: readonly string[],
): Problem {
  if (each.rule === "lossy-convert") return replaced(each, rows ?? 0);
  const [best] = candidates;
  return best === undefined ? unwanted(each, rows, renames) : ambiguous(each, rows, best, candidates);
}

function replaced(each: Destruction, rows: number): Problem {
  const approval = approvalOf(each, rows);
  return {
    code: "approval-needed",
    level: "error",
    subject: each.object,
    message: `this plan would replace ${each.what} in ${plural(rows, "row")}: the fill does not name the column`,
    why: "the fill may have been written when the column was new",
    help: [
      "to convert the values, name the column in the fill; if the fill has done its work, remove it",
      `to replace the values: --approve ${approval} --because "…"`,
    ],
    decision: {
      code: "approval-needed",
      subject: each.object,
      evidence: [`${rows} rows`],
      answers: [{ means: "replace the values", flags: ["--approve", approval] }],
    },
  };
}

function ambiguous(each: Destruction, rows: number | null, best: Candidate, candidates: readonly Candidate[]): Problem {
  return {
    code: "ambiguous-rename",
    level: "error",
    subject: each.object,
    message: `was ${each.object} renamed to ${best.name}, or dropped?`,
    evidence: candidates.map((candidate) => `${candidate.name} is new: ${candidate.evidence.join(", ")}`),
    help: [
      ...candidates.map(
        (candidate) => `renamed:  --rename ${candidate.flag}    or ${candidate.declaration} in the declarations`,
      ),
      `dropped:  --approve ${approvalOf(each, rows)} --because "…"`,
    ],
    decision: {
      code: "ambiguous-rename",
      subject: each.object,
      evidence: candidates.flatMap((candidate) => candidate.evidence),
      answers: [
        ...candidates.map((candidate) => ({
          means: `renamed to ${candidate.name}`,
          flags: ["--rename", candidate.flag],
          declaration: candidate.declaration,
        })),
        drop(each, rows),
      ],
    },
  };
}

function unwanted(each: Destruction, rows: number | null, renames: readonly string[]): Problem {
  return {
    code: "approval-needed",
    level: "error",
    subject: each.object,
    message: `this plan would drop ${each.what}${withRows(each, rows)}`,
    why: "it is in the database but not in the declarations",
    help: [
      ...renames.map((rename) => `to keep it under its new name, replacing what has that name now: --rename ${rename}`),
      "to keep it, put it back into the declarations (`trueup pull` writes it), or name it in `ignore`",
      `to destroy it: --approve ${approvalOf(each, rows)} --because "…"`,
    ],
    decision: {
      code: "approval-needed",
      subject: each.object,
      evidence: rows === null ? [] : [`${rows} rows`],
      answers: [drop(each, rows)],
    },
  };
}

function withRows(each: Destruction, rows: number | null): string {
  if (rows === null) return "";
  const said = plural(rows, "row");
  return isWhole(each) ? ` and its ${said}` : `, which ${said} ${rows === 1 ? "holds" : "hold"} a value in`;
}

function drop(each: Destruction, rows: number | null) {
  return { means: "destroy it", flags: ["--approve", approvalOf(each, rows)] };
}

/** As `--approve` takes it. */
function approvalOf({ rule, object }: Destruction, rows: number | null): string {
  return `${rule}:${object}${rows === null ? "" : `:${rows}`}`;
}
