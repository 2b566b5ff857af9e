import type { Beside } from "../model/beside.ts";
import type { Snapshot } from "../database/connection.ts";
import { type Asking, heard } from "../database/heard.ts";
import { introspect } from "../introspect/introspect.ts";
import { profileOf } from "../introspect/profile.ts";
import { type EngineProfile, portable } from "../model/profile.ts";
import type { Schema } from "../model/schema.ts";
import { noCounts } from "../plan/summary.ts";
import type { Unasked } from "../plan/kinds.ts";
import type { Hints } from "../model/hints.ts";
import type { Decision } from "../plan/plan.ts";
import { type Problem, ProblemError } from "../problem/problem.ts";
import { makePlan, type Planned } from "../prove/make-plan.ts";
import { setupFor, threads } from "./drift.ts";
import { asProblem } from "./look.ts";
import { looks } from "./looks.ts";
import type { Member } from "./members.ts";
import { openPool } from "./pool.ts";
import type { Settings } from "../target/target.ts";
import { rowsDigest } from "../model/declared-rows.ts";
import { type MemberState, memberTarget } from "./work.ts";

export interface FleetPlanRequest {
  readonly members: readonly Member[];
  /** The goal for a database: declarations may leave a part to what it has. */
  readonly targetFor: (live: Schema) => Promise<Schema>;
  /** The fingerprint of the target, of the kind that is compared. */
  readonly fingerprint: string;
  /** The declared schema, if it has rows. */
  readonly rowsOf?: Schema;
  readonly hints: Hints;
  readonly decisions: readonly Decision[];
  readonly protect: readonly string[];
  readonly unasked?: readonly Unasked[];
  readonly beside: Beside;
  readonly columnOrder: boolean;
  readonly portable?: boolean;
  readonly values?: boolean;
  readonly settings: Settings;
  readonly signal: AbortSignal;
  readonly onLook: (done: number, of: number) => void;
  readonly onAsking: (name: string, asking: Asking | null) => void;
}

/** Databases in the same state, with the plan that brings them to the declarations. */
export interface Cohort {
  readonly fingerprint: string;
  /** The digest of their rows; null if none are declared. */
  readonly rows: string | null;
  readonly members: readonly Member[];
  readonly planned: Planned;
}

export interface FleetPlanned {
  /**
   * The cohorts that are not at the target, the largest first: one plan for each, made from the rows of its first
   * member.
   */
  readonly cohorts: readonly Cohort[];
  readonly done: readonly Member[];
  readonly unreadable: readonly { readonly member: Member; readonly problems: readonly Problem[] }[];
}

/**
 * One plan for each distinct state, never one for each database. The rows of one database of a cohort are read; the
 * plan's own checks verify the others when it is applied.
 */
export async function planFleet(request: FleetPlanRequest): Promise<FleetPlanned> {
  const setup = setupFor({ ...request, plans: [], target: request.fingerprint });
  const pool = openPool(threads(request.members.length), setup);
  try {
    const seen = await looks(request.members, setup.common, pool, request.signal, request.onLook);
    const states = new Map<string, { readonly standing: MemberState; readonly members: Member[] }>();
    const at = ({ fingerprint, rows }: MemberState) => `${fingerprint} ${rows ?? ""}`;
    const rebuilt = new Set<Member>();
    const unreadable: { member: Member; problems: readonly Problem[] }[] = [];
    for (const [index, member] of request.members.entries()) {
      const one = seen[index];
      if (one?.kind === "read") {
        const state = states.get(at(one)) ?? { standing: one, members: [] };
        state.members.push(member);
        states.set(at(one), state);
        if (!one.altersColumns) rebuilt.add(member);
      } else unreadable.push({ member, problems: one?.problems ?? [] });
    }
    const goal = at({ fingerprint: request.fingerprint, rows: rowsDigest(request.rowsOf?.rows ?? []) });
    const done = states.get(goal)?.members ?? [];
    states.delete(goal);
    const cohorts: Cohort[] = [];
    const others = [...states.values()].sort((a, b) => b.members.length - a.members.length);
    for (const { standing, members } of others) {
      const planned = await planOne(hardestFirst(members, rebuilt), request);
      if (planned.kind === "nothing") done.push(...members);
      else cohorts.push({ fingerprint: standing.fingerprint, rows: standing.rows, members, planned });
    }
    return { cohorts, done, unreadable };
  } finally {
    await pool.close();
  }
}

/** If libSQL's ALTER COLUMN does not work in one of them, the table is rebuilt, which works in all. */
function hardestFirst(members: readonly Member[], rebuilt: ReadonlySet<Member>): readonly Member[] {
  return [...members.filter((member) => rebuilt.has(member)), ...members.filter((member) => !rebuilt.has(member))];
}

/** Plans for the first member that can be read. */
async function planOne(members: readonly Member[], request: FleetPlanRequest): Promise<Planned> {
  const [member, ...rest] = members;
  if (member === undefined) throw new Error("a cohort without members");
  const next = (problems: readonly Problem[]) => (rest.length > 0 ? planOne(rest, request) : refused(problems));
  const target = await memberTarget(member, request.settings, request.signal);
  if (!target.ok) return next(target.problems);
  try {
    const planned = await target.value.look((connection) =>
      heard(connection, (asking) => request.onAsking(member.name, asking)).snapshot((snapshot) =>
        planIn(snapshot, connection.profile, request),
      ),
    );
    return planned.ok ? planned.value : next(planned.problems);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return next([asProblem(error, member.name)]);
  }
}

async function planIn(snapshot: Snapshot, engine: EngineProfile, request: FleetPlanRequest): Promise<Planned> {
  const { hints, decisions, protect, unasked = [], beside, columnOrder, values = true } = request;
  const live = await introspect(snapshot, beside);
  if (!live.ok) return refused(live.problems);
  const profile = await profileOf(snapshot, request.portable === true ? portable(engine) : engine);
  const target = await request.targetFor(live.value);
  const options = { hints, decisions, protect, unasked, beside, columnOrder, values, profile };
  return makePlan({ snapshot, live: live.value, target, ...options });
}

function refused(problems: readonly Problem[]): Planned {
  return {
    kind: "refused",
    problems,
    explanation: { changes: [], hazards: [], kept: [], cosmetic: [], order: [], counts: noCounts },
  };
}
