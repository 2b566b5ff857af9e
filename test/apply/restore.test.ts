import { nothingBeside } from "../../src/model/beside.ts";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import t from "tap";
import { backupFiles, claimPath, prune, stampOf, takenAt } from "../../src/apply/backups.ts";
import { verifyBackup } from "../../src/apply/verify-backup.ts";
import { preparePlace } from "../../src/apply/place.ts";
import { readManifest } from "../../src/apply/read-manifest.ts";
import { readJournal } from "../../src/apply/journal.ts";
import { rehearse } from "../../src/target/rehearse.ts";
import { type FileRestore, putBackFile } from "../../src/target/file/put-back.ts";
import { act, worldIn } from "../faults/harness.ts";
import { quiet, targetAt } from "../kit/target.ts";
import type { RestoreOutcome } from "../../src/apply/restore-outcome.ts";
import { withoutCounters } from "../../src/database/copy-pages.ts";
import { Engine } from "../../src/database/engine.ts";
import { fileUri } from "../../src/database/file.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { applied, ask, folder, planOf, request, run, shop, shopRows, shopSteps, step } from "./fixture.ts";

const shrinking = [
  step("drop-view", "open_orders", "DROP VIEW open_orders"),
  step("drop-table", "orders", "DROP TABLE orders"),
];

interface Done {
  readonly path: string;
  readonly backup: string;
  back(more?: Partial<FileRestore>): Promise<RestoreOutcome>;
}

/** A database to which a plan was applied. */
async function changed(t: Parameters<typeof folder>[0], settings: string, plan: Plan, rows = 2000): Promise<Done> {
  const path = join(folder(t), "app.db");
  await run(path, `${settings};${shop}${shopRows(rows)}`);
  const asked = request(path, plan);
  const { outcome } = await applied(asked);
  if (outcome.kind !== "applied" || !outcome.backup) throw new Error(JSON.stringify(outcome));
  const { label, place, beside, keep } = asked;
  const backup = outcome.backup.path;
  const usual = { backup, path, label, lockTimeout: 300, place, keep, beside, discardWrites: false };
  return { path, backup, back: (more = {}) => putBackFile({ ...usual, ...more }, quiet) };
}

/** The pages of a file that is not open, without the counters that a restore must advance. */
function pages(path: string, like: string): Buffer {
  return withoutCounters(readFileSync(path).subarray(0, statSync(like).size));
}

t.test("a backup is restored page for page, and so is what it replaced", async (t) => {
  const settings = [
    "PRAGMA journal_mode = WAL",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA auto_vacuum = 1; PRAGMA journal_mode = WAL",
    "PRAGMA auto_vacuum = 2; PRAGMA page_size = 512",
    "PRAGMA page_size = 65536; PRAGMA encoding = 'UTF-16le'",
    "PRAGMA encoding = 'UTF-16be'; PRAGMA user_version = 9; PRAGMA application_id = 77",
  ];
  for (const [n, each] of settings.entries()) {
    for (const steps of n < 3 ? [shopSteps, shrinking] : [shopSteps]) {
      const { path, backup, back } = await changed(t, each, planOf(shop, steps));
      const outcome = await back();
      if (outcome.kind !== "restored") return t.fail(each, outcome);
      t.ok(pages(path, backup).equals(pages(backup, backup)), `${each}: all pages`);
      t.same(await ask(path, "PRAGMA integrity_check"), [["ok"]]);
      t.same(await ask(path, "SELECT count(*), (SELECT max(full_name) FROM users) FROM orders"), [[4000, "user 999"]]);
      t.equal((await back()).kind, "same", "there is nothing to do a second time");
      t.equal((await back({ backup: outcome.kept })).kind, "restored", "what was replaced comes back as well");
      t.same(await ask(path, "PRAGMA integrity_check"), [["ok"]]);
      t.equal((await back()).kind, "restored", "and the change left it just so, so that it can go again");
    }
  }
});

