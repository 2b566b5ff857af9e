import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import t from "tap";
import { backupFiles } from "../../src/apply/backups.ts";
import type { ApplyEvent } from "../../src/apply/events.ts";
import { preparePlace } from "../../src/apply/place.ts";
import { readManifest } from "../../src/apply/read-manifest.ts";
import type { ApplyRequest } from "../../src/apply/run.ts";
import { Engine } from "../../src/database/engine.ts";
import { differenceOf } from "../../src/database/page-difference.ts";
import { putBackFile } from "../../src/target/file/put-back.ts";
import { foreseeChanges, isOfChanges } from "../../src/target/file/put-back-changes.ts";
import type { Item, Plan } from "../../src/plan/plan.ts";
import { quiet } from "../kit/target.ts";
import { applied, ask, folder, planOf, request, run, step } from "./fixture.ts";

const schema = `CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b BLOB); CREATE INDEX t_a ON t (a);
  CREATE TABLE old (x, y); CREATE TABLE sparse (x)`;

/** 4.5 MB with some free pages, and with more than one trunk page if pages are small. */
const rows = (pageSize: number) => `PRAGMA page_size = ${pageSize}; PRAGMA journal_mode = WAL; ${schema};
  INSERT INTO t SELECT value, 'row ' || value, randomblob(1500) FROM generate_series(1, 1800);
  INSERT INTO old SELECT value, zeroblob(700) FROM generate_series(1, 900);
  INSERT INTO sparse SELECT zeroblob(9000) FROM generate_series(1, 120); DELETE FROM sparse WHERE rowid % 3 > 0`;

const few = { fullUpTo: 0 };

const kinds: readonly (readonly Item[])[] = [
  [step("add-column", "t.c", "ALTER TABLE t ADD COLUMN c TEXT")],
  [step("rename-column", "t.d", "ALTER TABLE t RENAME COLUMN a TO d")],
  [step("create-view", "v", "CREATE VIEW v AS SELECT id FROM t")],
  [step("create-index", "t_b", "CREATE INDEX t_b ON t (substr(b, 1, 40), a)")],
  [step("drop-table", "old", "DROP TABLE old")],
  [
    step("rebuild-create", "t", "CREATE TABLE t__new (id INTEGER PRIMARY KEY, a TEXT NOT NULL, b BLOB)"),
    step("rebuild-copy", "t", "INSERT INTO t__new (id, a, b) SELECT id, a, b FROM t ORDER BY id"),
    step("rebuild-drop", "t", "DROP TABLE t"),
    step("rebuild-rename", "t", "ALTER TABLE t__new RENAME TO t"),
    step("create-index", "t_a", "CREATE INDEX t_a ON t (a)"),
  ],
  [
    step("drop-index", "t_a", "DROP INDEX t_a"),
    step("create-table", "more", "CREATE TABLE more (x PRIMARY KEY, y) WITHOUT ROWID"),
    step("drop-table", "sparse", "DROP TABLE sparse"),
    step("create-index", "t_id", "CREATE INDEX t_id ON t (id, a)"),
  ],
];

async function back(asked: ApplyRequest, backup: string, discardWrites = false) {
  return putBackFile({ ...asked, backup, discardWrites }, quiet);
}

/** A complete copy, including what is in the log. */
async function copyOf(path: string, to: string): Promise<string> {
  await run(path, "PRAGMA wal_checkpoint(TRUNCATE)");
  copyFileSync(path, to);
  return to;
}

