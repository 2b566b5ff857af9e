import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import t, { type Test } from "tap";
import { temporaryFolder } from "../kit/database.ts";

const root = resolve(import.meta.dirname, "../..");
const trueup = join(root, "bin", "trueup.js");

/**
 * The processor time of a whole process in milliseconds: the smallest of several runs, because other work on the
 * machine only adds. So the first run below `enough` is the last.
 */
function least(command: readonly string[], cwd: string, times = 3, enough = 0): number {
  let found = Number.POSITIVE_INFINITY;
  for (let run = 0; run < times && found >= enough; run++) {
    const script = `TIMEFORMAT='@%3U %3S'; time "$@" >/dev/null`;
    const done = spawnSync("bash", ["-c", script, "bench", ...command], { cwd, encoding: "utf8" });
    const [, user, system] = /@([\d.]+) ([\d.]+)\s*$/.exec(done.stderr) ?? [];
    if (done.status !== 0 || user === undefined) throw new Error(`${command.join(" ")}: ${done.status} ${done.stderr}`);
    found = Math.min(found, Math.round((Number(user) + Number(system)) * 1000));
  }
  return found;
}

function project(folder: string, tables: number, rows?: number): string {
  const sizes = [tables, ...(rows === undefined ? [] : [rows])].map(String);
  const make = [join(root, "bench", "make-project.js"), folder, ...sizes];
  const made = spawnSync(process.execPath, make, { encoding: "utf8" });
  if (made.status !== 0) throw new Error(made.stderr);
  return folder;
}

// Gross regressions only: something large that is loaded at start, a cache that is never hit, work that grows with the
// square of the number of tables. The precise figures are in docs/performance.md.
/** Measured again if it is too much: other work on the machine may affect one of two runs, but hardly all of three. */
function within(
  t: Test,
  what: string,
  ours: (enough: number) => number,
  floor: () => number,
  limit: (floor: number) => number,
) {
  const tried: string[] = [];
  for (let attempt = 0; attempt < 3; attempt++) {
    const least = floor();
    const taken = ours(limit(least));
    if (taken < limit(least)) return t.pass(`${what} takes ${taken} ms, its floor ${least}`);
    tried.push(`${taken} ms, its floor ${least}`);
  }
  return t.fail(`${what} takes ${tried.join("; then ")}`);
}

const built = { skip: !existsSync(join(root, "dist")) && "not built", timeout: 900_000 };

t.test("no gross regression", built, async (t) => {
  const folder = temporaryFolder(t);
  const node = least([process.execPath, "-e", "0"], folder);
  const at = (times: number) => node * times + 40;

  const version = least([process.execPath, trueup, "--version"], folder, 3, at(3));
  t.ok(version < at(3), `--version takes ${version} ms, node alone ${node}`);

  const small = project(join(folder, "small"), 20);
  const drift = [process.execPath, trueup, "drift", "live.db"];
  least(drift, small, 1);
  const known = least(drift, small);
  t.ok(known < at(4), `drift of 20 known tables takes ${known} ms, node alone ${node}`);

  // Nothing waits for rows: checks, the change and the commit for a table that fits in a few pages.
  const plan = ["plan", "live.db", "--schema", "changed.ts", "--out", "plans/p.plan.sql", "--no-input"];
  writeFileSync(
    join(small, "changed.ts"),
    `export * from "./schema/part000.ts";\nimport { integer, table } from "trueup";\nexport const added = table({ id: integer().primaryKey() });\n`,
  );
  least([process.execPath, trueup, ...plan], small, 1);
  const floor = [process.execPath, join(root, "bench", "floor.js"), "read", join(small, "live.db")];
  const started = least(floor, small);
  const apply = `cp kept.db live.db && exec "$@"`;
  const change = [process.execPath, trueup, "apply", "plans/p.plan.sql", "live.db", "--no-input"];
  const changed = least(["bash", "-c", apply, "bench", ...change], small, 3, started * 6 + 60);
  t.ok(changed < started * 6 + 60, `apply of a small change takes ${changed} ms, opening the database ${started}`);
  copyFileSync(join(small, "kept.db"), join(small, "live.db"));

  const large = project(join(folder, "large"), 500);
  const first = least(drift, large, 1);
  const again = least(drift, large, 3, Math.min(known * 2 + 60, node * 8));
  t.ok(again < known * 2 + 60, `drift of 500 known tables takes ${again} ms, of 20 ${known}`);
  t.ok(again < node * 8, `drift of 500 known tables takes ${again} ms, node alone ${node}`);
  t.ok(first < node * 120, `drift of 500 unknown tables takes ${first} ms, node alone ${node}`);
});

// A change that needs no copy of the rows must not make one, and the rows must not be read into JavaScript.
t.test("a NOT NULL and a CHECK over 400,000 rows take about as long as the scan that they need", built, async (t) => {
  const folder = project(temporaryFolder(t), 1, 400_000);
  const plan = ["plan", "live.db", "--out", "plans/p.plan.sql", "--no-input"];
  least([process.execPath, trueup, ...plan], folder, 1);
  const again = `cp kept.db live.db && exec "$@"`;
  const apply = ["apply", "plans/p.plan.sql", "live.db", "--backup", "none", "--no-input"];
  within(
    t,
    "apply",
    (enough) => least(["bash", "-c", again, "bench", process.execPath, trueup, ...apply], folder, 2, enough),
    () =>
      least(
        ["bash", "-c", again, "bench", process.execPath, join(root, "bench", "floor.js"), "clauses", "live.db"],
        folder,
        2,
      ),
    (floor) => floor * 4 + 150,
  );
});

// What is the same for all databases of a fleet is done once.
t.test("drift of 200 databases takes about as long as a loop that opens each", built, async (t) => {
  const folder = project(join(temporaryFolder(t), "fleet"), 20);
  mkdirSync(join(folder, "tenants"));
  for (let n = 0; n < 200; n++) copyFileSync(join(folder, "kept.db"), join(folder, "tenants", `${n}.db`));
  const config = `import { defineConfig } from "trueup";\nexport default defineConfig({ targets: { tenants: { glob: "tenants/*.db" } } });\n`;
  writeFileSync(join(folder, "trueup.config.ts"), config);
  const drift = [process.execPath, trueup, "drift", "tenants", "--no-input"];
  least(drift, folder, 1);
  within(
    t,
    "drift",
    (enough) => least(drift, folder, 2, enough),
    () => least([process.execPath, join(root, "bench", "floor.js"), "readAll", join(folder, "tenants")], folder, 2),
    (floor) => floor * 4 + 150,
  );
});
