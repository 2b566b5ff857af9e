import { succeeded } from "../kit/succeeded.ts";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import t, { type Test } from "tap";
import { localFile } from "../../src/target/d1/wrangler.ts";
import { apply } from "../../src/work/change/apply.ts";
import { backups } from "../../src/work/change/backups.ts";
import { compare } from "../../src/work/planning/compare.ts";
import { doctor } from "../../src/work/doctor.ts";
import { drift } from "../../src/work/schema/drift.ts";
import { history } from "../../src/work/change/history.ts";
import { init } from "../../src/work/init.ts";
import { writeMigration } from "../../src/work/plans/migration.ts";
import { plan } from "../../src/work/planning/plan.ts";
import { verifyPlans } from "../../src/work/plans/verify.ts";
import { loadProject } from "../../src/work/project.ts";
import { pull } from "../../src/work/schema/pull.ts";
import { rehearse } from "../../src/work/change/rehearse.ts";
import { restore } from "../../src/work/change/restore.ts";
import { makeDatabase, onFile, temporaryFolder } from "../kit/database.ts";
import { fill, statements } from "./fixture.ts";
import { type Database, startFront } from "./front.ts";

const shop = `CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customer (id) ON DELETE CASCADE);
CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE)`;
const rows = `INSERT INTO customer VALUES (1, 'Ann'), (2, 'Bo');
INSERT INTO orders VALUES (1, 1), (2, 1), (3, 2)`;
const counts = "SELECT (SELECT count(*) FROM customer) || ' ' || (SELECT count(customer) FROM orders)";

