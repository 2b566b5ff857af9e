import { createHash } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { EngineError } from "../../database/connection.ts";
import { openSession } from "../../database/session.ts";
import { engineProblem } from "../../database/engine-problem.ts";
import { type Checked, failed, fine, type Problem } from "../../problem/problem.ts";
import { Framed } from "./framed.ts";
import type { Remote } from "./remote.ts";
import { prelude } from "./script.ts";
import { scriptProblem } from "./problems.ts";
import { digest } from "./slices.ts";

/** Checksums of the files there; null for one that does not exist. */
export interface There {
  readonly main: string;
  readonly wal: string | null;
  readonly journal: string | null;
}

/** A consistent local copy of the database as of one moment. */
export interface Fetched {
  readonly path: string;
  readonly bytes: number;
  readonly pages: number;
  readonly pageSize: number;
  readonly sha256: string;
  /** For messages: `sqlite3 .backup there`. */
  readonly how: string;
  /** Null if SQLite made the copy. */
  readonly there: There | null;
}

export interface FetchOptions {
  readonly remote: Remote;
  /** Where the copy goes: a folder that only this user can read. */
  readonly folder: string;
  /** Whether SQLite there may make the copy. While it holds the lock itself, the file can only be read directly. */
  readonly sqlite: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress: (bytes: number, of: number) => void;
}

/** How often a copy is restarted because the file changed while it was read. */
const attempts = 5;

/**
 * Copies a database that may be in use. If the machine has sqlite3, that makes the copy in one read transaction.
 * Otherwise the file is read directly, with its WAL or journal, and read again if anything changed meanwhile. When it
 * is opened here, SQLite recovers it as it would after a crash at that moment.
 */
export async function fetchCopy(options: FetchOptions): Promise<Checked<Fetched>> {
  if (options.sqlite) {
    const made = await receive(options, bySqlite(options.remote));
    if (!made.ok) return made;
    const { ran, frames } = made.value;
    if (ran.code === 0 && frames.whole) {
      const damaged = broken(options.remote, frames);
      return damaged ? failed(damaged) : settle(options, "sqlite3 there made it (.backup)", null);
    }
    if (ran.code !== noSqlite) return failed(scriptProblem(options.remote, ran, "reading the database"));
  }
  for (let attempt = 1; ; attempt++) {
    const came = await receive(options, plainly(options.remote));
    if (!came.ok) return came;
    const { ran, frames } = came.value;
    if (ran.code !== 0) return failed(scriptProblem(options.remote, ran, "reading the database"));
    const still = frames.whole && frames.said("before") === frames.said("after");
    const sha256 = frames.sha256("main") ?? ofNothing;
    if (still && frames.said("before")?.startsWith(`${sha256} `)) {
      const there = { main: sha256, wal: frames.sha256("wal") ?? null, journal: frames.sha256("journal") ?? null };
      const again = attempt === 1 ? "" : `, on attempt ${attempt}`;
      return settle(options, `the file was read, and nothing changed meanwhile${again}`, there);
    }
    if (attempt === attempts) return failed(busy(options.remote));
  }
}

const noSqlite = 69;
const ofNothing = createHash("sha256").digest("hex");

/**
 * Begins a read transaction first, so that the copy is of one moment, however long it takes and whatever is written.
 */
function bySqlite(remote: Remote): string {
  return `${prelude(remote)}
command -v sqlite3 >/dev/null 2>&1 || exit ${noSqlite}
# Another user's SQLite would leave a log behind that the application may not write.
ours || exit ${noSqlite}
umask 077
d=$(mktemp -d) || exit ${noSqlite}
trap 'rm -rf "$d"' EXIT
trap 'exit 70' HUP INT TERM PIPE
sqlite3 -batch -bail -init /dev/null "$p" ".timeout 5000" "BEGIN; SELECT count(*) FROM sqlite_master;" ".backup '$d/copy.db'" >/dev/null || exit ${noSqlite}
printf 'file main %s\\n' "$(size "$d/copy.db")"
cat "$d/copy.db" || exit 70
printf 'said sum %s\\n' "$(of "$d/copy.db")"
printf 'end\\n'`;
}

