import type { Context } from "../context.ts";
import { type PlanFile, readable } from "./plan-file.ts";
import { planFilesIn } from "./read-folder.ts";

/** The readable plans of a folder; others do not concern this command. */
export function plansIn(context: Context, folder: string): Promise<readonly PlanFile[]> {
  return readable(context, planFilesIn(folder));
}
