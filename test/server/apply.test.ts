import { createClient } from "@libsql/client";
import t from "tap";
import type { ApplyOutcome } from "../../src/apply/events.ts";
import { estimate } from "../../src/apply/estimate.ts";
import { script } from "../../src/apply/script.ts";
import { openAdmin } from "../../src/target/server/admin.ts";
import type { Item, Plan } from "../../src/plan/plan.ts";
import { applying, fingerprintOf, opened, people, rebuild, rowsSql, shop } from "./fixture.ts";
import { ask, run, skipServer, startSqld, tokenMaker } from "./sqld.ts";

const schemaSql = "SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM sqlite_schema ORDER BY type, name)";

function short(outcome: ApplyOutcome) {
  const problems = "problems" in outcome ? outcome.problems : [];
  return {
    kind: outcome.kind,
    codes: problems.map(({ code }) => code),
    evidence: problems.flatMap((p) => p.evidence ?? []),
  };
}

const noBackup = { ok: true, value: { backup: null, stream: null, reading: null }, warnings: [] } as const;

/** Something that happens between the first look and the request: while a backup is made. */
const meanwhile = (url: string, ...sql: readonly string[]) => ({
  backup: async () => {
    await run(url, sql);
    return noBackup;
  },
});

t.test("one server, emptied before each test", { skip: skipServer }, async (t) => {
  const server = await startSqld();
  const connection = opened(server.url);
  t.teardown(async () => {
    await connection.close();
    await server.remove();
  });
  t.beforeEach(async () => {
    const objects = await ask(
      server.url,
      "SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'",
    );
    await run(server.url, [
      "PRAGMA foreign_keys = OFF",
      ...objects.map(([type, name]) => `DROP ${type} "${name}"`),
      ...shop,
      ...people(50),
    ]);
  });
  const state = async () => [await ask(server.url, schemaSql), await ask(server.url, rowsSql)];
  const unchanged = async (t: { same: (a: unknown, b: unknown, name: string) => unknown }, before: unknown) =>
    t.same(await state(), before, "nothing changed");

  t.test("a rebuild keeps rows, children and sequence", async (t) => {
    const before = await ask(server.url, rowsSql);
    const outcome = await applying(connection, rebuild);
    t.same(short(outcome), { kind: "applied", codes: [], evidence: [] });
    t.same(await ask(server.url, rowsSql), before);
    t.match(await ask(server.url, schemaSql), [[/UNIQUE \(name\)/]]);
    t.same(await ask(server.url, "SELECT name FROM sqlite_schema WHERE name LIKE '\\_\\_%' ESCAPE '\\'"), []);
    t.same(await ask(server.url, "PRAGMA foreign_keys"), [["1"]]);
    if (outcome.kind === "applied")
      t.match(
        outcome.steps.find(({ step }) => step === "rebuild-copy"),
        { rows: 49 },
      );
    if (outcome.kind === "applied") t.ok(outcome.checks.length === 8 && outcome.checks.every(({ ok }) => ok));
    t.equal((await applying(connection, rebuild)).kind, "already");
  });

  t.test(
    "tables called as the words of a check, and a reference that no key answers, are in nobody's way",
    async (t) => {
      const more = [
        "CREATE TABLE seen (new INTEGER REFERENCES orders (id))",
        "CREATE TABLE new (seen)",
        "CREATE TABLE loose (name TEXT REFERENCES customer (email))",
      ];
      await run(server.url, [...more, "INSERT INTO seen VALUES (1)", "INSERT INTO new VALUES (2)"]);
      const sql = "ALTER TABLE seen ADD COLUMN more TEXT";
      const plan: Plan = {
        ...rebuild,
        base: fingerprintOf([...shop, ...more]),
        target: fingerprintOf([...shop, ...more, sql]),
        items: [
          {
            ...{ kind: "check", check: "not-null", subject: "seen.new", note: null },
            expect: { kind: "empty" },
            sql: "SELECT seen.new FROM seen JOIN new ON new.seen = seen.new",
          },
          { kind: "step", step: "add-column", subject: "seen.more", note: null, sql },
          {
            ...{ kind: "check", check: "foreign-keys", subject: "all", note: null },
            expect: { kind: "no-worse" },
            sql: "PRAGMA foreign_key_check",
          },
        ],
      };
      t.same(short(await applying(connection, plan)), { kind: "applied", codes: [], evidence: [] });
      const worse: Plan = {
        ...plan,
        base: plan.target,
        target: fingerprintOf([...shop, ...more, sql, "ALTER TABLE seen ADD COLUMN yet TEXT"]),
        items: [
          {
            kind: "step",
            step: "add-column",
            subject: "seen",
            note: null,
            sql: "ALTER TABLE seen ADD COLUMN yet TEXT",
          },
          { kind: "step", step: "edit", subject: "seen", note: null, sql: "UPDATE seen SET new = 999" },
          ...plan.items.slice(2),
        ],
      };
      t.match(await applying(connection, worse), { kind: "failed-check" }, "the other keys are checked all the same");
    },
  );

  t.test("the request refuses itself if foreign keys are on", async (t) => {
    const tried = {
      after: [],
      widths: new Map(),
      tables: new Map(),
      views: [],
      complete: true,
      mismatched: { before: [], after: [] },
      statistics: [],
      triggers: [],
      hasColumn: () => true,
    };
    const engine = { foreignKeys: "off", quickCheck: "pragma_quick_check" } as const;
    const guard = script(rebuild, { base: [], blemishes: new Map(), held: [] }, tried, engine).find(
      ({ purpose }) => purpose.kind === "foreign-keys-off",
    );
    await t.rejects(run(server.url, [guard?.query.sql ?? ""]), { message: /foreign keys are on/ });
  });

  t.test("a row that was written meanwhile fails its check and is named", async (t) => {
    const late = meanwhile(
      server.url,
      "INSERT INTO customer (id, name) VALUES (70, NULL)",
      "INSERT INTO customer (id, name) VALUES (71, NULL)",
    );
    const before = await state();
    const outcome = await applying(connection, rebuild, late);
    t.match(short(outcome), {
      kind: "failed-check",
      codes: ["server-check-failed"],
      evidence: ["70", "71", /found by: SELECT/],
    });
    if (outcome.kind === "failed-check")
      t.match(outcome.checks, [{ name: "not-null customer.name", seen: "2", ok: false }]);
    t.not(JSON.stringify(await state()), JSON.stringify(before));
    t.match(await ask(server.url, schemaSql), [[/name TEXT, email/]]);
  });

  t.test("each kind of expectation can fail", async (t) => {
    const before = await state();
    const check = (expect: Extract<Item, { kind: "check" }>["expect"], sql: string): Plan => ({
      ...rebuild,
      items: [...rebuild.items, { kind: "check", check: "edit", subject: "customer", note: null, expect, sql }],
    });
    for (const [plan, evidence, seen] of [
      [check({ kind: "equal", value: 3 }, 'SELECT count(*), 1 FROM "customer";'), [/found by/], "49"],
      [check({ kind: "equal", value: 3 }, 'SELECT 1 FROM "customer" WHERE 0'), [/found by/], "NULL"],
      [check({ kind: "most", value: 48 }, 'SELECT count(*) FROM "customer"'), [/found by/], "49"],
      [
        check({ kind: "empty" }, "SELECT 'it''s', id, x'00' FROM customer WHERE id < 3 -- two"),
        ["'it''s', 1, X'00'", "'it''s', 2, X'00'", /found/],
        "2",
      ],
      [
        check({ kind: "no-worse" }, `SELECT count(*) FROM pragma_table_list WHERE name = '__trueup_customer'`),
        [/found by/],
        null,
      ],
    ] as const) {
      const outcome = await applying(connection, plan);
      if (seen === null) t.equal(outcome.kind, "applied", "no-worse holds where the same comes back");
      else {
        t.match(short(outcome), { kind: "failed-check", evidence });
        t.match(outcome, { checks: [{ seen }] });
        await unchanged(t, before);
      }
    }
  });

  t.test("old violations may stay, new ones are not allowed", async (t) => {
    const orphan = (id: number) => `INSERT INTO orders (id, customer) VALUES (${id}, ${id})`;
    await run(server.url, ["PRAGMA foreign_keys = OFF", orphan(901), orphan(902)]);
    const before = await state();
    const edit = (sql: string): Plan => {
      const items = rebuild.items.slice(0, -1);
      return { ...rebuild, items: [...items, { kind: "step", step: "edit", subject: "orders", note: null, sql }] };
    };
    const worse = await applying(connection, edit("INSERT INTO orders (id, customer) VALUES (903, 903)"));
    t.match(short(worse), {
      kind: "failed-check",
      codes: ["server-check-failed"],
      evidence: [/'orders', 903, 'customer'/],
    });
    await unchanged(t, before);
    const lost: Plan = {
      ...rebuild,
      items: rebuild.items.map((item) =>
        item.kind === "step" && item.step === "rebuild-drop"
          ? { ...item, sql: "DELETE FROM orders WHERE id < 4" }
          : item,
      ),
    };
    t.match(short(await applying(connection, lost)).kind, /failed/);
    await unchanged(t, before);
    const better = await applying(connection, edit("DELETE FROM orders WHERE id = 901"));
    t.equal(better.kind, "applied", JSON.stringify(short(better)));
  });

  t.test("a plan for another base is stale, and so is one that is overtaken before it gets the lock", async (t) => {
    await run(server.url, ["CREATE TABLE extra (a)"]);
    const before = await state();
    t.match(short(await applying(connection, rebuild)), { kind: "stale", codes: ["server-stale"] });
    await run(server.url, ["DROP TABLE extra"]);
    const late = await applying(connection, rebuild, meanwhile(server.url, "CREATE TABLE extra (a)"));
    t.match(short(late), { kind: "stale", evidence: ["changed: table extra"] });
    await unchanged(t, before);
  });

  t.test("a plan that does not lead to its target is not sent at all", async (t) => {
    const plan = { ...rebuild, target: fingerprintOf([...shop, "CREATE TABLE other (a)"]) };
    const before = await state();
    t.match(short(await applying(connection, plan)), { kind: "failed", codes: ["server-plan-end"] });
    await unchanged(t, before);
  });

  t.test(
    "a step that SQLite refuses, or that the server does not accept, rolls back everything before it",
    async (t) => {
      const before = await state();
      const edit = (sql: string): Plan => ({
        ...rebuild,
        items: [...rebuild.items, { kind: "step", step: "edit", subject: "orders", note: null, sql }],
      });
      // SQLite itself accepts HAVING without GROUP BY; the server's parser does not.
      const unread = "INSERT INTO orders (id) SELECT max(id) + 1 FROM orders HAVING count(*) > 0";
      const duplicate = await applying(connection, edit("INSERT INTO orders (id, customer) SELECT id, 1 FROM orders"));
      t.match(short(duplicate), {
        kind: "failed",
        codes: ["server-step-failed"],
        evidence: [/UNIQUE constraint failed: orders.id/, /INSERT/],
      });
      t.match(duplicate, { state: "unchanged", problems: [{ subject: "orders" }] });
      await unchanged(t, before);
      t.match(short(await applying(connection, edit(unread))), {
        kind: "failed",
        codes: ["server-sql"],
        evidence: [/syntax error/, unread],
      });
      await unchanged(t, before);
    },
  );

  t.test("two at once: one applies, the other finds it applied", async (t) => {
    const other = opened(server.url);
    const outcomes = await Promise.all([applying(connection, rebuild), applying(other, rebuild)]);
    t.same(outcomes.map(({ kind }) => kind).sort(), ["already", "applied"]);
    await other.close();
  });

  t.test("it waits for another client's transaction", async (t) => {
    const client = createClient({ url: server.url });
    const holding = await client.transaction("write");
    await holding.execute("INSERT INTO customer (name) VALUES ('late')");
    const waiting = applying(connection, rebuild);
    await new Promise((resolve) => setTimeout(resolve, 400));
    await holding.commit();
    t.equal((await waiting).kind, "applied");
    t.same(await ask(server.url, "SELECT count(*) FROM customer WHERE name = 'late'"), [["1"]]);
    client.close();
  });

  t.test("an interrupt before the request changes nothing", async (t) => {
    const before = await state();
    const stop = new AbortController();
    const outcome = await applying(connection, rebuild, {
      signal: stop.signal,
      backup: async () => {
        stop.abort();
        return noBackup;
      },
    });
    t.equal(outcome.kind, "interrupted");
    await unchanged(t, before);
  });
});

