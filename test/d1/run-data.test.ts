import { succeeded } from "../kit/succeeded.ts";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { reset } from "../../src/work/change/reset.ts";
import { runData } from "../../src/work/change/run-data.ts";
import { restore } from "../../src/work/change/restore.ts";
import { loadProject } from "../../src/work/project.ts";
import { temporaryFolder } from "../kit/database.ts";
import { fill } from "./fixture.ts";
import { startFront } from "./front.ts";

const shop = `CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customer (id), price INTEGER)`;
const rows = `INSERT INTO customer VALUES (1, 'Ann'), (2, 'Bo');
INSERT INTO orders VALUES (1, 1, 10), (2, 2, 20), (3, 2, 30)`;
const prices = "SELECT group_concat(price) FROM orders";

t.setTimeout(900_000);
t.test("rows on D1 are changed with a file of SQL", async (t) => {
  const front = await startFront({ databases: 4 });
  t.teardown(() => front.close());
  const env = {
    CLOUDFLARE_API_TOKEN: front.token,
    CLOUDFLARE_ACCOUNT_ID: front.account,
    CLOUDFLARE_API_BASE_URL: front.api,
  };
  const scene = async () => {
    const database = front.fresh();
    await fill(database, shop, rows);
    const cwd = temporaryFolder(t);
    writeFileSync(join(cwd, "trueup.config.ts"), `export default { targets: { prod: "${database.url}" } };\n`);
    const project = async () => succeeded(await loadProject({ cwd, env }));
    const run = async (sql: string, more = {}) => {
      writeFileSync(join(cwd, "fix.sql"), sql);
      return runData(await project(), { file: "fix.sql", target: "prod", ...more });
    };
    const undo = async () => succeeded(await restore(await project(), { target: "prod", backup: { step: "undo" } }));
    return { database, run, undo };
  };

  await t.test("in one batch, counted, and undone", async (t) => {
    const { database, run, undo } = await scene();
    const fix = `UPDATE orders SET price = price * 100;
--@ check prices expect = 0
SELECT count(*) FROM orders WHERE price < 1000;
DELETE FROM orders WHERE id = 3;`;
    const tried = succeeded(await run(fix, { rehearse: true }));
    t.match(tried, { outcome: { kind: "applied" }, tables: [{ table: "orders", before: 3, after: 2 }] });
    t.equal(await database.value(prices), "10,20,30", "the database was only read");
    const done = succeeded(await run(fix));
    t.match(done, { outcome: { kind: "applied" }, tables: [{ table: "orders", before: 3, after: 2 }] });
    t.equal(await database.value(prices), "1000,2000");
    t.match(await undo(), { kind: "restored" });
    t.equal(await database.value(prices), "10,20,30");
    // What it refers to is there, but not in the empty copy that the statements are tried on.
    t.match(succeeded(await run("INSERT INTO orders VALUES (4, 1, 40);")), { outcome: { kind: "applied" } });
    t.equal(await database.value(prices), "10,20,30,40");
  });

  await t.test("a disposable database is emptied, created as declared, and can be put back", async (t) => {
    const database = front.fresh();
    await fill(database, shop, rows);
    const cwd = temporaryFolder(t);
    const target = `{ url: "${database.url}", disposable: true }`;
    writeFileSync(
      join(cwd, "trueup.config.ts"),
      `export default { schema: "schema.sql", targets: { dev: ${target} } };\n`,
    );
    writeFileSync(join(cwd, "schema.sql"), `${shop};\nCREATE TABLE tag (name TEXT);\n`);
    const project = succeeded(await loadProject({ cwd, env }));
    t.match(succeeded(await reset(project, { target: "dev" })), { outcome: { kind: "applied" } });
    t.equal(await database.value("SELECT count(*) FROM orders"), 0);
    t.equal(await database.value("SELECT count(*) FROM tag"), 0);
    t.match(succeeded(await restore(project, { target: "dev", backup: { step: "undo" } })), { kind: "restored" });
    t.equal(await database.value(prices), "10,20,30");
  });

  await t.test("nothing of it stays if a check fails", async (t) => {
    const { database, run } = await scene();
    const failing = [
      "UPDATE orders SET price = 1;\n--@ check prices expect = 0\nSELECT count(*) FROM orders WHERE price < 1000;",
      "DELETE FROM customer WHERE id = 2;",
      "UPDATE orders SET price = 1; INSERT INTO customer VALUES (1, 'again');",
      "UPDATE orders SET cost = 1;",
    ];
    for (const sql of failing) {
      const came = await run(sql);
      const said = came.ok ? came.value.outcome : { kind: "refused", problems: came.problems };
      t.not(said.kind, "applied", sql);
      t.equal(await database.value(prices), "10,20,30");
      t.equal(await database.value("SELECT count(*) FROM customer"), 2);
    }
  });
});
