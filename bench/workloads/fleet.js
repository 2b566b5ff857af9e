import { copyFileSync, mkdirSync, openSync, symlinkSync, writeFileSync, writeSync, closeSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { project } from "../prepare.js";
import { count, first, remove, trueup, work } from "./common.js";
import { small } from "./small.js";

const withColumn = (table) => ({ ...table, columns: [...table.columns, { name: "added", type: "TEXT" }] });
const nameOf = (n) => `${String(n).padStart(6, "0")}.db`;

/** A folder of equal databases, what is declared for them, and commands over all of them. */
export function fleet(size, { broken = false } = {}) {
  const declared = { ...small, tables: small.tables.map((table, n) => (n === 7 ? withColumn(table) : table)) };
  const cwd = project(join(work, `fleet-${size}`), { live: small, declared });
  const at = (n) => join(cwd, "tenants", nameOf(n));
  const fill = () => {
    remove(cwd, "tenants");
    remove(cwd, "backups");
    mkdirSync(join(cwd, "tenants"));
    for (let n = 0; n < size; n++) copyFileSync(join(cwd, "kept.db"), at(n));
  };
  writeFileSync(
    join(cwd, "trueup.config.ts"),
    `import { defineConfig } from "trueup";\nexport default defineConfig({ targets: { tenants: { glob: "tenants/*.db" } } });\n`,
  );
  fill();
  first(trueup("plan", "tenants", "--out", "plans/fleet.plan.sql"), cwd);
  let holder = null;
  const breakFour = () => {
    fill();
    corrupt(at(Math.floor(size * 0.2)));
    holder = new Database(at(Math.floor(size * 0.4)));
    holder.exec("BEGIN EXCLUSIVE");
    symlinkSync("nowhere", `${at(Math.floor(size * 0.6))}.gone.db`);
    const drifted = new Database(at(Math.floor(size * 0.8)));
    drifted.exec("CREATE TABLE stray (id INTEGER PRIMARY KEY)");
    drifted.close();
  };
  const letGo = () => {
    holder?.close();
    holder = null;
  };
  const apply = trueup("apply", "plans/fleet.plan.sql", "tenants", "--yes", "--max-failures", "100", "--json");
  return {
    cwd,
    drift: { label: drift, command: trueup("drift", "tenants"), cwd, exits: [2], databases: size },
    apply: broken
      ? {
          label: applyBroken,
          command: apply,
          cwd,
          before: breakFour,
          after: letGo,
          exits: [24],
          databases: size,
          check: done(size - 3),
        }
      : { label: applied, command: apply, cwd, before: fill, databases: size, check: done(size) },
  };
}

export const drift = "trueup drift";
export const applied = "trueup apply, with a backup of each";
export const applyBroken =
  "trueup apply, with a backup of each; one more is gone, and among them one is corrupt, one locked, one drifted";

/** The other databases are all done, whatever is wrong with four; and how long each took. */
const done = (expected) => (run) => {
  const all = run.out.split("\n").flatMap((line) => (line.startsWith('{"type":"database"') ? [JSON.parse(line)] : []));
  const times = all.filter(({ state }) => state === "applied").map(({ milliseconds }) => milliseconds);
  if (times.length !== expected) return `${times.length} applied instead of ${expected}`;
  times.sort((a, b) => a - b);
  return { each: { middle: times[expected >> 1], slowest: times[Math.floor(expected * 0.99)] } };
};

function corrupt(path) {
  const file = openSync(path, "r+");
  writeSync(file, Buffer.alloc(4096, 0xff), 0, 4096, 0);
  closeSync(file);
}

export const fleetWorkloads = [
  {
    name: "W9",
    what: ({ fleetSize }) => `${count(fleetSize)} databases of 20 tables: drift, and apply of one column`,
    prepare({ fleetSize }) {
      const { drift, apply } = fleet(fleetSize, { broken: true });
      return { times: 3, entries: [drift, { ...apply, times: 1 }] };
    },
    asked: [
      { text: "databases a second, `drift`", least: 500, unit: "/s", of: (m) => m.rate(drift) },
      { text: "databases a second, `apply`", least: 150, unit: "/s", of: (m) => m.rate(applyBroken) },
    ],
  },
];