t.test("what was written since is not discarded without asking", async (t) => {
  for (const mode of ["WAL", "DELETE"]) {
    const { path, backup, back } = await changed(t, `PRAGMA journal_mode = ${mode}`, planOf(shop, shopSteps));
    await run(path, "INSERT INTO log VALUES ('then', 'important')");
    const refused = await back();
    t.match(refused, {
      kind: "changed",
      problems: [{ code: "restore-changed", decision: { answers: [{ flags: ["--discard-writes"] }] } }],
    });
    t.equal(backupFiles(request(path, planOf(shop, [])).place).length, 1, "no copy is left of what was not replaced");
    t.same(await ask(path, "SELECT count(*) FROM log WHERE what = 'important'"), [[1]]);
    const outcome = await back({ discardWrites: true });
    if (outcome.kind !== "restored") return t.fail(mode, outcome);
    t.same(await ask(path, "SELECT count(*) FROM log WHERE what = 'important'"), [[0]]);
    t.same(await ask(outcome.kept, "SELECT count(*) FROM log WHERE what = 'important'"), [[1]], "but kept it is");
    t.ok(existsSync(backup));
    t.equal(readJournal(request(path, planOf(shop, [])).place).entries.at(-1)?.what, "restore");
  }
});

t.test("a write at the very moment of the commit is noticed", async (t) => {
  for (const settings of ["PRAGMA journal_mode = WAL", "PRAGMA auto_vacuum = 1; PRAGMA journal_mode = WAL"]) {
    const path = join(folder(t), "app.db");
    await run(path, `${settings};${shop}${shopRows(2000)}`);
    const other = new Engine(fileUri(path, "rw"));
    const asked = request(path, planOf(shop, shopSteps));
    const { outcome } = await applied(asked, {
      onEvent: (event) => {
        if (event.kind === "committed") other.exec("INSERT INTO log VALUES ('at', 'once')");
      },
    });
    await other.close();
    const backup = outcome.kind === "applied" ? (outcome.backup?.path ?? "") : "";
    t.equal((await putBackFile({ ...asked, backup, discardWrites: false }, quiet)).kind, "changed", settings);
  }
});

t.test("a process killed right after its commit leaves a backup that is restored without questions", async (t) => {
  for (const mode of ["WAL", "DELETE"]) {
    const path = join(folder(t), "app.db");
    await run(path, `PRAGMA journal_mode = ${mode};${shop}${shopRows(2000)}`);
    const asked = request(path, planOf(shop, shopSteps));
    await t.rejects(
      applied(asked, {
        onEvent: (event) => {
          if (event.kind === "committed") throw new Error("nothing of what follows is done");
        },
      }),
    );
    const [backup = ""] = backupFiles(asked.place);
    t.equal((await putBackFile({ ...asked, backup, discardWrites: false }, quiet)).kind, "restored", mode);
    t.same(await ask(path, "SELECT count(full_name) FROM users"), [[2000]]);
  }
});

t.test("pages that a change wrote and then released do not look like another process's writes", async (t) => {
  // SQLite need not write a page that is free at the time of the commit, so the file may not hold what was in memory.
  const filled = "CREATE TABLE filler (a, b); CREATE INDEX filler_b ON filler (b)";
  const churn = [
    step("edit", "filler", "INSERT INTO filler SELECT randomblob(900), value FROM generate_series(1, 2000)"),
    step("edit", "filler", "UPDATE filler SET a = randomblob(30), b = -b"),
    step("edit", "filler", "DELETE FROM filler WHERE abs(b) % 50 > 1"),
    step("edit", "orders", "DELETE FROM orders WHERE id % 3 = 1"),
  ];
  const plan = planOf(`${shop};${filled}`, [...churn, step("create-table", "z", "CREATE TABLE z (a)")]);
  for (const settings of ["PRAGMA journal_mode = WAL", "", "PRAGMA auto_vacuum = 1", "PRAGMA auto_vacuum = 2"]) {
    const path = join(folder(t), "app.db");
    await run(path, `${settings};${shop};${filled};${shopRows(2000)}`);
    const asked = request(path, plan);
    const { outcome } = await applied(asked);
    if (outcome.kind !== "applied") return t.fail(settings, outcome);
    const back = await putBackFile({ ...asked, backup: outcome.backup?.path ?? "", discardWrites: false }, quiet);
    t.equal(back.kind, "restored", settings);
    t.same(await ask(path, "PRAGMA integrity_check"), [["ok"]]);
  }
});

