import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const gnuTime = existsSync("/usr/bin/time");
const memoryFile = join(tmpdir(), `trueup-bench-${process.pid}`);
process.on("exit", () => rmSync(memoryFile, { force: true }));

/**
 * Runs whole processes in turn, A B A B, so that whatever else the machine does falls on all of them alike. Wall and
 * processor time are in milliseconds, of the process with all that it starts; memory in megabytes, of the largest.
 */
export function measureInTurn(entries, times) {
  const runs = entries.map(() => []);
  for (let n = 0; n < times; n++) {
    for (const [at, entry] of entries.entries()) {
      const before = runs[at];
      if (before[0]?.failed || (entry.times ?? times) <= n) continue;
      before.push(once(entry));
    }
  }
  return entries.map(({ label }, at) => ({ label, ...summary(runs[at]) }));
}

export function once({ command, before = () => {}, cwd, exits = [0] }) {
  before();
  const whole = gnuTime ? ["/usr/bin/time", "-o", memoryFile, "-f", "%M", ...command] : command;
  const script = `TIMEFORMAT='@%3R %3U %3S'; time "$@"`;
  const options = { cwd, encoding: "utf8", maxBuffer: 1 << 26, env: { ...process.env, LC_ALL: "C" } };
  const done = spawnSync("bash", ["-c", script, "bench", ...whole], options);
  const [, wall, user, system] = /@([\d.]+) ([\d.]+) ([\d.]+)\s*$/.exec(done.stderr) ?? [];
  if (wall === undefined || !exits.includes(done.status)) {
    return {
      failed: `exit ${done.status}: ${`${done.stderr} ${done.stdout}`.trim().split("\n").slice(0, 3).join(" ")}`,
    };
  }
  const kilobytes = gnuTime ? /(\d+)\s*$/.exec(readFileSync(memoryFile, "utf8"))?.[1] : 0;
  return { wall: wall * 1000, cpu: (Number(user) + Number(system)) * 1000, memory: Number(kilobytes ?? 0) / 1024 };
}

function summary(runs) {
  const failed = runs.find((run) => run.failed);
  if (failed) return failed;
  return Object.fromEntries(["wall", "cpu", "memory"].map((key) => [key, median(runs.map((run) => run[key]))]));
}

function median(list) {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
