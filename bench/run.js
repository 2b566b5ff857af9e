// Measures, and writes what it found to docs/performance.md. `node run.js [W4 W6 …] [--quick] [--rows N]`.
//
// What is not named is left as it was measured before: results are kept in .work/results.json.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { measureInTurn } from "./measure.js";
import { installed } from "./peers.js";
import { writePage } from "./page.js";
import { growths, workloads } from "./workloads.js";

const args = process.argv.slice(2);
const quick = args.includes("--quick");
const rows = Number(args[args.indexOf("--rows") + 1]) || (quick ? 100_000 : 1_000_000);
const names = args.filter((arg) => !arg.startsWith("--") && arg !== String(rows)).map((arg) => arg.toLowerCase());
const known = [...workloads, ...growths].map(({ name }) => name);
const unknown = names.filter((name) => !known.some((each) => each.toLowerCase() === name));
if (unknown.length > 0) {
  console.error(`no such workload: ${unknown.join(", ")}; there are ${known.join(", ")}`);
  process.exit(64);
}

const kept = join(import.meta.dirname, ".work", "results.json");
mkdirSync(join(import.meta.dirname, ".work"), { recursive: true });
const results = existsSync(kept) ? JSON.parse(readFileSync(kept, "utf8")) : {};
const chosen = ({ name }) => names.length === 0 || names.includes(name.toLowerCase());

for (const workload of workloads.filter(chosen)) {
  const { entries, times = 5 } = workload.prepare({ rows });
  const measured = measureInTurn(entries, quick ? Math.min(times, 3) : times);
  results[workload.name] = {
    what: workload.what(rows),
    compare: workload.compare ?? "wall",
    measured,
    machine: machine(),
  };
  writeFileSync(kept, JSON.stringify(results, null, 1));
  for (const { label, wall, cpu, memory, failed } of measured) {
    console.log(
      workload.name,
      label,
      failed ?? `${wall.toFixed(0)} ms, processor ${cpu.toFixed(0)} ms, ${memory.toFixed(0)} MB`,
    );
  }
}
for (const growth of growths.filter(chosen)) {
  results[growth.name] = { ...growth.measure({ quick }), title: growth.title, x: growth.x, machine: machine() };
  writeFileSync(kept, JSON.stringify(results, null, 1));
  for (const { name, points } of results[growth.name].series) {
    console.log(growth.name, name, points.map(([at, ms]) => `${at}: ${ms.toFixed(0)} ms`).join(", "));
  }
}
writePage(results, [...workloads, ...growths]);

function machine() {
  const { dependencies } = JSON.parse(readFileSync(resolve(import.meta.dirname, "..", "package.json"), "utf8"));
  const peers = ["drizzle-kit", "@mikro-orm/libsql", "typeorm"].flatMap((name) => {
    const version = installed(name);
    return version === null ? [] : [`${name} ${version}`];
  });
  const parts = [
    `Node ${process.version}`,
    `libsql ${dependencies.libsql}`,
    ...peers,
    process.platform,
    `${cpus().length} × ${cpus()[0]?.model ?? "processor"}`,
    `${Math.round(totalmem() / 2 ** 30)} GB`,
  ];
  return parts.join(", ");
}
