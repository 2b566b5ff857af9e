import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { measureInTurn, once } from "./measure.js";
import { peers } from "./peers.js";
import { fresh, largeProject, largeSchema, project } from "./prepare.js";
import { changed, regular } from "./schemas.js";

const root = resolve(import.meta.dirname, "..");
const work = join(process.env.BENCH_FOLDER ?? tmpdir(), "trueup-bench");
mkdirSync(work, { recursive: true });

const trueup = (...args) => [process.execPath, join(root, "bin", "trueup.js"), ...args, "--no-input"];
const floor = (name, path) => [process.execPath, join(import.meta.dirname, "floor.js"), name, path];
const node = { label: "`node -e 0`", command: [process.execPath, "-e", "0"] };
const small = regular({ tables: 20, columns: 8, views: 4 });
const big = regular({ tables: 1000, columns: 10, views: 200 });
const count = (number) => number.toLocaleString("en");

/** Runs something once, outside the measured time. */
function first(command, cwd, exits = [0]) {
  const { failed } = once({ command, cwd, exits });
  if (failed) throw new Error(`${command.slice(1).join(" ")}: ${failed}`);
}

function drifted(name, schema, declared = schema) {
  const folder = project(join(work, name), { live: schema, declared });
  first(trueup("drift", "live.db"), folder, [0, 2]);
  return folder;
}

/** The large table with declarations that differ from it, and the plan that leads there. */
function planned(name, rows, change, decisions = []) {
  const folder = largeProject(join(work, `large-${rows}`), rows);
  largeSchema(folder, change);
  fresh(folder);
  const plan = `plans/${name}.plan.sql`;
  rmSync(join(folder, plan), { force: true });
  first(trueup("plan", "live.db", "--out", plan, ...decisions), folder);
  const before = () => fresh(folder);
  const apply = (label, ...more) => ({
    label,
    command: trueup("apply", plan, "live.db", ...more),
    cwd: folder,
    before,
  });
  return {
    folder,
    floorOf: (label, name) => ({ label, command: floor(name, join(folder, "live.db")), before }),
    applies: [apply("trueup apply, without a backup", "--backup", "none"), apply("trueup apply, with its backup")],
    copy: {
      label: "and the fastest safe copy: cp, fsync",
      command: ["bash", "-c", "cp kept.db copy.db && sync copy.db"],
      cwd: folder,
    },
  };
}

export const workloads = [
  {
    name: "start",
    what: () => "the version is printed",
    prepare: () => ({
      times: 9,
      entries: [node, { label: "trueup --version", command: trueup("--version").slice(0, 3) }],
    }),
  },
  {
    name: "W1",
    what: () => "20 tables, nothing to do",
    prepare() {
      const cwd = drifted("w1", small);
      const read = { label: "floor: node, libsql, read the catalog", command: floor("read", join(cwd, "live.db")) };
      const drift = { label: "trueup drift", command: trueup("drift", "live.db"), cwd };
      return { times: 9, entries: [node, read, drift, ...peers(cwd, small, "w1")] };
    },
  },
  {
    name: "W2",
    what: () => "1,000 tables of 10 columns, 1,000 indexes, 200 views, nothing to do",
    prepare() {
      const cwd = drifted("w2", big);
      const read = { label: "floor: node, libsql, read the catalog", command: floor("read", join(cwd, "live.db")) };
      const drift = { label: "trueup drift", command: trueup("drift", "live.db"), cwd };
      const forget = () => rmSync(join(cwd, "node_modules", ".cache"), { recursive: true, force: true });
      const unknown = { ...drift, label: "trueup drift, declarations never seen before", before: forget, times: 2 };
      return { entries: [read, drift, ...peers(cwd, big, "w2"), unknown] };
    },
  },
  {
    name: "W3",
    what: () => "the same, where 25 tables change",
    prepare() {
      const cwd = drifted("w3", big, changed(big));
      const plan = { label: "trueup plan, proven", command: trueup("plan", "live.db"), cwd, exits: [0, 2] };
      first(trueup("plan", "live.db", "--out", "plans/w3.plan.sql"), cwd);
      const apply = {
        label: "trueup apply, with its backup",
        command: trueup("apply", "plans/w3.plan.sql", "live.db"),
        cwd,
      };
      return {
        times: 3,
        entries: [plan, { ...apply, before: () => fresh(cwd) }, ...peers(cwd, changed(big), "w3", () => fresh(cwd))],
      };
    },
  },
  {
    name: "W4",
    what: (rows) => `${count(rows)} rows: NOT NULL and a CHECK on an existing column`,
    prepare({ rows }) {
      const { floorOf, applies, copy } = planned("w4", rows, { amount: "integer().check(sql`amount > 0`)" });
      return { times: 3, entries: [floorOf("floor: scan, ALTER, quick_check, commit", "clauses"), ...applies, copy] };
    },
  },
  {
    name: "W5",
    what: (rows) => `${count(rows)} rows: add, rename and drop a column`,
    prepare({ rows }) {
      const approve = ["--approve", `drop-column:sale.place:${rows}`, "--because", "measured"];
      const change = { note: "remark", place: false, state: true };
      const { floorOf, applies, copy } = planned("w5", rows, change, approve);
      return { times: 3, entries: [floorOf("floor: three ALTERs, commit", "columns"), ...applies, copy] };
    },
  },
  {
    name: "W6",
    what: (rows) => `${count(rows)} rows: a rebuild (a composite UNIQUE)`,
    prepare({ rows }) {
      const { floorOf, applies, copy } = planned("w6", rows, { key: true });
      return { times: 2, entries: [floorOf("floor: rebuild by hand, rows compared", "rebuild"), ...applies, copy] };
    },
  },
  {
    name: "W7",
    what: (rows) => `${count(rows)} rows: a change of no rows with its backup, and the restore of that`,
    prepare({ rows }) {
      const { folder, applies, copy } = planned("w7", rows, { state: true });
      const [without, backup] = applies;
      const before = () => {
        fresh(folder);
        first(trueup("apply", "plans/w7.plan.sql", "live.db"), folder);
      };
      const restore = { label: "trueup restore", command: trueup("restore", "--yes"), cwd: folder, before };
      restore.command = trueup("restore", "live.db", "--yes");
      const label = "floor: cp, fsync";
      return { times: 3, entries: [{ ...copy, label }, without, backup, restore] };
    },
  },
  {
    name: "W8",
    what: () => "pull of 1,000 tables, 1,000 indexes and 200 views",
    prepare() {
      const cwd = drifted("w8", big);
      const before = () => rmSync(join(work, "pulled"), { recursive: true, force: true });
      const command = trueup("pull", "live.db", "--schema", join(work, "pulled"));
      const read = { label: "floor: node, libsql, read the catalog", command: floor("read", join(cwd, "live.db")) };
      return { times: 2, entries: [read, { label: "trueup pull", command, cwd, before }] };
    },
  },
  {
    name: "W9",
    what: () => "1,000 databases of 20 tables: drift, and apply of one column with a backup of each",
    prepare: () => ({ times: 1, entries: fleet(1000, ["drift", "apply"]) }),
  },
];

