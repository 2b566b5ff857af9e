import { createReadStream } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { type Checked, failed, fine, type Problem } from "../../problem/problem.ts";
import type { Manifest } from "../../apply/manifest.ts";
import { historyEnd, noteThere } from "./beside.ts";
import type { There } from "./copy.ts";
import type { Hold } from "./hold.ts";
import type { Ran, Remote } from "./remote.ts";
import { prelude } from "./script.ts";
import { moved, notAsSent, openedBy, unknown, withLeft } from "./put-problems.ts";
import { findOpeners, printOpeners } from "./others.ts";
import { ends, scriptProblem } from "./problems.ts";
import { type Digested, missingFrom, type Slice, type Slices } from "./slices.ts";
import { quoted } from "./words.ts";

export interface Put {
  readonly remote: Remote;
  /** Distinguishes the files of this change from all others: `2026-11-20T19-30-00-000Z-1a2b3c4d`. */
  readonly stamp: string;
  readonly hold: Hold | null;
  /** The new file, and its checksum. */
  readonly path: string;
  readonly sha256: string;
  readonly made: Digested;
  /** What must still be there. */
  readonly old: There;
  /** The same file in slices: those that the new one has as well are not sent. Null if they are not known. */
  readonly slices: Slices | null;
  /**
   * True if the new file is the old one with its WAL or journal merged: then these are removed after the exchange,
   * because the old file needs them until then, and they do not harm the new one. Otherwise they are empty, and are
   * removed before.
   */
  readonly merged: boolean;
  /** What is beside the old file once it is a backup; null if that is an intermediate step. */
  readonly note: Noted | null;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: (bytes: number, of: number) => void;
}

/** What is recorded on that machine. */
export interface Noted {
  readonly manifest: Manifest;
  /** Lines of the history. */
  readonly lines: string;
}

export type Exchanged =
  | { readonly kind: "done"; readonly backup: string }
  | { readonly kind: "unchanged" | "unknown"; readonly problem: Problem };

const wrongSum = 70;
const lockLost = 71;

function names({ stamp }: Pick<Put, "stamp">): string {
  return `n="$p.${stamp}.trueup-new"; c="$p.${stamp}.part.trueup-new"; b="$p.${stamp}.trueup-backup"`;
}

/** No other process may have it open. */
function refuseOpeners(hold: Hold | null): string {
  return `${findOpeners(hold?.pid ?? null)}
if [ -n "$opened" ]; then ${printOpeners} >&2; exit ${ends.open}; fi
`;
}

/**
 * Writes the file beside the original, with its owner and mode, and compares the checksum. The original is not touched.
 * What both have is taken from the original. Returns how many bytes were sent.
 */
export async function upload(put: Put): Promise<Checked<number>> {
  const { made, slices } = put;
  const whole: Slice = { n: 0, at: 0, bytes: made.bytes };
  if (slices === null) return send(put, [whole], 'cat >"$n" || away 68');
  const parts = missingFrom(slices, made);
  // The parts arrive as one file, because what reads from a pipe may read less, or more, than it was told to.
  const place = `dd if="$c" of="$n" bs=${made.size} skip=$i seek=$s count=1 conv=notrunc || away 68`;
  const cut = made.bytes < slices.bytes ? `dd if=/dev/null of="$n" bs=1 seek=${made.bytes} count=0 || away 68` : "";
  const sent = await send(
    put,
    parts,
    `cat >"$c" || away 68
i=0; for s in ${parts.map(({ n }) => n).join(" ")}; do ${place}; i=$((i + 1)); done
rm -f "$c"
${cut}`,
  );
  // Should that dd work in another way, all of it is sent.
  return !sent.ok && sent.problems.some(({ code }) => code === "ssh-checksum")
    ? upload({ ...put, slices: null })
    : sent;
}

async function send(put: Put, parts: readonly Slice[], write: string): Promise<Checked<number>> {
  const { remote, path, sha256, signal, onProgress } = put;
  const script = `${prelude(remote)}
${names(put)}
look() { set -- $(ls -ln "$1"); echo "$1 $3 $4"; }
away() { rm -f "$n" "$c"; exit "$1"; }
[ -w "$folder" ] || exit ${ends.unwritable}
cp -p "$p" "$n" || away 68
[ "$(look "$p")" = "$(look "$n")" ] || away ${ends.unwritable}
${write}
flush "$n"
[ "$(of "$n")" = ${sha256} ] || away ${wrongSum}`;
  const of = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  const ran = await remote.run(script, { input: chunks(path, parts, (sent) => onProgress(sent, of)), signal });
  if (!ran.ok) return failed(withLeft(ran.problems[0], await clean(put)));
  if (ran.value.code === 0) return fine(of);
  if (ran.value.code === wrongSum) return failed(notAsSent(remote));
  return failed(scriptProblem(remote, ran.value, "writing the new database beside the old one"));
}

async function* chunks(
  path: string,
  parts: readonly Slice[],
  onSent: (bytes: number) => void,
): AsyncIterable<Uint8Array> {
  let sent = 0;
  for (const { at, bytes } of parts) {
    if (bytes === 0) continue;
    for await (const chunk of createReadStream(path, { start: at, end: at + bytes - 1, highWaterMark: 1 << 18 })) {
      if (!(chunk instanceof Uint8Array)) continue;
      yield chunk;
      sent += chunk.length;
      onSent(sent);
    }
  }
}

/**
 * Exchanges the files by one rename, if the file there is still what was fetched. The old file stays under the name of
 * a backup. If it is killed at any point, the old database or the new one is there, each with everything that belongs
 * to it.
 */
