import { closeSync, openSync, renameSync, truncateSync, writeSync } from "node:fs";
import { join } from "node:path";
import { type Checked, failed } from "../../problem/problem.ts";
import { type Fetched, type FetchOptions, fetchCopy, fileName, reading, receive, settle } from "./copy.ts";
import { Framed } from "./framed.ts";
import { scriptProblem } from "./problems.ts";
import type { Remote } from "./remote.ts";
import { prelude } from "./script.ts";
import { digest, missingFrom, type Slice, sliceFor, type Slices } from "./slices.ts";

/** A copy that was fetched while the application ran, and what it consists of. */
export interface Earlier {
  readonly path: string;
  readonly slices: Slices;
}

/** What was fetched under the lock. */
export interface Again extends Fetched {
  /** The file there, as it was read; null if that machine cannot read slices. */
  readonly slices: Slices | null;
  /** How many of its bytes were read. */
  readonly read: number;
}

/** Null if there is none: then all of it is fetched later, which tells what is wrong if something is. */
export async function fetchEarlier(options: FetchOptions): Promise<Earlier | null> {
  const fetched = await fetchCopy(options);
  if (!fetched.ok) return null;
  const { path, bytes } = fetched.value;
  return { path, slices: await digest(path, sliceFor(bytes)) };
}

/**
 * Fetches a database that others are kept away from. Of what an earlier copy has, only the slices that changed since are
 * read again, as their checksums there show. `held`: a lock keeps the others away, and not their being stopped; then it
 * need not be seen that nothing changed meanwhile.
 */
export async function fetchAgain(
  options: FetchOptions,
  earlier: Earlier | null,
  held: boolean,
): Promise<Checked<Again>> {
  const again = earlier === null ? null : await changedSince(options, earlier, held);
  if (again !== null) return again;
  const fetched = await fetchCopy(options);
  return fetched.ok ? { ...fetched, value: { ...fetched.value, slices: null, read: fetched.value.bytes } } : fetched;
}

const noTools = 69;

/** Null if that machine lacks a tool, or the file changed meanwhile: then it is read as a whole. */
async function changedSince(options: FetchOptions, earlier: Earlier, held: boolean): Promise<Checked<Again> | null> {
  const { remote, folder, signal } = options;
  const { size } = earlier.slices;
  const main = join(folder, fileName("main"));
  const first = await receive(options, sumsThere(remote, size, held));
  if (!first.ok) return first;
  const { ran, frames } = first.value;
  if (ran.code === noTools) return null;
  if (ran.code !== 0) return failed(scriptProblem(remote, ran, "comparing the database"));
  const slices = slicesIn(frames, size);
  if (slices === null) return null;
  const parts = missingFrom(earlier.slices, slices);
  renameSync(earlier.path, main);
  let after = frames.said("before");
  if (parts.length > 0 || !held) {
    const patch = new Patch(main, parts, options.onProgress);
    try {
      const more = await remote.run(slicesThere(remote, size, parts, held), {
        onOutput: (chunk) => patch.frames.add(chunk),
        signal,
      });
      if (!more.ok) return more;
      if (more.value.code !== 0)
        return failed(scriptProblem(remote, more.value, "reading what changed of the database"));
      if (!patch.frames.whole) return null;
      after = patch.frames.said("after");
    } finally {
      patch.close();
    }
  }
  truncateSync(main, slices.bytes);
  const now = await digest(main, size);
  if (now.bytes !== slices.bytes || missingFrom(slices, now).length > 0) return null;
  if (!held && (frames.said("before") !== after || after?.split(" ")[0] !== now.sha256)) return null;
  const there = { main: now.sha256, wal: frames.sha256("wal") ?? null, journal: frames.sha256("journal") ?? null };
  const settled = await settle(options, "what had changed since was read", there);
  const read = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  return settled.ok ? { ...settled, value: { ...settled.value, slices, read } } : settled;
}

function sumsThere(remote: Remote, size: number, held: boolean): string {
  return `${prelude(remote)}
command -v dd >/dev/null 2>&1 || exit ${noTools}
${reading}
${held ? "" : `printf 'said before %s\\n' "$(state)"`}
n=$(size "$p"); printf 'said bytes %s\\n' "$n"
i=0; while [ $((i * ${size})) -lt "$n" ]; do
  printf 'said s%s ' "$i"; dd if="$p" bs=${size} skip=$i count=1 2>/dev/null | hash; i=$((i + 1))
done
give wal "$p-wal"; give journal "$p-journal"
printf 'end\\n'`;
}

function slicesThere(remote: Remote, size: number, parts: readonly Slice[], held: boolean): string {
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  return `${prelude(remote)}
${reading}
printf 'file main ${bytes}\\n'
for i in ${parts.map(({ n }) => n).join(" ")}; do dd if="$p" bs=${size} skip=$i count=1 2>/dev/null || exit 70; done
${held ? "" : `printf 'said after %s\\n' "$(state)"`}
printf 'end\\n'`;
}

function slicesIn(frames: Framed, size: number): Slices | null {
  const bytes = Number(frames.said("bytes") ?? "none");
  if (!frames.whole || !Number.isInteger(bytes)) return null;
  const sums = Array.from({ length: Math.ceil(bytes / size) }, (_, n) => {
    const [sum = ""] = /\b[0-9a-f]{64}\b/.exec(frames.said(`s${n}`) ?? "") ?? [];
    return sum;
  });
  return sums.includes("") ? null : { size, bytes, sums };
}

/** Writes the slices that arrive, one after the other, into their places in a file. */
class Patch {
  readonly frames: Framed;
  readonly #handle: number;

  constructor(path: string, parts: readonly Slice[], onProgress: FetchOptions["onProgress"]) {
    const handle = openSync(path, "r+");
    this.#handle = handle;
    const coming = [...parts];
    let done = 0;
    this.frames = new Framed({
      open: () => {},
      onProgress,
      write(_, chunk) {
        for (let at = 0; at < chunk.length; ) {
          const part = coming[0];
          if (part === undefined) throw new Error("more came than was asked for");
          const written = writeSync(handle, chunk, at, Math.min(part.bytes - done, chunk.length - at), part.at + done);
          at += written;
          done += written;
          if (done === part.bytes) [done] = [0, coming.shift()];
        }
      },
    });
  }

  close(): void {
    closeSync(this.#handle);
  }
}