t.test("other processes with the database open see a restore like any commit", async (t) => {
  for (const mode of ["WAL", "DELETE"]) {
    const { path, back } = await changed(t, `PRAGMA journal_mode = ${mode}`, planOf(shop, shopSteps));
    const other = new Engine(fileUri(path, "rw"), { timeout: 1000 });
    t.same(other.all("SELECT count(display_name) FROM users"), [[2000]]);
    t.equal((await back()).kind, "restored");
    t.same(other.all("SELECT count(full_name) FROM users"), [[2000]], "the old schema, in the same connection");
    other.exec("INSERT INTO users (full_name) VALUES ('later')");
    t.same(other.all("PRAGMA integrity_check"), [["ok"]]);
    await other.close();
    const reader = new Engine(fileUri(path, "rw"));
    reader.exec("BEGIN");
    reader.all("SELECT count(*) FROM users");
    const meanwhile = await back({ discardWrites: true });
    t.equal(meanwhile.kind, mode === "WAL" ? "restored" : "no-lock", `${mode}, with a reader inside`);
    t.same(reader.all("SELECT count(*) FROM users"), [[2001]], "the reader keeps what it sees");
    reader.exec("COMMIT");
    await reader.close();
  }
});

t.test("the version of the schema never repeats", async (t) => {
  const { path, back } = await changed(t, "", planOf(shop, shopSteps));
  const version = async () => Number((await ask(path, "PRAGMA schema_version"))[0]?.[0]);
  const before = await version();
  await back();
  t.ok((await version()) > before, "or a process would take a schema in its memory for this one");
});

t.test("a backup that is not what was written is not restored", async (t) => {
  const { path, backup, back } = await changed(t, "", planOf(shop, shopSteps));
  const bytes = readFileSync(backup);
  const before = readFileSync(path);
  const other = Buffer.from(bytes);
  other[5000] = (other[5000] ?? 0) ^ 1;
  writeFileSync(backup, other);
  t.match(await back(), { kind: "failed", problems: [{ code: "backup-damaged" }] });
  writeFileSync(backup, bytes.subarray(0, 4096));
  t.match(await back(), { kind: "failed", problems: [{ code: "backup-damaged", evidence: [/written/, /found/] }] });
  writeFileSync(backup, bytes);
  const note = backup.replace(/db$/, "json");
  const text = readFileSync(note, "utf8");
  writeFileSync(note, text.replace('"bytes"', '"bites"'));
  t.match(await back(), { kind: "failed", problems: [{ code: "backup-manifest" }] });
  const written: unknown = JSON.parse(text);
  const stamp = "2026-11-20T19:30:00.000Z";
  const after = { at: stamp, fingerprint: "fp1:0", content: null };
  for (const [key, values] of Object.entries({
    trueup: [undefined, 2],
    before: ["start", undefined],
    taken: ["yesterday", "2026-13-20T19:30:00.000Z", 0],
    kind: [null],
    database: [undefined, null],
    plan: [undefined, "615022ee", { seal: "a", base: "b" }],
    step: ["back"],
    fingerprint: [undefined, 1],
    bookmark: [{ at: stamp }],
    bytes: ["8192", 0.5, null],
    changes: [{ count: 1, content: null }],
    after: [undefined, [], { ...after, at: "now" }, { ...after, more: 1 }],
    toString: ["unknown"],
  }))
    for (const value of values) {
      writeFileSync(note, JSON.stringify(Object.assign({}, written, { [key]: value })));
      const read = readManifest(backup);
      if (read.ok) return t.fail(`${key}: ${JSON.stringify(value)}`);
      t.match(read.problems, [{ evidence: [`not as it was written: ${key}`] }]);
    }
  writeFileSync(note, JSON.stringify(Object.assign({}, written, { step: "undo", after })));
  t.ok(readManifest(backup).ok);
  rmSync(note);
  t.match(await back(), { kind: "failed", problems: [{ code: "backup-manifest" }] });
  t.match(await back({ backup: join(path, "none.db") }), { kind: "failed" });
  t.ok(readFileSync(path).equals(before), "nothing was changed by any of it");
  writeFileSync(note, text);
  const manifest = readManifest(backup);
  t.ok(manifest.ok && (await verifyBackup(backup, manifest.value)) === null);
  await run(path, "PRAGMA page_size = 8192; VACUUM");
  t.match(await back({ discardWrites: true }), { kind: "failed", problems: [{ code: "restore-impossible" }] });
});

