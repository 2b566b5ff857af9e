import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import Database from "libsql";
import { once } from "../measure.js";
import { remove, trueup } from "./common.js";
import { planned } from "./large.js";

const changes = [
  ["w7", "W7: a column is added"],
  ["index", "an index is built"],
  ["w4", "W4: NOT NULL and a CHECK"],
  ["drop", "a column is dropped"],
  ["w6", "W6: another primary key"],
];
const modes = [
  ["wal", "with a log (WAL)"],
  ["delete", "without one"],
];
const writer = join(import.meta.dirname, "..", "writer.js");
const script = "ALTER TABLE sale ADD COLUMN state TEXT";

/** How long writers wait for a change with its backup: what apply says of its lock, and the longest insert of another process. */
export const waiting = {
  name: "waiting",
  async measure({ quick }) {
    const rows = quick ? 100_000 : 1_000_000;
    const found = [];
    for (const [mode, log] of modes) {
      for (const [name, change] of changes) {
        const { folder, before, plan } = planned(name, rows);
        const fresh = () => {
          before();
          inMode(folder, mode);
        };
        const command = trueup("apply", plan, "live.db", "--json", "--lock-timeout", "120s");
        const each = { change, log, bare: null };
        each.alone = await middle(3, async () => lockOf(once({ command, cwd: folder, before: fresh })));
        const beside = [];
        for (let n = 0; n < 3; n++) beside.push(await withWriter(folder, fresh, () => once({ command, cwd: folder })));
        each.held = median(beside.map(({ run }) => lockOf(run)));
        each.longest = median(beside.map(({ longest }) => longest));
        if (name === "w7") each.bare = await middle(5, async () => bare(folder, fresh));
        found.push(each);
      }
    }
    return { found, size: rows };
  },
};

/** The statement and nothing else, flushed. */
function bare(folder, fresh) {
  fresh();
  const db = new Database(join(folder, "live.db"), { timeout: 1000 });
  const start = performance.now();
  db.exec(`BEGIN IMMEDIATE; ${script}; COMMIT`);
  const took = performance.now() - start;
  db.close();
  return took;
}

function inMode(folder, mode) {
  const code = `const db = new (require("libsql"))("live.db"); db.exec("PRAGMA journal_mode = ${mode}"); db.close()`;
  const { status, stderr } = spawnSync(process.execPath, ["-e", code.replace("live.db", join(folder, "live.db"))]);
  if (status !== 0) throw new Error(String(stderr));
}

async function withWriter(folder, fresh, work) {
  fresh();
  const result = join(folder, "writer.json");
  remove(result);
  const child = spawn(process.execPath, [writer, join(folder, "live.db"), result], { stdio: "inherit" });
  const ended = new Promise((resolve) => child.once("close", resolve));
  while (!existsSync(result)) await sleep(10);
  const run = work();
  await sleep(50);
  child.kill("SIGTERM");
  await ended;
  return { run, longest: JSON.parse(readFileSync(result, "utf8")).longest };
}

function lockOf({ failed, out }) {
  if (failed) throw new Error(failed);
  return Number(/"lockedMilliseconds":(\d+)/.exec(out)?.[1]);
}

async function middle(times, work) {
  const all = [];
  for (let n = 0; n < times; n++) all.push(await work());
  return median(all);
}

function median(list) {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
}