for (const pageSize of [512, 65536]) {
  t.test(`what a change wrote is put back, and done again, to the last page: pages of ${pageSize}`, async (t) => {
    const dir = folder(t);
    const path = join(dir, "app.db");
    await run(path, rows(pageSize));
    for (const [n, items] of kinds.entries()) {
      const before = await copyOf(path, join(dir, `before-${n}.db`));
      const asked = request(path, planOf(schema, items), few);
      const { outcome } = await applied(asked);
      if (outcome.kind !== "applied" || outcome.backup === null) return t.fail(JSON.stringify(outcome));
      const backup = outcome.backup.path;
      t.match(backup, /\.changes$/);
      t.ok(outcome.backup.bytes === statSync(backup).size && outcome.backup.bytes < statSync(before).size * 0.9);
      const after = await copyOf(path, join(dir, "after.db"));

      const undone = await back(asked, backup);
      if (undone.kind !== "restored") return t.fail(JSON.stringify(undone));
      const again = await copyOf(path, join(dir, "undone.db"));
      // Free pages do not count.
      const content = async (one: string, other: string) => (await differenceOf(one, other)).content;
      const none = await content(before, before);
      t.equal(await content(again, before), none, `${items[0]?.subject}: undone`);
      t.same(await ask(path, "PRAGMA integrity_check"), [["ok"]]);
      t.match(await back(asked, backup), { kind: "same" });

      const redone = await back(asked, undone.kept);
      if (redone.kind !== "restored") return t.fail(JSON.stringify(redone));
      const same = await copyOf(path, join(dir, "redone.db"));
      t.equal(await content(same, after), await content(after, after), "done again");
      t.same(await ask(path, "PRAGMA integrity_check"), [["ok"]]);
      t.match(await back(asked, redone.kept), { kind: "restored" }, "and undone again");
      t.equal(await content(await copyOf(path, again), before), none);
    }
  });
}

/** A database after a change that was made with such a backup. */
async function changed(dir: string, plan: Plan = planOf(schema, kinds[0] ?? [])) {
  const path = join(dir, "app.db");
  await run(path, rows(4096));
  const asked = request(path, plan, few);
  const { outcome } = await applied(asked);
  if (outcome.kind !== "applied" || outcome.backup === null) throw new Error(JSON.stringify(outcome));
  return { path, asked, backup: outcome.backup.path };
}

t.test("after anything else was written it is refused, whatever is agreed to", async (t) => {
  const { path, asked, backup } = await changed(folder(t));
  const manifest = readManifest(backup);
  if (!manifest.ok || !isOfChanges(manifest.value)) return t.fail("a note");
  const none = { onProgress: () => {}, stop: new AbortController().signal };
  t.equal(await foreseeChanges(path, "app", { backup, discardWrites: false }, manifest.value, none), null);
  await run(path, "UPDATE t SET a = 'other' WHERE id = 1500");
  for (const discard of [false, true]) {
    t.match(await back(asked, backup, discard), { kind: "changed", problems: [{ code: "restore-not-last" }] });
    const seen = await foreseeChanges(path, "app", { backup, discardWrites: discard }, manifest.value, none);
    t.match(seen, { kind: "changed" });
  }
  t.same(await ask(path, "SELECT a FROM t WHERE id = 1500"), [["other"]]);
});

t.test("one change after another is undone in that order", async (t) => {
  const { asked, backup: first } = await changed(folder(t));
  const next = `${schema}; ALTER TABLE t ADD COLUMN c TEXT`;
  const second = await applied({ ...asked, plan: planOf(next, kinds[3] ?? []), seal: `sha256:${"1".repeat(64)}` });
  if (second.outcome.kind !== "applied" || second.outcome.backup === null) return t.fail("the second change");
  t.match(await back(asked, first), { kind: "changed", problems: [{ code: "restore-not-last" }] });
  t.match(await back(asked, second.outcome.backup.path), { kind: "restored" });
  t.match(await back(asked, first), { kind: "restored" });
});

t.test("a file that was touched is not put back", async (t) => {
  const { path, asked, backup } = await changed(folder(t));
  const bytes = readFileSync(backup);
  for (const at of [3, 30, 40, bytes.length - 1]) {
    const broken = Buffer.from(bytes);
    broken.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    writeFileSync(backup, broken);
    t.match(await back(asked, backup), { kind: "failed", problems: [{ code: "backup-damaged" }] });
  }
  writeFileSync(backup, bytes.subarray(0, -1));
  t.match(await back(asked, backup), { kind: "failed", problems: [{ code: "backup-damaged" }] });
  writeFileSync(backup, bytes);
  const other = request(join(folder(t), "app.db"), asked.plan);
  copyFileSync(path, other.path);
  const elsewhere = { ...other, backup, discardWrites: true, from: [path] };
  t.match(await putBackFile(elsewhere, quiet), { kind: "failed", problems: [{ code: "backup-of-another" }] });
  t.match(await back(asked, backup), { kind: "restored" });
});

