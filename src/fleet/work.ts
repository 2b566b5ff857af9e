import type { Approvals } from "../apply/approved.ts";
import { besideWith } from "../plan/of-application.ts";
import type { Beside } from "../model/beside.ts";
import type { ApplyEvent, ApplyOutcome } from "../apply/events.ts";
import { logIn, type BackupPlace, placeName } from "../apply/place.ts";
import { rehearse } from "../target/rehearse.ts";
import type { Keep } from "../apply/run.ts";
import type { FingerprintKind } from "../model/fingerprint.ts";
import type { Schema } from "../model/schema.ts";
import type { Plan } from "../plan/plan.ts";
import type { Checked, Problem } from "../problem/problem.ts";
import { blocksThread, filedBy, openTarget } from "../target/kinds.ts";
import type { Settings, Target } from "../target/target.ts";
import { asProblem, type SeenBefore, type Look, lookAt } from "./look.ts";
import type { Member } from "./members.ts";

/** A plan of a fleet: there is one for each state of its databases. */
export interface FleetPlan {
  readonly plan: Plan;
  readonly seal: string;
  /** The file as the user named it; null if there is none. */
  readonly name: string | null;
}

/** Options for every member. Plain data, because it is sent to threads. */
export interface Common {
  readonly plans: readonly FleetPlan[];
  /** Where every database has to end; null if the end of a plan is enough. */
  readonly goals?: readonly string[] | null;
  readonly beside: Beside;
  readonly kind: FingerprintKind;
  readonly lockTimeout: number;
  /** The folder of all backups; null if they were explicitly declined. The journal needs one in any case. */
  readonly backups: string;
  /** The folder of all journals; null if each is kept beside its backups. */
  readonly history?: string | null;
  readonly backup: "take" | "none";
  /** Bytes: see `RunRequest`. */
  readonly fullUpTo?: number | null;
  readonly keep: Keep | null;
  readonly settings: Settings;
  readonly allowLong: boolean;
  /** Milliseconds that the writers of one database may wait; null for any. */
  readonly lockBudget?: number | null;
  readonly approvals?: Approvals;
  /** The declared schema, if there are plans for its rows. */
  readonly rowsOf?: Schema;
}

/** Where a member is: its schema, and its declared rows. */
export interface MemberState {
  readonly fingerprint: string;
  readonly rows: string | null;
}

/** The outcome of one member. */
export interface Worked {
  readonly state: "applied" | "skipped" | "failed";
  readonly milliseconds: number;
  readonly plans: readonly string[];
  readonly backups: readonly string[];
  readonly problems: readonly Problem[];
  /** The outcome of apply, if it ran. */
  readonly outcome: ApplyOutcome["kind"] | null;
}

/** Schemas that this thread has read; `ignore` is the same for all databases. */
const known = new Map<string, Schema>();

/** Milliseconds to wait for the lock of a member when all of them are read. */
const short = 2000;

/** A member as a target. One that blocks its thread is changed in this thread. */
export function memberTarget(
  { name, where }: Member,
  settings: Settings,
  stop: AbortSignal,
  patience: number | null = null,
): Promise<Checked<Target>> {
  const thread = blocksThread(where) ? { known } : null;
  return openTarget(where, { label: name, settings, patience, stop, onFetch: () => {}, thread });
}

export async function lookAtMember(member: Member, common: Common, seen: SeenBefore, stop: AbortSignal): Promise<Look> {
  return lookAt(await memberTarget(member, common.settings, stop, short), common, seen);
}

/** The plan that starts from a state. */
export function planFrom({ fingerprint, rows }: MemberState, plans: readonly FleetPlan[]): FleetPlan | undefined {
  const here = plans.filter(({ plan }) => plan.base === fingerprint);
  // If the schema stays, the rows tell where a plan starts; a plan for rows comes before one that continues from there.
  const ofRows = here.find(({ plan }) => plan.target === plan.base && plan.rows?.base === rows);
  return ofRows ?? here.find(({ plan }) => plan.target !== plan.base);
}

/** Whether a plan leads to the state of a member. */
export function isTarget({ plan }: FleetPlan, { fingerprint, rows }: MemberState): boolean {
  return plan.target === fingerprint && (plan.target !== plan.base || plan.rows?.target === rows);
}

