import { existsSync, readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { Decision, Plan } from "../../plan/plan.ts";
import type { Problem } from "../../problem/problem.ts";
import { shellWord } from "../../words/shell.ts";
import { type Context, refuse } from "../context.ts";
import { shownFrom } from "../shown-from.ts";
import { writeFile } from "../write-file.ts";

export interface PlanText {
  readonly text: string;
  readonly seal: string;
}

export interface WrittenPlan extends PlanText {
  /** The shortest path from the working directory. */
  readonly path: string;
}

/** A plan as its file, sealed. */
export async function sealed(plan: Plan): Promise<PlanText> {
  const { writePlan } = await import("../../plan/write.ts");
  const text = writePlan(plan);
  return { text, seal: /^--@ seal (\S+)/m.exec(text)?.[1] ?? "" };
}

/**
 * The same for a plan that others will read: on a local database a flag is enough, but here an approval needs a reason.
 */
export async function sealedForReview(plan: Plan): Promise<PlanText> {
  const bare = plan.decisions.flatMap((each) => (each.kind === "approve" && each.because === null ? [each] : []));
  if (bare.length > 0) refuse(...bare.map(reasonNeeded));
  return sealed(plan);
}

/** Only a plan file may be overwritten by a plan file. */
export async function savePlan({ cwd }: Pick<Context, "cwd">, plan: Plan, out: string): Promise<WrittenPlan> {
  const sealed = await sealedForReview(plan);
  const path = resolve(cwd, out);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) refuse(aFolder(out));
  if (existsSync(path) && !readFileSync(path, "utf8").startsWith("--@ plan ")) refuse(occupied(out));
  writeFile(path, sealed.text);
  return { ...sealed, path: shownFrom(cwd, path) };
}

function reasonNeeded({ rule, object }: Extract<Decision, { kind: "approve" }>): Problem {
  const answers = [{ means: "give a reason", flags: ["--because", "…"] }];
  return {
    code: "reason-needed",
    level: "error",
    subject: object,
    message: `the approval of ${rule} ${object} gives no reason, and it goes into a file that others review`,
    help: ['give a reason:  --because "…"'],
    decision: { code: "reason-needed", subject: object, evidence: [], answers },
  };
}

function aFolder(out: string): Problem {
  const name = `${out.replace(/\/+$/, "")}/WHAT-IT-DOES.plan.sql`;
  return {
    code: "path-unusable",
    level: "error",
    subject: out,
    message: `${out} is a folder`,
    help: [`name a file in it:  --out ${shellWord(name)}`],
  };
}

function occupied(out: string): Problem {
  return {
    code: "file-exists",
    level: "error",
    subject: out,
    message: `${out} exists and is not a plan`,
    help: ["name another file, plans/WHAT-IT-DOES.plan.sql"],
  };
}
