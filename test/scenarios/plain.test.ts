import { nothingBeside } from "../../src/model/beside.ts";
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import t, { type Test } from "tap";
import { closeInBatches } from "../../src/database/collect.ts";
import { profileOf } from "../../src/introspect/profile.ts";
import { fingerprintLike } from "../../src/model/fingerprint.ts";
import { plainProfile } from "../../src/model/profile.ts";
import { makePlan } from "../../src/prove/make-plan.ts";
import { planSql } from "../../src/report/plan/plan-sql.ts";
import { lostRows } from "../kit/compare-rows.ts";
import { makeDatabase, onFile, schemaOf, temporaryFolder, withSnapshot } from "../kit/database.ts";
import { otherNodes } from "../kit/nodes.ts";
import { orphans } from "../kit/run-plan.ts";
import { readScenario } from "../kit/scenario.ts";
import { survivals } from "../kit/survivals.ts";

/**
 * Every scenario once more, planned for an SQLite that has no way to alter a column, and carried out by SQLite itself: by
 * its shell, and by Node's own `node:sqlite`. Each ends in the same schema with the same rows, or is refused by name.
 */
const engines = plainEngines();
const files = temporaryFolder(t);
const names = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

t.setTimeout(0);
// Collecting garbage after each of hundreds of files takes longer than what is done with them.
closeInBatches(50);
if (engines.length === 0) t.pass("no sqlite3 and no Node with node:sqlite is here", { skip: true });
else {
  const carried: Carried[] = [];
  t.test("a plan, or a refusal by name", async (t) => {
    for (const name of names)
      await t.test(name.replaceAll("-", " "), async (t) => {
        const planned = await plan(t, join(import.meta.dirname, name));
        if (planned !== null) carried.push({ name, ...planned });
      });
  });
  for (const engine of engines)
    t.test(engine.name, async (t) => {
      const folder = temporaryFolder(t);
      const jobs = carried.map(({ name, script, old }) => {
        const job = { path: join(folder, `${name}.db`), script: join(folder, `${name}.sql`) };
        copyFileSync(old, job.path);
        writeFileSync(job.script, script);
        return job;
      });
      const said = engine.run(jobs);
      for (const [n, each] of carried.entries())
        await t.test(each.name.replaceAll("-", " "), (t) => ended(t, engine, each, jobs[n]?.path ?? "", said[n] ?? null));
    });
}

/** A scenario with its plan, and what has to come of it. */
interface Carried {
  readonly name: string;
  readonly old: string;
  readonly script: string;
  readonly target: string;
  readonly survivals: ReturnType<typeof survivals>;
}

/** A file, and a script to run on it. */
interface Job {
  readonly path: string;
  readonly script: string;
}

interface PlainEngine {
  readonly name: string;
  /** Runs each script on its file, and stops it at its first error, which is returned. All share a process: each start takes time. */
  run(jobs: readonly Job[]): readonly (string | null)[];
}

async function plan(t: Test, folder: string): Promise<Omit<Carried, "name"> | null> {
  const { before, rows, decisions, beside, goal } = await readScenario(folder);
  if (!goal.ok) return null;
  // No other engine has what an application registers.
  if (beside.functions.length + beside.collations.length > 0) return null;
  const old = join(files, `${basename(folder)}.db`);
  await makeDatabase(old, before, rows);
  const { schema: target, hints } = goal.value;
  const planned = await withSnapshot(old, async (snapshot, live) => {
    const profile = await profileOf(snapshot, plainProfile);
    const options = { hints, decisions, protect: [], beside: nothingBeside, columnOrder: false, profile };
    return makePlan({ snapshot, live, target, ...options });
  });
  if (planned.kind === "nothing") return null;
  if (planned.kind === "refused") {
    t.ok(
      planned.problems.length > 0 && planned.problems.every(({ code }) => code !== "proof-failed"),
      "refused by name",
    );
    return null;
  }
  const { plan, explanation } = planned;
  t.notOk(
    plan.items.some((item) => item.kind === "step" && item.step === "alter-column"),
    "no column is altered",
  );
  // One reference to a missing key stops the check of all others; below they are counted one by one.
  const items = plan.items.filter((item) => item.kind === "step" || item.check !== "foreign-keys");
  const script = planSql({
    plan: { ...plan, items },
    explanation,
    seal: "",
    name: "plan",
    before: null,
    after: null,
    rehearsal: null,
  });
  return { old, script, target: plan.target, survivals: survivals(schemaOf(before), target, plan) };
}

