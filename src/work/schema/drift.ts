import type { Disk } from "../../compile/disk.ts";
import { fingerprintOfPacked, type Packed, whatDiffers } from "../../compile/packed.ts";
import { fingerprint, fingerprintLike } from "../../model/fingerprint.ts";
import { kindOfFingerprint } from "../../model/fingerprint-kind.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Checked } from "../../problem/problem.ts";
import type { Drift, DriftedDatabase } from "../../report/drift.ts";
import { type Context, checked, type Listening } from "../context.ts";
import { declaredLazily } from "./declared.ts";
import { schemaFor } from "./goal.ts";
import { liveFingerprint, livePacked, liveSchema, readHere } from "./live.ts";
import { type LiveRows, liveRows } from "./live-rows.ts";
import type { PlanFile } from "../plans/plan-file.ts";
import type { Project } from "../project.ts";
import { shownSchema } from "../shown-from.ts";
import { type State, stateOf } from "./states.ts";
import { type Aim, findTarget, type Named } from "../targets.ts";

export interface DriftOptions extends Listening {
  /** The default target if left out; for a fleet, all its databases. */
  readonly targets?: readonly string[];
  /** False leaves the declared rows out. */
  readonly rows?: boolean;
  /** Whether values of rows may be shown; by default they may. */
  readonly values?: boolean;
}

/** Compares live databases with the declarations. */
export function drift(project: Project, options: DriftOptions = {}): Promise<Checked<Drift>> {
  return checked("drift", project.cwd, options, async (context) => {
    const started = Date.now();
    const names = options.targets?.length ? options.targets : [undefined];
    const wanted = names.map((name) => findTarget(context, project, name));
    const { filesOf } = await import("../../compile/compile.ts");
    const files = filesOf(project.schemas);
    const matching = files === null ? null : await everythingMatches(context, project, wanted, files);
    const found = matching ?? (await look(context, project, wanted, options, files));
    return { declared: shownSchema(project), ...found, milliseconds: Date.now() - started };
  });
}

type Found = Pick<Drift, "target" | "databases">;

/**
 * The usual outcome, found without reading any schema because both fingerprints are cached. Null if it is not the
 * outcome.
 */
async function everythingMatches(
  context: Context,
  project: Project,
  wanted: readonly Named[],
  files: Disk,
): Promise<Found | null> {
  const { knownFingerprint } = await import("../../compile/compile.ts");
  const target = knownFingerprint(files, { cache: project.cache, beside: project.beside });
  if (target === null) return null;
  const databases: DriftedDatabase[] = [];
  for (const named of wanted) {
    if (named.kind !== "one" || (await liveFingerprint(context, named.aim)) !== target) return null;
    databases.push({ name: named.aim.name, state: "matches" });
  }
  return { target, databases };
}

async function look(
  context: Context,
  project: Project,
  wanted: readonly Named[],
  { rows = true, values = true }: DriftOptions,
  files: Disk | null,
): Promise<Found> {
  const [only, ...others] = wanted;
  const alone = only?.kind === "one" && others.length === 0 ? only.aim : null;
  const live = async () => (alone === null ? null : readHere(context, alone));
  const { packed, whole } = await declaredLazily(context, project, project.schema, {
    live,
    ...(files !== null && { disk: files }),
  });
  if (packed !== null && alone !== null) {
    const found = await lookAtParts(context, project, alone, packed);
    if (found !== null) return found;
  }
  const all = stateOf(whole());
  const declared = rows ? all : { ...all, schema: { ...all.schema, rows: [] } };
  const databases: DriftedDatabase[] = [];
  for (const named of wanted) {
    if (named.kind === "one") {
      databases.push(await lookAt(context, project, named.aim, declared, values));
      continue;
    }
    const { driftFleet } = await import("../fleet/fleet.ts");
    databases.push(...(await driftFleet(context, project, named.target, declared, values)));
  }
  return { target: fingerprint(declared.schema), databases };
}

/** The same where both are cached, and only objects count: those that are the same on both sides are not even read. */
async function lookAtParts(context: Context, project: Project, aim: Aim, declared: Packed): Promise<Found | null> {
  const found = await livePacked(context, aim);
  if (found === null) return null;
  const { live, fingerprint: seen } = found;
  const target = fingerprintOfPacked(declared);
  const { name } = aim;
  if (seen === target) return { target, databases: [{ name, state: "matches" }] };
  const plans = await plansOf(context, project);
  // Such a plan also counts the order of columns.
  if (plans.some(({ plan }) => [plan.base, plan.target].some((each) => kindOfFingerprint(each) !== "fp1"))) return null;
  const plan = plans.find(({ plan }) => plan.base === seen);
  if (plan?.plan.target === target)
    return { target, databases: [{ name, state: "waiting", fingerprint: seen, plan: plan.name }] };
  const { explainDifference } = await import("../../planner/explain-difference.ts");
  const { changes } = explainDifference(...whatDiffers(declared, live));
  return { target, databases: [{ name, state: "drifted", fingerprint: seen, changes }] };
}

async function plansOf(context: Context, project: Project): Promise<readonly PlanFile[]> {
  const { plansIn } = await import("../plans/plan-folder.ts");
  return plansIn(context, project.plans);
}

async function lookAt(
  context: Context,
  project: Project,
  aim: Aim,
  declared: State,
  values: boolean,
): Promise<DriftedDatabase> {
  const partial = declared.declared?.partial != null;
  const same = !partial && (await liveFingerprint(context, aim)) === fingerprint(declared.schema);
  const rows = await liveRows(context, aim, declared, values);
  const { name } = aim;
  if (same && rows?.same !== false) return { name, state: "matches" };
  const live = await liveSchema(context, aim);
  const wanted = await schemaFor(context, declared, live);
  const seen = fingerprint(live);
  // A partial schema, or a database that was changed to match in between.
  const fits = seen === fingerprint(wanted);
  if (fits && rows?.same !== false) return { name, state: "matches" };
  const plans = await plansOf(context, project);
  const plan = plans.find(({ plan }) => fingerprintLike(plan.base, live) === plan.base && startsAt(plan, fits, rows));
  if (plan !== undefined && plan.plan.target === fingerprintLike(plan.plan.target, wanted)) {
    return { name, state: "waiting", fingerprint: seen, plan: plan.name };
  }
  const { explainDifference } = await import("../../planner/explain-difference.ts");
  const changes = [...explainDifference(wanted, live).changes, ...(rows?.changes ?? [])];
  if (rows === null) return { name, state: "drifted", fingerprint: seen, changes };
  const differs = fits ? "rows" : rows.same ? "schema" : "both";
  return { name, state: "drifted", fingerprint: seen, rows: rows.digest, differs, changes };
}

/** If only rows differ, a plan is waiting if it was made from these rows to the declared ones. */
function startsAt({ rows }: Plan, sameSchema: boolean, live: LiveRows | null): boolean {
  return !sameSchema || (rows?.base === live?.digest && rows?.target === live?.declared);
}
