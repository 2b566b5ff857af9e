// Measures, and writes what it found to docs/performance.md. `node run.js [--rows N] [--quick] [--peers]`.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { measure } from "./measure.js";
import { peers } from "./peers.js";
import { line } from "./plot.js";
import { fresh, largeProject, largeSchema, project } from "./prepare.js";
import { changed, regular } from "./schemas.js";

const quick = process.argv.includes("--quick");
const rows = Number(process.argv[process.argv.indexOf("--rows") + 1]) || (quick ? 100_000 : 1_000_000);
const root = resolve(import.meta.dirname, "..");
const work = join(process.env.BENCH_FOLDER ?? tmpdir(), "trueup-bench");
const trueup = (...args) => [process.execPath, join(root, "bin", "trueup.js"), ...args];
const floor = (name, path = "") => [process.execPath, join(import.meta.dirname, "floor.js"), name, path];
mkdirSync(work, { recursive: true });

const results = [];
function workload(name, what, entries) {
  const measured = entries.map(({ label, command, ...options }) => ({
    label,
    ...measure(command, { times: quick ? 3 : 5, ...options }),
  }));
  results.push({ name, what, measured });
  for (const { label, wall, cpu, memory, failed } of measured) {
    console.log(
      name,
      label,
      failed ?? `${wall.toFixed(0)} ms, processor ${cpu.toFixed(0)} ms, ${memory.toFixed(0)} MB`,
    );
  }
}

const node = { label: "node -e 0", command: [process.execPath, "-e", "0"] };
const small = { tables: 20, columns: 8, views: 4 };
const big = { tables: 1000, columns: 10, views: 200 };

workload("start", "the version is printed", [node, { label: "trueup --version", command: trueup("--version") }]);

const w1 = project(join(work, "w1"), { live: regular(small) });
measure(trueup("drift", "live.db"), { cwd: w1 });
workload("W1", "20 tables, nothing to do", [
  node,
  { label: "floor: read and hash the catalog", command: floor("read", join(w1, "live.db")) },
  { label: "trueup drift", command: trueup("drift", "live.db"), cwd: w1 },
  ...peers(w1, regular(small), "nothing"),
]);

const w2 = project(join(work, "w2"), { live: regular(big) });
workload("W2 cold", "1,000 tables, 1,000 indexes, 200 views, nothing to do, nothing remembered", [
  { label: "trueup check", command: trueup("check"), cwd: w2, times: 1 },
]);
measure(trueup("drift", "live.db"), { cwd: w2, times: 1 });
workload("W2", "1,000 tables, 1,000 indexes, 200 views, nothing to do", [
  { label: "floor: read and hash the catalog", command: floor("read", join(w2, "live.db")) },
  { label: "trueup drift", command: trueup("drift", "live.db"), cwd: w2 },
  ...peers(w2, regular(big), "nothing"),
]);

const w3 = project(join(work, "w3"), { live: regular(big), declared: changed(regular(big)) });
measure(trueup("check"), { cwd: w3, times: 1 });
workload("W3", "the same, 25 tables change", [
  { label: "trueup plan, proven", command: trueup("plan", "live.db"), cwd: w3, exits: [0, 2, 21] },
]);

const w4 = largeProject(join(work, `large-${rows}`), rows);
const live = join(w4, "live.db");
const apply = (...more) => ({
  command: trueup("apply", "live.db", "--yes", ...more),
  cwd: w4,
  before: () => fresh(w4),
});
const copy = { label: "floor: cp and fsync", command: ["bash", "-c", `cp kept.db copy.db && sync copy.db`], cwd: w4 };

const one = { times: quick ? 1 : 3 };
largeSchema(w4, { amount: "integer().check(sql`amount > 0`)" });
measure(trueup("check"), { cwd: w4, times: 1 });
workload("W4", `${rows.toLocaleString("en")} rows: NOT NULL and a CHECK on an existing column`, [
  { label: "floor: scan, ALTER, quick_check", command: floor("clauses", live), before: () => fresh(w4), ...one },
  { label: "trueup apply --backup none", ...apply("--backup", "none"), ...one },
  { label: "trueup apply, with a backup", ...apply(), ...one },
  { ...copy, ...one },
]);

