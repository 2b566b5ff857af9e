import { nothingBeside } from "../../src/model/beside.ts";
import { whereOfFile } from "../../src/target/kinds.ts";
import { noSettings } from "../../src/target/target.ts";
import { createHash } from "node:crypto";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { Engine } from "../../src/database/engine.ts";
import { openFile } from "../../src/database/file.ts";
import { applyFleet, type FleetHooks } from "../../src/fleet/roll-out.ts";
import { driftFleet } from "../../src/fleet/drift.ts";
import { glob } from "../../src/fleet/glob.ts";
import { type Member, members } from "../../src/fleet/members.ts";
import { planFleet } from "../../src/fleet/plan.ts";
import { openPool, WorkerEnded } from "../../src/fleet/pool.ts";
import type { Common, FleetPlan } from "../../src/fleet/work.ts";
import { driftGroups } from "../../src/report/drift.ts";
import { fleetSummary } from "../../src/report/fleet.ts";
import { noHints } from "../../src/model/hints.ts";
import { make, planFor, schemaOf, target, targetPrint, tempFolder, v1, v2, v3 } from "./fixture.ts";

const value = (text: unknown) => String(text);

t.test("a glob finds databases, not the files beside them", async (t) => {
  const folder = tempFolder(t);
  for (const path of [
    "a.db",
    "a.db-wal",
    "a.db-shm",
    "b.db",
    "c.sqlite",
    ".hidden.db",
    "x/d.db",
    "x/y/e.db",
    "[1].db",
    "x/.git/f.db",
  ]) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), "");
  }
  t.same(glob("*.db", folder), ["[1].db", "a.db", "b.db"]);
  t.same(glob("*", folder), ["[1].db", "a.db", "b.db", "c.sqlite"]);
  t.same(glob("{a,c}.{db,sqlite}", folder), ["a.db", "c.sqlite"]);
  t.same(glob("**/*.db", folder), ["[1].db", "a.db", "b.db", "x/d.db", "x/y/e.db"]);
  t.same(glob("x/*/?.db", folder), ["x/y/e.db"]);
  t.same(glob("[ab].db", folder), ["a.db", "b.db"]);
  t.same(glob("[!a].db", folder), ["b.db"]);
  t.same(glob(join(folder, "a.*"), "/"), [join(folder, "a.db")]);
  t.same(glob("none/*.db", folder), []);
});

t.test("a fleet may be a list, a pattern or a command", async (t) => {
  const folder = tempFolder(t);
  for (const name of ["b.db", "a.db"]) writeFileSync(join(folder, name), "");
  const named = async (place: Parameters<typeof members>[0]) => {
    const found = await members(place, { folder, value });
    return found.ok
      ? found.value.map(({ where, name }) => `${where.kind} ${name}`)
      : found.problems.map(({ code }) => code);
  };
  t.same(await named({ kind: "glob", glob: "*.db" }), ["file a.db", "file b.db"]);
  t.same(await named({ kind: "glob", glob: "*.nothing" }), ["fleet-empty"]);
  t.same(await named({ kind: "urls", urls: ["b.db", "libsql://x.io?authToken=sesame", "./b.db"] }), [
    "file ./b.db",
    "server libsql://x.io",
  ]);
  const node = process.execPath;
  t.same(await named({ kind: "command", command: [node, "-e", "console.log('# two\\nb.db\\n\\n  a.db  ')"] }), [
    "file b.db",
    "file a.db",
  ]);
  t.same(await named({ kind: "command", command: [node, "-e", "console.log('b.db'); process.exit(3)"] }), [
    "fleet-list",
  ]);
  t.same(await named({ kind: "command", command: [node, "-e", ""] }), ["fleet-empty"]);
  t.same(await named({ kind: "command", command: ["no-such-program"] }), ["fleet-list"]);
  t.same(await named({ kind: "urls", urls: ["ssh://h/x.db"] }), ["ssh ssh://h/x.db"]);
});

