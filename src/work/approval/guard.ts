import type { Context } from "../context.ts";
import type { Project } from "../project.ts";
import type { Aim } from "../targets.ts";

/** The target with the approval that is in force for it; null if flags are enough for that. */
export async function guardedAim(context: Context, project: Project, aim: Aim): Promise<Aim | null> {
  const { approvalInForce } = await import("./in-force.ts");
  const approval = await approvalInForce(context, project, aim);
  return approval.kind === "flags" ? null : { ...aim, approval };
}
