// npm run faults: the whole fault campaign, and docs/reliability.md from what it saw. Takes about a quarter of an hour.
// With the name of a report (FAULTS_REPORT of an earlier run), only the document is written.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";

function campaign() {
  const folder = mkdtempSync(join(tmpdir(), "trueup-faults-"));
  const report = join(folder, "faults.ndjson");
  const tests = readdirSync("test/faults")
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => join("test/faults", name));
  const { status } = spawnSync("npx", ["tap", "--disable-coverage", "--timeout=3600", "--jobs=1", ...tests], {
    stdio: "inherit",
    env: { ...process.env, FAULTS: "full", FAULTS_REPORT: report },
  });
  const text = readFileSync(report, "utf8");
  rmSync(folder, { recursive: true });
  return status === 0 ? text : null;
}

const [given] = process.argv.slice(2);
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

writeFileSync(
  "docs/reliability.md",
  `# What was done to it, and what came of it

*Written by \`npm run faults\` from its reports. ${count(tried)} faults, in real processes on real files, with Node ${process.version} and
${cpus().length} processors; not one lost a row, left a mixture, or a backup that does not open.*

The claim: at any moment you may kill trueup, fill the disk, or pull the plug, and you have the old database or the new
one, and a backup that opens.

After each fault the database is opened and held against it: \`integrity_check\` says ok, the schema's fingerprint is the
old or the new one, no row is missing, each backup is sound and has the checksum that was noted. Then the same command
is run again: it has to succeed, and to clear away what was left half written. A short form of the campaign is part of
\`npm test\`.

| Fault | Times | What came of it | Promised |
|---|---:|---|---|
${faults.map(({ fault, tried, outcomes, promise }) => `| ${fault} | ${count(tried)} | ${came(outcomes)} | ${promise} |`).join("\n")}

What is not tried here: a real power cut (a killed process leaves the operating system's memory intact; against the rest
stands that SQLite, and trueup for its backups, flush to the disk before they go on), a disk that says it wrote and did
not, and network file systems whose locks do not work. SQLite itself cannot be safe on the last two:
<https://www.sqlite.org/howtocorrupt.html>.
`,
);
console.log(`docs/reliability.md: ${count(tried)} faults`);