/** 12 databases: four in each of two old states, two that are done, and one or two of every kind of trouble. */
async function fleet(folder: string): Promise<readonly Member[]> {
  const at = (name: string) => join(folder, `${name}.db`);
  for (const name of ["v1-a", "v1-b", "v1-c", "v1-d"])
    await make(at(name), ...v1, "INSERT INTO tune VALUES (1, 'Tam Lin')");
  for (const name of ["v2-a", "v2-b", "v2-c", "v2-d"]) await make(at(name), ...v2, "PRAGMA journal_mode = wal");
  for (const name of ["v3-a", "v3-b"]) await make(at(name), ...v3);
  await make(at("w-drifted"), ...v3, "CREATE TABLE extra (a)");
  writeFileSync(at("w-garbage"), "this is no database, whatever its name says".repeat(100));
  copyFileSync(at("v1-a"), at("w-torn"));
  writeFileSync(at("w-torn"), Buffer.alloc(4096, 7), { flag: "r+" });
  mkdirSync(at("w-folder"));
  const found = await members({ kind: "glob", glob: join(folder, "*.db") }, { folder, value });
  if (!found.ok) throw new Error("no members");
  // One that disappears after the list was made.
  return [...found.value, { name: "w-gone", where: whereOfFile(at("w-gone"), folder) }];
}

t.test("drift groups a fleet by state, and a bad database does not hide the others", async (t) => {
  const folder = tempFolder(t);
  const all = await fleet(folder);
  const files = readdirSync(folder).filter((name) => /[^r]\.db$/.test(name));
  const hashes = () =>
    files.map((name) =>
      createHash("sha256")
        .update(readFileSync(join(folder, name)))
        .digest("hex"),
    );
  const before = hashes();
  let asked = 0;
  const seen: number[] = [];
  const drift = await driftFleet({
    members: all,
    target: targetPrint,
    declared: "schema/",
    plans: [await planFor(join(folder, "v2-a.db"), target, "key.plan.sql")],
    beside: nothingBeside,
    settings: noSettings,
    signal: never,
    parallel: 2,
    explain: async () => {
      asked++;
      return [];
    },
    onLook: (done) => seen.push(done),
  });
  const groups = driftGroups(drift);
  const base = (names: readonly string[]) => names.map((name) => name.replace(`${folder}/`, "").replace(".db", ""));
  t.same(base(groups.matching), ["v3-a", "v3-b"]);
  t.same(
    groups.waiting.map(({ names }) => base(names)),
    [["v2-a", "v2-b", "v2-c", "v2-d"]],
  );
  t.same(
    groups.drifted.map(({ names }) => base(names)),
    [["v1-a", "v1-b", "v1-c", "v1-d"], ["w-drifted"]],
  );
  t.same(base(groups.unreadable.map(({ name }) => name)).sort(), ["w-garbage", "w-gone", "w-torn"]);
  t.ok(groups.unreadable.every(({ problems }) => problems.length > 0));
  t.equal(asked, 2, "what drifted is explained once for each state");
  t.equal(seen.at(-1), all.length);
  t.same(hashes(), before, "looking changes nothing");
});

function common(folder: string, plans: readonly FleetPlan[]): Common {
  return {
    plans,
    beside: nothingBeside,
    kind: "fp1",
    lockTimeout: 200,
    backups: join(folder, "backups"),
    backup: "take",
    keep: null,
    settings: noSettings,
    allowLong: false,
  };
}

const never = new AbortController().signal;
const hooks: FleetHooks = { onLook: () => {}, onOutcome: () => {}, signal: never };

/** Plans for databases, each from its own state to the target. */
function planAll(members: readonly Member[]) {
  return planFleet({
    members,
    targetFor: async () => target,
    fingerprint: targetPrint,
    hints: noHints,
    decisions: [],
    protect: [],
    beside: nothingBeside,
    columnOrder: false,
    settings: noSettings,
    signal: never,
    onLook: () => {},
    onAsking: () => {},
  });
}

