// npm run engines: every scenario on each driver that trueup/start knows, in its runtime, and the table in
// docs/reference/engines.md from what came of it. Before that, on each that has files, six processes start at once, ROUNDS times
// (50), and KILLS processes (500 in all) are killed at random moments. An engine that is too old is refused. Takes half an hour;
// what it needs is installed below test/engines.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

process.chdir(join(import.meta.dirname, ".."));
const home = "test/engines";
const modules = join(home, "node_modules");
const runtimes = {
  [`Node ${process.versions.node}`]: process.execPath,
  "Node 22": join(modules, "node22/bin/node"),
  "Node 24": join(modules, "node24/bin/node"),
  Bun: join(modules, "@oven/bun-linux-x64/bin/bun"),
};
const [ours] = Object.keys(runtimes);
const engines = [
  ["libsql", ours],
  ["better-sqlite3", ours],
  ["node:sqlite", "Node 22"],
  ["node:sqlite", "Node 24"],
  ["bun:sqlite", "Bun"],
  ["sql.js", ours],
];

run("npm", ["install", "--prefix", home, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
// The only one that is compiled, or fetched as a binary.
if (!existsSync(join(modules, "better-sqlite3/build/Release/better_sqlite3.node")))
  run("npm", ["rebuild", "--prefix", home, "--ignore-scripts=false", "better-sqlite3"]);

run(process.execPath, ["--import", "tsx", join(home, "too-old.ts")]);
// With Drizzle's own migrator, which is there now.
run(process.execPath, ["--import", "tsx", "test/start/scenes.test.ts"]);

const work = mkdtempSync(join(tmpdir(), "trueup-engines-"));
try {
  const cases = join(work, "cases.json");
  run(process.execPath, ["--import", "tsx", join(home, "write-cases.ts"), cases]);
  // Beside the modules, so that they are found from there.
  const script = join(home, "node_modules", ".scenarios.mjs");
  await build({
    absWorkingDir: process.cwd(),
    entryPoints: [join(home, "scenarios.ts")],
    outfile: script,
    bundle: true,
    format: "esm",
    platform: "node",
    logLevel: "error",
  });
  const rows = engines.map(([name, runtime]) => {
    const { status, stdout, stderr } = spawnSync(runtimes[runtime], [script, name, cases], { encoding: "utf8" });
    if (status !== 0) throw new Error(`${name} in ${runtime}: ${stderr}`);
    const seen = { name, runtime, ...JSON.parse(stdout) };
    console.log(
      `${name}, ${runtime}: ${seen.same} alike, ${seen.planned} plans, ${seen.lacking} lacking, ${seen.wrong.length} wrong`,
    );
    for (const each of seen.wrong) console.log(`  ${each.name}: ${each.why}`);
    return seen;
  });
  const starts = campaign(rows.filter(({ name }) => name !== "sql.js"));
  writeFileSync("docs/reference/engines.md", page(rows, starts));
  const isBad = ({ failed, wrong }) => failed.length + wrong.length > 0;
  if (rows.some(({ wrong }) => wrong.length > 0) || starts.some(isBad)) process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** On files: several at once, and kills. */
function campaign(on) {
  const { ROUNDS: rounds = "50", KILLS: kills = "500" } = process.env;
  return on.map(({ name, runtime }) => {
    const modules = join(process.cwd(), home, "package.json");
    const program = [{ driver: name, runtime: runtimes[runtime], modules }];
    const each = Math.ceil(Number(kills) / on.length);
    const script = join(home, "run-campaign.ts");
    const args = ["--import", "tsx", script, rounds, String(each), JSON.stringify(program)];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    if (status !== 0) throw new Error(`${name} in ${runtime}: ${stderr}`);
    const [seen] = JSON.parse(stdout);
    console.log(`${name}, ${runtime}: ${JSON.stringify(seen)}`);
    return { name, runtime, rounds, kills: each, ...seen };
  });
}

function run(command, args) {
  const { status } = spawnSync(command, args, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

function page(rows, starts) {
  const processes = starts.map(
    ({ name, runtime, rounds, applied, wentOn, failed, kills, killed, wrong }) =>
      `| ${name} | ${runtime} | ${rounds} | ${applied} | ${wentOn} | ${failed.length} | ${killed} of ${kills} | ${wrong.length} |`,
  );
  const lines = rows.map(
    ({ name, runtime, sqlite, same, planned, lacking, wrong }) =>
      `| ${name} | ${runtime} | ${sqlite} | ${same} | ${planned} | ${lacking} | ${wrong.length} |`,
  );
  return `# Engines

Written by \`npm run engines\`, which runs the scenarios of the test suite on each driver as an application would: the database is
created, \`trueup/start\` reads it, and brings it up to date with a plan that was made for any engine. _Alike_ are those that are
read to the same fingerprint as by libSQL, which made the bundle; _plans_ are those of them with something to do, each carried
out, verified, and found unchanged by a second start. _Lacking_ need what the engine does not have: a module, a tokenizer, a
function of libSQL's.

| Driver | Runtime | SQLite | Alike | Plans | Lacking | Wrong |
|---|---|---|---|---|---|---|
${lines.join("\n")}

On files, with a write-ahead log and with a rollback journal in turn: six processes start at once on a database that needs a change,
one of them applies it, and the others go on. And processes are killed (SIGKILL) at random moments of a start, before, in
and after its transaction: the database then has the old schema or the new one and all of its rows, passes \`integrity_check\`, and the next start
succeeds. _Killed_ counts those that had not ended by themselves before.

| Driver | Runtime | Rounds of six | Applied | Went on | Failed | Killed | Wrong afterwards |
|---|---|---|---|---|---|---|---|
${processes.join("\n")}
`;
}
