import { spawnSync } from "node:child_process";
import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import Database from "libsql";
import { besideWriter, once } from "../measure.js";
import { trueup } from "./common.js";
import { planned } from "./large.js";

const clauses = "ALTER TABLE sale ALTER COLUMN amount TO amount INTEGER NOT NULL CHECK (amount > 0)";
/** With the statements that a person would write. */
const changes = [
  ["w7", "a column is added", "ALTER TABLE sale ADD COLUMN state TEXT"],
  ["rename", "a column is renamed", "ALTER TABLE sale RENAME COLUMN note TO remark"],
  ["view", "a view is created", "CREATE VIEW customers AS SELECT id, customer FROM sale"],
  ["w4", "NOT NULL and a CHECK", `SELECT 1 FROM sale WHERE amount IS NULL OR NOT (amount > 0); ${clauses}`],
  ["index", "an index is built", "CREATE INDEX sale_place ON sale (place)"],
  ["drop", "a column is dropped"],
  ["w6", "another primary key"],
];
const modes = [
  ["wal", "with a log (WAL)"],
  ["delete", "without one"],
];
/** These write a few pages, however large the table is. */
const brief = ["w7", "rename", "view"];

/** How long writers wait for a change with its backup: what apply says of its lock, and the longest insert of another process. */
export const waiting = {
  name: "waiting",
  measure({ quick }) {
    const rows = quick ? 100_000 : 1_000_000;
    const found = [];
    for (const [mode, log] of modes) {
      for (const [name, change, statements] of changes) {
        const { entry, bare } = prepared(name, rows, mode);
        const alone = middle(3, () => lockOf(once(entry)));
        const beside = times(3, () => besideWriter(entry, mode));
        const held = median(beside.map(({ run }) => lockOf(run)));
        const longest = median(beside.map((each) => each.longest));
        const larger = !quick && mode === "wal" && brief.includes(name) ? lockAt(name, rows * 10) : null;
        found.push({
          name,
          change,
          mode,
          log,
          bare: statements ? bare(statements) : null,
          noted: statements ? bare(statements, true) : null,
          alone,
          held,
          longest,
          larger,
        });
      }
    }
    return { found, size: rows };
  },
};

function lockAt(name, rows) {
  const { entry } = prepared(name, rows, "wal");
  return middle(3, () => lockOf(once(entry)));
}

function prepared(name, rows, mode) {
  const { folder, before: fresh, plan } = planned(name, rows);
  const live = join(folder, "live.db");
  const before = () => {
    fresh();
    inMode(live, mode);
  };
  const command = trueup("apply", plan, "live.db", "--json", "--lock-timeout", "120s");
  const bare = (statements, noted) => middle(5, () => byHand(live, before, statements, noted));
  return { entry: { command, cwd: folder, before, written: live }, bare };
}

/** The statements and nothing else, flushed; `noted`: with what an undo has to know on the disk before the commit. */
function byHand(live, before, statements, noted = false) {
  before();
  const db = new Database(live, { timeout: 1000 });
  const start = performance.now();
  db.exec(`BEGIN IMMEDIATE; ${statements}`);
  if (noted) note(`${live}.note`);
  db.exec("COMMIT");
  const took = performance.now() - start;
  db.close();
  return took;
}

function note(path) {
  writeFileSync(`${path}.half`, JSON.stringify({ taken: new Date().toISOString(), pages: "0".repeat(64) }));
  flush(`${path}.half`, "r+");
  renameSync(`${path}.half`, path);
  flush(dirname(path), "r");
}

function flush(path, how) {
  const handle = openSync(path, how);
  fsyncSync(handle);
  closeSync(handle);
}

function inMode(live, mode) {
  const code = `const db = new (require("libsql"))(process.argv[1]); db.exec("PRAGMA journal_mode = ${mode}"); db.close()`;
  const { status, stderr } = spawnSync(process.execPath, ["-e", code, live]);
  if (status !== 0) throw new Error(String(stderr));
}

function lockOf({ failed, out }) {
  if (failed) throw new Error(failed);
  return Number(/"lockedMilliseconds":(\d+)/.exec(out)?.[1]);
}

const times = (count, work) => Array.from({ length: count }, work);
const middle = (count, work) => median(times(count, work));

function median(list) {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
}