t.test("a fleet gets one plan for each state, and each database its own", async (t) => {
  const folder = tempFolder(t);
  const all = await fleet(folder);
  const planned = await planAll(all);
  t.same(
    planned.cohorts.map(({ members, planned }) => [members.length, planned.kind]),
    [
      [4, "plan"],
      [4, "plan"],
      [1, "refused"],
    ],
  );
  t.equal(planned.done.length, 2);
  t.equal(planned.unreadable.length, 3);
  const plans = planned.cohorts.flatMap(({ planned }, n) =>
    planned.kind === "plan" ? [{ plan: planned.plan, seal: "sha256:1", name: `p${n}` }] : [],
  );

  // What a plan made from one database cannot know about another: a row that is in the way.
  const engine = new Engine(`file:${join(folder, "v1-c.db")}?mode=rw`);
  engine.exec("INSERT INTO tune VALUES (2, NULL)");
  await engine.close();
  const rehearsed = await applyFleet(
    { members: all, common: common(folder, plans), canary: 0, parallel: 2, maxFailures: 99, rehearse: true },
    hooks,
  );
  t.equal(fleetSummary(rehearsed), "Fleet: 7 applied, 2 skipped, 1 refused, 4 failed, 0 not started.", "on copies");
  const told: string[] = [];
  const run = await applyFleet(
    { members: all, common: common(folder, plans), canary: 0, parallel: 2, maxFailures: 99 },
    { ...hooks, onOutcome: (outcome, done, of) => told.push(`${done}/${of} ${outcome.state}`) },
  );
  t.equal(fleetSummary(run), "Fleet: 7 applied, 2 skipped, 1 refused, 4 failed, 0 not started.");
  t.equal(told.length, all.length);
  const named = (part: string) => run.databases.find(({ name }) => name.includes(part));
  t.match(named("v1-c"), { state: "failed", problems: [{ code: /check/ }] });
  t.match(named("w-drifted"), { state: "refused", problems: [{ code: "fleet-no-plan" }] });
  t.ok(
    run.databases
      .filter(({ state }) => state === "applied")
      .every(({ backups }) => backups.length === 1 && existsSync(backups[0] ?? "")),
  );
  t.equal(new Set(run.databases.flatMap(({ backups }) => backups)).size, 7);

  // The cause is removed, and the same command finishes the rest.
  const again = new Engine(`file:${join(folder, "v1-c.db")}?mode=rw`);
  again.exec("UPDATE tune SET title = 'x' WHERE title IS NULL");
  await again.close();
  const second = await applyFleet(
    { members: all, common: common(folder, plans), canary: 0, parallel: 2, maxFailures: 99 },
    hooks,
  );
  t.equal(fleetSummary(second), "Fleet: 1 applied, 9 skipped, 1 refused, 3 failed, 0 not started.");
  for (const name of ["v1-a", "v1-c", "v2-d"]) {
    const file = await openFile(join(folder, `${name}.db`));
    if (!file.ok) return t.fail(name);
    const [rows] = await file.value.snapshot((s) =>
      s.read([{ sql: "SELECT name FROM sqlite_schema WHERE type = 'index'" }]),
    );
    t.same(rows, [["tune_key"]]);
    await file.value.close();
  }
});

async function tenants(folder: string, count: number): Promise<readonly Member[]> {
  const first = await make(join(folder, "t000.db"), ...v1);
  for (let n = 1; n < count; n++) copyFileSync(first, join(folder, `t${String(n).padStart(3, "0")}.db`));
  const found = await members({ kind: "glob", glob: "t*.db" }, { folder, value });
  return found.ok ? found.value : [];
}

t.test("one plan serves databases of every text encoding", async (t) => {
  const folder = tempFolder(t);
  const all: Member[] = [];
  for (const [name, encoding] of [
    ["a", "UTF-8"],
    ["b", "UTF-16le"],
    ["c", "UTF-8"],
    ["d", "UTF-16be"],
  ]) {
    const path = join(folder, `${name}.db`);
    await make(path, `PRAGMA encoding = '${encoding}'`, ...v1, "INSERT INTO tune VALUES (1, 'Kesh \u266b')");
    all.push({ name: `${name}.db`, where: whereOfFile(path, folder) });
  }
  const planned = await planAll(all);
  t.same(
    planned.cohorts.map(({ members }) => members.map(({ name }) => name)),
    [["a.db", "b.db", "c.db", "d.db"]],
  );
  const [cohort] = planned.cohorts;
  if (cohort?.planned.kind !== "plan") return t.fail("it is planned");
  const plans = [{ plan: cohort.planned.plan, seal: "sha256:1", name: "p" }];
  const run = await applyFleet(
    { members: all, common: common(folder, plans), canary: 0, parallel: 2, maxFailures: 99 },
    hooks,
  );
  t.equal(fleetSummary(run), "Fleet: 4 applied, 0 skipped, 0 refused, 0 failed, 0 not started.");
});

