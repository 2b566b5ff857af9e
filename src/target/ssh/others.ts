import type { Other } from "../target.ts";
import type { Remote } from "./remote.ts";
import { prelude } from "./script.ts";

/**
 * Sets `opened` to the processes that have the file open, except for one. Only root can see the open files of other
 * users' processes.
 */
export function findOpeners(except: number | null): string {
  return `opened=; for f in /proc/[0-9]*/fd/*; do
  [ "$f" -ef "$p" ] 2>/dev/null || continue
  q=\${f#/proc/}; q=\${q%%/*}
  [ "$q" = "${except ?? "-"}" ] || opened="$opened $q"
done`;
}

/** Prints a line for each of them. */
export const printOpeners = `for q in $opened; do printf 'process %s %s\\n' "$q" "$(cat /proc/$q/comm 2>/dev/null)"; done`;

/** The processes in what that prints, each once. */
export function openersIn(printed: string): readonly Other[] {
  const found = [...printed.matchAll(/^process (\d+) (.*)$/gm)].map(
    ([, pid, program]): Other => ({ pid: Number(pid), program: program || "a process", does: "has it open" }),
  );
  return [...new Map(found.map((each) => [each.pid, each])).values()];
}

/** Null if the machine does not say. */
export async function othersThere(remote: Remote): Promise<readonly Other[] | null> {
  const ran = await remote.run(
    `${prelude(remote)}\n[ -d /proc/self/fd ] || exit 1\n${findOpeners(null)}\n${printOpeners}`,
  );
  return ran.ok && ran.value.code === 0 ? openersIn(ran.value.stdout) : null;
}
