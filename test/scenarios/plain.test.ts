import { nothingBeside } from "../../src/model/beside.ts";
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { profileOf } from "../../src/introspect/profile.ts";
import { fingerprintLike } from "../../src/model/fingerprint.ts";
import { plainProfile } from "../../src/model/profile.ts";
import { makePlan } from "../../src/prove/make-plan.ts";
import { planSql } from "../../src/report/plan/plan-sql.ts";
import { lostRows } from "../kit/compare-rows.ts";
import { makeDatabase, onFile, schemaOf, temporaryFolder, withSnapshot } from "../kit/database.ts";
import { orphans } from "../kit/run-plan.ts";
import { readScenario } from "../kit/scenario.ts";
import { survivals } from "../kit/survivals.ts";

/**
 * Every scenario once more, planned for an SQLite that has no way to alter a column, and carried out by SQLite itself: by
 * its shell, and by Node's own `node:sqlite`. Each ends in the same schema with the same rows, or is refused by name.
 */
const engines = plainEngines();
const names = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

t.setTimeout(0);
if (engines.length === 0) t.pass("no sqlite3 and no Node with node:sqlite is here", { skip: true });
else for (const name of names) t.test(name.replaceAll("-", " "), (t) => scenario(t, join(import.meta.dirname, name)));

interface PlainEngine {
  readonly name: string;
  /** Runs a script on a file, and stops at the first error, which it returns. */
  run(path: string, script: string): string | null;
}

async function scenario(t: Test, folder: string): Promise<void> {
  const { before, rows, decisions, beside, goal } = await readScenario(folder);
  if (!goal.ok) return;
  // No other engine has what an application registers.
  if (beside.functions.length + beside.collations.length > 0) return;
  const old = join(temporaryFolder(t), "old.db");
  await makeDatabase(old, before, rows);
  const { schema: target, hints } = goal.value;
  const planned = await withSnapshot(old, async (snapshot, live) => {
    const profile = await profileOf(snapshot, plainProfile);
    const options = { hints, decisions, protect: [], beside: nothingBeside, columnOrder: false, profile };
    return makePlan({ snapshot, live, target, ...options });
  });
  if (planned.kind === "nothing") return;
  if (planned.kind === "refused") {
    t.ok(
      planned.problems.length > 0 && planned.problems.every(({ code }) => code !== "proof-failed"),
      "refused by name",
    );
    return;
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
  for (const engine of engines) {
    const path = join(temporaryFolder(t), "live.db");
    copyFileSync(old, path);
    const said = engine.run(path, script);
    const lacks = /no such module: \w+/.exec(said ?? "")?.[0];
    if (lacks !== undefined) {
      t.pass(`${engine.name}: ${lacks}`, { skip: true });
      continue;
    }
    t.equal(said, null, `${engine.name} runs the plan`);
    await withSnapshot(path, async (_snapshot, live) => {
      t.equal(fingerprintLike(plan.target, live), plan.target, `${engine.name} ends at the target`);
    });
    const lonely = await onFile(old, (live) => orphans(live).length);
    await onFile(path, (live) => {
      t.equal(lostRows(live, old, survivals(schemaOf(before), target, plan)), null, "surviving rows are equal");
      t.strictSame(live.all("PRAGMA integrity_check"), [["ok"]], "the file is sound");
      t.ok(orphans(live).length <= lonely, "no new orphans");
    });
  }
}

function plainEngines(): readonly PlainEngine[] {
  return [...shell(), ...nodes()];
}

/** Debian's package `sqlite3`. */
function shell(): readonly PlainEngine[] {
  const found = spawnSync("sqlite3", ["--version"], { encoding: "utf8" });
  if (found.status !== 0) return [];
  const run = (path: string, script: string) => {
    const ran = spawnSync("sqlite3", ["-batch", "-bail", "-init", "/dev/null", path], {
      input: script,
      encoding: "utf8",
    });
    return ran.status === 0 ? null : ran.stderr;
  };
  return [{ name: `sqlite3 ${found.stdout.split(" ")[0]}`, run }];
}

const onNode = `const { DatabaseSync } = require("node:sqlite");
new DatabaseSync(process.argv[1]).exec(require("node:fs").readFileSync(0, "utf8"));`;

/** This Node, if it has SQLite; and with TRUEUP_NODES=22,24 also these, which npm's package `node` installs. */
function nodes(): readonly PlainEngine[] {
  const folder = temporaryFolder(t);
  const versions = (process.env.TRUEUP_NODES ?? "").split(",").filter((each) => Number(each) >= 22);
  const packages = versions.map((each) => `node-${each}@npm:node@${each}`);
  const options = ["--silent", "--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts=false"];
  if (packages.length > 0) spawnSync("npm", ["install", "--prefix", folder, ...options, ...packages]);
  const brought = versions.map((each) => join(folder, "node_modules", `node-${each}`, "bin", "node"));
  return [process.execPath, ...brought].flatMap((program) => {
    const code =
      'process.stdout.write(new (require("node:sqlite").DatabaseSync)(":memory:").prepare("SELECT sqlite_version() v").get().v)';
    const found = existsSync(program) ? spawnSync(program, ["-e", code], { encoding: "utf8" }) : null;
    if (found?.status !== 0) return [];
    const run = (path: string, script: string) => {
      const ran = spawnSync(program, ["-e", onNode, path], { input: script, encoding: "utf8" });
      return ran.status === 0 ? null : ran.stderr;
    };
    return [{ name: `node:sqlite ${found.stdout}`, run }];
  });
}
