import type { ChildProcess } from "node:child_process";
import { type Checked, failed, fine, type Problem } from "../../problem/problem.ts";
import { sqliteSays } from "../../sql/messages.ts";
import type { Ran, Remote } from "./remote.ts";
import { prelude } from "./script.ts";
import { connectionProblem, ends, noCommand, scriptProblem } from "./problems.ts";

/** The lock of the database, held by a sqlite3 on the other machine while the connection is open. */
export interface Hold {
  /** The process id of that sqlite3. */
  readonly pid: number;
  release(): Promise<void>;
}

export interface HoldOptions {
  readonly remote: Remote;
  /** Milliseconds to wait for the lock. */
  readonly limit: number;
  readonly signal: AbortSignal | undefined;
  /** Seconds without a keepalive after which the lock is released there; four are sent in that time. */
  readonly patience?: number;
}

export type Held = { readonly kind: "held"; readonly hold: Hold } | { readonly kind: "no-sqlite" | "locked" };

const noSqlite = 69;

/**
 * Forwards its input line by line, and exits if nothing arrives for too long: a connection that is cut silently would
 * stay open there for hours, and the lock with it. Machines without `timeout` rely on their sshd.
 */
const passing = (patience: number) => `if command -v timeout >/dev/null 2>&1; then
  while l=$(timeout ${patience} sh -c 'IFS= read -r l && printf %s "$l"'); do printf '%s\n' "$l"; done
else cat; fi`;

/**
 * Takes an exclusive lock. In WAL mode an exclusive lock requires that no other connection is open, so having it proves
 * that no process keeps writing to a file that is about to be replaced. The WAL is merged into the database, so that no
 * other file belongs to it. If the connection breaks or falls silent, sqlite3 exits and the lock is released.
 */
export async function takeHold({ remote, limit, signal, patience = 20 }: HoldOptions): Promise<Checked<Held>> {
  const child = remote.start(`${prelude(remote)}
command -v sqlite3 >/dev/null 2>&1 || exit ${noSqlite}
[ -w "$p" ] || exit ${ends.unwritable}
ours || exit ${ends.unwritable}
{ ${passing(patience)}; } | { sh -c 'echo "pid $$"; exec sqlite3 -batch -bail -init /dev/null "$1"' sh "$p"; c=$?; echo ended; exit $c; }`);
  const abort = () => child.kill("SIGTERM");
  signal?.addEventListener("abort", abort);
  child.stdin?.on("error", () => {});
  // On one line, because each is passed on by a process of its own.
  child.stdin?.write(
    `PRAGMA busy_timeout = ${Math.round(limit)}; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT; PRAGMA wal_checkpoint(TRUNCATE); BEGIN EXCLUSIVE; SELECT 'trueup holds it';\n`,
  );
  const came = await heard(child);
  signal?.removeEventListener("abort", abort);
  if ("pid" in came) {
    const beat = setInterval(() => child.stdin?.write("\n"), patience * 250).unref();
    child.on("close", () => clearInterval(beat));
    return fine({ kind: "held", hold: { pid: came.pid, release: () => released(child) } });
  }
  if ("error" in came) return failed(noCommand(remote, "ssh", came.error));
  const problem = whyNot(remote, came);
  return problem === null ? fine({ kind: came.code === noSqlite ? "no-sqlite" : "locked" }) : failed(problem);
}

function whyNot(remote: Remote, ran: Ran): Problem | null {
  if (ran.code === noSqlite) return null;
  if (ran.code === null || ran.code === 255) return connectionProblem(remote, ran.stderr);
  if (sqliteSays.BUSY.test(ran.stderr)) return null;
  return scriptProblem(remote, ran, "taking the database's lock with its sqlite3");
}

function heard(child: ChildProcess): Promise<Ran | { readonly pid: number } | { readonly error: unknown }> {
  return new Promise((resolve) => {
    let stdout = "";
    let stderr = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      const pid = /^pid (\d+)$/m.exec(stdout)?.[1];
      if (pid !== undefined && stdout.includes("trueup holds it")) resolve({ pid: Number(pid) });
      // The process that forwards lines to it does not notice by itself.
      if (/^ended$/m.test(stdout)) child.stdin?.end();
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      stderr = (stderr + text).slice(-8000);
    });
    child.on("error", (error) => resolve({ error }));
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** Waits for it to exit: until then the lock is held. A hanging connection is cut, which ends it as well. */
async function released(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = new Promise<void>((resolve) => child.on("close", () => resolve()));
  child.stdin?.end();
  const patience = setTimeout(() => child.kill("SIGTERM"), 10_000);
  await over;
  clearTimeout(patience);
}
