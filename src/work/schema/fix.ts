import { problemKey } from "../../problem/problem.ts";
import { readFileSync } from "node:fs";
import type { Problem, Sources, Span } from "../../problem/problem.ts";
import { applyEdits } from "../../pull/source/edits.ts";
import { type Fix, fixOf } from "../../report/fix.ts";
import type { Checked } from "../../problem/problem.ts";
import { type Context, checked } from "../context.ts";
import type { Project } from "../project.ts";
import { withFiles } from "../with-files.ts";
import { writeFile } from "../write-file.ts";
import { check, type CheckOptions } from "./check.ts";

export interface Fixed {
  /** What was wrong, and is fixed now. */
  readonly fixed: readonly Problem[];
  /** The files that were written; absolute. */
  readonly files: readonly string[];
}

/** One fix can reveal another: a word that is now spelt correctly, but not imported. */
const rounds = 20;

/** Applies the fixes that are certain. A fix that would lead to new problems is reverted. */
export function fixDeclarations(project: Project, options: CheckOptions = {}): Promise<Checked<Fixed>> {
  return checked("check", project.cwd, options, async (context) => {
    const fixed: Problem[] = [];
    const files = new Set<string>();
    const inVain = new Set<string>();
    let open = await problemsOf(context, project, options);
    for (let round = 0; round < rounds; round++) {
      const chosen = choose(
        open.problems.filter((problem) => !inVain.has(problemKey(problem))),
        open.sources,
      );
      if (chosen.length === 0) break;
      const before = new Map([...new Set(chosen.map(({ fix }) => fix.file))].map((file) => [file, readText(file)]));
      for (const [file, text] of before) {
        const edits = chosen.flatMap(({ fix }) => (fix.file === file ? [fix] : []));
        const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
        writeFile(file, mark + applyEdits(text.slice(mark.length), edits));
      }
      const next = await problemsOf(context, project, options);
      const known = new Set(open.problems.map(problemKey));
      // An error that was hidden by another one may appear, but not one about a word that was just written.
      const written = new Set(chosen.map(({ fix }) => fix.text).filter(Boolean));
      const worse = next.problems.some((each) => {
        const { level, at } = each;
        if (level !== "error" || known.has(problemKey(each)) || at === undefined) return false;
        const text = next.sources.get(at.file) ?? "";
        const lines = [...written].filter((one) => one.includes("\n"));
        return written.has(text.slice(at.start, at.end)) || lines.some((one) => isWithin(at, text, one.trim()));
      });
      const count = (problems: readonly Problem[], key: string) =>
        problems.filter((each) => problemKey(each) === key).length;
      const stay = chosen.filter(({ problem }) => {
        const key = problemKey(problem);
        return count(next.problems, key) >= count(open.problems, key);
      });
      if (worse || stay.length > 0) for (const [file, text] of before) writeFile(file, text);
      if (worse) break;
      // Those that helped are made again without the others.
      for (const { problem } of stay) inVain.add(problemKey(problem));
      if (stay.length > 0) continue;
      fixed.push(...chosen.map(({ problem }) => problem));
      for (const file of before.keys()) files.add(file);
      open = next;
    }
    return { fixed, files: [...files] };
  });
}

interface Open {
  readonly problems: readonly Problem[];
  readonly sources: Sources;
}

async function problemsOf(context: Context, project: Project, options: CheckOptions): Promise<Open> {
  const sources = new Map<string, string>();
  const result = await check(project, {
    targets: options.targets ?? [],
    tell: (told) => {
      if (told.kind === "read") for (const [file, text] of told.sources) sources.set(file, text);
    },
    signal: context.signal,
  });
  const problems = result.ok ? result.value.problems : [];
  return { problems, sources: withFiles(problems, sources) };
}

function isWithin({ start, end }: Span, text: string, part: string): boolean {
  const at = text.indexOf(part);
  return at !== -1 && start >= at && end <= at + part.length;
}

/** As many at once as do not overlap. */
function choose(problems: readonly Problem[], sources: Sources) {
  const chosen: { readonly problem: Problem; readonly fix: Fix }[] = [];
  for (const problem of problems) {
    const fix = fixOf(problem, sources);
    if (fix === null) continue;
    const overlaps = chosen.some(
      ({ fix: other }) => other.file === fix.file && fix.start < other.end && other.start < fix.end,
    );
    const same = chosen.some(
      ({ fix: other }) => other.file === fix.file && other.start === fix.start && other.end > other.start,
    );
    if (!overlaps && !same) chosen.push({ problem, fix });
  }
  return chosen;
}

function readText(file: string): string {
  return readFileSync(file, "utf8");
}
