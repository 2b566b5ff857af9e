import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "../../problem/problem.ts";
import { refuse } from "../context.ts";
import type { Project } from "../project.ts";
import { writeFile } from "../write-file.ts";

/** The warnings that a project knows about: their codes, and the subject of each as often as it occurs. */
export type Baseline = ReadonlyMap<string, readonly string[]>;

export function baselineFile({ folder }: Pick<Project, "folder">): string {
  return join(folder, "trueup.baseline.json");
}

/** Null if there is none: then every warning counts. */
export function readBaseline(file: string): Baseline | null {
  if (!existsSync(file)) return null;
  try {
    const read: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (isBaseline(read)) return new Map(Object.entries(read.known));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return refuse({
    code: "baseline-unreadable",
    level: "error",
    subject: file,
    message: "this is not a list of known warnings",
    help: ["restore it from git, or write it again:  trueup check --baseline"],
  });
}

function isBaseline(read: unknown): read is { known: Record<string, string[]> } {
  if (typeof read !== "object" || read === null || !("known" in read)) return false;
  const { known } = read;
  if (typeof known !== "object" || known === null) return false;
  return Object.values(known).every((list) => Array.isArray(list) && list.every((each) => typeof each === "string"));
}

/** Written so that fixing a warning only removes lines. */
export function writeBaseline(file: string, problems: readonly Problem[]): number {
  const warnings = problems.filter(({ level }) => level === "warning");
  const codes = [...new Set(warnings.map(({ code }) => code))].sort();
  const known = Object.fromEntries(
    codes.map((code) => [code, warnings.flatMap((each) => (each.code === code ? [each.subject] : [])).sort()]),
  );
  writeFile(file, `${JSON.stringify({ known }, null, 2)}\n`);
  return warnings.length;
}

/** The problems that count, and the number of warnings that do not because they are known. An error always counts. */
export function newOnly(
  problems: readonly Problem[],
  baseline: Baseline | null,
): { readonly problems: readonly Problem[]; readonly known: number } {
  const left = new Map([...(baseline ?? [])].map(([code, subjects]) => [code, [...subjects]]));
  const counting = problems.filter(({ level, code, subject }) => {
    const subjects = level === "warning" ? (left.get(code) ?? []) : [];
    const at = subjects.indexOf(subject);
    if (at >= 0) subjects.splice(at, 1);
    return at < 0;
  });
  return { problems: counting, known: problems.length - counting.length };
}