largeSchema(w4, { note: "remark", place: false, state: true });
measure(trueup("check"), { cwd: w4, times: 1 });
workload("W5", "add, rename and drop a column", [
  { label: "floor: three ALTERs", command: floor("columns", live), before: () => fresh(w4), ...one },
  {
    label: "trueup plan",
    command: trueup("plan", "live.db"),
    cwd: w4,
    before: () => fresh(w4),
    exits: [0, 2, 21],
    ...one,
  },
]);

largeSchema(w4, { key: true });
measure(trueup("check"), { cwd: w4, times: 1 });
workload("W6", "a change that needs a rebuild: a composite UNIQUE", [
  { label: "floor: rebuild by hand, compared", command: floor("rebuild", live), before: () => fresh(w4), ...one },
  { label: "trueup apply --backup none", ...apply("--backup", "none"), ...one },
  { label: "trueup apply, with a backup", ...apply(), ...one },
]);

workload("W8", "pull of 1,000 tables", [
  { label: "trueup pull", command: trueup("pull", "live.db", "--schema", join(work, "pulled")), cwd: w2, times: 1 },
]);

const growth = [10, 100, 1000, ...(quick ? [] : [4000])].map((tables) => {
  const folder = project(join(work, `grow-${tables}`), {
    live: regular({ tables, columns: 10, views: Math.floor(tables / 5) }),
  });
  measure(trueup("drift", "live.db"), { cwd: folder, times: 1 });
  return {
    tables,
    ...measure(trueup("drift", "live.db"), { cwd: folder, times: 3 }),
    floor: measure(floor("read", join(folder, "live.db")), { times: 3 }),
  };
});

write();

function write() {
  const folder = join(root, "docs", "performance");
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "tables.svg"),
    line({
      title: "drift, nothing to do, by the number of tables (processor time)",
      x: "tables",
      y: "ms",
      series: [
        { name: "trueup drift", points: growth.map(({ tables, cpu }) => [tables, cpu]) },
        { name: "floor", points: growth.map(({ tables, floor }) => [tables, floor.cpu]) },
      ],
    }),
  );
  const versions = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const text = [
    "# Performance",
    "",
    "Written by `npm run bench` in `bench/`. Whole processes, in one run on one machine; ratios are what counts, and the",
    "first line of each table is what they are taken from. A floor is a hand-written script in the same engine that does",
    "the least that any tool must do. Processor time is the least of the runs, wall time their median.",
    "",
    `Node ${process.version}, libsql ${versions.dependencies.libsql}, ${process.platform}, ${cpus().length} × ${cpus()[0]?.model ?? "processor"}, ${Math.round(totalmem() / 2 ** 30)} GB.`,
    ...results.flatMap(({ name, what, measured }) => [
      "",
      `## ${name}: ${what}`,
      "",
      "| | wall | processor | ratio | memory |",
      "|---|---:|---:|---:|---:|",
      ...measured.map(({ label, wall, cpu, memory, failed }) =>
        failed
          ? `| ${label} | did not run: ${failed.replaceAll("|", "/").slice(0, 120)} | | | |`
          : `| ${label} | ${wall.toFixed(0)} ms | ${cpu.toFixed(0)} ms | ${(cpu / measured[0].cpu).toFixed(2)} | ${memory.toFixed(0)} MB |`,
      ),
    ]),
    "",
    "## How it grows",
    "",
    "![drift by tables](performance/tables.svg)",
    "",
    readFileSync(join(import.meta.dirname, "notes.md"), "utf8"),
  ];
  writeFileSync(join(root, "docs", "performance.md"), text.join("\n"));
}
