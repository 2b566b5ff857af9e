import { createHash } from "node:crypto";
import { closeSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { backupFiles } from "../../src/apply/backups.ts";
import type { ApplyEvent } from "../../src/apply/events.ts";
import { readManifest } from "../../src/apply/read-manifest.ts";
import type { ApplyRequest } from "../../src/apply/run.ts";
import { verifyBackup } from "../../src/apply/verify-backup.ts";
import { Engine } from "../../src/database/engine.ts";
import { fileUri } from "../../src/database/file.ts";
import { fingerprint } from "../../src/model/fingerprint.ts";
import type { Schema } from "../../src/model/schema.ts";
import { differenceOf } from "../../src/database/page-difference.ts";
import type { Item, Plan } from "../../src/plan/plan.ts";
import { putBackFile } from "../../src/target/file/put-back.ts";
import {
  applied,
  ask,
  check,
  folder,
  planOf,
  request,
  run,
  shop,
  shopRows,
  shopSteps,
  step,
  type Told,
} from "./fixture.ts";

/**
 * Writers wait for the change, not for the precautions: a large database is copied and checked before the write lock is
 * taken.
 */

const add = step("add-column", "orders.note", 'ALTER TABLE "orders" ADD COLUMN "note" TEXT');
/** A plan that writes no rows. */
const light: readonly Item[] = [
  step("rename-column", "users.display_name", 'ALTER TABLE "users" RENAME COLUMN "full_name" TO "display_name"'),
  add,
  step("create-view", "notes", 'CREATE VIEW notes AS SELECT id, "note" FROM orders'),
  step(
    "create-trigger",
    "u",
    "CREATE TRIGGER u AFTER DELETE ON users BEGIN INSERT INTO log VALUES ('now', 'gone'); END",
  ),
];
const renamed = [{ kind: "rename-column", table: "users", from: "full_name", to: "display_name" }] as const;

const filler = "INSERT INTO log SELECT 'filler', randomblob(100000) FROM generate_series(1, 42)";
const modes = ["WAL", "DELETE"] as const;

async function large(t: Test, settings: string, plan: Plan, more: Partial<ApplyRequest> = {}) {
  const path = join(folder(t), "app.db");
  await run(path, `${settings};${shop}${shopRows(3000)}${filler}`);
  return { path, asked: request(path, plan, more) };
}

/** Does something to the database when an event occurs. */
function during(kind: ApplyEvent["kind"], work: () => void): { onEvent: (event: ApplyEvent) => void } {
  return {
    onEvent: (event) => {
      if (event.kind === kind) work();
    },
  };
}

/** A backup is what the change found, to the last page, and its note describes what the change left. */
async function isExact(t: Test, path: string, { outcome }: Pick<Told, "outcome">, what: string): Promise<string> {
  if (outcome.kind !== "applied" || outcome.backup === null) {
    t.fail(what, { outcome });
    return "";
  }
  const { path: backup, sha256 } = outcome.backup;
  // Only the file is compared.
  await ask(path, "PRAGMA wal_checkpoint(TRUNCATE)");
  const manifest = readManifest(backup);
  const noted = manifest.ok ? manifest.value : null;
  t.equal(noted?.after?.content, (await differenceOf(path, backup)).content, `${what}: nothing differs but the change`);
  t.equal(createHash("sha256").update(readFileSync(backup)).digest("hex"), sha256, `${what}: its checksum`);
  t.match(noted, { sha256, blocks: undefined, bytes: statSync(backup).size }, `${what}: the same in its note`);
  t.same(await ask(backup, "PRAGMA integrity_check"), [["ok"]], what);
  return backup;
}

t.test("the backup is taken before the lock, and completed under it with what was written meanwhile", async (t) => {
  const writes: Readonly<Record<string, string>> = {
    nothing: "",
    "some rows, before a rebuild": "DELETE FROM orders WHERE id = 5; UPDATE users SET mail = mail || 'x' WHERE id = 77",
    "some rows":
      "INSERT INTO orders (user, total) VALUES (1, 5), (2, 6); UPDATE users SET mail = mail || 'x' WHERE id = 77",
    "rows everywhere": "UPDATE orders SET total = total + 1",
    "many rows, so that it grows": "INSERT INTO log SELECT 'more', randomblob(50000) FROM generate_series(1, 70)",
    "fewer pages, and others again":
      "DELETE FROM log; VACUUM; INSERT INTO log SELECT 'more', randomblob(50000) FROM generate_series(1, 30)",
    "a transaction that is rolled back":
      "PRAGMA cache_size = 5; BEGIN; UPDATE orders SET total = 0; DELETE FROM log; ROLLBACK; DELETE FROM users WHERE id = 2999",
    "writes around a checkpoint":
      "DELETE FROM users WHERE id = 8; PRAGMA wal_checkpoint(TRUNCATE); DELETE FROM users WHERE id = 9; PRAGMA wal_checkpoint(RESTART)",
  };
  for (const [n, [what, sql]] of Object.entries(writes).entries()) {
    for (const mode of n < 4 ? modes : (["WAL"] as const)) {
      const plan = what.endsWith("rebuild") ? planOf(shop, shopSteps) : planOf(shop, light, { decisions: renamed });
      const { path, asked } = await large(t, `PRAGMA journal_mode = ${mode}`, plan);
      const other = new Engine(fileUri(path, "rw"), { timeout: 100 });
      const kinds: string[] = [];
      const onEvent = ({ kind }: ApplyEvent) => {
        kinds.push(kind);
        if (kind === "backup") other.exec(sql);
      };
      const told = await applied(asked, { onEvent });
      await other.close();
      const name = `${mode}, ${what}`;
      t.ok(kinds.indexOf("backup") < kinds.indexOf("locked"), name);
      t.equal(kinds.includes("backup-completed"), sql !== "", name);
      const backup = await isExact(t, path, told, name);
      const counted = "SELECT count(*), total(total) FROM orders";
      t.same(await ask(backup, counted), await ask(path, counted), name);
      const back = await putBackFile({ ...asked, backup, discardWrites: false }, quiet);
      t.equal(back.kind, "restored", `${name}: it goes back without a question`);
    }
  }
});

const quiet = {
  onEvent: () => {},
  now: () => new Date(),
  stop: new AbortController().signal,
  kill: new AbortController().signal,
};

t.test("what a plan without rows leaves is known without reading the whole database", async (t) => {
  const some: Readonly<Record<string, readonly Item[]>> = {
    "a renamed table": [step("rename-table", "invoices", 'ALTER TABLE "orders" RENAME TO "invoices"')],
    "a new index": [step("create-index", "total", "CREATE INDEX total ON orders (total)")],
    "an index in the place of another": [
      step("drop-index", "orders_user", "DROP INDEX orders_user"),
      step("create-index", "other", "CREATE INDEX other ON orders (user, total)"),
      step("create-table", "t", "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a UNIQUE)"),
    ],
    "an index that goes": [step("drop-index", "orders_user", "DROP INDEX orders_user")],
    "long definitions": Array.from({ length: 40 }, (_, n) =>
      step(
        "create-view",
        `v${n}`,
        `CREATE VIEW v${n} AS SELECT ${Array.from({ length: 60 }, (_, m) => `id AS c${m}`)} FROM orders`,
      ),
    ),
    "a column with a rule": [
      step("add-column", "orders.x", 'ALTER TABLE "orders" ADD COLUMN "x" INTEGER DEFAULT 1 CHECK (x > 0)'),
    ],
  };
  const gaps = "DELETE FROM log WHERE rowid % 3 = 0";
  for (const [n, [what, items]] of Object.entries(some).entries()) {
    for (const mode of n === 0 ? ["DELETE; PRAGMA auto_vacuum = 2", "WAL"] : ["WAL"]) {
      const { path, asked } = await large(t, `PRAGMA journal_mode = ${mode}`, planOf(shop, items));
      await run(path, `${gaps}; ANALYZE`);
      await isExact(t, path, await applied(asked), `${what}, ${mode}`);
    }
  }
});

t.test(
  "a plan without rows is tried before the lock, so that the schema that it leads to is known under it",
  async (t) => {
    for (const mode of modes) {
      const plan = planOf(shop, light, { decisions: renamed });
      const { path, asked } = await large(t, `PRAGMA journal_mode = ${mode}`, plan);
      const known = new Map<string, Schema>();
      const fingerprints = () => [...known.values()].map((schema) => fingerprint(schema));
      let before: readonly string[] = [];
      let steps = 0;
      const onEvent = ({ kind }: ApplyEvent) => {
        if (kind === "locked") before = fingerprints();
        if (kind === "step") steps += 1;
      };
      t.equal((await applied(asked, { known, onEvent })).outcome.kind, "applied", mode);
      t.strictSame(before, [plan.base, plan.target], `${mode}: both are known when the lock is taken`);
      t.strictSame(fingerprints(), before, `${mode}: nothing else was read under it`);
      t.equal(steps, light.length, `${mode}: the steps are told once`);
      t.strictSame(await ask(path, "SELECT count(*) FROM notes"), [[6000]], mode);
    }
  },
);

t.test("a lock that another process holds while the plan is tried is waited for as usual", async (t) => {
  for (const mode of modes) {
    const { path, asked } = await large(
      t,
      `PRAGMA journal_mode = ${mode}`,
      planOf(shop, light, { decisions: renamed }),
    );
    const other = new Engine(fileUri(path, "rw"), { timeout: 100 });
    let waited = 0;
    const onEvent = ({ kind }: ApplyEvent) => {
      if (kind === "backup") other.exec("BEGIN EXCLUSIVE; DELETE FROM orders WHERE id = 5");
      if (kind === "waiting" && waited++ === 0) other.exec("COMMIT");
    };
    const told = await applied(asked, { onEvent });
    await other.close();
    t.ok(waited > 0, `${mode}: it waited`);
    t.equal(told.outcome.kind, "applied", mode);
    t.strictSame(await ask(path, "SELECT count(*) FROM notes"), [[5999]], mode);
  }
});

t.test("what fails where it is tried is told by the database itself, with its rows", async (t) => {
  const twice = [
    add,
    step("create-view", "v", "CREATE VIEW v AS SELECT 1"),
    step("create-view", "v", "CREATE VIEW v AS SELECT 2"),
  ];
  const plan = { ...planOf(shop, [add]), items: twice };
  const { path, asked } = await large(t, "PRAGMA journal_mode = WAL", plan);
  const { outcome, events } = await applied(asked);
  t.match(outcome, { kind: "failed", state: "unchanged", problems: [{ code: "apply-step-failed" }] });
  t.equal(events.filter(({ kind }) => kind === "locked").length, 1);
  t.strictSame(await ask(path, "SELECT count(*) FROM sqlite_schema WHERE name = 'v'"), [[0]]);
});

t.test("rows without a parent are looked for before the lock, and not again if no row is written", async (t) => {
  const keys = check("foreign-keys", "all", { kind: "no-worse" }, "PRAGMA foreign_key_check");
  for (const mode of modes) {
    const { path, asked } = await large(t, `PRAGMA journal_mode = ${mode}`, planOf(shop, [add, keys]));
    await run(path, "PRAGMA foreign_keys = OFF; DELETE FROM users WHERE id = 7");
    const { outcome, events } = await applied(asked);
    t.match(
      outcome,
      { kind: "applied", checks: [{ name: "foreign-keys all", seen: "no rows written", ok: true }] },
      mode,
    );
    t.match(
      events.find((event) => event.kind === "note"),
      { problem: { code: "database-blemished", evidence: [/2 rows without parent: orders → users/] } },
      "what was wrong before is told",
    );
  }
  const filled = [step("fill", "orders", "UPDATE orders SET user = 5000 WHERE id = 9"), add, keys];
  const { asked } = await large(t, "", planOf(shop, filled));
  t.match(
    (await applied(asked)).outcome,
    { kind: "failed-check" },
    "where rows are written, it is asked under the lock",
  );
});

t.test("a rule about rows is asked before the lock, and under it where rows were written since", async (t) => {
  const nulls = (where: string) =>
    check("rows", where, { kind: "equal", value: 0 }, `SELECT count(*) FROM orders WHERE ${where}`);
  const rule = step(
    "alter-column",
    "orders.total",
    'ALTER TABLE "orders" ALTER COLUMN "total" TO "total" REAL NOT NULL',
  );
  const ruled = [nulls("total IS NULL"), rule];
  const writes = {
    nothing: "",
    "a row that keeps the rule": "UPDATE orders SET total = 5 WHERE id = 9",
    "a row that breaks it": "UPDATE orders SET total = NULL WHERE id = 9",
  };
  for (const [what, sql] of Object.entries(writes)) {
    for (const mode of modes) {
      const { path, asked } = await large(t, `PRAGMA journal_mode = ${mode}`, planOf(shop, ruled));
      const told = await applied(
        asked,
        during("backup", () => {
          const other = new Engine(fileUri(path, "rw"), { timeout: 100 });
          other.exec(sql);
          other.closeNow();
        }),
      );
      const name = `${what}, ${mode}`;
      if (what !== "a row that breaks it") await isExact(t, path, told, name);
      else t.match(told.outcome, { kind: "failed-check", checks: [{ ok: false, seen: "1" }] }, name);
    }
  }
  for (const backup of ["take", "none"] as const) {
    const { path, asked } = await large(t, "", planOf(shop, [rule]), { backup });
    await run(path, writes["a row that breaks it"]);
    t.match((await applied(asked)).outcome, { kind: "failed-check" }, "and by what SQLite says of the table, after it");
  }
});

t.test("damage is found before the lock, and stops the plan", async (t) => {
  for (const backup of ["take", "none"] as const) {
    const { path, asked } = await large(t, "", planOf(shop, [add]), { backup });
    const leaf = "SELECT max(pageno) FROM dbstat WHERE name = 'orders' AND pagetype = 'leaf'";
    const page = Number((await ask(path, leaf))[0]?.[0]);
    const handle = openSync(path, "r+");
    // Then cells overlap, as they do where a write was lost.
    writeSync(handle, Buffer.alloc(20, 0x0f), 0, 20, (page - 1) * 4096 + 8);
    closeSync(handle);
    const { outcome, events } = await applied(asked);
    t.match(outcome, { kind: "failed", state: "unchanged", problems: [{ code: "database-unsound" }] }, backup);
    t.notOk(
      events.some(({ kind }) => kind === "locked"),
      "nobody waited",
    );
    t.same(backupFiles(asked.place), []);
  }
});

t.test("a plan that no longer fits is refused before anything is copied", async (t) => {
  const { path, asked } = await large(t, "", planOf(shop, [add]));
  t.equal((await applied(asked)).outcome.kind, "applied");
  const again = await applied(asked);
  t.equal(again.outcome.kind, "already");
  await run(path, "CREATE TABLE other (a)");
  const stale = await applied({ ...asked, plan: planOf(shop, light) });
  t.equal(stale.outcome.kind, "stale");
  for (const { events } of [again, stale]) t.notOk(events.some(({ kind }) => kind.startsWith("backup")));
});

t.test("a change between the copy and the lock is refused under the lock, and the copy is removed", async (t) => {
  const { path, asked } = await large(t, "PRAGMA journal_mode = WAL", planOf(shop, [add]));
  const other = new Engine(fileUri(path, "rw"));
  const { outcome } = await applied(
    asked,
    during("backup", () => other.exec("CREATE TABLE other (a)")),
  );
  await other.close();
  t.equal(outcome.kind, "stale");
  t.same(readdirSync(join(asked.place.root, asked.place.name)), []);
});

t.test("a copy that another run removed as a leftover is made again under the lock", async (t) => {
  for (const mode of modes) {
    const { path, asked } = await large(t, `PRAGMA journal_mode = ${mode}`, planOf(shop, [add]));
    const place = join(asked.place.root, asked.place.name);
    let backups = 0;
    const told = await applied(
      asked,
      during("backup", () => {
        if (++backups > 1) return;
        for (const name of readdirSync(place)) if (name.endsWith(".tmp")) rmSync(join(place, name));
      }),
    );
    await isExact(t, path, told, mode);
    t.equal(backups, 2, mode);
  }
});

t.test("rows that break a rule, written between the copy and the lock, are not the change's fault", async (t) => {
  const base = "CREATE TABLE t (a CHECK (a > 0)); CREATE TABLE filler (b)";
  const plan = planOf(base, [step("create-index", "i", "CREATE INDEX i ON t (a)")]);
  for (const [backup, fullUpTo] of [
    ["take", null],
    ["none", null],
    ["take", 0],
  ] as const) {
    const path = join(folder(t), "app.db");
    await run(path, `PRAGMA journal_mode = ${fullUpTo === 0 ? "WAL" : "DELETE"}; ${base}`);
    await run(path, "INSERT INTO filler SELECT randomblob(100000) FROM generate_series(1, 120)");
    const other = new Engine(fileUri(path, "rw"));
    let once = false;
    const bad = () => {
      if (!once) other.exec("PRAGMA ignore_check_constraints = ON; INSERT INTO t VALUES (-1)");
      once = true;
    };
    const events: ApplyEvent[] = [];
    const { outcome } = await applied(request(path, plan, { backup, fullUpTo }), {
      onEvent: (event) => {
        events.push(event);
        if (event.kind === (fullUpTo === 0 ? "backup-progress" : "backup")) bad();
      },
      // Without a backup, nothing is reported before the lock, and the clock is not read.
      stop: () => {
        if (backup === "none" && events.length === 0) bad();
        return false;
      },
    });
    await other.close();
    t.equal(outcome.kind, "applied", JSON.stringify(outcome));
    t.ok(
      events.some((event) => event.kind === "note" && event.problem.code === "database-blemished"),
      `told, with ${backup}`,
    );
    if (fullUpTo === 0) t.match(outcome, { backup: { path: /\.changes$/ } });
  }
});

t.test("after a kill between the commit and what follows, the backup is as good as any", async (t) => {
  for (const mode of modes) {
    const { path, asked } = await large(t, `PRAGMA journal_mode = ${mode}`, planOf(shop, [add]));
    // Large enough to be read back in a thread of its own.
    await run(path, filler);
    const other = new Engine(fileUri(path, "rw"));
    await t.rejects(
      applied(asked, {
        onEvent: (event) => {
          if (event.kind === "backup") other.exec("INSERT INTO orders (user, total) VALUES (1, 77)");
          if (event.kind === "committed") throw new Error("nothing of what follows is done");
        },
      }),
    );
    await other.close();
    const [backup = ""] = backupFiles(asked.place);
    const manifest = readManifest(backup);
    if (!manifest.ok) return t.fail("there is a note", manifest);
    t.equal(manifest.value.blocks, 65536, "its checksum is one of blocks");
    t.equal(await verifyBackup(backup, manifest.value), null);
    const handle = openSync(backup, "r+");
    const [place, byte] = [statSync(backup).size - 5000, Buffer.alloc(1)];
    byte[0] = (readFileSync(backup)[place] ?? 0) ^ 1;
    writeSync(handle, byte, 0, 1, place);
    t.match(await verifyBackup(backup, manifest.value), { code: "backup-damaged" }, "one bit more or less is noticed");
    byte[0] ^= 1;
    writeSync(handle, byte, 0, 1, place);
    closeSync(handle);
    t.equal((await putBackFile({ ...asked, backup, discardWrites: false }, quiet)).kind, "restored", mode);
    t.same(await ask(path, "SELECT count(*) FROM orders WHERE total = 77"), [[1]], "with the row of the last moment");
  }
});
