import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const gnuTime = existsSync("/usr/bin/time");
const memoryFile = join(tmpdir(), `trueup-bench-${process.pid}`);
process.on("exit", () => rmSync(memoryFile, { force: true }));

/**
 * Runs whole processes in turn, A B A B, so that whatever else the machine does falls on all of them alike. Wall and
 * processor time are in milliseconds, of the process with all that it starts; memory in megabytes, of the largest.
 * What one left behind is looked at after its first run: the time of a wrong result is worth nothing, and not taken. With
 * a writer, those that change a database are then run beside one.
 */
export function measureInTurn(entries, times, withWriter = false) {
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
  return entries.map((entry, at) => {
    const found = { label: entry.label, ...about(entry), ...summary(entry, runs[at]) };
    const good = !found.failed && !found.wrong;
    return good && withWriter && entry.written
      ? { ...found, waits: waits(entry, entry.server ? 1 : Math.min(times, 3)) }
      : found;
  });
}

const writer = join(import.meta.dirname, "writer.js");

/** What an application that inserts into `written` all the time has of it: the middle of some runs, and the worst of what is lost. */
function waits(entry, times) {
  const runs = Array.from({ length: times }, () => besideWriter(entry, "wal"));
  const failed = runs.find(({ run }) => run.failed);
  if (failed) return { failed: failed.run.failed };
  const worst = (key) => Math.max(...runs.map((run) => run[key]));
  return { longest: median(runs.map(({ longest }) => longest)), refused: worst("refused"), lost: worst("lost") };
}

/** One run beside such an application. */
export function besideWriter({ before = () => {}, written, ...entry }, mode) {
  before();
  const result = join(tmpdir(), `trueup-writer-${process.pid}.json`);
  rmSync(result, { force: true });
  const child = spawn(process.execPath, [writer, written, result, mode], { stdio: "inherit" });
  const known = (wanted) => {
    for (let n = 0; n < 60_000; n++, pause(10)) {
      const found = existsSync(result) ? JSON.parse(readFileSync(result, "utf8")) : null;
      if (found !== null && wanted(found)) return found;
    }
    throw new Error("the writer said nothing for ten minutes");
  };
  try {
    known(() => true);
    const run = once(entry);
    pause(50);
    child.kill("SIGTERM");
    return { run, ...known(({ ended }) => ended) };
  } finally {
    child.kill("SIGKILL");
    rmSync(result, { force: true });
  }
}

function pause(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
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
