import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";

const root = join(import.meta.dirname, "../..");

/** Runs a piece of an application in a process of its own, and returns the lines that were recorded. */
function run(t: Test, source: string, record = true): readonly string[] {
  const folder = t.testdir({});
  const file = join(folder, "app.ts");
  writeFileSync(
    file,
    `import { createRequire } from "node:module";
import { record } from ${JSON.stringify(join(root, "src/record/record.ts"))};
const require = createRequire(${JSON.stringify(join(root, "package.json"))});
async function main() {
${source}
}
main();
`,
  );
  const log = join(folder, "queries.log");
  const env = { ...process.env, ...(record && { TRUEUP_RECORD: log }) };
  execFileSync(process.execPath, ["--import", join(root, "node_modules/tsx/dist/esm/index.mjs"), file], {
    cwd: folder,
    env,
  });
  return existsSync(log) ? readFileSync(log, "utf8").split("\n").slice(0, -1) : [];
}

const openLibsql = `
const Database = require("libsql");
const db = record(new Database(":memory:"));
db.exec("CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT)");`;

t.test("a wrapped client writes each statement once, with the line that asked, and no value", async (t) => {
  const lines = run(
    t,
    `${openLibsql}
const insert = db.prepare("INSERT INTO tune (title) VALUES (?)");
for (const title of ["The Butterfly", "Out on the Ocean"]) insert.run(title);
for (let n = 0; n < 3; n++) db.prepare("SELECT id\\n  FROM tune WHERE title = 'The Butterfly'").all();`,
  );
  t.same(
    lines.map((line) => JSON.parse(line)),
    [
      { sql: "INSERT INTO tune (title) VALUES (?)", at: "app.ts:9" },
      { sql: "SELECT id FROM tune WHERE title = ''", at: "app.ts:11" },
    ],
  );
});

t.test("without the variable a client is unchanged, and nothing is written", async (t) => {
  t.same(run(t, `const client = {}; if (record(client) !== client) throw new Error("wrapped");`, false), []);
});

t.test("@libsql/client: execute, batch and what runs in a transaction", async (t) => {
  const lines = run(
    t,
    `
const { createClient } = require("@libsql/client");
const client = record(createClient({ url: ":memory:" }));
await client.batch(["CREATE TABLE a (x)", { sql: "INSERT INTO a VALUES (?)", args: [1] }], "write");
await client.execute({ sql: "SELECT x FROM a WHERE x = ?", args: [1] });
const transaction = await client.transaction("write");
await transaction.execute("DELETE FROM a");
await transaction.commit();`,
  );
  t.same(
    lines.map((line) => JSON.parse(line).sql),
    ["DELETE FROM a", "INSERT INTO a VALUES (?)", "SELECT x FROM a WHERE x = ?"],
  );
});

t.test("the hooks of Kysely, Drizzle, Knex and Prisma", async (t) => {
  const lines = run(
    t,
    `
record.kysely({ level: "query", query: { sql: 'select "kysely" from "a"' } } as never);
record.drizzle.logQuery("select drizzle from a");
record.knex({ sql: "select knex from a" });
record.prisma({ query: "SELECT prisma FROM a" });
record.statement("SELECT anything FROM a");
record.statement("BEGIN");`,
  );
  t.same(
    lines.map((line) => JSON.parse(line).sql),
    [
      "SELECT anything FROM a",
      "SELECT prisma FROM a",
      "select drizzle from a",
      "select knex from a",
      'select "kysely" from "a"',
    ].sort(),
  );
});

t.test("what an earlier run wrote stays, in order", async (t) => {
  const folder = t.testdir({});
  const log = join(folder, "queries.log");
  writeFileSync(log, '{"sql":"SELECT z FROM a"}\n');
  const file = join(folder, "app.ts");
  writeFileSync(
    file,
    `import { record } from ${JSON.stringify(join(root, "src/record/record.ts"))}; record.statement("SELECT b FROM a"); record.statement("SELECT z FROM a");`,
  );
  const tsx = join(root, "node_modules/tsx/dist/esm/index.mjs");
  execFileSync(process.execPath, ["--import", tsx, file], { cwd: folder, env: { ...process.env, TRUEUP_RECORD: log } });
  const lines = readFileSync(log, "utf8").split("\n").slice(0, -1);
  t.same(
    lines.map((line) => JSON.parse(line).sql),
    ["SELECT b FROM a", "SELECT z FROM a"],
  );
});
