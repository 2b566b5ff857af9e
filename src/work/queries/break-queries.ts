import { shellWord } from "../../words/shell.ts";
import { fold } from "../../model/names.ts";
import { subjectNames } from "../../words/subject.ts";
import { writeDecision } from "../../plan/directive.ts";
import type { Decision } from "../../plan/plan.ts";
import { count, plural } from "../../words/numbers.ts";
import type { Planned } from "../../prove/make-plan.ts";
import type { Problem } from "../../problem/problem.ts";
import type { Finding, Impact } from "../../queries/impact.ts";
import { stops } from "../../queries/order.ts";
import type { Application } from "./application.ts";

type Approval = Extract<Decision, { kind: "approve" }>;

/**
 * Compares what a plan does to running queries with the approvals. A plan that breaks queries without approval is
 * refused.
 */
export function answered(
  planned: Planned,
  impact: Impact | null,
  decisions: readonly Decision[],
  application: Application | null,
): Planned {
  const approvals = decisions.filter(
    (each): each is Approval => each.kind === "approve" && each.rule === "break-queries",
  );
  // Without the sources, nothing can be counted: a plan file is applied as it was reviewed.
  if (impact === null || application === null) return planned;
  const groups = byCause(stops(impact));
  const problems = [
    ...[...groups].flatMap(([, found]) => ungranted(found, approvals, application)),
    ...approvals.filter(({ object }) => !groups.has(bare(object))).map(unneededApproval),
  ];
  if (problems.length === 0) return planned;
  const others = planned.kind === "refused" ? planned.problems : [];
  return { kind: "refused", problems: [...others, ...problems], explanation: planned.explanation };
}

/** `"order".x` and `order.x` are the same. */
function bare(object: string): string {
  return subjectNames(object).map(fold).join("\0");
}

function byCause(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const each of findings) {
    const key = bare(each.cause);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return groups;
}

function ungranted(
  found: readonly Finding[],
  approvals: readonly Approval[],
  application: Application,
): readonly Problem[] {
  const [first] = found;
  if (first === undefined) return [];
  const { cause, because } = first;
  const approval = approvals.find(({ object }) => bare(object) === bare(cause));
  if (approval !== undefined && approval.rows !== null && approval.rows >= found.length) return [];
  const flag = `break-queries:${cause}:${found.length}`;
  const evidence = found.slice(0, 10).map(({ query, message }) => `${query.file}:${query.line}: ${message}`);
  const rest = found.length - evidence.length;
  if (rest > 0) evidence.push(`and ${count(rest)} more`);
  const whose =
    application.running === null ? "the application" : `the deployed code (${application.running.revision})`;
  const queries = plural(found.length, "query", "queries");
  const code = approval === undefined ? "approval-needed" : "approval-too-small";
  const message =
    approval === undefined
      ? `${because}, which breaks ${queries} of ${whose}`
      : `${approval.rows === null ? "the approval names no number of queries" : `the approval is for at most ${plural(approval.rows, "query", "queries")}`}, and ${queries} of ${whose} ${found.length === 1 ? "breaks" : "break"}`;
  return [
    {
      code,
      level: "error",
      subject: cause,
      message,
      evidence,
      why: "they fail, or mean something else, from the moment the plan is applied",
      help: [
        "change these queries so that they work on both schemas, and deploy them first",
        `to let them fail: --approve ${shellWord(flag)} --because "…"`,
      ],
      decision: {
        code,
        subject: cause,
        evidence,
        answers: [{ means: "let them fail", flags: ["--approve", flag] }],
      },
    },
  ];
}

function unneededApproval(decision: Approval): Problem {
  const unneeded = writeDecision(decision);
  return {
    code: "decision-unused",
    level: "error",
    subject: decision.object,
    message: `\`${unneeded}\` has no effect here`,
    unneeded,
    help: ["this change breaks no query: remove the approval"],
  };
}
