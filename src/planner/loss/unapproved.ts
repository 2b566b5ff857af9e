import { findAll } from "../../problem/find-all.ts";
import { quotedWord, shellWord } from "../../words/shell.ts";
import { count, itsRows, plural } from "../../words/numbers.ts";
import type { Problem } from "../../problem/problem.ts";
import { onOneLine } from "../../sql/fragment.ts";
import { type ApprovedTogether, hazards } from "../../plan/kinds.ts";
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
  const stays = hazards[each.rule].takes === "nothing";
  return {
    code: "approval-too-small",
    level: "error",
    subject: each.object,
    message: stays
      ? `${said}, and ${plural(rows, "value")} of ${each.object} would stay unconverted`
      : `${said}, and ${each.what} holds ${count(rows)}`,
    help: [`approve what is there now: --approve ${shellWord(approval)}`],
    decision: {
      code: "approval-too-small",
      subject: each.object,
      evidence: [plural(rows, "row")],
      answers: [{ means: stays ? "keep them as they are" : "destroy them", flags: ["--approve", approval] }],
    },
  };
}

/** Many objects of a kind that hold no rows: one problem lists them, and one answer covers them. */
export function unapprovedTogether(rule: ApprovedTogether, group: readonly Destruction[]): Problem {
  const [first] = group;
  if (first !== undefined && group.length === 1) return unwanted(first, null, []);
  const many = counted(rule, group.length);
  const answer = forAll(rule, group.length);
  return {
    code: "approval-needed",
    level: "error",
    subject: kinds[rule][1],
    message: `this plan would drop ${many}`,
    evidence: listed(group),
    why: "they are in the database but not in the declarations",
    help: [
      "to keep them, put them back into the declarations (`trueup pull` writes them), or name them in `ignore`",
      `to destroy them all: --approve ${shellWord(answer)} --because "…"`,
      `or one by one: --approve ${rule}:NAME`,
    ],
    decision: {
      code: "approval-needed",
      subject: kinds[rule][1],
      evidence: listed(group),
      answers: [{ means: "destroy them all", flags: ["--approve", answer] }],
    },
  };
}

export function beyondNumber(rule: ApprovedTogether, group: readonly Destruction[], bound: number): Problem {
  const answer = forAll(rule, group.length);
  return {
    code: "approval-too-small",
    level: "error",
    subject: kinds[rule][1],
    message: `the approval is for at most ${counted(rule, bound)}, and this plan would drop ${count(group.length)}`,
    evidence: listed(group),
    help: [`approve what is there now: --approve ${shellWord(answer)}`],
    decision: {
      code: "approval-too-small",
      subject: kinds[rule][1],
      evidence: listed(group),
      answers: [{ means: "destroy them all", flags: ["--approve", answer] }],
    },
  };
}

/** It must be quoted, or the shell expands it. */
function forAll(rule: ApprovedTogether, number: number): string {
  return `${rule}:*:${number}`;
}

function counted(rule: ApprovedTogether, number: number): string {
  const [one, many] = kinds[rule];
  return plural(number, one, many);
}

const kinds = {
  "drop-index": ["index", "indexes"],
  "drop-trigger": ["trigger", "triggers"],
  "drop-view": ["view", "views"],
} as const satisfies Record<ApprovedTogether, readonly [string, string]>;

/** Grouped by the table that they are on, if any. */
function listed(group: readonly Destruction[]): string[] {
  const tables = [...new Set(group.map(({ on }) => on))];
  return tables.flatMap((on) => {
    const names = group.filter((each) => each.on === on).map(({ object }) => object);
    return inLines(names).map((line) => (on === null ? line : `on ${on}: ${line}`));
  });
}

/** Names in lines that fit on a screen, several to a line. */
function inLines(names: readonly string[]): string[] {
  const lines: string[] = [];
  for (const name of names) {
    const longer = [...lines.slice(-1), name].join(", ");
    if (lines.length > 0 && longer.length <= 70) lines[lines.length - 1] = longer;
    else lines.push(name);
  }
  return lines;
}

/** The problem for something that is destroyed without approval, with every possible answer. */
export function unapproved(
  each: Destruction,
  rows: number | null,
  candidates: readonly Candidate[],
  renames: readonly string[],
): Problem {
  if (each.rule === "lossy-convert") return replaced(each, rows ?? 0);
  if (each.rule === "drop-autoincrement") return countedNoMore(each);
  const [best] = candidates;
  return best === undefined ? unwanted(each, rows, renames) : ambiguous(each, rows, best, candidates);
}

function countedNoMore(each: Destruction): Problem {
  const approval = approvalOf(each, null);
  return {
    code: "approval-needed",
    level: "error",
    subject: each.object,
    message: `${each.object} would lose its AUTOINCREMENT, and numbers of deleted rows would be given again`,
    why: "the database has it, the declarations do not; the highest number that was ever given would be forgotten",
    help: [
      "to keep it, declare it: integer().primaryKey({ autoincrement: true })",
      `to give it up: --approve ${shellWord(approval)} --because "…"`,
    ],
    decision: {
      code: "approval-needed",
      subject: each.object,
      evidence: [],
      answers: [{ means: "give it up", flags: ["--approve", approval] }],
    },
  };
}

