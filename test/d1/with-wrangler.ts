import { succeeded } from "../kit/succeeded.ts";
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { drift } from "../../src/work/schema/drift.ts";
import { plan } from "../../src/work/planning/plan.ts";
import { writeMigration } from "../../src/work/plans/migration.ts";
import { loadProject } from "../../src/work/project.ts";
import { temporaryFolder } from "../kit/database.ts";
import { startFront } from "./front.ts";

/** wrangler itself, against the stand-in for Cloudflare's API: `npm run d1:newer`, which installs it. */
const modules = join(import.meta.dirname, "losses", "node_modules");
const before = `CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customer (id) ON DELETE CASCADE);
`;
const after = `${before.replace("name TEXT", "name TEXT NOT NULL")}CREATE TRIGGER named AFTER INSERT ON orders BEGIN
  UPDATE customer SET name = 'x' WHERE name = '';
END;
`;

t.setTimeout(300_000);
t.test("wrangler runs a migration of trueup's, and keeps the rows or changes nothing", async (t) => {
  const front = await startFront({ databases: 1 });
  t.teardown(() => front.close());
  const database = front.fresh();
  const cwd = temporaryFolder(t);
  const env = {
    CLOUDFLARE_API_TOKEN: front.token,
    CLOUDFLARE_ACCOUNT_ID: front.account,
    CLOUDFLARE_API_BASE_URL: front.api,
  };
  const databases = [{ binding: "DB", database_name: database.name, database_id: database.id }];
  const config = { name: "shop", compatibility_date: "2026-04-01", d1_databases: databases };
  writeFileSync(join(cwd, "wrangler.json"), JSON.stringify(config));
  writeFileSync(
    join(cwd, "before.sql"),
    `${before}INSERT INTO customer VALUES (1, 'a'), (2, NULL);
INSERT INTO orders VALUES (1, 1), (2, 2), (3, 2);`,
  );
  mkdirSync(join(cwd, "migrations"));
  const wrangler = (...words: readonly string[]) =>
    new Promise<{ status: number | null; text: string }>((resolve) => {
      const command = [join(modules, "wrangler/bin/wrangler.js"), "d1", ...words, "--remote"];
      const more = { CI: "1", WRANGLER_SEND_METRICS: "false" };
      const child = spawn(join(modules, "node22/bin/node"), command, { cwd, env: { ...process.env, ...env, ...more } });
      let text = "";
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => (text += part.toString()));
      child.on("close", (status) => resolve({ status, text }));
    });
  const counts = "SELECT (SELECT count(*) FROM customer) || ' ' || (SELECT count(customer) FROM orders)";
  const isDone = async () =>
    (await database.value("SELECT instr(sql, 'NOT NULL') FROM sqlite_schema WHERE name = 'customer'")) !== 0;

  t.match(await wrangler("execute", database.name, "--yes", "--file", "before.sql"), { status: 0 });
  t.match(await wrangler("execute", database.name, "--command", counts), { status: 0, text: /2 3/ });
  writeFileSync(join(cwd, "schema.sql"), after);
  writeFileSync(
    join(cwd, "trueup.config.ts"),
    `import { defineConfig } from "trueup";\nexport default defineConfig({ schema: "schema.sql", targets: { prod: "d1:DB" } });\n`,
  );
  const project = succeeded(await loadProject({ cwd, env }));
  await database.run("UPDATE customer SET name = 'b' WHERE id = 2");
  succeeded(await plan(project, { target: "prod", out: join(cwd, "named.plan.sql") }));
  const { file } = succeeded(
    await writeMigration({ cwd, env, plan: join(cwd, "named.plan.sql"), folder: "migrations" }),
  );
  t.match(readFileSync(file, "utf8"), /__trueup_shield/);

  await database.run("UPDATE customer SET name = NULL WHERE id = 2");
  t.match(await wrangler("migrations", "apply", database.name), { status: 1, text: /NOT NULL constraint failed/ });
  t.notOk(await isDone(), "a row that came since stops it");
  t.equal(await database.value(counts), "2 3");
  t.equal(await database.value("SELECT count(*) FROM d1_migrations"), 0);
  await database.run("UPDATE customer SET name = 'b' WHERE id = 2");
  t.match(await wrangler("migrations", "apply", database.name), { status: 0 });
  t.ok(await isDone());
  t.equal(await database.value(counts), "2 3", "no child is lost");
  t.match(succeeded(await drift(project, { targets: ["prod"] })), { databases: [{ state: "matches" }] });
  t.match(await wrangler("migrations", "apply", database.name), { status: 0, text: /No migrations to apply/ });
});
