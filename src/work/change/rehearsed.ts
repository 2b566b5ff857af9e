import { cacheKey, openCache } from "../../compile/cache.ts";
import type { Applied } from "../../apply/events.ts";
import type { Rehearsed } from "../../report/plan/plan-report.ts";
import type { Project } from "../project.ts";

/**
 * What a rehearsal measured, stored under the plan's seal: pages show its timings, and apply estimates time from them.
 */
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

/** The last rehearsal of a plan, whatever database it used; null if there was none. */
export function lastRehearsal(project: Project, seal: string): Kept | null {
  const value = openCache(project.cache).get(cacheKey("rehearsal", seal));
  return isKept(value) ? value : null;
}

/** The cache seals entries with the version that wrote them, so this only distinguishes the kinds of entry. */
function isKept(value: unknown): value is Kept {
  return typeof value === "object" && value !== null && "rehearsed" in value && "estimates" in value;
}
