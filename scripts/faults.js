// npm run faults: the whole fault campaign, and its table in docs/reliability.md from what it saw. Takes more than an hour
// on two processors. npm run faults:server: the same for servers, with a table of its own, in a quarter of an hour.
// With the name of a report (FAULTS_REPORT of an earlier run) behind it, only the document is written.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";

const [which, given] = process.argv.slice(2);
const kinds = {
  files: {
    folder: "test/faults",
    env: { FAULTS: "full" },
    command: "npm run faults",
    on: "in real processes on real files",
  },
  server: {
    folder: "test/server",
    env: { FAULT_ROUNDS: "100", SERVER_SCENARIOS: "all" },
    command: "npm run faults:server",
    on: "on real servers, over real connections",
  },
};
const kind = kinds[which];
if (!kind) {
  console.error("node scripts/faults.js files|server [report]");
  process.exit(64);
}

function campaign() {
  const folder = mkdtempSync(join(tmpdir(), "trueup-faults-"));
  const report = join(folder, "faults.ndjson");
  const tests = readdirSync(kind.folder)
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => join(kind.folder, name));
  const { status } = spawnSync(process.execPath, ["scripts/test.js", ...tests], {
    stdio: "inherit",
    env: { ...process.env, ...kind.env, FAULTS_REPORT: report, TEST_TIMEOUT: "3600", TEST_JOBS: "1" },
  });
  const text = readFileSync(report, "utf8");
  rmSync(folder, { recursive: true });
  return status === 0 ? text : null;
}

const text = given ? readFileSync(given, "utf8") : campaign();
if (text === null || text.includes("WRONG")) {
  console.error("a fault was not survived: docs/reliability.md is left as it was");
  process.exit(1);
}
/** A report may hold several runs: the same fault is one line. */
const byFault = new Map();
for (const line of text.trim().split("\n")) {
  const { fault, tried, outcomes, promise } = JSON.parse(line);
  const sum = byFault.get(fault) ?? { fault, tried: 0, outcomes: {}, promise };
  sum.tried += tried;
  for (const [what, times] of Object.entries(outcomes)) sum.outcomes[what] = (sum.outcomes[what] ?? 0) + times;
  byFault.set(fault, sum);
}
const faults = [...byFault.values()];

const count = (number) => number.toLocaleString("en");
const came = (outcomes) =>
  Object.entries(outcomes)
    .sort(([, a], [, b]) => b - a)
    .map(([what, times]) => `${count(times)} × ${what}`)
    .join("<br>");
const tried = faults.reduce((sum, { tried }) => sum + tried, 0);

const path = "docs/reliability.md";
const [begin, end] = [`<!-- ${which}: written by ${kind.command} -->\n`, `<!-- end of ${which} -->`];
const document = readFileSync(path, "utf8");
const [head, rest = ""] = document.split(begin);
const tail = rest.split(end)[1];
if (tail === undefined) throw new Error(`${path} has no place for ${which}`);
writeFileSync(
  path,
  `${head}${begin}*${count(tried)} faults, ${kind.on}, with Node ${process.version} and ${cpus().length} processors.*

| Fault | Times | Result | Promised |
|---|---:|---|---|
${faults.map(({ fault, tried, outcomes, promise }) => `| ${fault} | ${count(tried)} | ${came(outcomes)} | ${promise} |`).join("\n")}

${end}${tail}`,
);
console.log(`${path}: ${count(tried)} faults (${which})`);