t.test("where the changed pages are not known in time, a full backup is taken, and told", async (t) => {
  for (const [why, sql] of [
    [/write-ahead log/, "PRAGMA journal_mode = DELETE"],
    [/pages can move/, "PRAGMA auto_vacuum = INCREMENTAL; VACUUM"],
    [/has a virtual table \(words\)/, "CREATE VIRTUAL TABLE words USING fts5 (x)"],
    [/gets a virtual table \(words\)/, ""],
  ] as const) {
    const path = join(folder(t), "app.db");
    await run(path, rows(4096));
    await run(path, sql);
    const extra = sql.startsWith("CREATE") ? `${schema}; ${sql}` : schema;
    const words = [step("create-virtual-table", "words", "CREATE VIRTUAL TABLE words USING fts5 (x)")];
    const plan = planOf(extra, sql === "" ? words : (kinds[0] ?? []));
    const { outcome, events } = await applied(request(path, plan, few));
    if (outcome.kind !== "applied") return t.fail(JSON.stringify(outcome));
    t.match(outcome.backup?.path, /\.db$/);
    const notes = events.flatMap((event) => (event.kind === "note" ? [event.problem] : []));
    t.match(notes, [{ code: "backup-full", evidence: [why] }]);
  }
});

t.test("a smaller database is copied whole", async (t) => {
  const path = join(folder(t), "app.db");
  await run(path, rows(4096));
  const { outcome } = await applied(request(path, planOf(schema, kinds[0] ?? []), { fullUpTo: 1e9 }));
  t.match(outcome, { kind: "applied", backup: { path: /\.db$/ } });
});

t.test("a change that is refused leaves nothing", async (t) => {
  const path = join(folder(t), "app.db");
  await run(path, `${rows(4096)}; INSERT INTO old VALUES (NULL, 1)`);
  const plan = planOf(schema, [step("create-index", "old_y", "CREATE UNIQUE INDEX old_y ON old (y)")]);
  const asked = request(path, plan, few);
  t.match((await applied(asked)).outcome, { kind: "failed-check" });
  let stop = false;
  const onEvent = (event: ApplyEvent) => {
    if (event.kind === "backup") stop = true;
  };
  const stopped = request(path, planOf(schema, kinds[0] ?? []), few);
  t.match((await applied(stopped, { onEvent, stop: () => stop })).outcome, { kind: "interrupted" });
  t.same(readdirSync(join(asked.place.root, asked.place.name)), []);
});

t.test("pages that only the commit reveals are saved after it", async (t) => {
  const original = Engine.prototype.all;
  // As if SQLite had held back what it should have written to the log.
  Engine.prototype.all = function all(sql, args) {
    return /sum\(length\(p\.data\)\)/.test(sql) ? [] : original.call(this, sql, args);
  };
  const scene = await changed(folder(t), planOf(schema, kinds[3] ?? [])).finally(() => {
    Engine.prototype.all = original;
  });
  const manifest = readManifest(scene.backup);
  if (!manifest.ok) return t.fail("a note");
  t.ok((manifest.value.changes?.count ?? 0) > 1);
  t.match(await back(scene.asked, scene.backup), { kind: "restored" });
  t.same(await ask(scene.path, "PRAGMA integrity_check"), [["ok"]]);
  t.equal(backupFiles(scene.asked.place).length, 2);
  t.notOk(existsSync(join(scene.asked.place.root, scene.asked.place.name, ".tmp")));
});

t.test("two runs may make the folder of the backups at once", (t) => {
  const root = folder(t);
  const { lstatSync } = fs;
  const late = (path: string) => {
    const found = lstatSync(path, { throwIfNoEntry: false });
    // Made by the other run, right after this one had looked.
    if (found === undefined) fs.mkdirSync(path);
    return found;
  };
  Object.assign(fs, { lstatSync: late });
  syncBuiltinESMExports();
  try {
    t.match(preparePlace({ root, name: "app" }), { ok: true });
  } finally {
    Object.assign(fs, { lstatSync });
    syncBuiltinESMExports();
  }
  t.end();
});
