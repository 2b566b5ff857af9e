import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { PlanFile } from "./plan-file.ts";
import type { Context } from "../context.ts";
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
