import { statSync } from "node:fs";
import { atBase } from "../../apply/base.ts";
import { plansOf } from "../../apply/chain.ts";
import { broken } from "../../apply/compiles.ts";
import { type KeptRules, keptRules } from "../../apply/new-rules.ts";
import { type Answers, answersNow } from "../../apply/items.ts";
import { Ended, failedWith, interrupted, type Run, requireLock } from "../../apply/run.ts";
import { measureFor, type Soundness, soundness } from "../../apply/soundness.ts";
import { touchedBy } from "../../apply/touched.ts";
import { orphans } from "../../apply/verify.ts";
import { EngineError } from "../../database/connection.ts";
import { sizeOf } from "../../database/copy-pages.ts";
import { Engine } from "../../database/engine.ts";
import { fileUri, sortOnDisk } from "../../database/file.ts";
import { type Log, logPath, pagesBetween, readLog, type Settled, settledFrames } from "../../database/log.ts";
import { Session } from "../../database/session.ts";
import type { Copy } from "./copy.ts";
import { type CopyAhead, copyAhead } from "./copy-ahead.ts";
import { dataVersion } from "./finish.ts";
import { type ChangesAhead, changesAhead } from "./changes.ts";
import { whyUnknown } from "../../database/changed-pages.ts";
import type { Problem } from "../../problem/problem.ts";
import type { Schema } from "../../model/schema.ts";
import { createsVirtual } from "../../sql/read-virtual-table.ts";
import { sound } from "./look-before.ts";

/**
 * What is done before the write lock is taken, so that writers wait for the change and not for the precautions: the
 * whole database is copied and checked in a snapshot. What was written since then is determined under the lock.
 */
export interface Ahead {
  /** The schema, which is the base of the plan. */
  readonly live: Schema;
  /** What the check of the whole database found. */
  readonly found: Soundness;
  /** Rows without a parent; null unless the plan writes no rows, because then it is asked under the lock. */
  readonly orphans: ReadonlyMap<string, number> | null;
  /** What the plan's first checks saw. */
  readonly answers: Answers;
  /** The rules that the plan adds to columns, if all rows keep them. */
  readonly rules: KeptRules | null;
  /** Where the copy is until it is complete; null if none is made. */
  readonly half: string | null;
  /** To be called right before the lock is asked for: what needs no lock is done now. */
  approach(): void;
  /** Whether nobody has written since. To be called under the lock. */
  isExact(): boolean;
  /** Under the lock, once there is a copy or none is made: the pages that may differ since; null if it may be any page. */
  changed(): ReadonlySet<number> | null;
  /** Under the lock: the completed copy. Null if there should be none, or it has to be made now. */
  copy(): Promise<Copy | null>;
  /** Under the lock: the backup that holds only what the change writes; null if there should be another one, or none. */
  changes(): Promise<ChangesAhead | null>;
  /**
   * Releases the snapshot. Until then the log keeps everything that was written since. A process that restarts the log
   * waits for its readers while it holds the write lock, so never wait for that lock while the snapshot is open.
   */
  release(): void;
  /** To be called whatever the outcome. */
  end(): Promise<void>;
}

/** Up to this size, making a backup takes no longer than the checks. */
const small = 4 << 20;

/** Milliseconds to wait for another process's lock before everything is done under the write lock. */
const patience = 5000;

/** Whether no step writes existing rows. */
function isLight({ request }: Pick<Run, "request">): boolean {
  return plansOf(request).every(({ plan }) => touchedBy(plan) !== null);
}

/** Thrown to roll everything back and to look again, before the lock. */
export class LookAgain extends Error {}

/**
 * Null if everything is done under the lock. `last`: whether what cannot be known is found out under the lock, instead
 * of looking again.
 */