t.test("a failing canary keeps the others from being started", async (t) => {
  const folder = tempFolder(t);
  const all = await tenants(folder, 8);
  const plans = [await planFor(join(folder, "t001.db"), target, "p")];
  const held = new Engine(`file:${join(folder, "t000.db")}?mode=rw`);
  held.exec("BEGIN IMMEDIATE");
  const run = await applyFleet(
    { members: all, common: common(folder, plans), canary: 1, parallel: 2, maxFailures: 5 },
    hooks,
  );
  t.equal(fleetSummary(run), "Fleet: 0 applied, 0 skipped, 0 refused, 1 failed, 7 not started.");
  t.match(run.databases[0], { name: "t000.db", canary: true, state: "failed", problems: [{ code: "apply-no-lock" }] });
  held.exec("ROLLBACK");
  await held.close();
  const good = await applyFleet(
    { members: all, common: common(folder, plans), canary: 3, parallel: 2, maxFailures: 1 },
    hooks,
  );
  t.equal(fleetSummary(good), "Fleet: 8 applied, 0 skipped, 0 refused, 0 failed, 0 not started.");
  t.equal(good.databases.filter(({ canary }) => canary).length, 3);
});

t.test("too many failures end the run, and an interrupt ends it at once", async (t) => {
  const folder = tempFolder(t);
  const all = await tenants(folder, 12);
  const plans = [await planFor(join(folder, "t011.db"), target, "p")];
  for (const name of ["t000.db", "t001.db", "t002.db"])
    await make(join(folder, name), "INSERT INTO tune VALUES (1, NULL)");
  const run = await applyFleet(
    { members: all, common: common(folder, plans), canary: 0, parallel: 1, maxFailures: 2 },
    hooks,
  );
  t.equal(fleetSummary(run), "Fleet: 0 applied, 0 skipped, 0 refused, 2 failed, 10 not started.");
  const stop = new AbortController();
  const cut = await applyFleet(
    { members: all.slice(3), common: common(folder, plans), canary: 0, parallel: 1, maxFailures: 2 },
    { ...hooks, signal: stop.signal, onOutcome: (_, done) => done === 3 && stop.abort() },
  );
  t.ok(cut.interrupted);
  t.match(fleetSummary(cut), /Fleet: 3 applied, 0 skipped, 0 refused, 0 failed, 6 not started/);
});

t.test("a database that missed two changes gets both, in order", async (t) => {
  const folder = tempFolder(t);
  const [member] = await tenants(folder, 1);
  const middle = schemaOf(...v2);
  const first = await planFor(join(folder, "t000.db"), middle, "first");
  const second = await planFor(await make(join(folder, "x.db"), ...v2), target, "second");
  const run = await applyFleet(
    {
      members: member ? [member] : [],
      common: common(folder, [second, first]),
      canary: 0,
      parallel: 1,
      maxFailures: 1,
    },
    hooks,
  );
  t.match(run.databases, [{ state: "applied", plans: ["first", "second"] }]);
});

t.test("a thread that ends takes one task with it, and the pool continues", async (t) => {
  const folder = tempFolder(t);
  const [member] = await tenants(folder, 1);
  if (!member) return;
  const pool = openPool(1, { common: common(folder, []), stop: new SharedArrayBuffer(4) });
  const broken = JSON.parse('{"kind":"look","members":[null]}');
  const lost = pool.run(broken).catch((error: unknown) => error);
  const fine = pool.run({ kind: "look", members: [member] });
  t.type(await lost, WorkerEnded);
  t.match(await fine, { looks: [{ kind: "read" }] });
  await pool.close();
});

t.test(
  "a file that this user may not read is told apart",
  { skip: process.getuid?.() === 0 ? "root reads all" : false },
  async (t) => {
    const folder = tempFolder(t);
    const all = await tenants(folder, 2);
    chmodSync(join(folder, "t000.db"), 0);
    const drift = await driftFleet({
      members: all,
      target: targetPrint,
      declared: "x",
      plans: [],
      beside: nothingBeside,
      settings: noSettings,
      signal: never,
      explain: async () => [],
      onLook: () => {},
    });
    t.match(drift.databases, [{ state: "unreadable" }, { state: "drifted" }]);
  },
);
