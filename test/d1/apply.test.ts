import { nothingBeside } from "../../src/model/beside.ts";
import { readFileSync } from "node:fs";
import t from "tap";
import type { ApplyEvent } from "../../src/apply/events.ts";
import { introspect } from "../../src/introspect/introspect.ts";
import type { SealedPlan } from "../../src/plan/read.ts";
import { type Problem, fine, type ProblemError } from "../../src/problem/problem.ts";
import { openApi } from "../../src/target/d1/api.ts";
import { changeD1 } from "../../src/target/d1/change.ts";
import { changes, rows as rowsOfChanges, schema } from "../kit/changes.ts";
import { onFile, temporaryFolder } from "../kit/database.ts";
import { quiet, tryTarget } from "../kit/target.ts";
import { applyTo, fill, planTo, putBack, sealed, short, targetOf } from "./fixture.ts";
import { type Database, type Front, startFront } from "./front.ts";

const shop = `CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customer (id) ON DELETE CASCADE, at TEXT);
CREATE TABLE visit (id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customer (id) ON DELETE SET NULL);
CREATE INDEX orders_customer ON orders (customer)`;
const goal = shop.replace("name TEXT", "name TEXT NOT NULL");
const rows = `INSERT INTO customer VALUES (1, 'Ann'), (2, 'Bo'), (3, 'Cy');
INSERT INTO orders VALUES (1, 1, 'a'), (2, 1, 'b'), (3, 3, 'c');
INSERT INTO visit VALUES (1, 2), (2, NULL), (3, 3)`;
const counts = `SELECT (SELECT count(*) FROM customer) || ' ' || (SELECT count(customer) FROM orders) || ' ' || (SELECT count(*) || '/' || count(customer) FROM visit)`;