t.setTimeout(900_000);
t.test("a project with a database at Cloudflare", async (t) => {
  const front = await startFront({ databases: 6 });
  t.teardown(() => front.close());
  const env = {
    CLOUDFLARE_API_TOKEN: front.token,
    CLOUDFLARE_ACCOUNT_ID: front.account,
    CLOUDFLARE_API_BASE_URL: front.api,
  };
  const scene = async (t: Test, wrangler: (database: Database) => Readonly<Record<string, string>>) => {
    const database = front.fresh();
    await fill(database, shop, rows);
    const cwd = temporaryFolder(t);
    for (const [file, text] of Object.entries(wrangler(database))) writeFileSync(join(cwd, file), text);
    const load = async () => succeeded(await loadProject({ cwd, env }));
    return { database, cwd, load };
  };

  await t.test("from the wrangler configuration to a change that is undone", async (t) => {
    const { database, cwd, load } = await scene(t, jsonc);
    const started = succeeded(await init({ cwd, env }));
    t.match(started.offers, [
      { name: "dev", url: "d1:DB?local" },
      { name: "production", url: `d1:${database.name}` },
    ]);
    t.match(readFileSync(join(cwd, "trueup.config.ts"), "utf8"), 'authToken: env("CLOUDFLARE_API_TOKEN")');
    succeeded(await pull(await load(), { target: "production" }));
    const schema = join(cwd, "schema", "schema.ts");
    const pulled = readFileSync(schema, "utf8");
    t.notMatch(pulled, /d1_migrations|_cf_/, "what nobody manages is not declared");
    t.match(succeeded(await drift(await load(), { targets: ["production"] })), { databases: [{ state: "matches" }] });
    writeFileSync(schema, pulled.replace(/name: text\(\)\.nullable\(\)/, "name: text()"));
    const file = join(cwd, "plans", "names.plan.sql");
    const planned = succeeded(await plan(await load(), { target: "production", out: file }));
    if (planned.kind !== "database" || planned.comparison.planned.kind !== "plan") return t.fail("there is a plan");
    t.match(readFileSync(file, "utf8"), /^--@ planner 1 engine d1$/m);
    const { cost } = planned.comparison.planned.explanation;
    t.ok((cost?.billed?.written ?? 0) >= 7, `rows written are told: ${JSON.stringify(cost)}`);
    t.match(succeeded(await verifyPlans(await load(), { files: [file] })), {});
    const tried = succeeded(await rehearse(await load(), { plan: file, target: "production" }));
    t.match(tried, { kind: "database", rehearsal: { outcome: { kind: "applied" }, integrity: { after: [] } } });
    const done = succeeded(await apply(await load(), { plan: file, target: "production" }));
    t.match(done, { outcome: { kind: "applied" } });
    t.equal(await database.value(counts), "2 3");
    t.match(succeeded(await compare(await load(), { target: "production" })), { planned: { kind: "nothing" } });
    t.match(succeeded(await backups(await load(), { target: "production" })), {
      backups: [{ manifest: { before: "apply" } }],
    });
    t.match(succeeded(await restore(await load(), { target: "production", backup: { step: "undo" } })), {
      kind: "restored",
    });
    t.match(await database.value("SELECT sql FROM sqlite_schema WHERE name = 'customer'"), /name TEXT\)/);
    t.match(succeeded(await restore(await load(), { target: "production", backup: { step: "redo" } })), {
      kind: "restored",
    });
    t.equal(await database.value(counts), "2 3");
    t.equal(succeeded(await history(await load(), { target: "production" })).entries.length, 3);
    const findings = succeeded(await doctor({ cwd, env, target: "production" }));
    const found = findings.find(({ about }) => about === "target production");
    t.match(found, { ok: true, text: /^D1, Cloudflare, in WEUR, .*2 tables/ });
  });

  await t.test("a migration for wrangler contains the shields and the checks", async (t) => {
    const { database, cwd, load } = await scene(t, toml);
    succeeded(await init({ cwd, env }));
    succeeded(await pull(await load(), { target: "production" }));
    const schema = join(cwd, "schema", "schema.ts");
    writeFileSync(schema, readFileSync(schema, "utf8").replace(/name: text\(\)\.nullable\(\)/, "name: text()"));
    const file = join(cwd, "plans", "names.plan.sql");
    succeeded(await plan(await load(), { target: "production", out: file }));
    mkdirSync(join(cwd, "migrations"));
    writeFileSync(join(cwd, "migrations", "0007_old.sql"), "");
    const made = succeeded(await writeMigration({ cwd, env, plan: file, folder: "migrations" }));
    t.match(made.file, /migrations\/0008_names\.sql$/);
    const text = readFileSync(made.file, "utf8");
    const wrong = statements(text).filter((sql) => !sql.includes("__trueup_shield"));
    await t.rejects(database.run(...wrong), { message: /3 rows for 2|5 rows for 2/ }, "without its shields it raises");
    t.equal(await database.value(counts), "2 3");
    await database.run(...statements(text));
    t.equal(await database.value(counts), "2 3");
    t.match(succeeded(await compare(await load(), { target: "production" })), { planned: { kind: "nothing" } });
    await t.rejects(
      database.run(...statements(text)),
      { message: /other than expected:table customer/ },
      "and not twice",
    );
  });

  await t.test("the file of wrangler dev, with the same plan", async (t) => {
    const { cwd, load, database } = await scene(t, jsonc);
    succeeded(await init({ cwd, env }));
    const missing = await compare(await load(), { target: "dev", to: cwd });
    t.match(missing, { ok: false });
    const config = { folder: cwd, persist: null };
    const path = localFile(
      { ...config, kind: "named", name: "DB", environment: null, local: true },
      { previewId: null, id: database.id, binding: "DB" },
    );
    mkdirSync(dirname(path), { recursive: true });
    await makeDatabase(path, `${shop}; CREATE TABLE _cf_METADATA (key INTEGER PRIMARY KEY, value BLOB)`, rows);
    succeeded(await pull(await load(), { target: "d1:DB?local" }));
    const schema = join(cwd, "schema", "schema.ts");
    t.notMatch(readFileSync(schema, "utf8"), /_cf_|d1_migrations/);
    writeFileSync(schema, readFileSync(schema, "utf8").replace(/name: text\(\)\.nullable\(\)/, "name: text()"));
    const file = join(cwd, "plans", "names.plan.sql");
    succeeded(await plan(await load(), { target: "dev", out: file }));
    t.match(readFileSync(file, "utf8"), /engine d1[\s\S]*step shield orders/);
    t.match(succeeded(await apply(await load(), { plan: file, target: "dev" })), { outcome: { kind: "applied" } });
    t.equal(await onFile(path, (engine) => engine.all(counts)[0]?.[0]), "2 3");
    t.match(succeeded(await restore(await load(), { target: "dev", backup: { step: "undo" } })), { kind: "restored" });
  });

  await t.test("a fleet", async (t) => {
    const cwd = temporaryFolder(t);
    const databases = [front.fresh(), front.fresh()];
    for (const database of databases) await fill(database, shop, rows);
    writeFileSync(
      join(cwd, "trueup.config.ts"),
      `import { defineConfig, env } from "trueup";
export default defineConfig({ targets: { all: { urls: ${JSON.stringify(databases.map(({ url }) => url))}, authToken: env("CLOUDFLARE_API_TOKEN") } } });
`,
    );
    mkdirSync(join(cwd, "schema"));
    writeFileSync(
      join(cwd, "schema", "schema.sql"),
      shop.replace("name TEXT)", "name TEXT NOT NULL)").replace(/;\nCREATE TABLE d1_[^;]*$/, ";"),
    );
    const project = succeeded(await loadProject({ cwd, env }));
    const out = join(cwd, "plans", "names.plan.sql");
    succeeded(await plan(project, { target: "all", out }));
    const run = succeeded(await apply(project, { plan: out, target: "all" }));
    t.match(run, { kind: "fleet", run: { databases: [{ state: "applied" }, { state: "applied" }] } });
    for (const database of databases) t.equal(await database.value(counts), "2 3");
  });
});

/** The way wrangler writes it, with comments and a trailing comma. */
function jsonc({ name, id }: Database): Readonly<Record<string, string>> {
  return {
    "wrangler.jsonc": `{
  // https://developers.cloudflare.com/workers/wrangler/configuration/
  "name": "shop", /* "d1_databases": [] */
  "d1_databases": [
    { "binding": "DB", "database_name": "${name}", "database_id": "${id}" },
  ],
}
`,
  };
}

function toml({ name, id }: Database): Readonly<Record<string, string>> {
  return {
    "wrangler.toml": `name = "shop" # a comment
compatibility_flags = [
  "nodejs_compat", # another
]

[[d1_databases]]
binding = "DB"
database_name = '${name}'
database_id = "${id}"

[env.staging]
vars = { A = "b # no comment" }
`,
  };
}
