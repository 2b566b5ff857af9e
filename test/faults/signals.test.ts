import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import t from "tap";
import { writePlan } from "../../src/plan/write.ts";
import { folder } from "../apply/fixture.ts";
import { makeDatabase, onFile } from "../kit/database.ts";
import { bare, full, plan, report, root, trialOf, worldIn, wrong, wrongAfterwards } from "./harness.ts";

const bin = join(root, "bin", "trueup.js");
const built = existsSync(join(root, "dist", "cli", "main.js"));

const rolledBack = "stopped, rolled back, exit 130";
const finished = "had finished, exit 0";

/** The command keeps its backups under another name than the harness expects. */
const elsewhere = { backup: "none" } as const;

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
}

/** `trueup apply PLAN file`, as a person runs it, interrupted once it holds the lock. */
async function command(dir: string, disturb: (child: ReturnType<typeof spawn>) => void): Promise<Ended> {
  writeFileSync(join(dir, "a.plan.sql"), writePlan(plan));
  const child = spawn(process.execPath, [bin, "apply", "a.plan.sql", "app.db", "--json"], {
    cwd: dir,
    env: { ...bare, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  // The first line is printed before anything begins, the next once the lock is taken.
  let lines = 0;
  child.stdout?.on("data", (text: Buffer) => {
    const before = lines;
    lines += String(text).split("\n").length - 1;
    if (before < 2 && lines >= 2) disturb(child);
  });
  return new Promise((resolve) => child.once("close", (code, signal) => resolve({ code, signal })));
}

t.test("signals roll back, and the exit code says so", { skip: !built && "needs npm run build" }, async (t) => {
  const world = await worldIn(folder(t), full ? 60_000 : 40_000, "WAL");
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    const outcomes: string[] = [];
    const times = full ? 20 : 2;
    for (let n = 0; n < times; n++) {
      const trial = trialOf(world, elsewhere);
      const after = Math.round((n / times) * 250);
      const { code } = await command(join(trial.path, ".."), (child) => setTimeout(() => child.kill(signal), after));
      const { state, wrong: found } = await wrong(trial);
      t.same(found, [], `${signal} after ${after} ms`);
      // Done and reported: Node handles no signal while it shuts down, and then the system obeys it.
      const right = state === "old" ? [130] : [0, null];
      t.ok(right.includes(code), `${signal} after ${after} ms: ${state}, exit ${code}`);
      t.same(await wrongAfterwards(trial), []);
      outcomes.push(found.length > 0 ? "WRONG" : state === "old" ? rolledBack : finished);
    }
    report(`${signal} to the command while it applies`, outcomes, "rolled back, exit 130");
  }
});

t.test(
  "a second signal does not wait for the statement that runs",
  { skip: !built && "needs npm run build" },
  async (t) => {
    const world = await worldIn(folder(t), full ? 200_000 : 100_000, "WAL");
    const trial = trialOf(world, elsewhere);
    const { code } = await command(join(trial.path, ".."), (child) => {
      child.kill("SIGINT");
      setTimeout(() => child.kill("SIGINT"), 30);
    });
    t.equal(code, 130);
    t.match(await wrong(trial), { state: "old", wrong: [] });
    t.same(await wrongAfterwards(trial), []);
    report("SIGINT twice", [rolledBack], "ended at once, rolled back");
  },
);

t.test(
  "a change does not stop because nobody reads its output",
  { skip: !built && "needs npm run build" },
  async (t) => {
    const world = await worldIn(folder(t), 20_000, "WAL");
    const trial = trialOf(world, elsewhere);
    const { code } = await command(join(trial.path, ".."), (child) => child.stdout?.destroy());
    const { state, wrong: found } = await wrong(trial);
    t.same(found, []);
    t.equal(code === 0, state === "new", "the exit code tells the truth");
    t.same(await wrongAfterwards(trial), []);
    report(
      "stdout is closed",
      [state === "new" ? "applied anyway" : "rolled back"],
      "the old or the new, and the exit code says which",
    );
  },
);

/** The signal itself ends a busy thread; otherwise the command exits with the code for that. */
function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) =>
    child.once("exit", (code, signal) => resolve(signal === "SIGINT" || signal === "SIGTERM" ? 130 : code)),
  );
}

t.test("a command that only reads ends within a second", { skip: !built && "needs npm run build" }, async (t) => {
  const dir = folder(t);
  await makeDatabase(
    join(dir, "app.db"),
    `CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);
     WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 20000)
     INSERT INTO tune SELECT i, 'a title of some length, number ' || i FROM c;`,
  );
  await onFile(join(dir, "app.db"), (engine) => void engine.all("PRAGMA journal_mode = WAL"));
  writeFileSync(
    join(dir, "goal.sql"),
    "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, longer INTEGER NOT NULL);",
  );
  // All rows are read for each of 20,000 rows.
  const fill = "tune.longer=(SELECT count(*) FROM tune AS o WHERE length(o.title) > length(tune.title))";
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    const words = [bin, "plan", "app.db", "--schema", "goal.sql", "--fill", fill];
    const child = spawn(process.execPath, words, { cwd: dir, env: bare, stdio: "ignore" });
    const ended = endOf(child);
    // The log is there while it reads, and the questions follow, on a busy machine after more than a second.
    while (!existsSync(join(dir, "app.db-shm")) && child.exitCode === null) await sleep(20);
    await sleep(3000);
    const asked = performance.now();
    child.kill(signal);
    t.equal(await ended, 130, signal);
    t.ok(performance.now() - asked < 1000, `${signal} after ${Math.round(performance.now() - asked)} ms`);
    t.strictSame(readdirSync(dir).sort(), ["app.db", "goal.sql"], "no log is left");
  }
});

t.test("so does a plan of very many tables", { skip: !built && "needs npm run build" }, async (t) => {
  const dir = folder(t);
  const tables = (columns: string) =>
    Array.from({ length: 3000 }, (_, n) => `CREATE TABLE t${n} (id INTEGER PRIMARY KEY, ${columns});`).join("\n");
  await makeDatabase(join(dir, "app.db"), tables("a TEXT"));
  writeFileSync(join(dir, "goal.sql"), tables("a TEXT, b TEXT"));
  const words = [bin, "plan", "app.db", "--schema", "goal.sql", "--out", "a.plan.sql"];
  const child = spawn(process.execPath, words, { cwd: dir, env: bare, stdio: "ignore" });
  const ended = endOf(child);
  await sleep(2000);
  const asked = performance.now();
  child.kill("SIGINT");
  t.equal(await ended, 130);
  t.ok(performance.now() - asked < 1000, `after ${Math.round(performance.now() - asked)} ms`);
  t.strictSame(readdirSync(dir).sort(), ["app.db", "goal.sql"], "no plan is written");
});
