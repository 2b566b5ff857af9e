import type { Problem, Sources } from "../problem/problem.ts";
import { renderProblems } from "../report/problem.ts";
import { withFiles } from "./with-files.ts";

/** Problems as the command line shows them. `sources` are texts that are not in a file, as reported during the work. */
export function problemsText(problems: readonly Problem[], sources: Sources = new Map()): string {
  return renderProblems(problems, withFiles(problems, sources), { color: false, width: 100 });
}
