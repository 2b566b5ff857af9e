import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { Engine } from "../../src/database/engine.ts";
import { fileUri } from "../../src/database/file.ts";
import { makeDatabase } from "../kit/database.ts";
import { bin, built, command } from "./run.ts";

built();

t.test("a change that would delay writers longer than allowed is refused in advance", async (t) => {
  const cwd = t.testdir({ schema: {}, node_modules: {} });
  const at = { cwd, env: { XDG_CACHE_HOME: join(cwd, "cache") } };
  const path = join(cwd, "app.db");
  await makeDatabase(
    path,
    `CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, tempo INTEGER);
    CREATE TABLE play (id INTEGER PRIMARY KEY, tune INTEGER REFERENCES tune (id));
    INSERT INTO tune SELECT value, 'tune ' || value, value % 200 FROM generate_series(1, 200000);
    INSERT INTO play SELECT value, value FROM generate_series(1, 50000)`,
  );
  t.equal((await command(at, "init", "--from", "app.db")).exit, 0);
  const schema = join(cwd, "schema", "schema.ts");
  const declare = (from: string, to: string) => writeFileSync(schema, readFileSync(schema, "utf8").replace(from, to));
  const plan = async (name: string) => {
    t.equal((await command(at, "plan", "--out", `plans/${name}.plan.sql`)).exit, 0, name);
    return `plans/${name}.plan.sql`;
  };
  const apply = (name: string, budget: string) => command(at, "apply", name, "--lock-budget", budget);

  declare("tune: integer()", "loud: integer().nullable(),\n  tune: integer()");
  const column = await plan("column");
  t.equal((await apply(column, "51ms")).exit, 0, "a column holds up nobody, however many rows there are");

  const other = new Engine(fileUri(path, "rw"), { timeout: 5000 });
  declare("loud: integer()", "quiet: integer().nullable(),\n  loud: integer()");
  const second = await plan("second");
  other.exec("BEGIN; SELECT count(*) FROM tune");
  const child = spawn(process.execPath, [bin, "apply", second, "--lock-budget", "51ms", "--no-input"], { cwd });
  // Without a log, a reader prevents the change from being committed.
  child.stderr.once("data", () => setTimeout(() => other.exec("ROLLBACK"), 600));
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  t.equal(await new Promise((resolve) => child.once("close", resolve)), 0, said);
  t.match(
    said.replaceAll(/\s+/g, " "),
    /lock-budget.*writers waited .* longer than the 51 ms of --lock-budget/,
    "what took longer is told",
  );
  await other.close();

  declare("title: text().nullable()", "title: text()");
  const rule = await plan("rule");
  const config = join(cwd, "trueup.config.ts");
  writeFileSync(
    config,
    `import { defineConfig } from "trueup";
export default defineConfig({ targets: {
  app: { url: "app.db", hooks: { before: { shell: "echo ran >> ran.txt" } } },
}, default: "app" });\n`,
  );
  const refused = await apply(rule, "52ms");
  t.notOk(existsSync(join(cwd, "ran.txt")), "nothing was stopped for a change that is refused");
  t.equal(refused.exit, 1);
  t.match(refused.err.replaceAll(/\s+/g, " "), /writers would wait about .*, and --lock-budget is 52 ms/);
  t.match(refused.err, /found: .* rows, about /, "with what takes so long");
  t.match(refused.err, /rehearse it/);
  t.equal((await apply(rule, "60s")).exit, 0);
  t.ok(existsSync(join(cwd, "ran.txt")));
});
