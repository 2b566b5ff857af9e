import type { Beside } from "../model/beside.ts";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EngineError } from "../database/connection.ts";
import { openSession, type Session } from "../database/session.ts";
import { engineProblem } from "../database/engine-problem.ts";
import { introspect } from "../introspect/introspect.ts";
import type { Schema } from "../model/schema.ts";
import { type Checked, failed, fine, ProblemError } from "../problem/problem.ts";
import { asOne } from "./change-all.ts";
import { changeHere } from "./file/transaction.ts";
import { type Compared, compared, sums } from "../apply/compare-rows.ts";
import { plansOf } from "../apply/chain.ts";
import type { Applied, ApplyOutcome } from "../apply/events.ts";
import { renamedBy } from "../apply/renamed.ts";
import type { RunRequest } from "../apply/run.ts";
import { messages } from "../apply/soundness.ts";
import type { ChangeHooks, Target } from "./target.ts";

/** Consecutive plans are tried one after the other, on one copy. */
export interface RehearseRequest extends Pick<RunRequest, "plan" | "seal" | "following" | "beside"> {
  readonly planName?: string | null;
}

export type RehearseHooks = Pick<ChangeHooks, "onEvent" | "now" | "stop">;

export interface Rehearsal {
  readonly outcome: ApplyOutcome;
  /** How long the copy took, which is about how long a backup will take. */
  readonly copyMilliseconds: number;
  /** Rows before and after, by table; empty if the plan did not get that far. */
  readonly tables: readonly Compared[];
  /** The result of the engine's full check before and after, at most a hundred lines each. */
  readonly integrity: { readonly before: readonly string[]; readonly after: readonly string[] };
  /** For each plan that succeeded, by its seal: what apply uses as its estimates. */
  readonly tried: readonly RehearsedPlan[];
}

export interface RehearsedPlan {
  readonly seal: string;
  readonly outcome: Applied;
  /** Milliseconds by step. */
  readonly estimates: Readonly<Record<string, number>>;
}

/** Runs a plan on a copy of the database with all its rows. The database itself is only read, in one snapshot. */
export async function rehearse(
  target: Target,
  request: RehearseRequest,
  hooks: RehearseHooks,
): Promise<Checked<Rehearsal>> {
  const folder = mkdtempSync(join(tmpdir(), "trueup-rehearsal-"));
  try {
    const started = performance.now();
    const onProgress = (bytes: number, of: number) => hooks.onEvent({ kind: "backup-progress", bytes, of });
    const copied = await target.copy(folder, { onProgress, stop: hooks.stop });
    if (!copied.ok) return copied;
    const copyMilliseconds = Math.round(performance.now() - started);
    const { following: _following, ...rest } = request;
    const parts: Part[] = [];
    const plans = plansOf({ ...request, planName: request.planName ?? null });
    for (const [index, each] of plans.entries()) {
      const of = plans.length;
      if (of > 1) hooks.onEvent({ kind: "plan", name: each.planName, n: index + 1, of });
      const part = await onCopy(copied.value, folder, { ...rest, ...each, label: target.label }, hooks);
      parts.push(part);
      if (part.outcome.kind !== "applied") break;
    }
    return fine(rehearsalOf(parts, copyMilliseconds), copied.warnings);
  } catch (error) {
    if (error instanceof ProblemError) return failed(...error.problems);
    if (error instanceof EngineError) return failed(engineProblem(error, target.label));
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Part = Omit<Rehearsal, "copyMilliseconds">;

/** Everything that was tried, as one rehearsal: the rows of each plan's tables, and how the last one ended. */
function rehearsalOf(parts: readonly Part[], copyMilliseconds: number): Rehearsal {
  const [first] = parts;
  const last = parts.at(-1);
  if (first === undefined || last === undefined) throw new Error("no plan to rehearse");
  const done = parts.flatMap(({ tried }) => tried);
  const outcome = last.outcome.kind === "applied" ? asOne(done.map((each) => each.outcome)) : last.outcome;
  return {
    outcome: outcome ?? last.outcome,
    copyMilliseconds,
    tables: parts.flatMap(({ tables }) => tables),
    integrity: { before: first.integrity.before, after: last.integrity.after },
    tried: done,
  };
}

async function onCopy(
  copy: string,
  folder: string,
  request: Omit<RehearseRequest, "following"> & { readonly label: string },
  hooks: RehearseHooks,
): Promise<Part> {
  const { plan, seal, planName = null, label, beside } = request;
  const renamed = renamedBy(plan.decisions);
  const before = await looking(copy, label, async (session) => {
    const schema = await schemaOf(session, beside);
    return {
      schema,
      sums: sums(session.engine, schema, plan, renamed),
      integrity: messages(session.engine, "integrity_check", 100),
    };
  });
  const outcome = await changeHere(
    {
      plan,
      seal,
      planName,
      path: copy,
      label,
      encryptionKey: null,
      beside,
      lockTimeout: 0,
      place: { root: folder, name: "rehearsal" },
      backup: "none",
      keep: null,
      estimates: {},
    },
    { onEvent: hooks.onEvent, now: hooks.now, stop: () => hooks.stop.aborted },
  );
  const estimates: Record<string, number> = {};
  if (outcome.kind !== "applied") {
    const none = { before: before.integrity, after: [] };
    return { outcome, tables: [], integrity: none, tried: [] };
  }
  for (const step of outcome.steps) estimates[step.name] = step.milliseconds;
  const after = await looking(copy, label, async (session) => ({
    tables: compared(session.engine, await schemaOf(session, beside), before.sums),
    integrity: messages(session.engine, "integrity_check", 100),
  }));
  const found = { before: before.integrity, after: after.integrity };
  return { outcome, tables: after.tables, integrity: found, tried: [{ seal, outcome, estimates }] };
}

async function looking<T>(path: string, label: string, work: (session: Session) => Promise<T>): Promise<T> {
  const opened = openSession(path, { label });
  if (!opened.ok) throw new ProblemError(...opened.problems);
  try {
    return await work(opened.value);
  } finally {
    await opened.value.close();
  }
}

async function schemaOf(session: Session, beside: Beside): Promise<Schema> {
  const read = await introspect(session.snapshot, beside);
  if (!read.ok) throw new ProblemError(...read.problems);
  return read.value;
}