export async function exchange(put: Put): Promise<Exchanged> {
  const { remote, hold, sha256, old, merged, note } = put;
  const gone = `rm -f "$p-wal" "$p-shm" "$p-journal"`;
  const script = `${prelude(remote)}
${names(put)}
whole() { if [ -s "$1" ]; then sum <"$1"; else echo none; fi; }
${hold === null ? "" : `kill -0 ${hold.pid} 2>/dev/null || exit ${lockLost}`}
${refuseOpeners(hold)}
sums=$({ printf 'new %s.\\n' "$(of "$n")" & printf 'old %s.\\n' "$(of "$p") $(whole "$p-wal") $(whole "$p-journal")"; wait; })
case $sums in *"new ${sha256}."*) ;; *) exit ${wrongSum} ;; esac
case $sums in *"old ${old.main} ${old.wal ?? "none"} ${old.journal ?? "none"}."*) ;; *) exit ${ends.moved} ;; esac
back() { rm -f "$b" "$b-wal" "$b-journal" "$b.json"; exit "$1"; }
ln "$p" "$b" 2>/dev/null || cp -p "$p" "$b" || back 68
for e in wal journal; do
  if [ -s "$p-$e" ]; then cp -p "$p-$e" "$b-$e" || back 68; fi
done
${note === null ? "" : `${noteThere({ ...note.manifest, sha256: old.main })} >"$b.json" || back 68; flush "$b.json"`}
flush "$b" "$folder"
${hold === null ? "" : `kill -0 ${hold.pid} 2>/dev/null || back ${lockLost}`}
${merged ? "" : gone}
mv -f "$n" "$p" || back 68
${merged ? `flush "$folder"; ${gone}` : ""}
flush "$p" "$folder"
${hold === null ? "" : `kill -9 ${hold.pid}`}
${note === null ? "" : `printf %s ${quoted(note.lines)} >>"$p${historyEnd}" || :`}
printf 'backup %s\\n' "$b"`;
  const ran = await remote.run(script);
  if (!ran.ok) return afterLoss(put, ran.problems[0]);
  if (ran.value.code === 0) return done(put, ran.value);
  const left = await clean(put);
  const problem = withLeft(refusal(remote, ran.value), left);
  return { kind: "unchanged", problem };
}

function done({ remote }: Put, ran: Ran): Exchanged {
  const backup = /^backup (.*)$/m.exec(ran.stdout)?.[1] ?? "";
  return backup === "" ? { kind: "unknown", problem: unknown(remote, ran.stderr) } : { kind: "done", backup };
}

function refusal(remote: Remote, ran: Ran): Problem {
  if (ran.code === ends.moved) return moved(remote);
  if (ran.code === ends.open) return openedBy(remote, ran.stderr);
  if (ran.code === wrongSum) return notAsSent(remote);
  if (ran.code === lockLost) {
    return {
      code: "ssh-lost",
      level: "error",
      subject: remote.label,
      message: "the connection that held the lock was lost",
      help: ["nothing was changed; run the command again"],
    };
  }
  return scriptProblem(remote, ran, "exchanging the files");
}

/** The response was lost. The files there show what happened. */
async function afterLoss(put: Put, problem: Problem | undefined): Promise<Exchanged> {
  const { remote, sha256, old } = put;
  for (let attempt = 0; attempt < 3; attempt++) {
    if (attempt > 0) await sleep(1000);
    // The script there continues without us: give it time to finish before looking.
    const ran = await remote.run(
      `${prelude(remote)}\n${names(put)}\ni=0; while [ -e "$n" ] && [ $i -lt 5 ]; do sleep 1; i=$((i+1)); done; printf '%s %s\\n' "$(of "$p")" "$b"`,
    );
    if (!ran.ok || ran.value.code !== 0) continue;
    const [now, ...backup] = ran.value.stdout.trim().split(" ");
    if (now === sha256) return { kind: "done", backup: backup.join(" ") };
    const unchanged = now === old.main;
    const left = await clean(put);
    return unchanged
      ? { kind: "unchanged", problem: withLeft(problem, left) }
      : { kind: "unknown", problem: unknown(remote, "") };
  }
  return { kind: "unknown", problem: unknown(remote, problem?.evidence?.join("\n") ?? "") };
}

/** Removes what was uploaded and not used. If that fails, reports what stays there. */
export async function clean(put: Pick<Put, "remote" | "stamp">): Promise<string | null> {
  const ran = await put.remote.run(`${prelude(put.remote)}\n${names(put)}\nrm -f "$n" "$c"`);
  if (ran.ok && ran.value.code === 0) return null;
  return `${put.remote.address.path}.${put.stamp}.trueup-new may be left there: remove it`;
}

/** What must be true before anything is fetched for a change. */
export async function ready(remote: Remote, hold: Hold | null): Promise<Checked<null>> {
  const leftovers = hold === null ? "" : `rm -f "$p".*.trueup-new`;
  const ran = await remote.run(`${prelude(remote)}
[ -w "$p" ] || exit ${ends.unwritable}
ours || exit ${ends.unwritable}
[ -w "$folder" ] || exit ${ends.unwritable}
${refuseOpeners(hold)}
${leftovers}`);
  if (!ran.ok) return ran;
  if (ran.value.code === 0) return fine(null);
  if (ran.value.code === ends.open) return failed(openedBy(remote, ran.value.stderr));
  return failed(scriptProblem(remote, ran.value, "looking at the database"));
}