/** Values that are not of the new type, which SQLite keeps as they are. */
export function unconvertedValues(each: Destruction, rows: number, sample: readonly string[]): Problem {
  const approval = approvalOf(each, rows);
  return {
    code: "keep-unconverted",
    level: "error",
    subject: each.object,
    message: `${each.object} changes its type (${each.what}), and ${plural(rows, "value")} ${rows === 1 ? "is" : "are"} not of the new one`,
    evidence: [
      ...(sample.length === 0 ? [] : [`first: ${sample.join(" · ")}`]),
      ...(each.rows === null ? [] : [findAll(onOneLine(each.rows.find))]),
    ],
    why: "SQLite keeps such values unchanged in a table that is not STRICT: nothing is lost, but queries that expect the type meet them",
    help: [
      `say how to convert the values: .fill(sql\`…\`) in the declaration, or --fill ${quotedWord(`${each.object}=SQL`)}`,
      `to keep them as they are: --approve ${shellWord(approval)} --because "…"`,
      ...(rows === Number.POSITIVE_INFINITY
        ? [
            `repair them first with SQL: --repair ${quotedWord(`convert:${each.object}=SQL`)}`,
            `or refuse to start this release where there are any: --refuse ${quotedWord(`convert:${each.object}`)}`,
          ]
        : ["or change those rows first"]),
    ],
    decision: {
      code: "keep-unconverted",
      subject: each.object,
      evidence: [plural(rows, "value"), ...sample],
      answers: [
        { means: "every row gets this value", flags: ["--fill", `${each.object}=SQL`], declaration: ".fill(sql`…`)" },
        { means: "keep them as they are", flags: ["--approve", approval] },
      ],
    },
  };
}

function replaced(each: Destruction, rows: number): Problem {
  const approval = approvalOf(each, rows);
  return {
    code: "approval-needed",
    level: "error",
    subject: each.object,
    message: `this plan would replace ${each.what} in ${plural(rows, "row")}: ${each.computed ? "the column becomes generated, and computes something else" : "the fill does not name the column"}`,
    ...(each.computed ? {} : { why: "the fill may have been written when the column was new" }),
    help: [
      each.computed
        ? "to keep the values, rename the column, and declare the generated one beside it"
        : "to convert the values, name the column in the fill; if the fill has done its work, remove it",
      `to replace the values: --approve ${shellWord(approval)} --because "…"`,
    ],
    decision: {
      code: "approval-needed",
      subject: each.object,
      evidence: [plural(rows, "row")],
      answers: [{ means: "replace the values", flags: ["--approve", approval] }],
    },
  };
}

function ambiguous(each: Destruction, rows: number | null, best: Candidate, candidates: readonly Candidate[]): Problem {
  return {
    code: "ambiguous-rename",
    level: "error",
    subject: each.object,
    places: candidates.map(({ place }) => place),
    message: `was ${each.object} renamed to ${best.name}, or dropped?`,
    evidence: candidates.map((candidate) => `${candidate.name} is new: ${candidate.evidence.join(", ")}`),
    help: [
      ...candidates.map(
        (candidate) =>
          `renamed:  --rename ${shellWord(candidate.flag)}    or ${candidate.declaration} in the declarations`,
      ),
      `dropped:  --approve ${shellWord(approvalOf(each, rows))} --because "…"`,
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
  const { why, keep } = whyUnwanted(each);
  return {
    code: "approval-needed",
    level: "error",
    subject: each.object,
    message: `this plan would drop ${each.what}${withRows(each, rows)}`,
    why,
    help: [
      ...renames.map(
        (rename) => `to keep it under its new name, replacing what has that name now: --rename ${shellWord(rename)}`,
      ),
      `to keep it, ${keep}, or name it in \`ignore\``,
      `to ${each.replaced ? "replace" : "destroy"} it: --approve ${shellWord(approvalOf(each, rows))} --because "…"`,
    ],
    decision: {
      code: "approval-needed",
      subject: each.object,
      evidence: rows === null ? [] : [plural(rows, "row")],
      answers: [drop(each, rows)],
    },
  };
}

function whyUnwanted({ broken, replaced }: Destruction): { readonly why: string; readonly keep: string } {
  if (broken === undefined)
    return {
      why: "it is in the database but not in the declarations",
      keep: "put it back into the declarations (`trueup pull` writes it)",
    };
  if (replaced)
    return {
      why: `${broken}; the declarations hold a different one with this name`,
      keep: "take its name out of the declarations",
    };
  // Of what does not work, only a trigger that begins to fire is dropped without being asked for.
  return { why: `${broken}; this plan adds one, and the trigger would begin to fire for it`, keep: "declare it" };
}

function withRows(each: Destruction, rows: number | null): string {
  if (rows === null) return "";
  const said = plural(rows, "row");
  return isWhole(each) ? ` and ${itsRows(rows)}` : `, which ${said} ${rows === 1 ? "holds" : "hold"} a value in`;
}

function drop(each: Destruction, rows: number | null) {
  return { means: "destroy it", flags: ["--approve", approvalOf(each, rows)] };
}

/** As `--approve` accepts it. */
function approvalOf({ rule, object }: Destruction, rows: number | null): string {
  const bound = rows === Number.POSITIVE_INFINITY ? "any" : rows;
  return `${rule}:${object}${bound === null ? "" : `:${bound}`}`;
}