export async function lookAhead(run: Run, last: boolean): Promise<Ahead | null> {
  const { path, label, backup, encryptionKey } = run.request;
  const light = isLight(run);
  const size = sizeOnDisk(path);
  if ((backup === "none" && !light) || size < small) return null;
  const few = backup === "take" && size > (run.request.fullUpTo ?? Number.POSITIVE_INFINITY);
  const reader = new Engine(fileUri(path, "rw"), { timeout: patience, ...(encryptionKey && { encryptionKey }) });
  let kept: Ahead | null = null;
  try {
    // On a connection that may write, because the last one to close removes the log.
    reader.exec(`PRAGMA query_only = ON; PRAGMA foreign_keys = OFF; ${sortOnDisk}`);
    const mark = await marked(run, reader, settledIn(reader));
    if (mark === null) return null;
    const look: Run = { ...run, session: new Session(reader, path, label) };
    const live = await atBase(look);
    // Remembered by the schema, which is read once.
    broken(reader, live, run.request.beside);
    const changes = few && isPossible(run, reader) ? await changesAhead(run, reader) : null;
    const copy = backup === "take" && changes === null ? await copyOf(run, reader, mark) : null;
    if (copy === "later") return null;
    const found = sound(run, copy?.found ?? wholeOf(reader));
    // In the copy if there is one: reading that makes nobody wait.
    const asked = (engine: Engine) => {
      const there: Run = { ...run, session: new Session(engine, path, label) };
      const answers = answersAhead(there);
      const rules = light ? keptRules(there, live, answers) : null;
      return { orphans: light ? orphans(engine) : null, answers, rules };
    };
    const seen = copy === null ? asked(reader) : await inCopy(copy.half, asked);
    kept = aheadOf(run, reader, mark, { live, found, ...seen, copy, changes, last });
    return kept;
  } catch (error) {
    // A lock was held for too long, or another run removed the copy as a leftover. Under our own lock, neither happens.
    if (!few && error instanceof EngineError && /^SQLITE_(BUSY|CANTOPEN)/.test(error.code)) return null;
    throw error;
  } finally {
    if (kept === null) await letGo(reader);
  }
}

/** Whether it will be known before the commit which pages it changes. If not, a full backup is made, and that is reported. */
function isPossible({ request, hooks }: Run, reader: Engine): boolean {
  const items = plansOf(request).flatMap(({ plan }) => plan.items);
  const comes = items.find((item) => item.kind === "step" && createsVirtual(item.sql));
  const why = comes === undefined ? whyUnknown(reader) : `it gets a virtual table (${comes.subject})`;
  if (why === null) return true;
  const problem: Problem = {
    code: "backup-full",
    level: "warning",
    subject: request.label,
    message: "a full backup is taken, not one of the changed pages alone",
    evidence: [`the database cannot say in time which pages those are: ${why}`],
    help: [],
  };
  hooks.onEvent({ kind: "note", problem });
  return false;
}

/** Whatever prevents an answer is reported where it is asked again. */
function answersAhead(run: Run): Answers {
  try {
    return answersNow(run);
  } catch (error) {
    if (error instanceof Ended) return new Map();
    throw error;
  }
}

async function inCopy<T>(path: string, work: (engine: Engine) => T): Promise<T> {
  const engine = new Engine(`${fileUri(path, "ro")}&immutable=1`);
  try {
    return work(engine);
  } finally {
    await engine.close();
  }
}

function sizeOnDisk(path: string): number {
  const size = (each: string) => statSync(each, { throwIfNoEntry: false })?.size ?? 0;
  return size(path) + size(`${path}-wal`);
}

/** What distinguishes the snapshot from everything that follows it. */
interface Mark {
  readonly version: number;
  /** Where the log is, and what is in it; null if there is none. */
  readonly log: { readonly path: string; readonly earlier: Log | null; readonly settled: Settled | null } | null;
}

/** Read without any lock, so that little of a large log has to be read under it. */
function settledIn(reader: Engine, known: Settled | null = null): Settled | null {
  const path = logPath(reader);
  return path === null ? null : settledFrames(path, sizeOf(reader).pageSize, known);
}

