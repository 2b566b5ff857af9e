import { existsSync, readFileSync } from "node:fs";
import { decoded } from "../compile/decoded.ts";
import type { Problem, Sources } from "../problem/problem.ts";

/** The texts that the problems point into; those not already in memory are read from disk. */
export function withFiles(problems: readonly Problem[], sources: Sources): Sources {
  const all = new Map(sources);
  for (const problem of problems) {
    for (const at of [problem.at, ...(problem.also ?? []).map((each) => each.at)]) {
      if (at === undefined || all.has(at.file) || !existsSync(at.file)) continue;
      try {
        all.set(at.file, decoded(at.file, readFileSync(at.file)));
      } catch {
        // A folder, or unreadable: the frame names the file and shows no lines.
      }
    }
  }
  return all;
}