t.test("an admin API turns other writers away, and lets them in again", { skip: skipServer }, async (t) => {
  const server = await startSqld({ admin: true });
  t.teardown(server.remove);
  await run(server.url, [...shop, ...people(5)]);
  const admin = openAdmin(server.admin ?? "", null, "default");
  t.teardown(() => admin.close());
  const write = () => run(server.url, ["INSERT INTO orders (customer) VALUES (1)"]);
  const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const blocked = await admin.alone(10, async () => {
    await write();
    await wait(150);
    return write().catch((error: unknown) => String(error));
  });
  t.match(blocked, /blocked: trueup applies a plan/);
  await write();
  const failing = admin.alone(10, () => wait(100).then(() => Promise.reject(new Error("no"))));
  await t.rejects(failing, { message: "no" });
  await write();
  t.equal(await admin.tidy(), false);
  const config = { block_reads: false, block_writes: true, allow_attach: false, durability_mode: "relaxed" };
  const post = (more: object) =>
    fetch(`${server.admin}/v1/namespaces/default/config`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...config, ...more }),
    });
  await post({ block_reason: "trueup applies a plan" });
  t.equal(await admin.tidy(), true, "what a killed run left is lifted");
  await write();
  await post({ block_reason: "moving house" });
  t.equal(await admin.tidy(), false, "an operator's block is not");
  await post({ block_writes: false });
  const connection = opened(server.url);
  t.equal((await applying(connection, rebuild, { admin })).kind, "applied");
  await connection.close();
  const nobody = openAdmin(server.admin ?? "", null, "nobody");
  const refused = await nobody.tidy().catch((error: unknown) => error);
  t.match(refused, { problems: [{ code: "server-admin" }] });
  nobody.close();
});

