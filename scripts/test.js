/**
 * Runs the tests: `node scripts/test.js [FILE|FOLDER ...]`, everything below test/ by default. Each file is a process
 * of its own, one more at once than there are processors, because tests wait for what they started. What a file prints is
 * shown only where it fails.
 *
 * This is not `tap run`, because that loads the TypeScript compiler in each test process and a module hook in each
 * process that a test starts: two seconds of processor time for each file, and a quarter of a second for each command.
 */
import { spawn } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

const seconds = Number(process.env.TEST_TIMEOUT ?? 1200);
const jobs = Number(process.env.TEST_JOBS ?? availableParallelism() + 1);
const asked = process.argv.slice(2);
const below = (folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, name));
const files = (asked.length > 0 ? asked : ["test"])
  .flatMap((path) => (statSync(path).isDirectory() ? below(path).filter((name) => name.endsWith(".test.ts")) : [path]))
  .sort();

const lines = { assertions: /^ *(?:not )?ok \d/gm, failed: /^ *not ok \d/gm, skipped: /^ *ok \d.* # SKIP/gm };
const sum = { assertions: 0, failed: 0, skipped: 0 };
const failed = [];
let next = 0;
let done = 0;

/** What a test file prints, and whether it passed. */
function run(file) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--import", "tsx", "--enable-source-maps", file], {
      env: { ...process.env, TAP: "1", TAP_TIMEOUT: String(seconds) },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: (seconds + 60) * 1000,
      killSignal: "SIGKILL",
    });
    const chunks = [];
    child.stdout.on("data", (chunk) => chunks.push(chunk));
    child.stderr.on("data", (chunk) => chunks.push(chunk));
    child.on("close", (code, signal) => {
      const output = Buffer.concat(chunks).toString();
      resolve({ output: signal ? `${output}\n# ended by ${signal}` : output, passed: code === 0 });
    });
  });
}

async function worker() {
  while (next < files.length) {
    const file = files[next++];
    const started = Date.now();
    const { output, passed } = await run(file);
    const took = `${((Date.now() - started) / 1000).toFixed(1)} s`;
    for (const key of Object.keys(sum)) sum[key] += output.match(lines[key])?.length ?? 0;
    done++;
    console.log(`${passed ? "ok" : "not ok"} ${done} - ${file} # ${took}`);
    if (passed) continue;
    failed.push(file);
    console.log(output.replace(/^/gm, "    "));
  }
}

console.log(`TAP version 14\n1..${files.length}`);
const started = Date.now();
await Promise.all(Array.from({ length: jobs }, worker));
const took = Math.round((Date.now() - started) / 1000);
console.log(`# ${files.length} files, ${sum.assertions} assertions, ${sum.skipped} skipped, ${took} s`);
if (failed.length > 0) {
  console.log(`# ${failed.length} of them failed, see above: ${failed.join(" ")}`);
  process.exitCode = 1;
}