t.setTimeout(900_000);
t.test("a change on D1", async (t) => {
  const front = await startFront();
  t.teardown(() => front.close());
  const scene = async (setUp = shop, withRows = rows) => {
    const database = front.fresh();
    await fill(database, setUp, withRows);
    return { database, target: await targetOf(front, database) };
  };
  const state = ({ database }: { readonly database: Database }) => database.value(counts);

  await t.test("a parent is rebuilt, every child stays, and the database can be restored back and forth", async (t) => {
    const here = await scene();
    const root = temporaryFolder(t);
    const plan = await planTo(here.target, goal);
    const beyond = await here.target.beyondBudget({ ...plan, planName: null, estimates: {}, lockBudget: 1 });
    t.match(beyond, [{ code: "lock-budget", message: /^writers would wait about / }], "asked before any hook");
    const outcome = await applyTo(here.target, plan, root, { backup: "take" });
    t.match(short(outcome), { kind: "applied", codes: [] });
    t.equal(await state(here), "3 3 3/2");
    if (outcome.kind !== "applied" || outcome.backup === null) return t.fail("there is a backup");
    t.match(outcome.backup.path, /\.bookmark$/);
    t.match(readFileSync(outcome.backup.path, "utf8"), /wrangler d1 time-travel restore/);
    t.match(short(await applyTo(here.target, plan, root)), { kind: "already" }, "a second time it is there");

    await here.database.run("INSERT INTO orders VALUES (9, 2, 'late')");
    t.match(short(await putBack(here.target, outcome.backup.path, root)), {
      kind: "changed",
      codes: ["restore-changed"],
    });
    const undone = await putBack(here.target, outcome.backup.path, root, { discardWrites: true });
    t.match(undone, { kind: "restored", pages: null });
    t.notOk(await names(here.database, "NOT NULL"), "the schema is the old one");
    t.equal(await state(here), "3 3 3/2");
    if (undone.kind !== "restored") return;
    t.match(await putBack(here.target, undone.kept, root), { kind: "restored" }, "and the way back is kept");
    t.equal(await state(here), "3 4 3/2", "with what was written meanwhile");
    t.match(await putBack(here.target, undone.kept, root), { kind: "same" });
    front.faults.push({ path: "/time_travel/bookmark", skip: 1, cut: "before" });
    const again = await putBack(here.target, outcome.backup.path, root, { discardWrites: true });
    t.match(short(again), { kind: "restored", codes: [] }, "what cannot be asked afterwards does not undo it");
  });

  await t.test("of what a database says of itself D1 has the statistics, which stay as they are", async (t) => {
    const gathered = `SELECT group_concat(tbl || coalesce(idx, '') || stat) FROM (SELECT * FROM sqlite_stat1
        WHERE idx IS NULL OR idx NOT LIKE 'sqlite%' ORDER BY tbl, idx)`;
    for (const [what, { to, decisions }] of Object.entries(changes)) {
      const here = await scene(schema, rowsOfChanges);
      await here.database.run("ANALYZE");
      const state = () => here.database.value(gathered);
      const before = await state();
      t.match(before, /genre2/);
      const root = temporaryFolder(t);
      const plan = await planTo(here.target, to(schema), decisions);
      const outcome = await applyTo(here.target, plan, root, { backup: "take" });
      if (outcome.kind !== "applied" || outcome.backup === null) throw new Error(`${what}: ${JSON.stringify(outcome)}`);
      t.equal(await state(), before, what);
      // Turning back time restarts the whole stand-in, so each kind of change is undone only on request.
      if (process.env.D1_CHANGES !== "all" && what !== "a table is rebuilt") continue;
      t.match(short(await putBack(here.target, outcome.backup.path, root)), { kind: "restored" });
      t.equal(await state(), before, `${what}, and back again`);
    }
    const here = await scene();
    for (const name of ["user_version", "application_id", "encoding", "auto_vacuum"])
      await t.rejects(here.database.run(`PRAGMA ${name}`), /not authorized/, `${name} is not to be had there`);
  });

  await t.test("a copy of a large table has all of its rows, whatever its name ends with", async (t) => {
    const many = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 5100)";
    const logs = `CREATE TABLE sensor_data (id INTEGER PRIMARY KEY AUTOINCREMENT, v);
CREATE TABLE pair_config (a, b, PRIMARY KEY (a, b)) WITHOUT ROWID`;
    const here = await scene(
      `${shop}; ${logs}`,
      `INSERT INTO sensor_data (v) ${many} SELECT x FROM n; INSERT INTO pair_config ${many} SELECT x, 'x' FROM n`,
    );
    const plan = await planTo(here.target, `${shop}; ${logs}`.replace("name TEXT", "name TEXT NOT NULL"));
    const outcome = await applyTo(here.target, plan, temporaryFolder(t), { backup: "copy" });
    if (outcome.kind !== "applied" || outcome.backup === null) return t.fail("there is a backup");
    const counted = `SELECT count(*), (SELECT count(*) FROM pair_config), (SELECT max(seq) FROM sqlite_sequence) FROM sensor_data`;
    t.strictSame(await onFile(outcome.backup.path, (engine) => engine.all(counted)), [[5100, 5100, 5100]]);
  });

  await t.test("a copy holds every value as it is stored, and opens", async (t) => {
    const odd = `${shop}; CREATE TABLE value (id INTEGER PRIMARY KEY AUTOINCREMENT, v);
CREATE TABLE pair (a, b, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE VIRTUAL TABLE note USING fts5(body);
CREATE VIEW named AS SELECT name FROM customer;
CREATE TRIGGER kept AFTER DELETE ON customer BEGIN DELETE FROM visit WHERE customer = OLD.id; END`;
    const values = [
      "9007199254740993",
      "-1.0",
      "1e999",
      "x'00ff'",
      "'a''b' || char(10)",
      "CAST(x'ff41' AS TEXT)",
      "NULL",
      "0.1",
      "'ü'",
    ];
    const inserts = values.map((value) => `INSERT INTO value (v) VALUES (${value})`);
    const here = await scene(
      odd,
      [
        rows,
        ...inserts,
        "INSERT INTO pair VALUES (1, 'x'), (2, 'y')",
        "INSERT INTO note VALUES ('hello world')",
        "DELETE FROM value WHERE id = 9",
      ].join(";\n"),
    );
    const outcome = await applyTo(
      here.target,
      await planTo(here.target, odd.replace("name TEXT", "name TEXT NOT NULL")),
      temporaryFolder(t),
      { backup: "copy" },
    );
    t.match(short(outcome), { kind: "applied", codes: [] });
    if (outcome.kind !== "applied" || outcome.backup === null) return t.fail("there is a backup");
    const sql = [
      "SELECT group_concat(typeof(v) || hex(v), ' ') FROM value",
      "SELECT seq FROM sqlite_sequence WHERE name = 'value'",
      "SELECT group_concat(a || b) FROM pair",
      "SELECT rowid FROM note WHERE note MATCH 'world'",
      counts,
    ];
    const copied = await onFile(outcome.backup.path, (engine) => {
      t.strictSame(engine.all("PRAGMA integrity_check"), [["ok"]]);
      return sql.map((each) => engine.all(each)[0]?.[0]);
    });
    for (const [n, each] of sql.entries()) t.equal(copied[n], await here.database.value(each), each);
  });

  await t.test("what a shield does not protect is noticed before the end, and rolled back", async (t) => {
    const here = await scene();
    const { plan } = await planTo(here.target, goal);
    const without = (...kinds: readonly string[]): SealedPlan =>
      sealed({ ...plan, items: plan.items.filter((item) => item.kind !== "step" || !kinds.includes(item.step)) });
    const bare = await applyTo(here.target, without("shield", "unshield"), temporaryFolder(t));
    t.match(short(bare), { kind: "failed-check", codes: ["server-check-failed"] });
    t.match(bare, { problems: [{ message: /8 rows for 3/ }] });
    t.equal(await state(here), "3 3 3/2");
    t.notOk(await names(here.database, "NOT NULL"));
  });

  await t.test("a row that was added meanwhile, and a table that slipped in, are named", async (t) => {
    const here = await scene();
    const plan = await planTo(here.target, goal);
    await here.database.run("INSERT INTO customer VALUES (70, NULL)");
    t.match(short(await applyTo(here.target, plan, temporaryFolder(t))), {
      kind: "failed",
      evidence: [/NOT NULL constraint failed/],
    });
    await here.database.run("DELETE FROM customer WHERE id = 70", "CREATE TABLE slipped (a)");
    t.match(short(await applyTo(here.target, plan, temporaryFolder(t))), { kind: "stale", codes: ["server-stale"] });
    t.equal(await state(here), "3 3 3/2");
  });

  await t.test("two at once: one changes the database, the other finds it changed", async (t) => {
    const here = await scene();
    const plan = await planTo(here.target, goal);
    const both = await Promise.all([0, 1].map(() => applyTo(here.target, plan, temporaryFolder(t))));
    t.strictSame(both.map(({ kind }) => kind).sort(), ["already", "applied"]);
    t.equal(await state(here), "3 3 3/2");
  });

  await t.test("a lost answer is followed up, and nothing is sent twice", async (t) => {
    for (const cut of ["before", "after"] as const) {
      const here = await scene();
      const plan = await planTo(here.target, goal);
      const notes: Problem[] = [];
      const sent = front.seen.length;
      const outcome = await changeD1(request(plan, temporaryFolder(t)), opens(front, here.database, 600), {
        ...quiet,
        onEvent: (event: ApplyEvent) => {
          if (event.kind === "step-started") front.faults.push({ path: "/raw", cut });
          if (event.kind === "note") notes.push(event.problem);
        },
      });
      const batches = front.seen
        .slice(sent)
        .filter(({ body }) => body.includes("rebuild") || body.includes('DROP TABLE \\"customer'));
      t.equal(batches.length, 1, "the plan was sent once");
      if (cut === "after") {
        t.match(short(outcome), { kind: "applied" });
        t.match(notes, [{ code: "server-cut", level: "warning" }]);
      } else t.match(short(outcome), { kind: "failed", codes: ["server-cut"] });
      t.equal(await names(here.database, "NOT NULL"), cut === "after");
      t.equal(await state(here), "3 3 3/2");
    }
  });

  await t.test("what takes too long for a request is refused, or sent as an import", async (t) => {
    const here = await scene();
    const plan = await planTo(here.target, goal);
    const root = temporaryFolder(t);
    const open = opens(front, here.database, 1);
    t.match(short(await changeD1(request(plan, root), open, quiet)), { kind: "failed", codes: ["d1-too-long"] });
    front.splitter = true;
    const imported = await changeD1({ ...request(plan, root), allowLong: true }, open, quiet);
    front.splitter = false;
    t.match(short(imported), { kind: "applied", codes: [] }, "where nothing takes it apart");
    t.equal(await state(here), "3 3 3/2");
    const worse = await planTo(here.target, goal.replace("at TEXT", "at TEXT CHECK (at <> 'c')")).catch(
      (error: ProblemError) => error.problems,
    );
    t.match(worse, [{ code: /check/ }], "what the rows do not allow is refused when it is planned");
    const triggers = ["INSERT", "UPDATE", "DELETE"].map(
      (event) => `CREATE TRIGGER on_${event} AFTER ${event} ON visit BEGIN UPDATE orders SET at = 'x' WHERE 0; END`,
    );
    const code = `${goal}; CREATE VIEW named AS SELECT name FROM customer; ${triggers.join("; ")}`;
    const more = request(await planTo(here.target, code), root);
    t.match(
      short(await changeD1({ ...more, allowLong: true }, open, quiet)),
      { kind: "applied", codes: [] },
      "code, too",
    );
  });

  await t.test("what takes longer than was estimated is sent as an import, where that is allowed", async (t) => {
    const here = await scene();
    const plan = await planTo(here.target, goal);
    const message = "D1 DB storage operation exceeded timeout which caused object to be reset.";
    const body = { success: false, result: null, errors: [{ code: 7500, message }] };
    const ended = (allowLong: boolean) =>
      changeD1({ ...request(plan, temporaryFolder(t)), allowLong }, opens(front, here.database, 100), {
        ...quiet,
        onEvent: ({ kind }: ApplyEvent) =>
          void (kind === "step-started" && front.faults.push({ path: "/raw", status: 400, body })),
      });
    const refused = await ended(false);
    t.match(refused, {
      kind: "failed",
      state: "unchanged",
      problems: [{ code: "d1-too-long", help: [/./, /--allow-long/] }],
    });
    t.match(short(await ended(true)), { kind: "applied", codes: [] });
    t.equal(await state(here), "3 3 3/2");
  });

  await t.test("a failing import leaves nothing", async (t) => {
    const here = await scene();
    const plan = await planTo(here.target, goal);
    await here.database.run("INSERT INTO customer VALUES (70, NULL)");
    const outcome = await changeD1(
      { ...request(plan, temporaryFolder(t)), allowLong: true },
      opens(front, here.database, 1),
      quiet,
    );
    t.match(short(outcome), { kind: "failed", evidence: [/NOT NULL constraint failed/] });
    t.notOk(await names(here.database, "__trueup"));
  });

  await t.test("an endpoint that splits statements is named, and nothing is changed", async (t) => {
    const trigger =
      "CREATE TRIGGER counted AFTER INSERT ON visit begin UPDATE orders SET at = 'x' WHERE id = NEW.id; END";
    const here = await scene();
    const plan = await planTo(here.target, `${shop}; ${trigger}`);
    front.splitter = true;
    const outcome = await applyTo(here.target, plan, temporaryFolder(t));
    t.match(short(outcome), { kind: "failed", codes: ["d1-trigger-text"] });
    t.notOk(await names(here.database, "counted"));
    const imported = await applyTo(here.target, plan, temporaryFolder(t), { allowLong: true });
    t.match(short(imported), { kind: "applied", codes: [] }, "as an import it is not split");
    front.splitter = false;
  });

  await t.test("settings that were left on are named", async (t) => {
    const here = await scene();
    const plan = await planTo(here.target, goal);
    await here.database.run("PRAGMA ignore_check_constraints = ON");
    const outcome = await applyTo(here.target, plan, temporaryFolder(t));
    t.match(outcome, { kind: "failed", problems: [{ code: "d1-settings", message: /ignore_check_constraints/ }] });
    await here.database.run("PRAGMA ignore_check_constraints = OFF");
    t.match(short(await applyTo(here.target, plan, temporaryFolder(t))), { kind: "applied" });
  });

  await t.test("a row of almost two megabytes is copied as it is", async (t) => {
    const here = await scene();
    await here.database.run("INSERT INTO customer VALUES (4, hex(zeroblob(990000)))");
    t.match(short(await applyTo(here.target, await planTo(here.target, goal), temporaryFolder(t))), {
      kind: "applied",
    });
    t.equal(await here.database.value("SELECT length(name) FROM customer WHERE id = 4"), 1_980_000);
  });

  await t.test("a plan for libSQL is refused, and unmanaged objects stay", async (t) => {
    const here = await scene(`${shop}; CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY, name TEXT)`);
    const plan = await planTo(here.target, goal);
    const other = sealed({ ...plan.plan, engine: "libsql" });
    t.match(short(await applyTo(here.target, other, temporaryFolder(t))), { kind: "failed", codes: ["d1-engine"] });
    t.match(short(await applyTo(here.target, plan, temporaryFolder(t))), { kind: "applied" });
    t.ok(await names(here.database, "d1_migrations"));
  });

  await t.test("what D1 does not allow is refused when it is planned", async (t) => {
    const here = await scene();
    const refused = async (sql: string) => {
      const found = await planTo(here.target, sql).catch((error: ProblemError) =>
        error.problems.map(({ code, subject }) => `${code} ${subject}`),
      );
      return found;
    };
    const wide = Array.from({ length: 101 }, (_, n) => `c${n}`).join(", ");
    t.strictSame(await refused(`${shop}; CREATE TABLE wide (${wide})`), ["engine-limit wide"]);
    const unions = Array.from({ length: 7 }, () => "SELECT 1").join(" UNION ALL ");
    t.strictSame(await refused(`${shop}; CREATE VIEW many AS ${unions}`), ["engine-limit many"]);
    t.strictSame(
      await refused(`${shop}; CREATE VIEW pretty AS SELECT sqlite_version() || name AS name FROM customer`),
      ["engine-lacks pretty"],
    );
    const chain = Array.from({ length: 101 }, (_, n) => `name <> '${n}'`).join(" AND ");
    t.strictSame(await refused(`${shop}; CREATE TABLE long (name TEXT CHECK (${chain}))`), ["engine-limit long"]);
    t.strictSame(await refused(`${shop}; CREATE VIRTUAL TABLE area USING geopoly(name)`), ["engine-lacks area"]);
  });

  await t.test("missing permissions and missing databases are distinguished", async (t) => {
    const { database } = await scene();
    const said = async (url: string, token = front.token) => {
      const target = await tryTarget(url, { authToken: token, apiUrl: front.api });
      if (!target.ok) return target.problems[0]?.code;
      const looked = await target.value.look((connection) =>
        connection.snapshot((snapshot) => introspect(snapshot, nothingBeside)),
      );
      return looked.ok ? "read" : looked.problems[0]?.code;
    };
    t.equal(await said(database.url), "read");
    t.equal(await said(`d1://${front.account}/${database.name}`), "read", "by its name");
    t.equal(await said(database.url, "wrong"), "d1-token");
    t.equal(await said(database.url, "two words"), "d1-token");
    t.equal(await said(database.url.replace(front.account, "1".repeat(32))), "d1-token");
    t.equal(await said(`d1://${front.account}/unknown`), "d1-no-database");
    t.equal(await said(`d1://${front.account}/${"0".repeat(8)}-0000-0000-0000-${"0".repeat(12)}`), "d1-no-database");
    t.equal(await said("d1:shop"), "d1-config", "without a wrangler configuration");
    const failing = async (status: number, code: number, message: string) => {
      front.faults.push({ path: "/raw", status, body: { success: false, result: null, errors: [{ code, message }] } });
      return said(database.url);
    };
    t.equal(await failing(429, 7500, "D1 DB is overloaded. Too many requests queued."), "d1-busy");
    t.equal(await failing(400, 7500, "Currently processing a long-running export."), "d1-busy");
    t.equal(await failing(503, 7500, "The region is temporarily unavailable (paused)"), "d1-busy");
    t.equal(await failing(500, 7500, "D1 DB reset because its code was updated."), "d1-reset");
    t.equal(
      await failing(400, 7500, "D1 DB storage operation exceeded timeout which caused object to be reset."),
      "d1-too-long",
    );
    front.faults.push({ path: "/raw", status: 200, body: "<html>log in</html>" });
    t.equal(await said(database.url), "d1-not-cloudflare");
  });
});

