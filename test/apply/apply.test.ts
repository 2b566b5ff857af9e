import { leavingAlone, nothingBeside } from "../../src/model/beside.ts";
import { spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import t from "tap";
import { readSchema } from "../../src/apply/base.ts";
import { exitCodes } from "../../src/apply/events.ts";
import { readJournal, standing } from "../../src/apply/journal.ts";
import { Engine } from "../../src/database/engine.ts";
import { fileUri, snapshotOf } from "../../src/database/file.ts";
import { openScratch } from "../../src/database/scratch.ts";
import { introspectScratch } from "../../src/introspect/introspect.ts";
import type { Schema } from "../../src/model/schema.ts";
import type { Item, Plan } from "../../src/plan/plan.ts";
import {
  applied,
  ask,
  check,
  fingerprintOf,
  folder,
  planOf,
  request,
  run,
  shop,
  shopRows,
  shopSteps,
  step,
} from "./fixture.ts";

async function shopAt(t: Parameters<typeof folder>[0], more = ""): Promise<string> {
  const path = join(folder(t), "app.db");
  await run(path, `${shop}${shopRows(50)}${more}`);
  return path;
}

/** The whole content as SQL text: schema, rows, and the settings that are stored in the file. */
async function everything(path: string): Promise<unknown> {
  const schema = await ask(path, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 1, 2");
  const tables = schema.filter(([type]) => type === "table").map(([, name]) => `SELECT * FROM "${String(name)}"`);
  const rows: unknown[] = [];
  for (const sql of tables) rows.push(await ask(path, sql));
  return { schema, rows, version: await ask(path, "PRAGMA user_version") };
}

t.test("a plan is run, verified, backed up and recorded", async (t) => {
  for (const mode of ["WAL", "DELETE"]) {
    const path = await shopAt(t, `; PRAGMA journal_mode = ${mode}; PRAGMA user_version = 7`);
    const before = await everything(path);
    const plan = planOf(shop, shopSteps);
    const { outcome, events } = await applied(request(path, plan));
    if (outcome.kind !== "applied") return t.fail(mode, outcome);
    t.equal(exitCodes[outcome.kind], 0);
    t.same(await ask(path, "SELECT count(*), count(DISTINCT currency) FROM orders"), [[100, 1]]);
    t.same(await ask(path, "SELECT display_name FROM users WHERE id = 50"), [["user 50"]]);
    t.same(await ask(path, "PRAGMA journal_mode"), [[mode.toLowerCase()]]);
    t.ok(outcome.checks.every((check) => check.ok));
    t.equal(outcome.steps.find((step) => step.step === "rebuild-copy")?.rows, 100);
    const kinds = events.map((event) => event.kind);
    t.ok(kinds.indexOf("backup") < kinds.indexOf("step-started"), "backed up before the first change");
    t.equal(kinds.at(-1), "committed");

    const backup = outcome.backup?.path ?? "";
    t.same(await everything(backup), before, "the backup is the database as it was");
    t.equal(statSync(backup).mode & 0o777, 0o600);
    t.equal(statSync(join(backup, "..")).mode & 0o777, 0o700);
    const { entries } = readJournal(request(path, plan).place);
    t.match(entries, [{ what: "apply", from: plan.base, to: plan.target, plan: "plans/a.plan.sql", backup }]);
    const again = await applied(request(path, plan));
    t.match(again.outcome, { kind: "already", fingerprint: plan.target }, "a second time there is nothing to do");
    t.equal(readdirSync(join(backup, "..")).length, 3, "and no second backup");
  }
});

t.test("rows are reported for steps about rows, without what a full-text index writes for itself", async (t) => {
  const path = join(folder(t), "words.db");
  const base =
    "CREATE TABLE doc (id INTEGER PRIMARY KEY, body TEXT); CREATE VIRTUAL TABLE words USING fts5(body, content='doc')";
  await run(path, `${base}; INSERT INTO doc (body) VALUES ('one'), ('two'), ('three')`);
  const steps = [
    step("fill", "doc.body", "UPDATE doc SET body = upper(body) WHERE id > 1"),
    step("fill-virtual-table", "words", "INSERT INTO words (words) VALUES ('rebuild')"),
    step("create-view", "bodies", "CREATE VIEW bodies AS SELECT body FROM doc"),
  ];
  const { outcome } = await applied(request(path, planOf(base, steps)));
  t.match(outcome, { kind: "applied", steps: [{ rows: 2 }, { rows: null }, { rows: null }] });
});

t.test("the journal notices that the schema was changed elsewhere", async (t) => {
  const path = await shopAt(t);
  await applied(request(path, planOf(shop, shopSteps)));
  const { entries } = readJournal(request(path, planOf(shop, [])).place);
  const schemaOf = (sql: string) => {
    const scratch = openScratch();
    scratch.exec(sql);
    return introspectScratch(scratch);
  };
  const reached = `${shop}; ${shopSteps.flatMap((item) => (item.kind === "step" ? [item.sql] : [])).join(";")}`;
  t.equal(standing(entries, schemaOf(reached)), "as-applied");
  t.equal(standing(entries, schemaOf(shop)), "changed-elsewhere");
  t.equal(standing([], schemaOf(shop)), "nothing-applied");
});

t.test("a database that has changed is not touched", async (t) => {
  const path = await shopAt(t, "; CREATE TABLE other (a)");
  const before = readFileSync(path);
  const { outcome } = await applied(request(path, planOf(shop, shopSteps)));
  t.match(outcome, { kind: "stale", problems: [{ code: "apply-stale" }] });
  t.equal(exitCodes[outcome.kind], 20);
  t.ok(readFileSync(path).equals(before), "not one byte");
  t.notOk(existsSync(join(path, "..", "backups")), "and no backup was begun");
});

t.test("a schema that was read before the lock is known under it only if it is the same to the byte", async (t) => {
  const before = `${shop}; CREATE VIEW aa AS SELECT 1 AS b`;
  for (const change of [
    "DROP VIEW aa; CREATE VIEW aa AS SELECT 2 AS b",
    "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE VIEW aa AS SELECT 2 AS b' WHERE name = 'aa'",
  ]) {
    const path = await shopAt(t, "; CREATE VIEW aa AS SELECT 1 AS b");
    const known = new Map<string, Schema>();
    const engine = new Engine(fileUri(path, "rw"));
    t.ok((await readSchema(snapshotOf(engine), nothingBeside, known)).ok);
    await engine.close();
    await run(path, change);
    const plan = planOf(before, [step("create-table", "z", "CREATE TABLE z (a)")]);
    t.equal((await applied(request(path, plan), { known })).outcome.kind, "stale", change);
    await run(path, change.replaceAll("SELECT 2", "SELECT 1"));
    t.equal((await applied(request(path, plan), { known })).outcome.kind, "applied");
  }
});

t.test("a view that was edited makes the plan stale, a different layout does not", async (t) => {
  const text = "CREATE VIEW open_orders AS SELECT id, user FROM orders WHERE total > 0";
  const before = [{ type: "view", name: "open_orders", sql: text }] as const;
  const same = await shopAt(
    t,
    `; DROP VIEW open_orders; CREATE VIEW open_orders /* mine */ AS  select id, user from orders where total > 0`,
  );
  t.equal((await applied(request(same, planOf(shop, shopSteps, { before })))).outcome.kind, "applied");
  const path = await shopAt(t);
  const other = [{ ...before[0], sql: text.replace("> 0", "> 1") }];
  t.match((await applied(request(path, planOf(shop, shopSteps, { before: other })))).outcome, {
    kind: "stale",
    problems: [{ evidence: [/found/, /base/, /target/, "view open_orders has a different definition"] }],
  });
  const gone = [{ type: "trigger", name: "nothing", sql: "CREATE TRIGGER nothing" }] as const;
  t.equal((await applied(request(path, planOf(shop, shopSteps, { before: gone })))).outcome.kind, "stale");
});

type Tester = Parameters<typeof folder>[0] & { same: (found: unknown, wanted: unknown, name: string) => boolean };

/** Runs a plan that must fail, and checks that nothing at all is different afterwards. */
async function rolledBack(t: Tester, plan: Plan, more = "") {
  const path = await shopAt(t, more);
  const before = await everything(path);
  const { outcome } = await applied(request(path, plan));
  t.same(await everything(path), before, "the database is as it was");
  t.same(readdirSync(join(path, "..", "backups", "app")), [], "the backup of what did not change is gone");
  return outcome;
}

t.test("whatever fails inside is rolled back and shown", async (t) => {
  const drop = step("drop-table", "log", "DROP TABLE log");
  const trigger = step("drop-trigger", "orders_log", "DROP TRIGGER orders_log");
  const cases: [string, readonly Item[], object][] = [
    [
      "a check on the rows",
      [trigger, check("drop-table", "log", { kind: "most", value: 4 }, "SELECT count(*) FROM log"), drop],
      { kind: "failed-check", problems: [{ evidence: ["expected <= 4", "seen     100"] }] },
    ],
    [
      "a check that wants a number",
      [trigger, check("check", "log", { kind: "equal", value: 5 }, "SELECT count(*) FROM log"), drop],
      { kind: "failed-check" },
    ],
    [
      "a check that gets no number",
      [trigger, check("check", "log", { kind: "equal", value: 0 }, "SELECT what FROM log LIMIT 1"), drop],
      { kind: "failed-check", checks: [{ seen: "order" }] },
    ],
    [
      "a check that wants no rows",
      [trigger, check("edit", "log", { kind: "empty" }, "SELECT * FROM log; -- all"), drop],
      { kind: "failed-check", checks: [{ seen: "more than 5 rows" }] },
    ],
    [
      "rows that break an index",
      [step("create-index", "u", "CREATE UNIQUE INDEX u ON log (what)")],
      { kind: "failed-check" },
    ],
    [
      "a statement that is wrong",
      [trigger, step("edit", "x", "UPDATE nothing SET a = 1")],
      { kind: "failed", state: "unchanged", problems: [{ code: "apply-step-failed" }] },
    ],
  ];
  for (const [name, items, expected] of cases) {
    const plan = { ...planOf(shop, []), target: "fp1:somewhere", items };
    t.match(await rolledBack(t, plan), expected, name);
  }
});

t.test("the last check before the commit finds what the plan did not check", async (t) => {
  const loose = shop.replace("full_name TEXT NOT NULL", "full_name TEXT");
  const cases: [string, string, readonly Item[], string, string][] = [
    ["steps that lead elsewhere", shop, [step("create-table", "z", "CREATE TABLE z (a)")], "", "schema"],
    [
      "NULL hidden by ALTER COLUMN",
      loose,
      [step("alter-column", "users.full_name", "ALTER TABLE users ALTER COLUMN full_name TO full_name TEXT NOT NULL")],
      "; UPDATE users SET full_name = NULL WHERE id = 3",
      "soundness",
    ],
    [
      "a trigger that lost its column",
      shop,
      [step("drop-column", "log.what", "ALTER TABLE log DROP COLUMN what")],
      "",
      "views-and-triggers",
    ],
    [
      "a view of a view, and a trigger of another table, that lost their column",
      `${shop}; CREATE VIEW whats AS SELECT what FROM log; CREATE VIEW whats_sorted AS SELECT what FROM whats ORDER BY 1;`,
      [step("drop-table", "log", "DROP TABLE log"), step("create-table", "log", "CREATE TABLE log (at TEXT)")],
      "",
      "views-and-triggers",
    ],
    [
      "children that lost their parents",
      shop,
      [step("edit", "users", "DELETE FROM users WHERE id < 3"), step("create-table", "z", "CREATE TABLE z (a)")],
      "",
      "foreign-keys",
    ],
    [
      "children that were lost",
      shop,
      [step("fill", "orders", "DELETE FROM orders WHERE id = 1"), step("create-table", "z", "CREATE TABLE z (a)")],
      "",
      "foreign-keys",
    ],
  ];
  for (const [name, schema, items, rows, failing] of cases) {
    const path = join(folder(t), "app.db");
    await run(path, `${schema}${shopRows(50)}${rows}`);
    const before = await everything(path);
    const plan = planOf(schema, items);
    const asked = failing === "schema" ? { ...plan, target: fingerprintOf("CREATE TABLE elsewhere (a)") } : plan;
    const { outcome } = await applied(request(path, asked));
    if (outcome.kind !== "failed-check") return t.fail(name, outcome);
    t.same(
      outcome.checks.filter((check) => !check.ok).map((check) => check.name),
      [failing],
      name,
    );
    t.same(await everything(path), before);
  }
});

t.test("existing problems are reported, kept, and no reason to refuse", async (t) => {
  const path = await shopAt(t, "; PRAGMA foreign_keys = OFF; DELETE FROM users WHERE id = 7");
  const { outcome, events } = await applied(request(path, planOf(shop, shopSteps)));
  t.equal(outcome.kind, "applied");
  const note = events.find((event) => event.kind === "note");
  t.match(note, { problem: { code: "database-blemished", evidence: [/rows without parent: orders → users/] } });
});

for (const backup of ["take", "none"] as const) {
  t.test(`an index that is already corrupt is reported, and stays so, backup: ${backup}`, async (t) => {
    const path = await shopAt(t);
    // The text of the index is replaced: its entries are now those of another index.
    await run(
      path,
      "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE INDEX orders_user ON orders (total)' WHERE name = 'orders_user'",
    );
    const schema = shop.replace("orders (user)", "orders (total)");
    const found = await ask(path, "SELECT count(*) FROM pragma_integrity_check");
    const steps = [step("create-table", "z", "CREATE TABLE z (a)")];
    const { outcome, events } = await applied(request(path, planOf(schema, steps), { backup }));
    t.equal(outcome.kind, "applied");
    t.match(
      events.find((event) => event.kind === "note"),
      { problem: { code: "database-blemished" } },
    );
    t.equal(events.filter((event) => event.kind === "step").length, 1, "and every step is told once");
    t.same(await ask(path, "SELECT count(*) FROM pragma_integrity_check"), found);
  });

  t.test(`rows that already broke a rule may stay, but not increase, backup: ${backup}`, async (t) => {
    const schema = "CREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT)";
    const strict = "CREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT NOT NULL)";
    const broken = `${schema}; INSERT INTO a (b) VALUES (NULL), ('x'); PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = '${strict}' WHERE name = 'a'`;
    const plans = {
      applied: [step("create-table", "z", "CREATE TABLE z (a)")],
      "failed-check": [
        step("create-table", "c", "CREATE TABLE c (b TEXT)"),
        step("edit", "c", "INSERT INTO c VALUES (NULL)"),
        step("alter-column", "c.b", "ALTER TABLE c ALTER COLUMN b TO b TEXT NOT NULL"),
      ],
    } as const;
    for (const [kind, steps] of Object.entries(plans)) {
      const path = join(folder(t), "app.db");
      await run(path, broken);
      const { outcome } = await applied(request(path, planOf(strict, steps), { backup }));
      t.equal(outcome.kind, kind, JSON.stringify(outcome));
      t.same(await ask(path, "SELECT count(*) FROM pragma_quick_check WHERE quick_check LIKE 'NULL value in %'"), [
        [1],
      ]);
    }
  });

  t.test(`a database with a damaged structure is not changed, backup: ${backup}`, async (t) => {
    const path = await shopAt(
      t,
      "; CREATE TABLE x (a); INSERT INTO x SELECT hex(randomblob(400)) FROM generate_series(1, 200)",
    );
    const bytes = readFileSync(path);
    const page = 4096;
    bytes.fill(0xee, bytes.length - page * 3, bytes.length - page * 2);
    writeFileSync(path, bytes);
    const schema = `${shop}; CREATE TABLE x (a)`;
    const beside = step("create-table", "z", "CREATE TABLE z (a)");
    const within = step("edit", "x", "UPDATE x SET a = a || 'x'");
    for (const steps of [[beside], [within, beside]]) {
      const { outcome } = await applied(request(path, planOf(schema, steps), { backup }));
      t.match(outcome, {
        kind: "failed",
        problems: [{ code: /^(?:database-unsound|database-damaged|backup-unsound)$/ }],
      });
      t.ok(readFileSync(path).equals(bytes));
    }
  });
}

t.test("a check that was already failing may stay as it was, but not get worse", async (t) => {
  const lonely = check("foreign-keys", "", { kind: "no-worse" }, "PRAGMA foreign_key_check");
  const orphan = "; PRAGMA foreign_keys = OFF; INSERT INTO orders VALUES (900, 999, 1)";
  const rename = step("rename-table", "purchases", "ALTER TABLE orders RENAME TO purchases");
  const decisions = [{ kind: "rename-table", from: "orders", to: "purchases" }] as const;
  const renamed = planOf(shop, [rename, lonely], { decisions });
  t.equal((await applied(request(await shopAt(t, orphan), renamed))).outcome.kind, "applied", "under a new name");
  const worse = planOf(shop, [
    step("edit", "users", "DELETE FROM users WHERE id = 1"),
    step("create-table", "z", "CREATE TABLE z (a)"),
    lonely,
  ]);
  t.match((await applied(request(await shopAt(t, orphan), worse))).outcome, {
    kind: "failed-check",
    checks: [{ name: "foreign-keys", ok: false }],
  });
});

t.test("a reference to a missing key does not keep the others from being checked", async (t) => {
  const mismatch = "; CREATE TABLE tag (name TEXT); CREATE TABLE tagged (name TEXT REFERENCES tag (name))";
  const lonely = check("foreign-keys", "", { kind: "no-worse" }, "PRAGMA foreign_key_check");
  const added = step("add-column", "tagged.at", "ALTER TABLE tagged ADD COLUMN at TEXT");
  const fine = planOf(shop + mismatch, [added, lonely]);
  t.equal((await applied(request(await shopAt(t, mismatch), fine))).outcome.kind, "applied");
  const worse = planOf(shop + mismatch, [added, step("edit", "users", "DELETE FROM users WHERE id = 1"), lonely]);
  t.match((await applied(request(await shopAt(t, mismatch), worse))).outcome, {
    kind: "failed-check",
    checks: [{ name: "foreign-keys", ok: false }],
  });
});

t.test("a check may read tables of any name", async (t) => {
  const tables = ["r", "c0", "__trueup_rows", "seen", "new", "old"];
  const made = tables.map((name) => `CREATE TABLE "${name}" (c0 TEXT)`);
  const schema = `${shop}; ${made.join("; ")}`;
  const checks = tables.map((name) =>
    check("check", name, { kind: "equal", value: 0 }, `SELECT count(*) FROM "${name}" AS "old" JOIN "r" AS "new"`),
  );
  const plan = planOf(schema, [step("create-table", "z", "CREATE TABLE z (a)"), ...checks]);
  const { outcome } = await applied(request(await shopAt(t, `; ${made.join("; ")}`), plan));
  t.equal(outcome.kind, "applied", JSON.stringify(outcome));
});

t.test("the lock is waited for, and given up in time", async (t) => {
  const path = await shopAt(t);
  const holder = new Engine(fileUri(path, "rw"));
  const plan = planOf(shop, shopSteps);
  holder.exec("BEGIN IMMEDIATE");
  const started = performance.now();
  const late = await applied(request(path, plan, { lockTimeout: 300 }));
  t.match(late.outcome, {
    kind: "no-lock",
    problems: [{ code: "apply-no-lock", evidence: [`find it: fuser -v ${path}`] }],
  });
  t.ok(performance.now() - started < 2000);
  t.ok(late.events.some((event) => event.kind === "waiting"));
  setTimeout(() => holder.exec("COMMIT"), 300);
  t.equal((await applied(request(path, plan, { lockTimeout: 5000 }))).outcome.kind, "applied");
  await holder.close();
});

t.test("a reader delays a commit in rollback-journal mode, but not in WAL", async (t) => {
  for (const mode of ["DELETE", "WAL"]) {
    const path = await shopAt(t, `; PRAGMA journal_mode = ${mode}`);
    const reader = new Engine(fileUri(path, "rw"));
    reader.exec("BEGIN; SELECT count(*) FROM users");
    t.equal(reader.all("SELECT count(*) FROM users").length, 1);
    const plan = planOf(shop, shopSteps);
    const { outcome } = await applied(request(path, plan, { lockTimeout: 200 }));
    t.equal(outcome.kind, mode === "WAL" ? "applied" : "no-lock", mode);
    t.same(reader.all("SELECT count(full_name) FROM users"), [[50]], "the reader sees what it began with");
    reader.exec("COMMIT");
    const again = await applied(request(path, plan, { lockTimeout: 200 }));
    t.equal(again.outcome.kind, mode === "WAL" ? "already" : "applied");
    await reader.close();
  }
});

t.test("trap 1 again: from the lock to the commit no other process gets in", async (t) => {
  // Copying or hashing the file in this process would silently drop the lock.
  for (const mode of ["DELETE", "WAL"]) {
    const path = await shopAt(t, `; PRAGMA journal_mode = ${mode}`);
    const code = `const d = new (require("libsql"))(${JSON.stringify(path)});
      try { d.exec("INSERT INTO log VALUES ('in', 'between')"); console.log("in") } catch (e) { console.log(e.code) }`;
    const seen = new Set<string>();
    const { outcome } = await applied(request(path, planOf(shop, shopSteps)), {
      onEvent: ({ kind }) => {
        if (kind === "step-started" || kind === "committed" || seen.has(`${kind} SQLITE_BUSY`)) return;
        seen.add(`${kind} ${spawnSync(process.execPath, ["-e", code], { encoding: "utf8" }).stdout.trim()}`);
      },
    });
    t.equal(outcome.kind, "applied");
    t.same(
      [...seen].sort(),
      ["backup", "check", "committing", "locked", "step", "verifying"].map((kind) => `${kind} SQLITE_BUSY`),
    );
  }
});

t.test("a stop between any two statements rolls back", async (t) => {
  const path = await shopAt(t);
  const before = await everything(path);
  for (let at = 1; ; at++) {
    let left = at;
    const { outcome } = await applied(request(path, planOf(shop, shopSteps)), { stop: () => --left < 0 });
    if (outcome.kind === "applied") break;
    if (outcome.kind !== "interrupted") return t.fail(`stopped at ${at}`, outcome);
    t.same(await everything(path), before, `stopped at ${at}`);
  }
});

t.test("backups are refused where they would not be safe", async (t) => {
  const path = await shopAt(t);
  const dir = join(path, "..");
  const plan = planOf(shop, shopSteps);
  const tried = async (place: { root: string; name: string }) =>
    (await applied(request(path, plan, { place }))).outcome;
  mkdirSync(join(dir, "elsewhere"));
  mkdirSync(join(dir, "backups"));
  symlinkSync(join(dir, "elsewhere"), join(dir, "backups", "app"));
  t.match(await tried({ root: join(dir, "backups"), name: "app" }), {
    kind: "failed",
    problems: [{ code: "backup-place", message: /symbolic link/ }],
  });
  t.match(await tried({ root: join(dir, "backups"), name: "../elsewhere" }), {
    kind: "failed",
    problems: [{ code: "backup-place" }],
  });
  writeFileSync(join(dir, "file"), "");
  t.match(await tried({ root: join(dir, "file"), name: "app" }), {
    kind: "failed",
    problems: [{ code: "backup-place" }],
  });
  t.same(readdirSync(join(dir, "elsewhere")), []);
  symlinkSync(join(dir, "elsewhere"), join(dir, "linked"));
  t.equal(
    (await tried({ root: join(dir, "linked"), name: "app" })).kind,
    "applied",
    "a root that is a link is meant so",
  );
  t.ok(lstatSync(join(dir, "elsewhere", "app")).isDirectory());
});

t.test("no backup only on request", async (t) => {
  const path = await shopAt(t);
  const { outcome } = await applied(request(path, planOf(shop, shopSteps), { backup: "none" }));
  t.match(outcome, { kind: "applied", backup: null, undo: null });
  t.same(readdirSync(join(path, "..", "backups", "app")), ["history.ndjson"]);
  const secret = join(folder(t), "secret.db");
  const engine = new Engine(fileUri(secret, "rwc"), { encryptionKey: "k" });
  engine.exec(shop);
  await engine.close();
  const asked = request(secret, planOf(shop, shopSteps), { encryptionKey: "k" });
  t.match((await applied(asked)).outcome, { kind: "failed", problems: [{ code: "backup-encrypted" }] });
  t.equal((await applied({ ...asked, backup: "none" })).outcome.kind, "applied");
});

t.test("leftovers of a killed run are removed, and old backups as configured", async (t) => {
  const path = await shopAt(t);
  const place = join(path, "..", "backups", "app");
  mkdirSync(place, { recursive: true });
  const old = ["2020-01-01T00-00-00-000Z-aaaaaaaa", "2020-01-02T00-00-00-000Z-bbbbbbbb"];
  for (const name of old) for (const end of [".db", ".json"]) writeFileSync(join(place, name + end), "");
  writeFileSync(join(place, "2020-01-03T00-00-00-000Z-cccccccc.db.tmp"), "half");
  writeFileSync(join(place, "mine.db"), "kept by hand");
  const { outcome } = await applied(request(path, planOf(shop, shopSteps), { keep: { count: 2, days: null } }));
  t.equal(outcome.kind, "applied");
  const left = readdirSync(place);
  t.notOk(left.some((name) => name.endsWith(".tmp")));
  t.notOk(left.includes(`${old[0]}.db`) || left.includes(`${old[0]}.json`), "the oldest is gone");
  t.ok(left.includes(`${old[1]}.db`) && left.includes("mine.db"));
});

t.test("approved losses are reported, with their rows", async (t) => {
  const path = await shopAt(t);
  const items = [
    step("drop-trigger", "orders_log", "DROP TRIGGER orders_log"),
    check("drop-table", "log", { kind: "most", value: 200 }, "SELECT count(*) FROM log"),
    step("drop-table", "log", "DROP TABLE log"),
  ];
  const decisions = [{ kind: "approve", rule: "drop-table", object: "log", rows: 200, because: "moved" }] as const;
  const { outcome } = await applied(request(path, planOf(shop, items, { decisions })));
  t.match(outcome, { kind: "applied", destroyed: [{ rule: "drop-table", object: "log", rows: 100 }] });
});

t.test("rows that are not text pass through checks and messages", async (t) => {
  const path = await shopAt(t, "; INSERT INTO log VALUES (CAST(x'ff' AS TEXT), x'00'), (NULL, 2.5)");
  const items = [
    check("edit", "log", { kind: "empty" }, "SELECT * FROM log WHERE at IS NOT 'now'"),
    step("create-table", "z", "CREATE TABLE z (a)"),
  ];
  t.match((await applied(request(path, planOf(shop, items)))).outcome, {
    kind: "failed-check",
    problems: [
      { evidence: ["expected no rows", "seen     2 rows", "(text that cannot be read) | x'00'", "NULL | 2.5"] },
    ],
  });
});

t.test("an index in a collation of the application does not stop the check of everything else", async (t) => {
  const path = await shopAt(
    t,
    "; CREATE TABLE deck (name TEXT COLLATE BINARY); CREATE INDEX deck_name ON deck (name); INSERT INTO deck VALUES ('a')",
  );
  await run(
    path,
    "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'BINARY', 'unicase') WHERE name = 'deck'",
  );
  const items = [step("create-table", "z", "CREATE TABLE z (a)")];
  const { outcome } = await applied(
    request(path, planOf(shop, items), { beside: leavingAlone(nothingBeside, ["deck", "deck_name"]) }),
  );
  t.match(outcome, { kind: "applied" }, JSON.stringify(outcome).slice(0, 600));
  t.strictSame(await ask(path, "SELECT name FROM deck NOT INDEXED"), [["a"]]);
});

t.test("a plan made from UTF-8 text says why it cannot alter a column in UTF-16", async (t) => {
  const before = "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);";
  const path = join(folder(t), "app.db");
  await run(path, `PRAGMA encoding = 'UTF-16le'; ${before}`);
  const alter = step("alter-column", "tune.title", "ALTER TABLE tune ALTER COLUMN title TO title TEXT NOT NULL");
  const { outcome } = await applied(request(path, planOf(before, [alter])));
  t.match(outcome, { kind: "failed", state: "unchanged", problems: [{ code: "apply-step-failed", why: /UTF-16/ }] });
});

t.test("a full-text index with a tokenizer of the application does not stop it either", async (t) => {
  const path = await shopAt(t, "");
  const words = "CREATE VIRTUAL TABLE words USING fts4(content=users, full_name, tokenize=collating)";
  await run(
    path,
    `PRAGMA writable_schema = ON; INSERT INTO sqlite_schema VALUES ('table', 'words', 'words', 0, '${words}')`,
  );
  const items = [step("create-table", "z", "CREATE TABLE z (a)")];
  const { outcome } = await applied(request(path, planOf(shop, items)));
  t.match(outcome, { kind: "applied" }, JSON.stringify(outcome).slice(0, 600));
});

t.test("a trigger that needs an ignored table has to work as before, like any other", async (t) => {
  const before = `CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT); CREATE TABLE audit (what);
    CREATE TRIGGER tune_ai AFTER INSERT ON tune BEGIN INSERT INTO audit VALUES (NEW.title); END;`;
  const path = join(folder(t), "app.db");
  await run(path, before);
  const plan = (column: string) => ({
    ...planOf(before, [step("add-column", "audit", `ALTER TABLE audit ADD COLUMN ${column}`)]),
    base: fingerprintOf("CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT)"),
    target: fingerprintOf("CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT)"),
  });
  const { outcome } = await applied(request(path, plan("more"), { beside: leavingAlone(nothingBeside, ["audit"]) }));
  t.match(outcome, { kind: "already" }, "nothing that is managed changes");
  const steps = [
    step("edit", "tune", "CREATE TABLE z (a)"),
    step("edit", "audit", "ALTER TABLE audit ADD COLUMN more"),
  ];
  const target = fingerprintOf("CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT); CREATE TABLE z (a)");
  const broken = await applied(
    request(path, { ...plan("more"), items: steps, target }, { beside: leavingAlone(nothingBeside, ["audit"]) }),
  );
  t.match(broken.outcome, { kind: "failed-check", checks: [{}, {}, { check: "views-and-triggers", ok: false }] });
  const fine = await applied(
    request(
      path,
      { ...plan("more"), items: steps.slice(0, 1), target },
      { beside: leavingAlone(nothingBeside, ["audit"]) },
    ),
  );
  t.match(fine.outcome, { kind: "applied" });
  t.notOk(
    fine.events.some((event) => event.kind === "note"),
    "and is no blemish",
  );
});
