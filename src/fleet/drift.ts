import { kindOfFingerprint } from "../model/fingerprint-kind.ts";
import type { Beside } from "../model/beside.ts";
import { availableParallelism } from "node:os";
import { rowsDigest } from "../model/declared-rows.ts";
import type { Schema } from "../model/schema.ts";
import type { Explained } from "../plan/explanation.ts";
import type { Drift, DriftedDatabase, DriftedRows } from "../report/drift.ts";
import type { Settings } from "../target/target.ts";
import { looks } from "./looks.ts";
import type { Member } from "./members.ts";
import { openPool } from "./pool.ts";
import { type FleetPlan, planFrom, type MemberState } from "./work.ts";

export interface FleetDriftRequest {
  readonly members: readonly Member[];
  /** What they are compared with, and its name. */
  readonly target: string;
  readonly declared: string;
  /** Plans that have not been applied everywhere yet. */
  readonly plans: readonly FleetPlan[];
  readonly beside: Beside;
  readonly settings: Settings;
  readonly signal: AbortSignal;
  readonly parallel?: number;
  /**
   * Explains what leads from the declarations to one database; called once for each state. Null if it is as declared
   * after all: what the declarations leave to the database changes its fingerprint but is not drift.
   */
  readonly explain: (member: Member) => Promise<readonly Explained[] | null>;
  /** The declared schema, if it has rows: databases are compared with those as well. */
  readonly rowsOf?: Schema;
  readonly onLook: (done: number, of: number) => void;
}

/** Compares every database with the declarations. One that cannot be read does not affect the others. */
export async function driftFleet(request: FleetDriftRequest): Promise<Drift> {
  const started = performance.now();
  const { members, target, declared, plans } = request;
  const pool = openPool(request.parallel ?? threads(members.length), setupFor(request));
  try {
    const declaredRows = rowsDigest(request.rowsOf?.rows ?? []);
    const seen = await looks(members, setupFor(request).common, pool, request.signal, request.onLook);
    const explained = new Map<string, readonly Explained[] | null>();
    const databases: DriftedDatabase[] = [];
    for (const [index, member] of members.entries()) {
      const { name } = member;
      const one = seen[index];
      if (one === undefined || one.kind === "unreadable") {
        databases.push({ name, state: "unreadable", problems: one?.problems ?? [] });
        continue;
      }
      const { fingerprint, rows } = one;
      const waits = planFrom(one, plans);
      if (fingerprint === target && rows === declaredRows) databases.push({ name, state: "matches" });
      else if (waits) databases.push({ name, state: "waiting", fingerprint, plan: waits.name ?? waits.plan.target });
      else {
        const state = `${fingerprint} ${rows ?? ""}`;
        const known = explained.get(state);
        const changes = known === undefined ? await request.explain(member) : known;
        explained.set(state, changes);
        if (changes === null) databases.push({ name, state: "matches" });
        else
          databases.push({ name, state: "drifted", fingerprint, changes, ...rowsAndWhich(one, target, declaredRows) });
      }
    }
    return { declared, target, milliseconds: Math.round(performance.now() - started), databases };
  } finally {
    await pool.close();
  }
}

/** Which of the two differs, if rows are declared. */
function rowsAndWhich({ fingerprint, rows }: MemberState, target: string, declared: string | null): DriftedRows {
  if (rows === null) return {};
  const differs = rows === declared ? "schema" : fingerprint === target ? "rows" : "both";
  return { rows, differs };
}

/** Starting a thread costs as much as reading some hundred files. */
export function threads(members: number): number {
  return Math.max(1, Math.min(availableParallelism(), Math.ceil(members / 200)));
}

/** The options of threads that only read. */
export function setupFor({
  plans,
  beside,
  settings,
  target,
  rowsOf,
}: Pick<FleetDriftRequest, "plans" | "beside" | "settings" | "target" | "rowsOf">) {
  const common = {
    plans: [],
    beside,
    kind: kindOfFingerprint(plans[0]?.plan.target ?? target),
    lockTimeout: 0,
    backups: "",
    backup: "none",
    keep: null,
    settings,
    allowLong: false,
    ...(rowsOf !== undefined && { rowsOf }),
  } as const;
  return { common, stop: new SharedArrayBuffer(4) };
}
