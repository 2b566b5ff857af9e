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
  | { readonly state: "drifted"; readonly fingerprint: string; readonly changes: readonly Explained[] }
  | { readonly state: "unreadable"; readonly problems: readonly Problem[] }
);

export interface DriftGroups {
  readonly matching: readonly string[];
  readonly waiting: readonly { readonly plan: string; readonly names: readonly string[] }[];
  /** One for each state: a thousand databases that drifted in the same way are reported once. */
  readonly drifted: readonly {
    readonly fingerprint: string;
    readonly names: readonly string[];
    readonly changes: readonly Explained[];
  }[];
  readonly unreadable: readonly { readonly name: string; readonly problems: readonly Problem[] }[];
}

export function driftGroups(drift: Drift): DriftGroups {
  const waiting = new Map<string, string[]>();
  const drifted = new Map<string, { names: string[]; changes: readonly Explained[] }>();
  const unreadable: { name: string; problems: readonly Problem[] }[] = [];
  const matching: string[] = [];
  for (const one of [...drift.databases].sort((a, b) => compareText(a.name, b.name))) {
    if (one.state === "matches") matching.push(one.name);
    if (one.state === "waiting") waiting.set(one.plan, [...(waiting.get(one.plan) ?? []), one.name]);
    if (one.state === "unreadable") unreadable.push({ name: one.name, problems: one.problems });
    if (one.state === "drifted") {
      const group = drifted.get(one.fingerprint) ?? { names: [], changes: one.changes };
      group.names.push(one.name);
      drifted.set(one.fingerprint, group);
    }
  }
  return {
    matching,
    waiting: [...waiting].map(([plan, names]) => ({ plan, names })),
    drifted: [...drifted]
      .map(([fingerprint, group]) => ({ fingerprint, ...group }))
      .sort((a, b) => b.names.length - a.names.length),
    unreadable,
  };
}

/** Whether the exit code is 2; it is 0 if every database matches. */
export function hasDrift(drift: Drift): boolean {
  return drift.databases.some((one) => one.state !== "matches");
}
