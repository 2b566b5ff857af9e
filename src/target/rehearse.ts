import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EngineError } from "../database/connection.ts";
import { copyPages } from "../database/copy-pages.ts";
import { openReading } from "../database/file.ts";
import { openSession, type Session } from "../database/session.ts";
import { engineProblem } from "../database/engine-problem.ts";
import { introspect } from "../introspect/introspect.ts";
import type { Schema } from "../model/schema.ts";
import type { Plan } from "../plan/plan.ts";
import { type Checked, failed, fine, Trouble } from "../problem/problem.ts";
import { apply } from "./file/transaction.ts";
import { unwritten } from "./file/copy.ts";
import { type Compared, compared, sums } from "../apply/compare-rows.ts";
import type { ApplyEvent, ApplyOutcome } from "../apply/events.ts";
import { roomFor } from "../apply/place.ts";
import { renamedBy } from "../apply/renamed.ts";
import { messages } from "../apply/soundness.ts";

export interface RehearseRequest {
  readonly plan: Plan;
  readonly seal: string;
  readonly path: string;
  readonly label: string;
  readonly ignore: readonly string[];
}

export interface RehearseHooks {
  readonly onEvent: (event: ApplyEvent) => void;
  readonly stop: () => boolean;
  readonly now: () => Date;
}

export interface Rehearsal {
  readonly outcome: ApplyOutcome;
  /** How long the copy took, and about how long a backup will. */
  readonly copyMilliseconds: number;
  /** Rows before and after, table by table; empty where the plan did not get that far. */
  readonly tables: readonly Compared[];
  /** What the full check of the engine says before and after, at most a hundred lines each. */
  readonly integrity: { readonly before: readonly string[]; readonly after: readonly string[] };
  /** Milliseconds by step: what apply takes as its estimates. */
  readonly estimates: Readonly<Record<string, number>>;
}

/** Runs a plan on a copy of the database with all its rows. The database itself is only read, in one snapshot. */
export async function rehearse(request: RehearseRequest, hooks: RehearseHooks): Promise<Checked<Rehearsal>> {
  const folder = mkdtempSync(join(tmpdir(), "trueup-rehearsal-"));
  try {
    const copy = join(folder, "copy.db");
    const started = performance.now();
    const copied = await copyTo(copy, folder, request, hooks);
    if (!copied.ok) return copied;
    const copyMilliseconds = Math.round(performance.now() - started);
    return fine(await onCopy(copy, folder, copyMilliseconds, request, hooks));
  } catch (error) {
    if (error instanceof Trouble) return failed(...error.problems);
    if (error instanceof EngineError) return failed(engineProblem(error, request.label));
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function copyTo(
  path: string,
  folder: string,
  { path: live, label }: RehearseRequest,
  { stop, onEvent }: RehearseHooks,
): Promise<Checked<null>> {
  const opened = openReading(live, { label });
  if (!opened.ok) return opened;
  const engine = opened.value;
  const handle = openSync(path, "wx", 0o600);
  try {
    engine.exec("BEGIN");
    const size = Number(engine.all("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")[0]?.[0]);
    // The copy itself, and what the change adds to it.
    const full = roomFor(size * 2, folder, label);
    if (full) return failed(full);
    const onProgress = (bytes: number, of: number) => onEvent({ kind: "backup-progress", bytes, of });
    const copied = await copyPages(engine, { to: handle, stop, onProgress });
    if (copied === null) return failed(stoppedProblem(label));
    fsyncSync(handle);
    return fine(null);
  } catch (error) {
    return failed(unwritten(path, error));
  } finally {
    closeSync(handle);
    await engine.close();
  }
}

async function onCopy(
  copy: string,
  folder: string,
  copyMilliseconds: number,
  request: RehearseRequest,
  hooks: RehearseHooks,
): Promise<Rehearsal> {
  const { plan, seal, label, ignore } = request;
  const renamed = renamedBy(plan.decisions);
  const before = await looking(copy, label, async (session) => {
    const schema = await schemaOf(session, ignore);
    return {
      schema,
      sums: sums(session.engine, schema, plan, renamed),
      integrity: messages(session.engine, "integrity_check", 100),
    };
  });
  const outcome = await apply(
    {
      plan,
      seal,
      planName: null,
      path: copy,
      label,
      encryptionKey: null,
      ignore,
      lockTimeout: 0,
      place: { root: folder, name: "rehearsal" },
      backup: "none",
      keep: null,
      estimates: {},
    },
    hooks,
  );
  const estimates: Record<string, number> = {};
  if (outcome.kind !== "applied") {
    const none = { before: before.integrity, after: [] };
    return { outcome, copyMilliseconds, tables: [], integrity: none, estimates };
  }
  for (const step of outcome.steps) estimates[step.name] = step.milliseconds;
  const after = await looking(copy, label, async (session) => ({
    tables: compared(session.engine, await schemaOf(session, ignore), before.sums),
    integrity: messages(session.engine, "integrity_check", 100),
  }));
  const found = { before: before.integrity, after: after.integrity };
  return { outcome, copyMilliseconds, tables: after.tables, integrity: found, estimates };
}

async function looking<T>(path: string, label: string, work: (session: Session) => Promise<T>): Promise<T> {
  const opened = openSession(path, { label });
  if (!opened.ok) throw new Trouble(...opened.problems);
  try {
    return await work(opened.value);
  } finally {
    await opened.value.close();
  }
}

async function schemaOf(session: Session, ignore: readonly string[]): Promise<Schema> {
  const read = await introspect(session.snapshot, { ignore });
  if (!read.ok) throw new Trouble(...read.problems);
  return read.value;
}

function stoppedProblem(label: string) {
  const message = "stopped";
  return { code: "apply-interrupted", level: "error", subject: label, message, help: ["nothing was changed"] } as const;
}
