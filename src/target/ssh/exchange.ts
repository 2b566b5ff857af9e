import { type Checked, fine, type Problem } from "../../problem/problem.ts";
import { type Again, type Earlier, fetchAgain } from "./again.ts";
import type { Fetched } from "./copy.ts";
import { takeHold } from "./hold.ts";
import { clean, exchange, type Noted, type Put, ready, upload } from "./put.ts";
import type { Remote } from "./remote.ts";
import { digest } from "./slices.ts";

/** What happened there, for messages. */
export interface Happened {
  readonly did: "locked" | "fetched" | "uploaded" | "exchanged";
  readonly text: string;
  readonly milliseconds: number;
}

export interface ExchangeRequest {
  readonly remote: Remote;
  readonly stamp: string;
  /** A temporary folder, for the owner alone. */
  readonly folder: string;
  /** What was fetched while the application ran. */
  readonly earlier: Earlier | null;
  /** True if a hook has stopped the writers. */
  readonly stopped: boolean;
  /** Milliseconds to wait for the lock. */
  readonly limit: number;
  readonly signal: AbortSignal | undefined;
  readonly onHappened: (happened: Happened) => void;
  readonly onProgress: (bytes: number, of: number) => void;
}

/** The result of the local change: a file to put in place, or an outcome that changes nothing there. */
export type Made<T> =
  | { readonly kind: "put"; readonly path: string; readonly note: Noted }
  | { readonly kind: "stop"; readonly value: T };

export type Exchanged<T> =
  | { readonly kind: "done"; readonly backup: string; readonly lockedMilliseconds: number }
  | { readonly kind: "stopped"; readonly value: T }
  | { readonly kind: "no-lock" | "unchanged" | "unknown"; readonly problems: readonly Problem[] };

/**
 * Fetches a database, changes it here, and puts the result in its place. Meanwhile all others are kept away: by the
 * lock that a sqlite3 there holds, or by the hook that stopped them. Any failure leaves the original unchanged.
 */
export async function exchanging<T>(
  request: ExchangeRequest,
  make: (fetched: Fetched) => Promise<Made<T>>,
): Promise<Exchanged<T>> {
  const { remote, limit, signal, stopped, onHappened } = request;
  const unchanged = (problems: readonly Problem[]) => ({ kind: "unchanged", problems }) as const;
  const started = performance.now();
  const held = await takeHold({ remote, limit, signal });
  if (!held.ok) return unchanged(held.problems);
  if (held.value.kind === "locked") return { kind: "no-lock", problems: [locked(remote, limit)] };
  if (held.value.kind === "no-sqlite" && !stopped) return unchanged([unguarded(remote)]);
  const hold = held.value.kind === "held" ? held.value.hold : null;
  if (hold !== null) {
    const text = "by sqlite3 there, for itself alone";
    onHappened({ did: "locked", text, milliseconds: since(started) });
  }
  try {
    const fit = await ready(remote, hold);
    if (!fit.ok) return unchanged(fit.problems);
    const fetched = await fetching(request, hold !== null);
    if (!fetched.ok) return unchanged(fetched.problems);
    const { there, path, sha256, slices } = fetched.value;
    if (there === null) throw new Error("a copy for a change was made by SQLite");
    const merged = hold === null && (there.wal !== null || there.journal !== null);
    const folded = { main: sha256, wal: null, journal: null };
    if (merged) {
      // First the old file with its WAL merged, which makes it complete without the WAL.
      const first = await put(request, { hold, path, old: there, slices, merged, note: null, mark: "-log" });
      if (first.kind !== "done") return first;
    }
    const now = merged && slices !== null ? await digest(path, slices.size) : slices;
    const made = await make(fetched.value);
    if (made.kind === "stop") return { kind: "stopped", value: made.value };
    const old = merged ? folded : there;
    const last = await put(request, {
      hold,
      path: made.path,
      old,
      slices: now,
      merged: false,
      note: made.note,
      mark: "",
    });
    return last.kind === "done" ? { ...last, lockedMilliseconds: since(started) } : last;
  } finally {
    await hold?.release();
  }
}

async function fetching(request: ExchangeRequest, held: boolean): Promise<Checked<Again>> {
  const started = performance.now();
  const { remote, folder, earlier, signal, onProgress, onHappened } = request;
  const fetched = await fetchAgain({ remote, folder, sqlite: false, signal, onProgress }, earlier, held);
  if (!fetched.ok) return fetched;
  const { bytes, read } = fetched.value;
  const text = read < bytes ? `${size(read)} of ${size(bytes)}, the rest before` : size(bytes);
  onHappened({ did: "fetched", text, milliseconds: since(started) });
  return fine(fetched.value);
}

type OnePut = Pick<Put, "hold" | "path" | "old" | "slices" | "merged" | "note"> & {
  /** Distinguishes two files of the same change. */
  readonly mark: string;
};

async function put(
  request: ExchangeRequest,
  { mark, ...file }: OnePut,
): Promise<{ readonly kind: "done"; readonly backup: string } | Exclude<Exchanged<never>, { kind: "done" }>> {
  const { remote, signal, onProgress, onHappened } = request;
  let started = performance.now();
  const made = await digest(file.path, file.slices?.size);
  const { sha256, bytes } = made;
  const stamp = request.stamp + mark;
  const one: Put = { ...file, remote, stamp, sha256, made, signal, onProgress };
  const sent = await upload(one);
  if (!sent.ok) return { kind: "unchanged", problems: sent.problems };
  const text = `${sent.value < bytes ? `${size(sent.value)} of ${size(bytes)}` : size(bytes)}, checksum compared`;
  onHappened({ did: "uploaded", text, milliseconds: since(started) });
  started = performance.now();
  if (signal?.aborted) {
    await clean(one);
    return { kind: "unchanged", problems: [] };
  }
  const ended = await exchange(one);
  if (ended.kind !== "done") return { kind: ended.kind, problems: [ended.problem] };
  onHappened({ did: "exchanged", text: `the old file is kept there: ${ended.backup}`, milliseconds: since(started) });
  return { kind: "done", backup: ended.backup };
}

function since(started: number): number {
  return Math.round(performance.now() - started);
}

function size(bytes: number): string {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function locked({ label, address }: Remote, limit: number): Problem {
  return {
    code: "apply-no-lock",
    level: "error",
    subject: label,
    message: `processes on ${address.host} had the database open for the whole ${(limit / 1000).toFixed(1)} s`,
    evidence: [`find them there: fuser -v ${address.path}`],
    why: "a file that is being replaced must not be open anywhere, or later writes to the old one are lost",
    help: ["nothing was changed there; stop them with a `before` hook, and start them with an `after` hook"],
  };
}

function unguarded({ label, address }: Remote): Problem {
  return {
    code: "ssh-writers",
    level: "error",
    subject: label,
    message: `nothing keeps writers away: ${address.host} has no sqlite3 to hold the lock, and there is no \`before\` hook`,
    help: [
      "stop the application with a `before` hook, and start it with an `after` hook",
      `or install sqlite3 on ${address.host}`,
    ],
  };
}
