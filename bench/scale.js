// How long fleets and large tables take, measured and extrapolated. `docs/scale.md` holds its output.
//
//   node --import tsx bench/scale.js files 10000     drift and apply over so many files of 20 tables
//   node --import tsx bench/scale.js rows 1000000    how long a server's lock is held, by strategy
//   node --import tsx bench/scale.js simulate        what the rates come to for a million databases
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { applyToServer } from "../src/apply/server.ts";
import { Engine } from "../src/database/engine.ts";
import { openServer } from "../src/database/server.ts";
import { openScratch } from "../src/database/scratch.ts";
import { applyFleet } from "../src/fleet/apply.ts";
import { driftFleet } from "../src/fleet/drift.ts";
import { members } from "../src/fleet/members.ts";
import { planFleet } from "../src/fleet/plan.ts";
import { introspect, introspectScratch } from "../src/introspect/introspect.ts";
import { fingerprint } from "../src/model/fingerprint.ts";
import { noHints } from "../src/plan/hints.ts";
import { makePlan } from "../src/prove/make-plan.ts";
import { startSqld } from "../test/server/sqld.ts";

const [what = "", size = ""] = process.argv.slice(2);
const schemaOf = (statements) => {
  const scratch = openScratch();
  for (const sql of statements) scratch.exec(sql);
  const schema = introspectScratch(scratch);
  scratch.close();
  return schema;
};
const seconds = (start) => (performance.now() - start) / 1000;
const nothing = () => {};

