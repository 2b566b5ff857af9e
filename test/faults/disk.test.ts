import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { openReading } from "../../src/database/file.ts";
import { folder } from "../apply/fixture.ts";
import {
  act,
  full,
  halves,
  report,
  type Trial,
  trialOf,
  type World,
  worldIn,
  wrong,
  wrongAfterwards,
} from "./harness.ts";

const root = process.getuid?.() === 0;
const refused = "refused or rolled back, database as it was";
const done = "done: there was enough room";

async function starved(world: World, trial: Trial, acting: Parameters<typeof act>[2] = {}): Promise<string> {
  const acted = act(world, trial, acting);
  const { outcome, code, signal } = await acted.ended;
  const { state, wrong: found } = await wrong(trial);
  if (outcome === null)
    found.push(`it died without an answer: ${signal ?? code}, after ${JSON.stringify(acted.lines().at(-1))}`);
  else if (outcome.kind === "applied" ? state !== "new" : state !== "old") found.push(`it said ${outcome.kind}`);
  else if ("problems" in outcome && outcome.problems.some(({ help }) => help.length === 0)) found.push("no help");
  if (halves(trial).length > 0) found.push(`left half written: ${halves(trial).join()}`);
  return found.length > 0 ? `WRONG: ${found.join("; ")}` : outcome?.kind === "applied" ? done : refused;
}

t.test("a file that can no longer grow, in each phase", async (t) => {
  for (const mode of ["WAL", "DELETE"] as const) {
    const world = await worldIn(folder(t), 10_000, mode);
    const kilobytes = Math.ceil(statSync(world.template).size / 1024);
    const outcomes: string[] = [];
    // From less than the backup needs, past what the journal and the rebuilt table need, to enough.
    const shares = full ? Array.from({ length: 40 }, (_, n) => 0.2 + n * 0.07) : [0.3, 1.05, 1.5, 3];
    for (const share of shares) {
      const trial = trialOf(world);
      const outcome = await starved(world, trial, { largest: Math.round(kilobytes * share) });
      outcomes.push(outcome);
      t.notMatch(outcome, /^WRONG/, `${mode}, files of up to ${share.toFixed(2)} times the database`);
      t.same(await wrongAfterwards(trial), [], "with room again it succeeds");
    }
    t.ok(outcomes.includes(refused) && outcomes.includes(done), "the limits were around the need");
    report(`no space left for a file: backup, journal or log, database (${mode})`, outcomes, "refused or rolled back");
  }
});

t.test("a full disk, in each phase", { skip: !root }, async (t) => {
  const dir = folder(t);
  const disk = join(dir, "disk");
  mkdirSync(disk);
  const mount = (bytes: number) =>
    spawnSync("mount", ["-t", "tmpfs", "-o", `size=${Math.round(bytes)}`, "tmpfs", disk]).status === 0;
  t.teardown(() => spawnSync("umount", [disk]));
  const world = await worldIn(dir, 10_000, "WAL");
  const { size } = statSync(world.template);
  const outcomes: string[] = [];
  const shares = full ? Array.from({ length: 40 }, (_, n) => 1.3 + n * 0.12) : [1.5, 2.6, 6];
  for (const share of shares) {
    if (!mount(size * share + (1 << 20))) return t.pass("tmpfs cannot be mounted here");
    try {
      const trial = trialOf({ ...world, folder: disk });
      const outcome = await starved(world, trial);
      outcomes.push(outcome);
      t.notMatch(outcome, /^WRONG/, `a disk of ${share.toFixed(1)} times the database`);
      rmSync(join(trial.path, ".."), { recursive: true, force: true });
    } finally {
      spawnSync("umount", [disk]);
    }
  }
  t.ok(outcomes.includes(refused) && outcomes.includes(done), "the sizes were around the need");
  report("the disk is full: before the backup, in the log, in the database", outcomes, "refused or rolled back");
});

t.test("backups on another device", { skip: !root }, async (t) => {
  const dir = folder(t);
  const disk = join(dir, "disk");
  mkdirSync(disk);
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=64m", "tmpfs", disk]).status !== 0) return t.pass("no tmpfs here");
  t.teardown(() => spawnSync("umount", [disk]));
  const world = await worldIn(dir, 2000, "WAL");
  const trial = trialOf(world, { place: { root: disk, name: "app" } });
  const outcome = await starved(world, trial);
  t.equal(outcome, done);
  t.not(statSync(join(disk, "app")).dev, statSync(trial.path).dev);
  report("backups on another device", [outcome], "works");
});

t.test("a read-only file, folder or place for backups", { skip: !root }, async (t) => {
  const dir = folder(t);
  chmodSync(dir, 0o755);
  const world = await worldIn(dir, 2000, "WAL");
  chmodSync(world.actor, 0o755);
  const nobody = 65534;
  const cases: [string, (trial: Trial) => void, string][] = [
    ["file", (trial) => chmodSync(join(trial.path, ".."), 0o777), "database-read-only"],
    ["folder", (trial) => chmodSync(trial.path, 0o666), "database-read-only"],
    [
      "backups",
      (trial) => {
        chmodSync(trial.path, 0o666);
        chmodSync(join(trial.path, ".."), 0o777);
        mkdirSync(trial.request.place.root, { mode: 0o755 });
      },
      "backup-place",
    ],
  ];
  for (const [what, prepare, code] of cases) {
    const trial = trialOf(world);
    chmodSync(trial.path, 0o644);
    prepare(trial);
    const { outcome } = await act(world, trial, { uid: nobody }).ended;
    t.match(outcome, { kind: "failed", state: "unchanged", problems: [{ code }] }, what);
    t.same((await wrong(trial)).wrong, []);
    t.same(await wrongAfterwards(trial), []);
    report(`read-only: ${what}`, [refused], "refused, naming the missing permission");
  }
});

t.test(
  "the page that holds SQLite's locks is not read, in a database of more than a gigabyte",
  { skip: !full },
  async (t) => {
    const dir = folder(t);
    const world = await worldIn(dir, 1000, "DELETE");
    const trial = trialOf(world);
    const { run } = await import("../apply/fixture.ts");
    // 65,536 bytes a page: the lock page is the 16,385th.
    await run(
      trial.path,
      "PRAGMA page_size = 65536; VACUUM; INSERT INTO log SELECT 'big', zeroblob(400000000) FROM generate_series(1, 3)",
    );
    t.ok(statSync(trial.path).size > 0x40000000);
    const { outcome } = await act(world, trial).ended;
    if (outcome?.kind !== "applied") return t.fail("it is applied", { outcome });
    const copy = openReading(outcome.backup?.path ?? "");
    if (!copy.ok) return t.fail("the backup opens");
    t.same(copy.value.all("SELECT count(*), sum(length(what)) FROM log"), [[3, 1_200_000_000]]);
    t.same(copy.value.all("PRAGMA quick_check"), [["ok"]]);
    await copy.value.close();
    report("a database of 1.2 GB, with SQLite's lock page inside", [done], "backed up and changed");
  },
);
