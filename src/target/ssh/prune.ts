import { beyond, timeIn } from "../../apply/backups.ts";
import type { Keep } from "../../apply/run.ts";
import type { Problem } from "../../problem/problem.ts";
import type { Remote } from "./remote.ts";
import { prelude } from "./script.ts";
import { quoted } from "./words.ts";

/**
 * Removes the old files beside the database there, by the same rule as for backups here. The newest stays whatever its
 * age, because it undoes the last change; so does whatever trueup did not name. Returns a problem if that fails; the
 * change is done by then.
 */
export async function pruneThere(remote: Remote, keep: Keep, now: Date): Promise<Problem | null> {
  const listed = await remote.run(
    `${prelude(remote)}\nfor f in "$p".*.trueup-backup*; do [ -f "$f" ] && printf '%s\\n' "\${f#"$p".}"; done; true`,
  );
  if (!listed.ok) return unpruned(remote, listed.problems[0]?.evidence ?? []);
  const gone = tooOld(listed.value.stdout.split("\n"), keep, now);
  if (gone.length === 0) return null;
  const ran = await remote.run(`${prelude(remote)}\nrm -f -- ${gone.map((end) => `"$p".${quoted(end)}`).join(" ")}`);
  if (ran.ok && ran.value.code === 0) return null;
  return unpruned(remote, ran.ok ? [ran.value.stderr.trim()] : (ran.problems[0]?.evidence ?? []));
}

/** The files of one change are removed together: the file, the one with its log merged, and that log. */
export function tooOld(ends: readonly string[], keep: Keep, now: Date): readonly string[] {
  const changes = new Map<string, string[]>();
  for (const end of ends) {
    const stamp = /^(\d{4}-\d\d-\d\dT[\d-]+Z-[0-9A-Za-z]+)(-log)?\.trueup-backup(-wal|-journal|\.json)?$/.exec(
      end,
    )?.[1];
    if (stamp !== undefined) changes.set(stamp, [...(changes.get(stamp) ?? []), end]);
  }
  const newestFirst = [...changes].sort(([a], [b]) => (a < b ? 1 : -1));
  const taken = newestFirst.map(([stamp, files]) => ({ stamp, files, taken: timeIn(stamp) }));
  const newest = taken[0]?.stamp;
  return beyond(taken, keep, now).flatMap(({ stamp, files }) => (stamp === newest ? [] : files));
}

function unpruned({ label, address }: Remote, evidence: readonly string[]): Problem {
  return {
    code: "ssh-unpruned",
    level: "warning",
    subject: label,
    message: `the old backups on ${address.host} could not be removed`,
    evidence,
    help: ["the change is done; they are removed after the next one"],
  };
}
