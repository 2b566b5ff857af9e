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
 * What one left behind is looked at after its first run: the time of a wrong result is worth nothing, and not taken.
 */
export function measureInTurn(entries, times) {
  const runs = entries.map(() => []);
  for (let n = 0; n < times; n++) {
    for (const [at, entry] of entries.entries()) {
      const before = runs[at];
      if (entry.wrong || before[0]?.failed || before[0]?.wrong || (entry.times ?? times) <= n) continue;
      const run = once(entry);
      const found = n === 0 && !run.failed ? entry.check?.(run) : null;
      before.push(typeof found === "string" ? { wrong: found } : { ...run, ...found });
    }
  }
  return entries.map((entry, at) => ({ label: entry.label, ...about(entry), ...summary(entry, runs[at]) }));
}

const about = ({ peer, databases }) => ({ ...(peer ? { peer } : {}), ...(databases ? { databases } : {}) });

export function once({ command, before = null, after = () => {}, cwd, exits = [0], env = {}, server = null }) {
  if (before !== null) {
    before();
    touchMemory();
  }
  const whole = gnuTime ? ["/usr/bin/time", "-o", memoryFile, "-f", "%M", ...command] : command;
  const script = `TIMEFORMAT='@%3R %3U %3S'; time "$@"`;
  const started = server?.processor() ?? 0;
  const done = spawnSync("bash", ["-c", script, "bench", ...whole], {
    cwd,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { ...process.env, LC_ALL: "C", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 1_200_000,
  });
  const others = (server?.processor() ?? 0) - started;
  after();
  const [, wall, user, system] = /@([\d.]+) ([\d.]+) ([\d.]+)\s*$/.exec(done.stderr) ?? [];
  if (wall === undefined || !exits.includes(done.status)) {
    const said = `${done.stderr} ${done.stdout}`.replace(/@[\d.]+ [\d.]+ [\d.]+\s*$/m, "").trim();
    return { failed: `exit ${done.status}: ${said.split("\n").slice(0, 6).join(" ")}` };
  }
  const kilobytes = gnuTime ? /(\d+)\s*$/.exec(readFileSync(memoryFile, "utf8"))?.[1] : 0;
  return {
    wall: wall * 1000,
    cpu: (Number(user) + Number(system)) * 1000 + others,
    memory: Number(kilobytes ?? 0) / 1024,
    out: done.stdout,
  };
}

/**
 * What a virtual machine has freed is its host's again after a second or two, and slow when it is next written: a
 * quarter of a second for a copy of 150 MB. So that nobody pays for what the one before him left, it is written just before.
 */
function touchMemory() {
  const script = "for (let n = 0, all = []; n < 3; n++) all.push(Buffer.alloc(2 ** 29, 1))";
  spawnSync(process.execPath, ["-e", script]);
}

function summary(entry, runs) {
  const stopped = entry.wrong ? entry : runs.find((run) => run.failed || run.wrong);
  if (stopped?.failed) return { failed: stopped.failed };
  if (stopped?.wrong) return { wrong: stopped.wrong };
  const medians = ["wall", "cpu", "memory"].map((key) => [key, median(runs.map((run) => run[key]))]);
  const { short: note, each } = runs[0] ?? {};
  return { ...Object.fromEntries(medians), ...(note ? { note } : {}), ...(each ? { each } : {}) };
}

function median(list) {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