t.test("a token that may only read cannot apply", { skip: skipServer }, async (t) => {
  const maker = tokenMaker();
  const server = await startSqld({ key: maker.key });
  t.teardown(server.remove);
  await run(server.url, [...shop, ...people(5)], maker.token({ a: "rw" }));
  const connection = opened(server.url, { token: maker.token({ a: "ro" }) });
  const outcome = await applying(connection, rebuild);
  t.match(short(outcome), { kind: "failed", codes: ["server-token"] });
  t.match(outcome, { state: "unchanged" });
  await connection.close();
});

t.test("a database that is deleted or blocked meanwhile is reported as such", { skip: skipServer }, async (t) => {
  const server = await startSqld({ namespaces: true, admin: true });
  t.teardown(server.remove);
  const call = (method: string, path: string, body = {}) =>
    fetch(`${server.admin}/v1/namespaces/shop${path}`, {
      method,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const url = `http://shop.localhost:${server.port}`;
  await call("POST", "/create");
  await run(url, [...shop, ...people(5)]);
  const connection = opened(url);
  const config = {
    block_reads: false,
    block_writes: true,
    block_reason: "moving",
    allow_attach: false,
    txn_timeout_s: 5,
    durability_mode: "relaxed",
  };
  await call("POST", "/config", config);
  t.match(short(await applying(connection, rebuild)), {
    kind: "failed",
    codes: ["server-blocked"],
    evidence: [/moving/],
  });
  await call("POST", "/config", { ...config, block_writes: false });
  const gone = await applying(connection, rebuild, {
    backup: async () => {
      await call("DELETE", "");
      return noBackup;
    },
  });
  t.match(short(gone), { kind: "failed", codes: ["server-no-database"] });
  await connection.close();
});

t.test("a long change is estimated from the rows, and refused before anything is sent", async (t) => {
  const tried = {
    after: [],
    widths: new Map(),
    tables: new Map([[5, "customer"]]),
    views: [],
    complete: true,
    mismatched: { before: [], after: [] },
    statistics: [],
    triggers: [],
    hasColumn: () => true,
  };
  const snapshot = (rows: number) => ({
    read: async (queries: readonly { readonly sql: string }[]) =>
      queries.map(({ sql }) => [[sql.includes("page_size") ? rows * 217 : sql.includes("count(*)") ? rows : 1]]),
  });
  const small = await estimate(snapshot(1000), rebuild, tried, ["customer"]);
  const large = await estimate(snapshot(50_000_000), rebuild, tried, ["customer"]);
  t.ok(small.milliseconds < 1000, String(small.milliseconds));
  t.ok(large.milliseconds > 20_000, String(large.milliseconds));
  t.match(large.because[0], /customer: 50000000 rows, about/);
});

t.test(
  "what was wrong before may stay, also under a new name, and children lose no rows",
  { skip: skipServer },
  async (t) => {
    const server = await startSqld();
    t.teardown(server.remove);
    const old = [
      "CREATE TABLE p (id INTEGER PRIMARY KEY)",
      "CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id), v TEXT)",
    ];
    await run(server.url, [
      "PRAGMA foreign_keys = OFF",
      ...old,
      "INSERT INTO p VALUES (1)",
      "INSERT INTO c VALUES (1, 1, NULL), (2, 77, NULL), (3, 1, 'x')",
      // libSQL lets a column become NOT NULL without checking its rows.
      "ALTER TABLE c ALTER COLUMN v TO v TEXT NOT NULL",
    ]);
    const now = [old[0] ?? "", "CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id), v TEXT NOT NULL)"];
    const step = (sql: string): Item => ({ kind: "step", step: "rename-table", subject: "d", note: null, sql });
    const plan = (...sql: readonly string[]): Plan => ({
      ...rebuild,
      base: fingerprintOf(now),
      target: fingerprintOf([...now, "ALTER TABLE c RENAME TO d"]),
      decisions: [{ kind: "rename-table", from: "c", to: "d" }],
      items: [
        ...sql.map(step),
        {
          kind: "check",
          check: "foreign-keys",
          subject: "all",
          note: null,
          expect: { kind: "no-worse" },
          sql: "PRAGMA foreign_key_check",
        },
      ],
    });
    const connection = opened(server.url);
    t.teardown(() => connection.close());
    const rename = "ALTER TABLE c RENAME TO d";
    const fewer = await applying(connection, plan("DELETE FROM c WHERE id = 3", rename));
    t.match(short(fewer), { kind: "failed-check", evidence: ["d: 3 before, 2"] });
    const worse = await applying(connection, plan("UPDATE c SET p = 78 WHERE id = 3", rename));
    t.match(short(worse), { kind: "failed-check", evidence: ["'d', 3, 'p'", /found by/] });
    const notes: string[] = [];
    const fine = await applying(connection, plan(rename), {
      tell: (event) => event.kind === "note" && notes.push(event.problem.code),
    });
    t.same(short(fine), { kind: "applied", codes: [], evidence: [] });
    t.same(notes, ["database-blemished"]);
  },
);
