import type { Problem } from "../problem/problem.ts";
import { annotations, sarif } from "../report/problem-machine.ts";
import { queryProblems } from "../work/queries/query-problems.ts";
import { shownFrom } from "../work/shown-from.ts";
import type { Shell } from "./shell.ts";
import type { ShownComparison } from "./shown-comparison.ts";
import { withFiles } from "../work/with-files.ts";
import { version } from "./version.ts";

/** What a plan does to queries, at their lines, as a reviewer on GitHub sees it. */
export function queryAnnotations(shell: Shell, comparison: ShownComparison): readonly string[] {
  if (comparison.queries === null) return [];
  const problems = queryProblems(comparison.queries);
  const folder = shell.env.GITHUB_WORKSPACE ?? shell.cwd;
  return annotations(problems, withFiles(problems, shell.sources), (file) => shownFrom(folder, file));
}

/** All problems of a plan, and what it does to queries, for code scanning. */
export function planSarif(shell: Shell, { planned, queries }: ShownComparison): string {
  const problems: readonly Problem[] = [
    ...(planned.kind === "refused" ? planned.problems : []),
    ...(queries === null ? [] : queryProblems(queries)),
  ];
  const shown = (file: string) => shownFrom(shell.cwd, file);
  return JSON.stringify(sarif(problems, withFiles(problems, shell.sources), shown, version), null, 2);
}

/** The page of `show --html` for a plan that is not written yet. */
export async function planHtml({ target, goal, planned, queries }: ShownComparison): Promise<string | null> {
  if (planned.kind !== "plan") return null;
  const { planPage } = await import("../report/plan/plan-html.ts");
  const { plan, explanation } = planned;
  const name = `${target} compared with ${goal.label}`;
  const report = { plan, seal: "not written yet", name, explanation, before: null, after: null, rehearsal: null };
  return planPage(report, null, queries);
}
