import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import t from "tap";
import { machine, noMachine } from "../ssh/machine.ts";
import { ask, run as runThere, skipServer, startSqld } from "../server/sqld.ts";
import { built, command } from "./run.ts";

built();

const schema = [
  "CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT)",
  "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customer (id), price INTEGER)",
];
const rows = [
  "INSERT INTO customer VALUES (1, 'Ann'), (2, 'Bob')",
  "INSERT INTO orders VALUES (1, 1, 10), (2, 2, 20), (3, 2, 30)",
];

const fix = `-- Prices are in cents from now on.
UPDATE orders SET price = price * 100;
--@ check prices expect = 0
SELECT count(*) FROM orders WHERE price < 1000;
DELETE FROM orders WHERE id = 3;
`;

function project(cwd: string, url = "file:app.db") {
  writeFileSync(
    join(cwd, "trueup.config.ts"),
    `import { defineConfig } from "trueup";\nexport default defineConfig({ targets: { prod: "${url}" } });\n`,
  );
  writeFileSync(join(cwd, "fix.sql"), fix);
  return (...args: readonly string[]) => command({ cwd }, ...args);
}

function file(cwd: string) {
  const database = new Database(join(cwd, "app.db"));
  for (const sql of [...schema, ...rows]) database.exec(sql);
  database.close();
  return () => {
    const opened = new Database(join(cwd, "app.db"));
    // All rows of it: a statement that has more to give reads until it is collected.
    const [row] = opened.prepare("SELECT group_concat(price) FROM orders").raw().all() as unknown[][];
    opened.close();
    return row?.[0];
  };
}

t.test("rows are changed in one transaction, counted, and the change is undone", async (t) => {
  const cwd = t.testdir();
  const run = project(cwd);
  const prices = file(cwd);
  const rehearsed = await run("run", "fix.sql", "prod", "--rehearse");
  t.equal(rehearsed.exit, 0, rehearsed.err);
  t.match(rehearsed.out, /orders: 3 rows before, 2 after/);
  t.equal(prices(), "10,20,30", "the database was only read");
  const done = await run("run", "fix.sql", "prod");
  t.equal(done.exit, 0, done.err);
  t.equal(prices(), "1000,2000");
  t.match(done.out, /orders: 3 rows before, 2 after/);
  t.match(done.err, /running it again changes the rows again/);
  t.match((await run("history", "prod")).out, /fix\.sql/);
  t.equal((await run("run", "fix.sql", "prod")).exit, 0);
  t.equal(prices(), "100000,200000", "it leaves no memory");
  t.equal((await run("undo", "prod", "--yes")).exit, 0);
  t.equal(prices(), "1000,2000");
  t.equal((await run("undo", "prod", "--yes")).exit, 0);
  t.equal(prices(), "10,20,30");
  const backups = join(cwd, "backups", "prod");
  t.notMatch((await run("history", "prod")).out, /not kept here/);
  for (const name of readdirSync(backups)) if (name.endsWith(".db")) rmSync(join(backups, name));
  t.match((await run("history", "prod")).out, /\.db, not kept here/);
});

t.test("over ssh, from the fetch to the undo", { skip: noMachine ?? false }, async (t) => {
  const there = await machine({ shared: true });
  t.teardown(() => there.close());
  const cwd = t.testdir();
  mkdirSync(join(cwd, "server"));
  // By the shell: trueup refuses to exchange a file that a process of that machine has open, this one too.
  const sqlite = (sql: string) =>
    execFileSync("sqlite3", [join(cwd, "server", "app.db"), sql], { encoding: "utf8" }).trim();
  const prices = () => sqlite("SELECT group_concat(price) FROM orders");
  sqlite([...schema, ...rows].join(";"));
  project(cwd, there.url(join(cwd, "server", "app.db")));
  const run = (...args: readonly string[]) => command({ cwd, env: { TRUEUP_SSH: there.command } }, ...args);
  const rehearsed = await run("run", "fix.sql", "prod", "--rehearse");
  t.match([rehearsed.exit, rehearsed.out], [0, /orders: 3 rows before, 2 after/], rehearsed.err);
  t.equal(prices(), "10,20,30", "the database was only read");
  writeFileSync(join(cwd, "wrong.sql"), "UPDATE orders SET price = 1;\nDELETE FROM customer WHERE id = 2;");
  const wrong = await run("run", "wrong.sql", "prod");
  t.match([wrong.exit, wrong.err], [23, /orders/]);
  t.equal(prices(), "10,20,30", "nothing of it stays");
  const done = await run("run", "fix.sql", "prod");
  t.match([done.exit, done.out], [0, /orders: 3 rows before, 2 after/], done.err);
  t.equal(prices(), "1000,2000");
  t.match((await run("history", "prod")).out, /fix\.sql/);
  t.equal((await run("undo", "prod", "--yes")).exit, 0);
  t.equal(prices(), "10,20,30");
});

t.test("any failing check rolls all of it back", async (t) => {
  const cwd = t.testdir();
  const run = project(cwd);
  const prices = file(cwd);
  const cases: readonly (readonly [string, string, number, RegExp])[] = [
    ["a check that fails", fix.replace("price < 1000", "price < 5000"), 23, /the check "edit prices" failed/],
    ["a key that loses its parent", "DELETE FROM customer WHERE id = 2;", 23, /orders/],
    [
      "a change of the schema",
      "ALTER TABLE orders ADD COLUMN x;",
      22,
      /`ALTER` does not begin a statement that changes rows/,
    ],
    ["a transaction of its own", "BEGIN; DELETE FROM orders; COMMIT;", 22, /bad.sql:1: `BEGIN` does not begin/],
    ["a SELECT without a check", "SELECT 1; DELETE FROM orders;", 22, /there is no check above it/],
    ["a check without a statement", "DELETE FROM orders;\n--@ check x expect = 0\n", 22, /there is no statement below/],
    ["a check that cannot be read", "--@ check x expects 0\nSELECT 0; DELETE FROM orders;", 22, /cannot be read/],
    ["nothing", "-- nothing\n", 22, /no statement that changes rows/],
  ];
  for (const [what, sql, exit, said] of cases) {
    writeFileSync(join(cwd, "bad.sql"), sql);
    const ran = await run("run", "bad.sql", "prod");
    t.equal(ran.exit, exit, `${what}: ${ran.err}`);
    t.match(ran.err.replace(/\s+/g, " "), said, what);
    t.equal(prices(), "10,20,30", what);
  }
  t.notOk(existsSync(join(cwd, "backups", "prod", "history.ndjson")), "nothing was done, and nothing is written down");
});

t.test("on a server as well", { skip: skipServer }, async (t) => {
  const server = await startSqld();
  t.teardown(() => server.remove());
  const run = project(t.testdir(), server.url);
  await runThere(server.url, [...schema, ...rows]);
  const prices = async () => String((await ask(server.url, "SELECT group_concat(price) FROM orders"))[0]);
  const done = await run("run", "fix.sql", "prod");
  t.equal(done.exit, 0, done.err);
  t.equal(await prices(), "1000,2000");
  t.match(done.out, /orders: 3 rows before, 2 after/);
  t.equal((await run("undo", "prod", "--yes")).exit, 0);
  t.equal(await prices(), "10,20,30");
});
