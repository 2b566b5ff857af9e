import type { Checked } from "../../problem/problem.ts";
import { planOutline } from "../../report/plan/plan-outline.ts";
import type { PlanReport } from "../../report/plan/plan-report.ts";
import { type Context, checked, need, unlessRefused } from "../context.ts";
import { planEnds } from "./plan-ends.ts";
import { planFile } from "./plan-file.ts";
import { loadProject, type Project, type ProjectRequest } from "../project.ts";
import { lastRehearsal } from "../change/rehearsed.ts";

export interface ShowRequest extends ProjectRequest {
  readonly plan: string;
  /** Also looks for the project, to find both ends of the plan as whole schemas and its last rehearsal. */
  readonly whole?: boolean;
}

/** A plan file: what it changes, and how. Its seal has been checked. */
export function show(request: ShowRequest): Promise<Checked<PlanReport>> {
  return checked("show", request.cwd, request, async (context) => {
    const { plan, seal, name } = await planFile(context, request.plan);
    const report = { plan, seal, name, explanation: planOutline(plan), before: null, after: null, rehearsal: null };
    if (request.whole !== true) return report;
    const project = need(context, await loadProject(request));
    const { rehearsed } = lastRehearsal(project, seal) ?? { rehearsed: null };
    return { ...report, ...(await endsOf(context, project, request.plan)), rehearsal: rehearsed };
  });
}

/** Both ends as whole schemas, if the declarations are available and still those of the plan. */
async function endsOf(context: Context, project: Project, plan: string) {
  const ends = await unlessRefused(() => planEnds(context, project, plan));
  return { before: ends?.base ?? null, after: ends?.target ?? null };
}