async function ended(t: Test, engine: PlainEngine, { old, target, survivals }: Carried, path: string, said: string | null) {
  const lacks = /no such module: \w+/.exec(said ?? "")?.[0];
  if (lacks !== undefined) {
    t.pass(`${engine.name}: ${lacks}`, { skip: true });
    return;
  }
  t.equal(said, null, `${engine.name} runs the plan`);
  await withSnapshot(path, async (_snapshot, live) => {
    t.equal(fingerprintLike(target, live), target, `${engine.name} ends at the target`);
  });
  const lonely = await onFile(old, (live) => orphans(live).length);
  await onFile(path, (live) => {
    t.equal(lostRows(live, old, survivals), null, "surviving rows are equal");
    t.strictSame(live.all("PRAGMA integrity_check"), [["ok"]], "the file is sound");
    t.ok(orphans(live).length <= lonely, "no new orphans");
  });
}

function plainEngines(): readonly PlainEngine[] {
  return [...shell(), ...nodes()];
}

/** Debian's package `sqlite3`. */
function shell(): readonly PlainEngine[] {
  const found = spawnSync("sqlite3", ["--version"], { encoding: "utf8" });
  if (found.status !== 0) return [];
  const run = (jobs: readonly Job[]) => {
    const said: (string | null)[] = jobs.map(() => null);
    for (let next = 0; next < jobs.length; ) {
      // Each begins with its number, and the first error ends the process.
      const input = jobs.slice(next).map(({ path, script }, n) => `.open ${path}\n.print --- ${next + n}\n.read ${script}\n`);
      const options = { input: input.join(""), encoding: "utf8", maxBuffer: 64 * 1024 * 1024 } as const;
      const ran = spawnSync("sqlite3", ["-batch", "-bail", "-init", "/dev/null"], options);
      if (ran.status === 0) break;
      const at = Number(ran.stdout.match(/^--- \d+$/gm)?.at(-1)?.slice(4) ?? next);
      said[at] = ran.stderr;
      next = at + 1;
    }
    return said;
  };
  return [{ name: `sqlite3 ${found.stdout.split(" ")[0]}`, run }];
}

const onNode = `const { DatabaseSync } = require("node:sqlite");
const { readFileSync } = require("node:fs");
const said = JSON.parse(readFileSync(0, "utf8")).map(({ path, script }) => {
  const database = new DatabaseSync(path);
  try {
    database.exec(readFileSync(script, "utf8"));
    return null;
  } catch (error) {
    return String(error);
  } finally {
    database.close();
  }
});
process.stdout.write(JSON.stringify(said));`;

/** This Node, and those of TRUEUP_NODES, if they have SQLite. */
function nodes(): readonly PlainEngine[] {
  const others = otherNodes().filter(({ version }) => Number(version) >= 22);
  return [process.execPath, ...others.map(({ program }) => program)].flatMap((program) => {
    const code =
      'process.stdout.write(new (require("node:sqlite").DatabaseSync)(":memory:").prepare("SELECT sqlite_version() v").get().v)';
    const found = existsSync(program) ? spawnSync(program, ["-e", code], { encoding: "utf8" }) : null;
    if (found?.status !== 0) return [];
    const run = (jobs: readonly Job[]): readonly (string | null)[] => {
      const ran = spawnSync(program, ["-e", onNode], { input: JSON.stringify(jobs), encoding: "utf8" });
      return ran.status === 0 ? JSON.parse(ran.stdout) : jobs.map(() => ran.stderr);
    };
    return [{ name: `node:sqlite ${found.stdout}`, run }];
  });
}
