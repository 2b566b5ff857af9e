import type { Snapshot } from "../../database/connection.ts";
import type { Cost } from "../../apply/cost.ts";
import type { ApplyOutcome } from "../../apply/events.ts";
import { type AtBase, atBaseOf, foundBefore, tablesIn, triedOnCopy } from "../../apply/look-ahead.ts";
import type { Before } from "../../apply/script.ts";
import type { Tried } from "../../apply/try-plan.ts";
import { unchanged } from "../../apply/sent.ts";
import type { ServerApply } from "./request.ts";
import { estimate } from "../../apply/estimate.ts";
import { serverProfile } from "./profile.ts";
import { longProblem } from "./too-long.ts";

export interface Ready {
  readonly kind: "ready";
  readonly before: Before;
  readonly tried: Tried;
  readonly cost: Cost;
}

/** Everything that can be checked before anything is changed. */
export async function lookBeforeSending(request: ServerApply): Promise<Ready | ApplyOutcome> {
  const { server, plan, beside } = request;
  const sending = { label: server.label, plan, beside };
  const there = await server.snapshot((snapshot) => atBaseOf(snapshot, sending));
  if (there.kind !== "at-base") return there;
  // Between two snapshots, not within one: the server drops idle ones.
  const tried = triedOnCopy(there, sending);
  if (tried.kind !== "tried") return tried;
  return server.snapshot((snapshot) => measure(request, snapshot, there, tried.tried));
}

/** What the rows show: how long the change will take, and which problems they already have. */
async function measure(
  request: ServerApply,
  snapshot: Snapshot,
  there: AtBase,
  tried: Tried,
): Promise<Ready | ApplyOutcome> {
  const { server, plan, beside } = request;
  const cost = await estimate(snapshot, plan, tried, tablesIn(there.base));
  const most = serverProfile.limits?.lock ?? Number.POSITIVE_INFINITY;
  if (request.admin === null && cost.milliseconds > most && !request.allowLong) {
    return unchanged(server.label, longProblem(server.label, cost, most / 1000));
  }
  const sending = { label: server.label, plan, beside };
  const before = await foundBefore(snapshot, sending, there, tried, "temp.pragma_quick_check(10000)");
  if (!before.ok) return unchanged(server.label, ...before.problems);
  for (const problem of before.warnings) request.tell({ kind: "note", problem });
  return { kind: "ready", before: before.value, tried, cost };
}