t.test("an endpoint that keeps half of a failed batch is never sent a plan", async (t) => {
  const front = await startFront({ databases: 1 });
  t.teardown(() => front.close());
  const database = front.fresh();
  await fill(database, shop, rows);
  const target = await targetOf(front, database);
  const plan = await planTo(target, goal);
  front.halfway = true;
  t.match(short(await applyTo(target, plan, temporaryFolder(t))), { kind: "failed", codes: ["d1-not-atomic"] });
  front.halfway = false;
  t.notOk(await names(database, "__trueup"), "and the trial is taken away");
});

const whose = { kind: "d1", place: "d1://account/database" };

function request({ plan, seal }: SealedPlan, root: string): Parameters<typeof changeD1>[0] {
  const more = { planName: null, beside: nothingBeside, lockTimeout: 1000, keep: null, allowLong: false } as const;
  return { plan, seal, label: "d1", place: { root, name: "d1" }, whose, backup: "none", ...more };
}

function opens(front: Front, { id }: Database, requestLife: number) {
  const access = { apiUrl: front.api, token: front.token, account: front.account, requestLife };
  return async () => fine(openApi(access, id, "d1"));
}

async function names(database: Database, word: string): Promise<boolean> {
  return (await database.value(`SELECT count(*) FROM sqlite_schema WHERE instr(sql, '${word}')`)) !== 0;
}
