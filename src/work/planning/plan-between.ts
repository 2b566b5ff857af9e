import type { Snapshot } from "../../database/connection.ts";
import { profileOf } from "../../introspect/profile.ts";
import type { Hints } from "../../model/hints.ts";
import { type EngineProfile, portable } from "../../model/profile.ts";
import type { Schema } from "../../model/schema.ts";
import type { Decision } from "../../plan/plan.ts";
import { filledRows as rowsFilled, makePlan, type Planned, type PlanRequest } from "../../prove/make-plan.ts";
import { proveAside } from "../../prove/prove-aside.ts";
import type { Impact } from "../../queries/impact.ts";
import type { Context } from "../context.ts";
import type { Application } from "../queries/application.ts";
import type { ImpactRequest } from "../queries/impact.ts";
import type { State } from "../schema/states.ts";
import type { Aim } from "../targets.ts";
import { withCost } from "./measure-cost.ts";
import { atDeclarations } from "./placed.ts";
import type { PlanningOptions } from "./planning.ts";

/** A database as it is now, and the schema that it is to have. */
export interface Ends {
  readonly snapshot: Snapshot;
  /** Of the connection; the options of a plan may leave out some of what it has. */
  readonly engine: EngineProfile;
  readonly live: Schema;
  readonly target: Schema;
  readonly hints: Hints;
  readonly decisions: readonly Decision[];
}

/** What leads from one end to the other, what it costs, and what it does to the application's queries. */
export async function planBetween(
  context: Context,
  aim: Aim,
  goal: State,
  ends: Ends,
  options: PlanningOptions,
): Promise<{ readonly planned: Planned; readonly queries: Impact | null }> {
  const { application = null } = options;
  const request = await requestOf(aim, ends, options);
  const { snapshot, live, target, hints, decisions, beside, profile } = request;
  const made = await makePlan(request, (proof) => proveAside(proof, aim.name, context.signal));
  const planned = atDeclarations(await withCost(profile, snapshot, live, target, made), goal);
  if (application === null) return { planned, queries: null };
  const about = { snapshot, live, target, hints, planned, decisions, beside };
  const queries = await impact(context, about, application);
  return { planned: queries === null ? planned : await heldAgainst(planned, queries, decisions, application), queries };
}

/** The values that three existing rows would get from a decided fill. */
export async function filledRows(
  aim: Aim,
  ends: Ends,
  fill: { readonly table: string; readonly column: string },
  options: PlanningOptions,
): Promise<readonly string[]> {
  return rowsFilled(await requestOf(aim, ends, options), fill);
}

async function requestOf(aim: Aim, ends: Ends, options: PlanningOptions): Promise<PlanRequest> {
  const { columnOrder = false, values = true } = options;
  const { protect, unasked, beside } = aim;
  const engine = options.portable === true ? portable(ends.engine) : ends.engine;
  const profile = await profileOf(ends.snapshot, engine);
  return { ...ends, protect, unasked, beside, columnOrder, values, profile };
}

async function impact(context: Context, request: ImpactRequest, application: Application): Promise<Impact | null> {
  const { impactOf } = await import("../queries/impact.ts");
  return impactOf(context, request, application);
}

async function heldAgainst(
  planned: Planned,
  queries: Impact,
  decisions: readonly Decision[],
  application: Application,
): Promise<Planned> {
  const { answered } = await import("../queries/break-queries.ts");
  return answered(planned, queries, decisions, application);
}
