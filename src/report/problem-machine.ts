import { createHash } from "node:crypto";
import type { Problem, Sources } from "../problem/problem.ts";
import { fixOf } from "./fix.ts";
import { headline, located } from "./problem.ts";

/** The machine-readable forms of a problem: GitHub annotations, SARIF, JSON. */

type Shown = (file: string) => string;

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
export function annotation(problem: Problem, sources: Sources, shown: Shown): string {
  const at = located(problem, sources);
  const where =
    at === null
      ? []
      : [`file=${escapeProperty(shown(at.file))}`, `line=${at.line}`, `col=${at.column}`, `endLine=${at.endLine}`];
  const properties = [...where, `title=${escapeProperty(problem.code)}`].join(",");
  const lines = [headline(problem), ...(problem.evidence ?? []), ...problem.help.map((help) => `help: ${help}`)];
  return `::${problem.level} ${properties}::${escapeData(lines.join("\n"))}`;
}

/** GitHub shows ten annotations of each level for a step and silently drops the rest, so the last one says how many. */
export function annotations(problems: readonly Problem[], sources: Sources, shown: Shown): readonly string[] {
  return (["error", "warning"] as const).flatMap((level) => {
    const all = problems.filter((problem) => problem.level === level);
    if (all.length <= 10) return all.map((problem) => annotation(problem, sources, shown));
    const more = `::${level} title=trueup::and ${all.length - 9} more, in the log of this step`;
    return [...all.slice(0, 9).map((problem) => annotation(problem, sources, shown)), more];
  });
}

export function problemJson(problem: Problem, sources: Sources, shown: Shown) {
  const at = located(problem, sources);
  const fix = fixOf(problem, sources);
  return {
    code: problem.code,
    level: problem.level,
    subject: problem.subject,
    message: problem.message,
    at: at === null ? null : { ...at, file: shown(at.file) },
    label: problem.label ?? null,
    evidence: problem.evidence ?? [],
    why: problem.why ?? null,
    help: problem.help,
    fix: fix === null ? null : { ...fix, file: shown(fix.file) },
  };
}

/** SARIF 2.1.0, for code scanning. */
export function sarif(problems: readonly Problem[], sources: Sources, shown: Shown, version: string) {
  const codes = [...new Set(problems.map((problem) => problem.code))].sort();
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "trueup", version, rules: codes.map((id) => ({ id })) } },
        columnKind: "utf16CodeUnits",
        results: problems.map((problem) => sarifResult(problem, sources, shown)),
      },
    ],
  };
}

function sarifResult(problem: Problem, sources: Sources, shown: Shown) {
  const at = located(problem, sources);
  const lines = [headline(problem), ...(problem.evidence ?? []), ...problem.help.map((help) => `help: ${help}`)];
  const result = { ruleId: problem.code, level: problem.level, message: { text: lines.join("\n") } };
  if (at === null) return { ...result, locations: [] };
  const region = {
    startLine: at.line,
    startColumn: at.column,
    endLine: at.endLine,
    endColumn: at.line === at.endLine ? Math.max(at.endColumn, at.column + 1) : at.endColumn,
  };
  return { ...result, locations: [{ physicalLocation: { artifactLocation: { uri: shown(at.file) }, region } }] };
}

/** GitLab's code quality report. https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
export function codeQuality(problems: readonly Problem[], sources: Sources, shown: Shown) {
  const seen = new Map<string, number>();
  return problems.map((problem) => {
    const at = located(problem, sources);
    // A finding that moves to another line stays the same finding; a second equal one is a new one.
    const same = [problem.code, problem.subject, problem.message].join("\0");
    const n = seen.get(same) ?? 0;
    seen.set(same, n + 1);
    return {
      description: headline(problem),
      check_name: problem.code,
      fingerprint: createHash("sha256").update(`${same}\0${n}`).digest("hex"),
      severity: problem.level === "error" ? "critical" : "minor",
      location: { path: at === null ? "trueup.config.ts" : shown(at.file), lines: { begin: at?.line ?? 1 } },
    };
  });
}