/** Begins the snapshot at a moment when nobody is writing. */
async function marked(run: Run, reader: Engine, settled: Settled | null): Promise<Mark | null> {
  const { session, request, hooks } = run;
  const limit = request.lockTimeout;
  const onWait = (milliseconds: number) => hooks.onEvent({ kind: "waiting", milliseconds, limit });
  requireLock(run, await session.begin({ limit, stop: hooks.stop, onWait }), "begin");
  try {
    reader.exec("BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1");
    const path = logPath(session.engine);
    const pageSize = session.number("PRAGMA page_size");
    const log = path === null ? null : { path, earlier: readLog(path, pageSize, settled), settled };
    return { version: dataVersion(run), log };
  } finally {
    session.rollback();
  }
}

async function copyOf(run: Run, reader: Engine, { log }: Mark): Promise<CopyAhead | "later"> {
  const { request, hooks } = run;
  const started = performance.now();
  const copy = await copyAhead(reader, {
    live: request.path,
    place: request.place,
    label: request.label,
    now: hooks.now(),
    mark: request.seal,
    stop: hooks.stop,
    for: "apply",
    hasLog: log !== null,
    onProgress: (bytes, of) => hooks.onEvent({ kind: "backup-progress", bytes, of }),
  });
  if (copy === null) throw interrupted(run);
  if (copy === "later") return copy;
  if (!copy.ok) throw failedWith(run, ...copy.problems);
  const { path, bytes } = copy.value;
  hooks.onEvent({ kind: "backup", path, bytes, milliseconds: Math.round(performance.now() - started) });
  return copy.value;
}

function wholeOf(reader: Engine): Soundness {
  const [[pages] = [], [size] = []] = [reader.all("PRAGMA page_count"), reader.all("PRAGMA page_size")].flat();
  return soundness(reader, measureFor(reader, Number(pages) * Number(size)));
}

interface Seen extends Pick<Ahead, "live" | "found" | "orphans" | "answers" | "rules"> {
  readonly copy: CopyAhead | null;
  readonly changes: ChangesAhead | null;
  readonly last: boolean;
}

function aheadOf(run: Run, reader: Engine, mark: Mark, { copy, changes, last, ...seen }: Seen): Ahead {
  const { session, hooks } = run;
  const isExact = () => dataVersion(run) === mark.version;
  let pinned = true;
  let settled = mark.log?.settled ?? null;
  let since: ReadonlySet<number> | null | undefined;
  const changed = () => {
    if (since === undefined) since = isExact() ? new Set() : suspects(run, mark, pinned, settled);
    return since;
  };
  const release = () => {
    pinned = false;
    if (reader.inTransaction && !reader.spoiled) reader.exec("ROLLBACK");
  };
  let taken = false;
  return {
    ...seen,
    half: copy?.half ?? null,
    approach() {
      settled = settledIn(reader, settled);
    },
    isExact,
    changed,
    release,
    async copy() {
      if (copy === null) return null;
      const started = performance.now();
      const suspected = changed();
      const completed = await copy.complete(session, suspected);
      if (completed === null) throw interrupted(run);
      if (completed === "gone") return null;
      taken = true;
      since = completed.written;
      const milliseconds = Math.round(performance.now() - started);
      const pages = since.size;
      if (suspected?.size !== 0) hooks.onEvent({ kind: "backup-completed", pages, milliseconds });
      return completed.copy;
    },
    async changes() {
      if (changes === null) return null;
      const suspected = changed();
      if (suspected === null && !last) throw new LookAgain();
      await changes.begin(suspected, settled);
      return changes;
    },
    async end() {
      if (!taken) copy?.drop();
      await letGo(reader);
    },
  };
}

/** Null if it may be any page. */
function suspects(
  { session }: Run,
  { log }: Mark,
  pinned: boolean,
  settled: Settled | null,
): ReadonlySet<number> | null {
  const path = logPath(session.engine);
  if (log === null || path !== log.path) return null;
  const now = readLog(path, session.number("PRAGMA page_size"), settled);
  return now === null ? null : pagesBetween(log.earlier, now, pinned);
}

async function letGo(reader: Engine): Promise<void> {
  if (reader.inTransaction && !reader.spoiled) reader.exec("ROLLBACK");
  await reader.close();
}
