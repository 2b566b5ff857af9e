import type { Problem } from "../problem/problem.ts";
import type { FleetOutcome, FleetRun } from "../report/fleet.ts";
import { threads } from "./drift.ts";
import type { Look } from "./look.ts";
import { blocksThread } from "../target/kinds.ts";
import { ended, inParallel, looks } from "./looks.ts";
import type { Member } from "./members.ts";
import { openPool, type Pool, WorkerEnded } from "./pool.ts";
import { type Common, isTarget, planFrom, type MemberState, tryOut, type Worked, work } from "./work.ts";

export interface FleetRequest {
  readonly members: readonly Member[];
  readonly common: Common;
  /** This many first, spread over the different states; the others only if all of these succeed. */
  readonly canary: number;
  readonly parallel: number;
  /** On copies: nothing is changed, and "applied" means that it would be. */
  readonly rehearse?: boolean;
  /** No further database is started after this many failures. */
  readonly maxFailures: number;
}

export interface FleetHooks {
  readonly onLook: (done: number, of: number) => void;
  readonly onOutcome: (outcome: FleetResult, done: number, of: number) => void;
  readonly signal: AbortSignal;
}

/** An outcome with all its details. */
export interface FleetResult extends FleetOutcome {
  readonly problems: readonly Problem[];
  readonly plans: readonly string[];
  readonly backups: readonly string[];
}

export interface FleetApplied extends FleetRun {
  readonly databases: readonly FleetResult[];
  readonly interrupted: boolean;
}

interface Job {
  readonly member: Member;
  readonly base: MemberState;
}

/**
 * Applies to each database the plan for its state, each in its own transaction with its own backup. Databases that are
 * done are skipped, so an interrupted run is resumed by running it again.
 */
export async function applyFleet(request: FleetRequest, hooks: FleetHooks): Promise<FleetApplied> {
  const started = performance.now();
  const { members, common } = request;
  const stop = new SharedArrayBuffer(4);
  const halt = () => void Atomics.store(new Int32Array(stop), 0, 1);
  hooks.signal.addEventListener("abort", halt, { once: true });
  if (hooks.signal.aborted) halt();
  const pool = openPool(Math.max(threads(members.length), Math.min(request.parallel, members.length)), {
    common,
    stop,
  });
  const results = new Map<Member, FleetResult>();
  const put = (member: Member, result: FleetResult) => {
    results.set(member, result);
    hooks.onOutcome(result, results.size, members.length);
  };
  try {
    const seen = await looks(members, common, pool, hooks.signal, hooks.onLook);
    const jobs: Job[] = [];
    for (const [index, member] of members.entries()) {
      const settled = settledBy(member, seen[index], common);
      if (settled.kind === "result") put(member, settled.result);
      else jobs.push({ member, base: settled.base });
    }
    const canaries = spread(jobs, request.canary);
    let failures = 0;
    const stopped = () => hooks.signal.aborted || failures >= Math.max(1, request.maxFailures);
    const wave = (wanted: readonly Job[], canary: boolean) =>
      inParallel(
        wanted,
        request.parallel,
        async (job) => {
          const worked = await carryOut(job, request, pool, hooks.signal);
          // An interruption is not a failure of the database: it counts as not started.
          if (worked.outcome === "interrupted") return;
          if (worked.state === "failed") failures++;
          put(job.member, resultOf(job.member, worked, canary));
        },
        stopped,
      );
    await wave([...canaries], true);
    if (failures === 0)
      await wave(
        jobs.filter((job) => !canaries.has(job)),
        false,
      );
    const databases = members.map((member) => results.get(member) ?? pending(member));
    const interrupted = hooks.signal.aborted;
    return { milliseconds: Math.round(performance.now() - started), databases, interrupted };
  } finally {
    hooks.signal.removeEventListener("abort", halt);
    await pool.close();
  }
}

/** Databases that need no work: at the target, unreadable, or without a plan. */
function settledBy(
  member: Member,
  look: Look | undefined,
  common: Common,
): { readonly kind: "job"; readonly base: MemberState } | { readonly kind: "result"; readonly result: FleetResult } {
  const { name } = member;
  const nothing = { name, canary: false, milliseconds: null, plans: [], backups: [] };
  if (look === undefined || look.kind === "unreadable") {
    const problems = look?.problems ?? [];
    return { kind: "result", result: { ...nothing, state: "failed", said: problems[0]?.message ?? "", problems } };
  }
  const { fingerprint, rows } = look;
  const { goals = null, plans } = common;
  if (planFrom(look, plans)) return { kind: "job", base: { fingerprint, rows } };
  if (goals?.includes(fingerprint) ?? plans.some((plan) => isTarget(plan, look))) {
    return { kind: "result", result: { ...nothing, state: "skipped", said: "already there", problems: [] } };
  }
  const problem = noPlan(name, look);
  return { kind: "result", result: { ...nothing, state: "refused", said: problem.message, problems: [problem] } };
}

function noPlan(name: string, { fingerprint, rows }: MemberState): Problem {
  return {
    code: "fleet-no-plan",
    level: "error",
    subject: name,
    message: "no plan starts from its state",
    evidence: [`found ${fingerprint}`, ...(rows === null ? [] : [`rows  ${rows}`])],
    help: [`see how it differs: trueup drift ${name}`, "make a plan for each state of the fleet: trueup plan"],
  };
}

/** One job of each state in turn, so that the canaries cover every state. */
function spread(jobs: readonly Job[], count: number): ReadonlySet<Job> {
  const states = new Map<string, Job[]>();
  for (const job of jobs) {
    const state = `${job.base.fingerprint} ${job.base.rows ?? ""}`;
    states.set(state, [...(states.get(state) ?? []), job]);
  }
  const chosen = new Set<Job>();
  for (let round = 0; chosen.size < Math.min(count, jobs.length); round++) {
    for (const state of states.values()) {
      const job = state[round];
      if (job !== undefined && chosen.size < count) chosen.add(job);
    }
  }
  return chosen;
}

async function carryOut({ member, base }: Job, request: FleetRequest, pool: Pool, signal: AbortSignal) {
  const carry = request.rehearse ? tryOut : work;
  if (!blocksThread(member.where)) return carry(member, base, request.common, signal);
  try {
    const answer = await pool.run({ kind: request.rehearse ? "try" : "work", member, base });
    if (answer.kind === "work") return answer.worked;
  } catch (error) {
    if (!(error instanceof WorkerEnded)) throw error;
  }
  const problems = [ended(member.name)];
  return { state: "failed", milliseconds: 0, plans: [], backups: [], problems, outcome: null } satisfies Worked;
}

function resultOf({ name }: Member, worked: Worked, canary: boolean): FleetResult {
  const { state, milliseconds, plans, backups, problems } = worked;
  const wrong = problems.find(({ level }) => level === "error");
  const said = state === "failed" ? (wrong?.message ?? "") : state === "skipped" ? "already there" : plans.join(", ");
  return { name, state, canary, milliseconds, said, problems, plans, backups };
}

function pending({ name }: Member): FleetResult {
  return { name, state: "pending", canary: false, milliseconds: null, said: "", problems: [], plans: [], backups: [] };
}
