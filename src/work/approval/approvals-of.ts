import type { Approved } from "../../apply/approved.ts";
import { readJournal } from "../../apply/journal.ts";
import { ProblemError } from "../../problem/problem.ts";
import { backupPlaceOf } from "../change/place.ts";
import { checked, type Context, need } from "../context.ts";
import { loadProject, type Project, type ProjectRequest } from "../project.ts";
import { findTarget } from "../targets.ts";

export interface ApprovedOn {
  readonly target: string;
  readonly at: string;
  readonly approved: Approved;
}

/** Where a plan was applied from here with an approval from outside: read from the journals of the configured targets. */
export async function approvalsOf(request: ProjectRequest, seal: string): Promise<readonly ApprovedOn[]> {
  const found = await checked("show", request.cwd, request, async (context) => {
    const project = need(context, await loadProject(request));
    return (project.config?.targets ?? []).flatMap(({ name }) => approvedOn(context, project, name, seal));
  });
  // A plan can be shown without any project.
  return found.ok ? found.value : [];
}

function approvedOn(context: Context, project: Project, target: string, seal: string): readonly ApprovedOn[] {
  try {
    const named = findTarget(context, project, target);
    if (named.kind === "fleet") return [];
    const { entries } = readJournal(backupPlaceOf(context, project, named.aim));
    return entries.flatMap(({ at, seal: of, approved }) =>
      of === seal && approved !== undefined ? [{ target, at, approved }] : [],
    );
  } catch (error) {
    // Its place is in a variable that is not set here.
    if (error instanceof ProblemError) return [];
    throw error;
  }
}