async function files(count) {
  const folder = mkdtempSync(join(tmpdir(), "trueup-scale-"));
  try {
    const before = Array.from({ length: 20 }, (_, n) => [
      `CREATE TABLE t${n} (id INTEGER PRIMARY KEY, name TEXT NOT NULL, parent INTEGER REFERENCES t${Math.max(0, n - 1)} (id), score REAL DEFAULT 1.5, CHECK (length(name) > 0))`,
      `CREATE INDEX t${n}_parent ON t${n} (parent)`,
    ]).flat();
    const after = [...before, "ALTER TABLE t3 ADD COLUMN extra TEXT", "CREATE INDEX t3_extra ON t3 (extra)"];
    const first = join(folder, "first.sqlite");
    const engine = new Engine(`file:${first}?mode=rwc`);
    engine.exec("PRAGMA page_size = 1024");
    for (const sql of before) engine.exec(sql);
    for (let n = 0; n < 20; n++) engine.exec(`INSERT INTO t${n} (name) VALUES ('a'), ('b'), ('c')`);
    await engine.close();
    mkdirSync(join(folder, "tenants"));
    for (let n = 0; n < count; n++) copyFileSync(first, join(folder, "tenants", `${String(n).padStart(7, "0")}.db`));

    const target = schemaOf(after);
    const found = await members({ kind: "glob", glob: join(folder, "tenants/*.db") }, { folder, value: String });
    if (!found.ok) throw new Error("no files");
    let top = 0;
    const memory = setInterval(() => {
      top = Math.max(top, process.memoryUsage().rss);
    }, 20);
    let start = performance.now();
    const drift = await driftFleet({
      members: found.value,
      target: fingerprint(target),
      declared: "after",
      plans: [],
      ignore: [],
      token: null,
      explain: async () => [],
      onLook: nothing,
    });
    const looking = seconds(start);
    const { cohorts } = await planFleet({
      members: found.value,
      target,
      fingerprint: fingerprint(target),
      hints: noHints,
      decisions: [],
      protect: [],
      ignore: [],
      columnOrder: false,
      token: null,
      onLook: nothing,
    });
    const plans = cohorts.flatMap(({ planned }) =>
      planned.kind === "plan" ? [{ plan: planned.plan, seal: "sha256:0", name: "p" }] : [],
    );
    const common = {
      plans,
      ignore: [],
      kind: "fp1",
      lockTimeout: 5000,
      backups: join(folder, "backups"),
      backup: "take",
      keep: null,
      token: null,
      adminUrl: null,
      adminToken: null,
      allowLong: false,
    };
    start = performance.now();
    const cpu = process.cpuUsage();
    const run = await applyFleet(
      { members: found.value, common, canary: 1, parallel: 2 * availableParallelism(), maxFailures: 1 },
      { onLook: nothing, onOutcome: nothing, signal: null },
    );
    const applying = seconds(start);
    const used = process.cpuUsage(cpu);
    clearInterval(memory);
    const applied = run.databases.filter(({ state }) => state === "applied").length;
    const times = run.databases.map(({ milliseconds }) => milliseconds ?? 0).sort((a, b) => a - b);
    console.log(
      `${count} files of 20 tables, ${availableParallelism()} cores, states: ${new Set(drift.databases.map(({ state }) => state)).size}`,
    );
    console.log(`drift   ${looking.toFixed(1)} s, ${(count / looking).toFixed(0)}/s`);
    console.log(
      `apply   ${applying.toFixed(1)} s, ${(count / applying).toFixed(0)}/s with a backup each, ${applied} applied`,
    );
    console.log(
      `        ${((used.user + used.system) / 1000 / count).toFixed(1)} ms of processor each; median ${times[count >> 1]} ms, 99% ${times[Math.floor(count * 0.99)]} ms`,
    );
    console.log(`memory  ${(top / 1e6).toFixed(0)} MB at most`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function rows(count) {
  const server = await startSqld();
  const columns =
    "id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT, age INTEGER, score REAL, note TEXT, created TEXT, flag INTEGER";
  const table = `CREATE TABLE t (${columns})`;
  const indexes = ["CREATE INDEX t_email ON t (email)", "CREATE INDEX t_created ON t (created)"];
  const base = [table, ...indexes];
  const changes = {
    "ADD COLUMN": [table, ...indexes, "ALTER TABLE t ADD COLUMN extra TEXT"],
    "NOT NULL in place": [table.replace("email TEXT", "email TEXT NOT NULL"), ...indexes],
    "CREATE INDEX": [table, ...indexes, "CREATE INDEX t_age ON t (age)"],
    "DROP COLUMN": [table.replace(", flag INTEGER", ""), ...indexes],
    "rebuild (UNIQUE)": [table.replace("flag INTEGER", "flag INTEGER, UNIQUE (id, name)"), ...indexes],
  };
  const opened = openServer(server.url, { timeout: 600_000 });
  if (!opened.ok) throw new Error("no server");
  const connection = opened.value;
  const { run } = await import("../test/server/sqld.ts");
  try {
    console.log(`a table of ${count} rows × 8 columns with 2 indexes, on a server on this machine`);
    for (const [name, after] of Object.entries(changes)) {
      await run(server.url, ["DROP TABLE IF EXISTS t", ...base.slice(0, 1)]);
      await run(server.url, [
        `INSERT INTO t SELECT value, 'name ' || value, 'user' || value || '@example.com', value % 100, value * 1.5, hex(value * 7919) || '${"lorem ipsum ".repeat(6)}', datetime(1600000000 + value, 'unixepoch'), value % 2 FROM generate_series(1, ${count})`,
        ...indexes,
      ]);
      const planned = await connection.snapshot(async (snapshot) => {
        const live = await introspect(snapshot, { ignore: [] });
        const decisions = [
          { kind: "approve", rule: "drop-column", object: "t.flag", rows: count, because: "measured" },
        ];
        const request = {
          snapshot,
          live: live.value,
          target: schemaOf(after),
          hints: noHints,
          protect: [],
          ignore: [],
          columnOrder: false,
        };
        const asked = await makePlan({ ...request, decisions: [] });
        return asked.kind === "plan" ? asked : makePlan({ ...request, decisions });
      });
      if (planned.kind !== "plan") throw new Error(JSON.stringify(planned.problems));
      let guess = 0;
      const outcome = await applyToServer({
        server: connection,
        plan: planned.plan,
        seal: "sha256:0",
        ignore: [],
        backup: null,
        admin: null,
        allowLong: true,
        lockTimeout: 5000,
        tell: (event) => {
          if (event.kind === "step-started") guess = event.estimate ?? 0;
        },
      });
      const took = outcome.kind === "applied" ? `${outcome.lockedMilliseconds} ms` : JSON.stringify(outcome);
      console.log(`${name.padEnd(20)} locked ${took.padStart(9)}   estimated ${guess} ms`);
    }
  } finally {
    await connection.close();
    await server.remove();
  }
}

/** Queues of workers that take databases one by one, with the spread that was measured, and some that fail. */
function simulate() {
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  // Most take about the median, a few many times as long: a log-normal distribution through median and 99%.
  const draw = (median, high) => {
    const normal = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
    return median * Math.exp((Math.log(high / median) / 2.326) * normal);
  };
  const limit = 100;
  console.log(`stopped after ${limit} failures, as --max-failures ${limit} would`);
  console.log("databases  threads  failing    hours       done   failed");
  for (const count of [10_000, 100_000, 1_000_000]) {
    for (const workers of [2, 16, 64]) {
      for (const failing of [0, 0.00005, 0.0005]) {
        const busy = new Float64Array(workers);
        let failed = 0;
        let done = 0;
        while (done < count && failed < limit) {
          let next = 0;
          for (let w = 1; w < workers; w++) if (busy[w] < busy[next]) next = w;
          busy[next] += draw(median, slowest);
          done++;
          if (random() < failing) failed++;
        }
        const hours = Math.max(...busy) / 3_600_000;
        const cells = [count, workers, `${failing * 100}%`, hours.toFixed(2), done - failed, failed];
        console.log(cells.map((cell, n) => String(cell).padStart([9, 8, 8, 8, 10, 8][n] ?? 8)).join(" "));
      }
    }
  }
}

/** Milliseconds that one database takes a thread: in the middle, and of the slowest in a hundred. */
const median = 14;
const slowest = 60;

if (what === "files") await files(Number(size || 10_000));
else if (what === "rows") await rows(Number(size || 1_000_000));
else if (what === "simulate") simulate();
else console.log("files [COUNT] | rows [COUNT] | simulate");
