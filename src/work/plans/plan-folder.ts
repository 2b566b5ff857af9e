import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { type PlanFile, readable } from "./plan-file.ts";
import { planFilesIn } from "./read-folder.ts";
import type { Context } from "../context.ts";
import { isUrl } from "../../target/kinds.ts";

/** A folder can only be a folder of plans: a database is a file. Git keeps no empty one, so it may be missing. */
export function isPlanFolder(context: Pick<Context, "cwd">, typed: string): boolean {
  const path = resolve(context.cwd, typed);
  return existsSync(path) ? statSync(path).isDirectory() : typed.endsWith("/") && !isUrl(typed);
}

/** The readable plans of a folder; others do not concern this command. */
export function plansIn(context: Context, folder: string): Promise<readonly PlanFile[]> {
  return readable(context, planFilesIn(folder));
}
