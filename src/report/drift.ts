import { compareText } from "../model/names.ts";
import type { Explained } from "../plan/explanation.ts";
import type { Problem } from "../problem/problem.ts";

/** Databases compared with the declarations. */
export interface Drift {
  /** What they were compared with: `schema/`, `plans/x.plan.sql`. */
  readonly declared: string;
  /** Its fingerprint. */
  readonly target: string;
  readonly milliseconds: number;
  readonly databases: readonly DriftedDatabase[];
}

export type DriftedDatabase = { readonly name: string } & (
  | { readonly state: "matches" }
  /** At the base of a plan that is not applied yet. */
  | { readonly state: "waiting"; readonly fingerprint: string; readonly plan: string }
  /** `changes` lead from the declarations to the database: `+` is only in the database. */
  | ({ readonly state: "drifted"; readonly fingerprint: string; readonly changes: readonly Explained[] } & DriftedRows)
  | { readonly state: "unreadable"; readonly problems: readonly Problem[] }
);

/** Absent if no rows are declared, or none were compared. */
export interface DriftedRows {
  /** The digest of the rows, as far as they are declared. */
  readonly rows?: string;
  /** Which of the two is not as declared. */
  readonly differs?: "schema" | "rows" | "both";
}

export interface DriftGroups {
  readonly matching: readonly string[];
  readonly waiting: readonly { readonly plan: string; readonly names: readonly string[] }[];
  /** One for each state: a thousand databases that drifted in the same way are reported once. */
  readonly drifted: readonly ({
    readonly fingerprint: string;
    readonly names: readonly string[];
    readonly changes: readonly Explained[];
  } & DriftedRows)[];
  readonly unreadable: readonly { readonly name: string; readonly problems: readonly Problem[] }[];
}

export function driftGroups(drift: Drift): DriftGroups {
  const waiting = new Map<string, string[]>();
  const drifted = new Map<string, DriftGroups["drifted"][number] & { names: string[] }>();
  const unreadable: { name: string; problems: readonly Problem[] }[] = [];
  const matching: string[] = [];
  for (const one of [...drift.databases].sort((a, b) => compareText(a.name, b.name))) {
    if (one.state === "matches") matching.push(one.name);
    if (one.state === "waiting") waiting.set(one.plan, [...(waiting.get(one.plan) ?? []), one.name]);
    if (one.state === "unreadable") unreadable.push({ name: one.name, problems: one.problems });
    if (one.state === "drifted") {
      const { name, state: _, ...state } = one;
      const key = `${one.fingerprint} ${one.rows ?? ""}`;
      const group = drifted.get(key) ?? { ...state, names: [] };
      group.names.push(name);
      drifted.set(key, group);
    }
  }
  return {
    matching,
    waiting: [...waiting].map(([plan, names]) => ({ plan, names })),
    drifted: [...drifted.values()].sort((a, b) => b.names.length - a.names.length),
    unreadable,
  };
}

/** Whether the exit code is 2; it is 0 if every database matches. */
export function hasDrift(drift: Drift): boolean {
  return drift.databases.some((one) => one.state !== "matches");
}