t.test("a large backup is read in threads, alongside everything else, and just as thoroughly", async (t) => {
  const { path, backup, back } = await changed(t, "", planOf(shop, shopSteps), 60_000);
  const [bytes, before] = [readFileSync(backup), readFileSync(path)];
  t.ok(bytes.length > 8 << 20, "large enough for threads");
  const other = Buffer.from(bytes);
  other[bytes.length - 1] = (other[bytes.length - 1] ?? 0) ^ 1;
  writeFileSync(backup, other);
  t.match(await back(), { kind: "failed", problems: [{ code: "backup-damaged" }] });
  t.ok(readFileSync(path).equals(before), "nothing was changed");
  t.same(
    readdirSync(join(backup, "..")).filter((name) => name.includes("replaced")),
    [],
    "and nothing is left over",
  );
  writeFileSync(backup, bytes);
  const done = await back();
  t.match(done, { kind: "restored" });
  t.ok(pages(path, backup).equals(withoutCounters(bytes)));
  if (done.kind !== "restored") return;
  const kept = readManifest(done.kept);
  t.equal(kept.ok && (await verifyBackup(done.kept, kept.value)), null, "what was replaced is whole, by its checksum");
  t.match(await back({ backup: done.kept }), { kind: "restored" }, "nobody wrote since, by what is noted beside it");
  t.ok(withoutCounters(readFileSync(path)).equals(withoutCounters(before)));
});

t.test("kill -9 in the middle of a restore leaves one state or the other", async (t) => {
  const before = planOf(shop, shopSteps);
  const world = await worldIn(folder(t), 1, "WAL");
  for (const mode of ["WAL", "DELETE"]) {
    const { path, backup, back } = await changed(t, `PRAGMA journal_mode = ${mode}`, before);
    const replaced = await ask(path, "SELECT count(*) FROM users");
    const asked = request(path, before);
    const restore = { ...asked, backup, lockTimeout: 0, discardWrites: true };
    for (const delay of [2, 15, 30]) {
      const { child, ended } = act(world, { path, request: asked, rows: 0 }, { restore });
      await new Promise((resolve) => child.stdout?.once("data", resolve));
      await new Promise((resolve) => setTimeout(resolve, delay));
      child.kill("SIGKILL");
      await ended;
      t.same(await ask(path, "PRAGMA integrity_check"), [["ok"]], `${mode}, after ${delay} ms`);
      t.same(await ask(path, "SELECT count(*) FROM users"), replaced);
    }
    t.match((await back({ discardWrites: true })).kind, /restored|same/);
    t.notOk(
      readdirSync(join(backup, "..")).some((name) => name.endsWith(".tmp")),
      "leftovers are gone",
    );
  }
});

