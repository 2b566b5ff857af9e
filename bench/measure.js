import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const gnuTime = existsSync("/usr/bin/time");

/**
 * Runs a whole process some times and says what it took, in milliseconds and megabytes. The median of the wall times is
 * quoted, and the least of the processor times, which other work on the machine disturbs least.
 */
export function measure(command, { times = 5, before = () => {}, cwd, exits = [0] } = {}) {
  const runs = [];
  for (let n = 0; n < times; n++) {
    before();
    const done = gnuTime
      ? spawnSync("/usr/bin/time", ["-f", "@%e %U %S %M", ...command], { cwd, encoding: "utf8", maxBuffer: 1 << 26 })
      : spawnSync("bash", ["-c", `TIMEFORMAT='@%R %U %S 0'; time "$@"`, "bench", ...command], {
          cwd,
          encoding: "utf8",
        });
    const [, wall, user, system, kilobytes] = /@([\d.]+) ([\d.]+) ([\d.]+) (\d+)\s*$/.exec(done.stderr) ?? [];
    if (wall === undefined || !exits.includes(done.status)) {
      return { failed: `${done.stderr} ${done.stdout}`.trim().split("\n").slice(0, 3).join(" ") };
    }
    runs.push({ wall: wall * 1000, cpu: (Number(user) + Number(system)) * 1000, memory: kilobytes / 1024 });
  }
  return {
    wall: median(runs.map(({ wall }) => wall)),
    cpu: Math.min(...runs.map(({ cpu }) => cpu)),
    memory: median(runs.map(({ memory }) => memory)),
  };
}

function median(list) {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
