import { cacheKey, openCache } from "../../compile/cache.ts";
import type { Applied } from "../../apply/events.ts";
import type { Rehearsed } from "../../report/plan/plan-report.ts";
import type { Project } from "../project.ts";

/** What a rehearsal showed, kept by the plan's seal: a page shows its timings, and apply tells time by them. */
interface Kept {
  readonly rehearsed: Rehearsed;
  readonly estimates: Readonly<Record<string, number>>;
}

export function rememberRehearsal(
  project: Project,
  seal: string,
  outcome: Applied,
  estimates: Kept["estimates"],
): void {
  const { target, milliseconds, steps, checks } = outcome;
  const kept: Kept = { rehearsed: { target, milliseconds, steps, checks }, estimates };
  openCache(project.cache).set(cacheKey("rehearsal", seal), kept);
}

/** The last rehearsal of a plan, whatever it was rehearsed on; null where there was none. */
export function lastRehearsal(project: Project, seal: string): Kept | null {
  const value = openCache(project.cache).get(cacheKey("rehearsal", seal));
  return isKept(value) ? value : null;
}

/** The cache seals what it holds by the version that wrote it, so this only tells one kind of entry from another. */
function isKept(value: unknown): value is Kept {
  return typeof value === "object" && value !== null && "rehearsed" in value && "estimates" in value;
}