t.test("backups are listed newest first, and pruned by number and by age", async (t) => {
  const root = folder(t);
  const place = { root, name: "app" };
  await run(join(root, "x.db"), shop);
  const { path } = await changed(t, "", planOf(shop, shopSteps));
  const real = request(path, planOf(shop, [])).place;
  const names = ["2024-01-01T00-00-00-000Z-a.db", "2024-06-01T00-00-00-000Z-b.db", "2025-01-01T00-00-00-000Z-c.db"];
  for (const name of names) writeFileSync(join(real.root, real.name, name), "");
  const listed = backupFiles(real);
  t.same(
    listed.slice(1).map((file) => file.split("/").at(-1)),
    [...names].reverse(),
  );
  t.same(takenAt(names[0] ?? ""), new Date("2024-01-01T00:00:00.000Z"));
  t.equal(takenAt("mine.db"), null);
  const now = new Date("2025-01-02T00:00:00Z");
  t.same(prune(real, { count: null, days: 100 }, now, null).length, 2);
  t.same(prune(real, { count: 1, days: null }, now, listed.at(1) ?? null).length, 0, "the spared one stays");
  t.same(prune(real, { count: 0, days: null }, now, listed[0] ?? null).length, 1);
  t.same(backupFiles(real), [listed[0]]);
  t.same(backupFiles(place), []);
});