/** Applies the matching plan, and the next one if a database missed more than one change. */
export async function work(member: Member, base: MemberState, common: Common, stop: AbortSignal): Promise<Worked> {
  const started = performance.now();
  const notes: Problem[] = [];
  const plans: string[] = [];
  const backups: string[] = [];
  const end = (state: Worked["state"], outcome: Worked["outcome"], problems: readonly Problem[]): Worked => ({
    state,
    milliseconds: Math.round(performance.now() - started),
    plans,
    backups,
    problems: [...problems, ...notes],
    outcome,
  });
  const tell = (event: ApplyEvent) => {
    if (event.kind === "note") notes.push(event.problem);
  };
  try {
    let at = base;
    let outcome: ApplyOutcome["kind"] | null = null;
    // Each plan is used at most once: two that lead to each other would loop forever.
    for (const left = new Set(common.plans); ; ) {
      const next = planFrom(at, [...left]);
      if (next === undefined) return end(outcome === "applied" ? "applied" : "skipped", outcome, []);
      left.delete(next);
      const done = await applyOne(member, next, common, stop, tell);
      outcome = outcome === "applied" && done.kind === "already" ? "applied" : done.kind;
      if (done.kind !== "applied" && done.kind !== "already") return end("failed", done.kind, done.problems);
      if (done.kind === "applied") plans.push(next.name ?? next.plan.target);
      if (done.kind === "applied" && done.backup !== null) backups.push(done.backup.path);
      at = { fingerprint: next.plan.target, rows: next.plan.rows?.target ?? at.rows };
    }
  } catch (error) {
    return end("failed", null, [asProblem(error, member.name)]);
  }
}

/** A plan and those that follow it, each once. */
function chainFrom(base: MemberState, plans: readonly FleetPlan[]): readonly FleetPlan[] {
  const chain: FleetPlan[] = [];
  for (let at = base; ; ) {
    const next = planFrom(at, plans);
    if (next === undefined || chain.includes(next)) return chain;
    chain.push(next);
    at = { fingerprint: next.plan.target, rows: next.plan.rows?.target ?? at.rows };
  }
}

/** Rehearses the matching plans on a copy of the member, with all its rows. */
export async function tryOut(member: Member, base: MemberState, common: Common, stop: AbortSignal): Promise<Worked> {
  const started = performance.now();
  const next = planFrom(base, common.plans);
  const done = (state: Worked["state"], outcome: Worked["outcome"], problems: readonly Problem[]): Worked => {
    const plans = chainFrom(base, common.plans).map(({ name, plan }) => name ?? plan.target);
    return { state, milliseconds: Math.round(performance.now() - started), plans, backups: [], problems, outcome };
  };
  if (next === undefined) return done("skipped", null, []);
  try {
    const named = chainFrom(base, common.plans).map(({ plan, seal, name }) => ({ plan, seal, planName: name }));
    const [first = { plan: next.plan, seal: next.seal, planName: next.name }, ...following] = named;
    const beside = besideWith(
      common.beside,
      named.map(({ plan }) => plan),
    );
    const request = { ...first, following, beside };
    const target = await memberTarget(member, common.settings, stop);
    const hooks = { onEvent: () => {}, stop, now: () => new Date() };
    const tried = target.ok ? await rehearse(target.value, request, hooks) : target;
    if (!tried.ok) return done("failed", null, tried.problems);
    const { outcome } = tried.value;
    const problems = "problems" in outcome ? outcome.problems : [];
    return done(outcome.kind === "applied" ? "applied" : "failed", outcome.kind, problems);
  } catch (error) {
    return done("failed", null, [asProblem(error, member.name)]);
  }
}

/** Where the backups and the log of a member are kept. */
export function memberPlaceOf({ where }: Member, root: string, history: string | null): BackupPlace {
  const name = placeName(filedBy(where));
  return { root, name, ...logIn(history, name) };
}

async function applyOne(
  member: Member,
  { plan, seal, name }: FleetPlan,
  common: Common,
  stop: AbortSignal,
  onEvent: (event: ApplyEvent) => void,
): Promise<ApplyOutcome> {
  const target = await memberTarget(member, common.settings, stop);
  if (!target.ok) return { kind: "failed", target: member.name, state: "unchanged", problems: target.problems };
  const { lockTimeout, backup, keep, allowLong, lockBudget = null, approvals = {}, fullUpTo = null } = common;
  const beside = besideWith(common.beside, [plan]);
  const place = memberPlaceOf(member, common.backups, common.history ?? null);
  const asked = {
    plan,
    seal,
    planName: name,
    beside,
    lockTimeout,
    place,
    backup,
    fullUpTo,
    keep,
    allowLong,
    approvals,
  };
  const request = { ...asked, create: false, estimates: {}, writersStopped: false, replicas: [] };
  const beyond = lockBudget === null ? [] : await target.value.beyondBudget({ ...request, lockBudget });
  if (beyond.length > 0) return { kind: "failed", target: member.name, state: "unchanged", problems: beyond };
  return target.value.change(request, { onEvent, now: () => new Date(), stop, kill: stop });
}