/**
 * A WAL may grow while it is read: what follows the last complete commit is ignored. But the file itself, the beginning
 * of the WAL, and a journal must not change.
 */
function plainly(remote: Remote): string {
  return `${prelude(remote)}
${reading}
printf 'said before %s\\n' "$(state)"
give main "$p"; give wal "$p-wal"; give journal "$p-journal"
printf 'said after %s\\n' "$(state)"
printf 'end\\n'`;
}

/** What shows whether a database changed, and what sends a file. */
export const reading = `state() { printf '%s %s %s' "$(of "$p")" "$(head32 "$p-wal")" "$(of "$p-journal")"; }
give() { [ -s "$2" ] || return 0; b=$(size "$2"); printf 'file %s %s\\n' "$1" "$b"; head -c "$b" "$2"; }`;

/** Runs a script that sends files; what an earlier attempt left in the folder is gone. */
export async function receive({ remote, folder, signal, onProgress }: FetchOptions, script: string) {
  for (const name of names) rmSync(join(folder, name), { force: true });
  const handles = new Map<string, number>();
  const frames = new Framed({
    open: (name) => handles.set(name, openSync(join(folder, fileName(name)), "wx", 0o600)),
    write: (name, chunk) => {
      for (let at = 0; at < chunk.length; ) at += writeSync(handles.get(name) ?? -1, chunk, at);
    },
    onProgress,
  });
  try {
    const ran = await remote.run(script, { onOutput: (chunk) => frames.add(chunk), signal });
    for (const handle of handles.values()) fsyncSync(handle);
    return ran.ok ? fine({ ran: ran.value, frames }) : ran;
  } finally {
    for (const handle of handles.values()) closeSync(handle);
  }
}

const names = ["copy.db", "copy.db-wal", "copy.db-journal", "copy.db-shm"];

export function fileName(part: string): string {
  return part === "main" ? "copy.db" : `copy.db-${part}`;
}

function broken({ label }: Remote, frames: Framed): Problem | null {
  if (frames.said("sum") === frames.sha256("main")) return null;
  return {
    code: "ssh-checksum",
    level: "error",
    subject: label,
    message: "the copy did not arrive as it was sent",
    evidence: [`there ${frames.said("sum")}`, `here  ${frames.sha256("main")}`],
    help: ["run this again; something on the way alters bytes"],
  };
}

/** Opens the copy, so that SQLite recovers it and leaves a single file. */
export async function settle(
  { folder, remote }: Pick<FetchOptions, "folder" | "remote">,
  how: string,
  there: There | null,
): Promise<Checked<Fetched>> {
  const path = join(folder, "copy.db");
  try {
    // An empty file is a new database.
    if (!existsSync(path)) closeSync(openSync(path, "wx", 0o600));
    const opened = openSession(path, { label: remote.label });
    if (!opened.ok) return opened;
    const session = opened.value;
    try {
      session.all("SELECT count(*) FROM sqlite_schema");
      session.all("PRAGMA wal_checkpoint(TRUNCATE)");
      const pages = session.number("PRAGMA page_count");
      const pageSize = session.number("PRAGMA page_size");
      await session.close();
      for (const name of names.slice(1)) rmSync(join(folder, name), { force: true });
      const { size: bytes } = statSync(path);
      // With nothing to recover, it is the file that was read.
      const whole = there !== null && there.wal === null && there.journal === null;
      const sha256 = whole ? there.main : (await digest(path)).sha256;
      return fine({ path, bytes, pages, pageSize, sha256, how, there });
    } finally {
      await session.close();
    }
  } catch (error) {
    if (error instanceof EngineError) return failed(engineProblem(error, remote.label));
    throw error;
  }
}

function busy({ label, address }: Remote): Problem {
  return {
    code: "ssh-busy",
    level: "error",
    subject: label,
    message: `the database changed during each of ${attempts} attempts to read it`,
    help: [
      `install sqlite3 on ${address.host}: it copies a database that is in use`,
      "or stop the writers meanwhile, with a `before` hook or by hand",
    ],
  };
}
