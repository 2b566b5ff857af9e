import { existsSync, readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { SealedPlan } from "../../plan/read.ts";
import type { Context } from "../context.ts";
import { ProblemError } from "../../problem/problem.ts";
import { need, refuse } from "../context.ts";
import { isUrl } from "../../target/kinds.ts";
import { shownFrom } from "../shown-from.ts";

export interface PlanFile extends SealedPlan {
  /** As the user named it. */
  readonly name: string;
  readonly text: string;
}

export function isPlanName(text: string): boolean {
  return /\.sql$/i.test(text);
}

/** A plan is recognised by its first line, or by its name if that line is lost. */
export function isPlan(context: Pick<Context, "cwd">, typed: string): boolean {
  if (!isPlanName(typed)) return false;
  if (/\.plan\.sql$/i.test(typed)) return true;
  const path = resolve(context.cwd, typed);
  return !existsSync(path) || readFileSync(path, "utf8").startsWith("--@ plan");
}

/** A folder can only be a folder of plans: a database is a file. Git keeps no empty one, so it may be missing. */
export function isPlanFolder(context: Pick<Context, "cwd">, typed: string): boolean {
  const path = resolve(context.cwd, typed);
  return existsSync(path) ? statSync(path).isDirectory() : typed.endsWith("/") && !isUrl(typed);
}

/** Reads a plan file and checks its seal. A broken one exits with 22. */
export async function planFile(context: Context, typed: string): Promise<PlanFile> {
  const { path, name, text } = readPlanText(context, typed);
  const { readPlan } = await import("../../plan/read.ts");
  return { name, text, ...need(context, readPlan(text, path)) };
}

/** Those of some files that can be read. */
export async function readable(context: Context, files: readonly string[]): Promise<readonly PlanFile[]> {
  if (files.length === 0) return [];
  const { readPlan } = await import("../../plan/read.ts");
  return files.flatMap((file) => {
    try {
      const { path, name, text } = readPlanText(context, file);
      const read = readPlan(text, path);
      return read.ok ? [{ name, text, ...read.value }] : [];
    } catch (error) {
      if (error instanceof ProblemError) return [];
      throw error;
    }
  });
}

export function readPlanText(
  context: Context,
  typed: string,
): { readonly path: string; readonly name: string; readonly text: string } {
  const path = resolve(context.cwd, typed);
  const name = shownFrom(context.cwd, path);
  try {
    if (statSync(path).isDirectory()) throw new Error("it is a folder");
    const text = readFileSync(path, "utf8");
    context.tell({ kind: "read", sources: new Map([[path, text]]) });
    return { path, name, text };
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    return refuse({
      code: "path-unusable",
      level: "error",
      subject: name,
      message: missing ? `there is no plan file ${name}` : `${name} cannot be read as a plan`,
      evidence: missing || !(error instanceof Error) ? [] : [error.message],
      help: ["trueup plan --out plans/NAME.plan.sql  writes one"],
    });
  }
}
