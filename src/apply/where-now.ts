import type { Beside } from "../model/beside.ts";
import type { Snapshot } from "../database/connection.ts";
import { introspect } from "../introspect/introspect.ts";
import { fingerprintLike } from "../model/fingerprint.ts";
import { plansOf, type PlanToRun, endsOf } from "./chain.ts";
import { rowsHold } from "./rows-hold.ts";

/** Which end of its plans a database is at. If only rows change, the rows tell. Null if it is at neither. */
export async function whereNow(
  snapshot: Snapshot,
  request: PlanToRun & { readonly following?: readonly PlanToRun[]; readonly beside: Beside },
): Promise<"base" | "target" | null> {
  const read = await introspect(snapshot, request.beside);
  if (!read.ok) return null;
  const { base, target } = endsOf(request);
  const reached = fingerprintLike(target, read.value) === target;
  const last = plansOf(request).at(-1)?.plan ?? request.plan;
  if (reached && (await rowsHold(snapshot, last))) return "target";
  return fingerprintLike(base, read.value) === base ? "base" : null;
}
