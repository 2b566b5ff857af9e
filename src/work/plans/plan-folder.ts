import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { fingerprintLike } from "../../model/fingerprint.ts";
import { type PlanFile, planFile } from "./plan-file.ts";
import type { Context } from "../context.ts";
import { refuse } from "../context.ts";
import { liveSchema } from "../schema/live.ts";
import type { Aim } from "../targets.ts";
import { shownFrom } from "../shown-from.ts";

/** A folder can only be a folder of plans: a database is a file. */
export function isPlanFolder(context: Context, typed: string): boolean {
  const path = resolve(context.cwd, typed);
  return existsSync(path) && statSync(path).isDirectory();
}

function planNames(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".plan.sql"))
    .sort();
}

/** The readable plans of a folder; others do not concern this command. */
export async function plansIn(context: Context, folder: string): Promise<readonly PlanFile[]> {
  if (!existsSync(folder)) return [];
  const { readPlan } = await import("../../plan/read.ts");
  return planNames(folder).flatMap((name) => {
    const path = join(folder, name);
    const text = readFileSync(path, "utf8");
    const read = readPlan(text, path);
    return read.ok ? [{ name: shownFrom(context.cwd, path), path, text, ...read.value }] : [];
  });
}

/**
 * The plan of a folder that starts at the state of the database; null if the database is already at the end of one and
 * none continues from there.
 */
export async function planForBase(context: Context, aim: Aim, typed: string): Promise<PlanFile | null> {
  const folder = resolve(context.cwd, typed);
  const plans: PlanFile[] = [];
  for (const name of planNames(folder)) plans.push(await planFile(context, join(folder, name)));
  const live = await liveSchema(context, aim);
  const at = (fingerprint: string): boolean => fingerprintLike(fingerprint, live) === fingerprint;
  const [next, other] = plans.filter((plan) => at(plan.plan.base));
  if (next !== undefined && other !== undefined) {
    refuse({
      code: "several-plans",
      level: "error",
      subject: aim.name,
      message: `${aim.name} is at the base of more than one plan`,
      evidence: [next.name, other.name],
      help: [`name the one you mean:  trueup apply ${next.name} ${aim.name}`],
    });
  }
  if (next !== undefined) return next;
  const reached = plans.find((plan) => at(plan.plan.target));
  if (reached !== undefined) {
    context.tell({ kind: "reached", target: aim.name, plan: reached.name });
    return null;
  }
  return refuse({
    code: "no-plan-for-base",
    level: "error",
    subject: aim.name,
    message:
      plans.length === 0
        ? `there is no plan in ${typed}`
        : `none of the ${plans.length} plans in ${typed} starts at the state of ${aim.name}`,
    help: [
      `see how it differs from the declarations:  trueup drift ${aim.name}`,
      `plan from there:  trueup plan ${aim.name} --out ${join(typed, "NAME.plan.sql")}`,
    ],
  });
}