/** A folder of equal databases, and commands over all of them. */
function fleet(size, what) {
  const declared = { ...small, tables: small.tables.map((table, n) => (n === 7 ? withColumn(table) : table)) };
  const cwd = project(join(work, `fleet-${size}`), { live: small, declared });
  const before = () => {
    rmSync(join(cwd, "tenants"), { recursive: true, force: true });
    rmSync(join(cwd, "backups"), { recursive: true, force: true });
    mkdirSync(join(cwd, "tenants"));
    for (let n = 0; n < size; n++)
      cpSync(join(cwd, "kept.db"), join(cwd, "tenants", `${String(n).padStart(6, "0")}.db`));
  };
  const targets = `targets: { tenants: { glob: "tenants/*.db" } }`;
  writeFileSync(
    join(cwd, "trueup.config.ts"),
    `import { defineConfig } from "trueup";\nexport default defineConfig({ ${targets} });\n`,
  );
  before();
  first(trueup("plan", "tenants", "--out", "plans/fleet.plan.sql"), cwd);
  const drift = { label: "trueup drift", command: trueup("drift", "tenants"), cwd, exits: [2] };
  const apply = {
    label: "trueup apply",
    command: trueup("apply", "plans/fleet.plan.sql", "tenants", "--yes"),
    cwd,
    before,
  };
  return what.map((name) => ({ drift, apply })[name]);
}

const withColumn = (table) => ({ ...table, columns: [...table.columns, { name: "added", type: "TEXT" }] });

/** What is measured at several sizes, for the plots. */
export const growths = [
  {
    name: "tables",
    title: "drift, nothing to do, by the number of tables",
    x: "tables",
    measure({ quick }) {
      const series = [
        { name: "trueup drift", points: [] },
        { name: "floor", points: [] },
      ];
      for (const tables of [10, 100, 1000, ...(quick ? [] : [10_000])]) {
        const views = Math.floor(tables / 5);
        const cwd = drifted(`tables-${tables}`, regular({ tables, columns: 10, views }));
        const drift = { command: trueup("drift", "live.db"), cwd };
        const found = measureInTurn([drift, { command: floor("read", join(cwd, "live.db")) }], 3);
        found.forEach(({ cpu, failed }, n) => {
          if (!failed) series[n].points.push([tables, cpu]);
        });
      }
      return { series };
    },
  },
  {
    name: "rows",
    title: "apply, NOT NULL and CHECK on a column, by the number of rows",
    x: "rows",
    measure({ quick }) {
      const series = ["floor", "no backup", "with backup"].map((name) => ({ name, points: [] }));
      for (const rows of [1000, 10_000, 100_000, ...(quick ? [] : [1_000_000])]) {
        const change = { amount: "integer().check(sql`amount > 0`)" };
        const { floorOf, applies } = planned("grow", rows, change);
        measureInTurn([floorOf("floor", "clauses"), ...applies], 3).forEach(({ wall, failed }, n) => {
          if (!failed) series[n].points.push([rows, wall]);
        });
      }
      return { series };
    },
  },
  {
    name: "databases",
    title: "drift of a folder, by the number of databases",
    x: "databases",
    measure({ quick }) {
      const points = [];
      for (const size of [1, 10, 100, ...(quick ? [] : [1000, 10_000])]) {
        const [{ wall, failed }] = measureInTurn(fleet(size, ["drift"]), 1);
        if (!failed) points.push([size, wall]);
        if (size > 1000) rmSync(join(work, `fleet-${size}`), { recursive: true, force: true });
      }
      return { series: [{ name: "trueup drift", points }] };
    },
  },
];
