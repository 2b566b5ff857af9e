import { type Beside, leavingAlone } from "../model/beside.ts";
import type { Snapshot } from "../database/connection.ts";
import { type Checked, fine } from "../problem/problem.ts";
import { asText } from "../database/values.ts";
import { catalogRows, keyOfRows, rowsQuery } from "../database/catalog-rows.ts";
import { introspect, introspectSince } from "../introspect/introspect.ts";
import { fingerprintLike } from "../model/fingerprint.ts";
import type { Schema } from "../model/schema.ts";
import { type Before, leavesNoTrace, type Plan } from "../plan/plan.ts";
import { sameButQuotes } from "../sql/requote.ts";
import { canon } from "../sql/tokens.ts";
import { isCircle, plansOf, endsOf } from "./chain.ts";
import { rowsHold } from "./rows-hold.ts";
import { compilesAlone } from "./compiles.ts";
import { Ended, failedWith, type Run } from "./run.ts";
import { stale } from "./stale.ts";

function lastOf({ request }: Run): Plan {
  return plansOf(request).at(-1)?.plan ?? request.plan;
}

/** The live schema, read under the lock, if it is the plan's base; otherwise the run ends here. */
export async function atBase(run: Run): Promise<Schema> {
  const { plan, label } = run.request;
  const { target } = endsOf(run.request);
  const live = await schemaNow(run);
  const found = fingerprintLike(target, live);
  const leavesTrace = !isCircle(run.request) && !leavesNoTrace(plan);
  if (found === target && leavesTrace && (await rowsHold(run.session.snapshot, lastOf(run))))
    throw new Ended({ kind: "already", target: label, fingerprint: found });
  const here = fingerprintLike(plan.base, live);
  const changed = plan.before.flatMap((before) => differs(run, before));
  if (here === plan.base && changed.length === 0) return live;
  throw new Ended({
    kind: "stale",
    target: label,
    problems: [stale(label, plan, here, changed.length > 0 ? changed : ["none of what the plan touches has changed"])],
  });
}

/**
 * `aside` names what else is left out: what was not understood before the change is not judged after it. `earlier` is the
 * schema before it, of which only what may be different is looked at again.
 */
export async function schemaNow(
  run: Run,
  aside: readonly string[] = [],
  earlier: Schema | null = null,
): Promise<Schema> {
  const { session, request, hooks } = run;
  const since = compilesAlone(session.engine) ? earlier : null;
  const read = await readSchema(session.snapshot, leavingAlone(request.beside, aside), hooks.known, since);
  if (!read.ok) throw failedWith(run, ...read.problems);
  return read.value;
}

/** The schema of a database. One that was read before is known by its text. */
export async function readSchema(
  snapshot: Snapshot,
  beside: Beside,
  known: Map<string, Schema> | undefined,
  earlier: Schema | null = null,
): Promise<Checked<Schema>> {
  if (known === undefined) return introspect(snapshot, beside);
  const [rows = []] = await snapshot.read([rowsQuery]);
  const key = `${keyOfRows(rows)} ${JSON.stringify(beside)}`;
  const found = known.get(key);
  if (found !== undefined) return fine(found);
  const read = await introspectSince(snapshot, beside, catalogRows(rows), earlier);
  if (read.ok) known.set(key, read.value);
  return read;
}

/** Compares the definitions that the plan quotes with the live ones. Comments and white space do not count. */
function differs(run: Run, before: Before): readonly string[] {
  const type = before.type === "virtual-table" ? "table" : before.type;
  const encoding = String(run.session.all("PRAGMA encoding")[0]?.[0]);
  const rows = run.session.all(
    "SELECT CAST(sql AS BLOB) FROM sqlite_schema WHERE type = ? AND name = ? COLLATE NOCASE",
    [type, before.name],
  );
  const what = `${before.type} ${before.name}`;
  if (rows.length === 0) return [`${what} is gone`];
  const sql = asText(rows[0]?.[0], encoding);
  if (sql !== null && (canon(sql) === canon(before.sql) || sameButQuotes(sql, before.sql))) return [];
  // For a table, the fingerprint shows whether the meaning is the same; its text can be written in many ways.
  if (before.type === "table") return [];
  return [`${what} has a different definition`];
}