t.test("a rehearsal runs on a copy, compares each value, and leaves nothing behind", async (t) => {
  const path = join(folder(t), "app.db");
  const temporary = folder(t);
  const usual = process.env.TMPDIR;
  process.env.TMPDIR = temporary;
  t.teardown(() => {
    if (usual === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = usual;
  });
  await run(path, `PRAGMA journal_mode = WAL;${shop}${shopRows(500)}`);
  const decisions = [{ kind: "rename-column", table: "users", from: "full_name", to: "display_name" }] as const;
  const asked = { seal: "sha256:ab", beside: nothingBeside };
  const live = await targetAt(path);
  const good = await rehearse(live, { ...asked, plan: planOf(shop, shopSteps, { decisions }) }, quiet);
  if (!good.ok) return t.fail("it runs", good);
  t.equal(good.value.outcome.kind, "applied");
  t.ok(good.value.tables.every((table) => table.same && table.columns > 0));
  t.type(good.value.tried[0]?.estimates["rebuild-copy orders"], "number");

  const harm = step("edit", "users", "UPDATE users SET mail = mail || CASE id WHEN 4 THEN '!' ELSE '' END");
  const bad = await rehearse(live, { ...asked, plan: planOf(shop, [harm, ...shopSteps], { decisions }) }, quiet);
  if (!bad.ok) return t.fail("it runs", bad);
  t.match(
    bad.value.tables.find((table) => table.table === "users"),
    { same: false, different: ["mail"] },
  );

  const failing = await rehearse(
    live,
    { ...asked, plan: planOf(shop, [step("edit", "x", "DELETE FROM log; "), ...shopSteps]) },
    { ...quiet, stop: AbortSignal.abort() },
  );
  t.notOk(failing.ok && failing.value.outcome.kind === "applied");
  t.same(
    await ask(path, "SELECT count(full_name) FROM users WHERE mail LIKE '%!'"),
    [[0]],
    "the database is only read",
  );
  t.same(readdirSync(temporary), []);
});

t.test("rows that a plan renumbers, or drops for others with their name, are not damage in a rehearsal", async (t) => {
  const before = "CREATE TABLE tune (id INT, title TEXT); CREATE TABLE old (title TEXT);";
  const path = join(folder(t), "app.db");
  await run(path, `${before} INSERT INTO tune VALUES (50, 'Kesh'), (30, 'Morrison'); INSERT INTO old VALUES ('x')`);
  const steps = [
    step("rename-table", "__trueup_old", 'ALTER TABLE old RENAME TO "__trueup_old"'),
    step("rename-table", "old", "ALTER TABLE tune RENAME TO old"),
    step("rebuild-create", "old", 'CREATE TABLE "__trueup_old_" (id INTEGER PRIMARY KEY, title TEXT)'),
    step("rebuild-copy", "old", 'INSERT INTO "__trueup_old_" SELECT id, title FROM old'),
    step("rebuild-drop", "old", "DROP TABLE old"),
    step("rebuild-rename", "old", 'ALTER TABLE "__trueup_old_" RENAME TO old'),
    step("drop-table", "__trueup_old", 'DROP TABLE "__trueup_old"'),
  ];
  const asked = { seal: "sha256:ab", beside: nothingBeside };
  const live = await targetAt(path);
  const decisions = [
    { kind: "rename-table", from: "tune", to: "old" },
    { kind: "approve", rule: "drop-table", object: "old", rows: 1, because: "a test" },
  ] as const;
  const done = await rehearse(live, { ...asked, plan: planOf(before, steps, { decisions }) }, quiet);
  if (!done.ok) return t.fail("it runs", done);
  t.match(
    done.value.tables.map(({ table, rowsAfter, same, different }) => ({ table, rowsAfter, same, different })),
    [
      { table: "tune", rowsAfter: 2, same: true, different: [] },
      { table: "old", rowsAfter: null, same: true, different: [] },
    ],
  );
});

t.test("a full-text table holds words back until the commit, and that is not another process's write", async (t) => {
  const modules = ["fts4(note, content='words')", "fts5(note, content='words', content_rowid='id')"];
  // An index that lags behind its content is not damage.
  for (const [module, lags] of modules.flatMap((each) => [[each, false] as const, [each, true] as const])) {
    const steps = [
      step("create-table", "other", "CREATE TABLE other (a)"),
      step("fill", "words.note", "UPDATE words SET note = note || ' twice'"),
      step("fill-virtual-table", "search", "INSERT INTO search (search) VALUES ('rebuild')"),
    ];
    const tables = `CREATE TABLE words (id INTEGER PRIMARY KEY, note TEXT); CREATE VIRTUAL TABLE search USING ${module};
      INSERT INTO words (note) VALUES ('slow air'), ('jig'); ${lags ? "" : "INSERT INTO search (search) VALUES ('rebuild')"}`;
    const { path, backup, back } = await changed(t, `${tables};`, planOf(`${tables};${shop}`, steps));
    const outcome = await back();
    t.equal(outcome.kind, "restored", module);
    t.ok(pages(path, backup).equals(withoutCounters(readFileSync(backup))), "page for page");
  }
});

t.test("what a killed run left half-written is removed once it has not been written to for an hour", async (t) => {
  const place = { root: folder(t), name: "app" };
  const here = join(place.root, place.name);
  mkdirSync(join(here, "mine.tmp"), { recursive: true });
  for (const [name, minutes] of [
    ["old.db.tmp", 61],
    ["new.db.tmp", 59],
    ["old.db", 61],
  ] as const) {
    writeFileSync(join(here, name), "");
    const then = Date.now() / 1000 - minutes * 60;
    utimesSync(join(here, name), then, then);
  }
  t.ok(preparePlace(place).ok);
  t.strictSame(readdirSync(here).sort(), ["mine.tmp", "new.db.tmp", "old.db"]);
});

t.test("a name that another process has claimed, or a backup has, is not taken", async (t) => {
  const here = folder(t);
  const stamp = stampOf(new Date(0), "sha256:0123456789");
  const names = [1, 2].map(() => claimPath(here, stamp)).map((claimed) => claimed.ok && basename(claimed.value));
  t.strictSame(names, [`${stamp}.db`, `${stamp}-2.db`]);
  renameSync(join(here, `${stamp}.db.tmp`), join(here, `${stamp}.db`));
  t.match(claimPath(here, stamp), { ok: true, value: new RegExp(`${stamp}-3\\.db$`) });
  t.strictSame(readdirSync(here).sort(), [`${stamp}-2.db.tmp`, `${stamp}-3.db.tmp`, `${stamp}.db`]);
  t.match(claimPath(join(here, "gone"), stamp), { ok: false, problems: [{ code: "backup-place" }] });
});
